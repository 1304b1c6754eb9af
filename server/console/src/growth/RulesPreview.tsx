import { Link } from 'react-router';
import type { Out } from '../api';
import { type Column, DataTable } from '../ui/DataTable';
import { Notice, Pill } from '../ui/pieces';
import { count } from '../ui/number';
import { moveWords } from './tones';

type Found = Out<'growth', 'previewRules'>;
type Row = Found['people'][number];

const columns: Column<Row>[] = [
  {
    head: '谁',
    cell: ({ id, nickname }) => <Link to={`/koc/people/${id}`}>{nickname || '还没有昵称'}</Link>,
  },
  {
    head: '会怎样',
    cell: ({ from, to, when }) => (
      <>
        <Pill tone={when === 'now' ? 'info' : 'care'}>{moveWords(from, to)}</Pill>
        <small>{when === 'now' ? '存了就动' : '宽限期过了还没补上才动'}</small>
      </>
    ),
  },
  { head: '为什么', cell: ({ why }) => why, wide: true },
];

/** Who would move by the rules in the form, and why. */
export const RulesPreview = ({ found: { looked, sampled, up, later, people } }: { found: Found }) => (
  <div className="stack">
    <Notice tone="info">
      {`看了${sampled ? '最近动过的' : ''} ${count(looked)} 位：${count(up)} 位存了就动，${count(later)} 位条件会断、宽限期过了才退。`}
    </Notice>
    {people.length > 0 && <DataTable label="谁会动" rows={people} columns={columns} keyOf={({ id }) => id} />}
  </div>
);
