import { GROWTH_STANDINGS } from '@kouyi/shared/types';
import { Link } from 'react-router';
import { type Out, useRows } from '../api';
import type { Column } from '../ui/DataTable';
import { PickFilter, usePicked } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { Blank, Pill } from '../ui/pieces';
import { when } from '../ui/when';
import { moveWords } from './tones';

type Row = Out<'growth', 'moves'>['items'][number];

const columns: Column<Row>[] = [
  {
    head: '谁',
    cell: ({ personId, nickname }) => <Link to={`/koc/people/${personId}`}>{nickname || '还没有昵称'}</Link>,
  },
  {
    head: '从哪到哪',
    cell: ({ from, to }) => (
      <Pill tone={GROWTH_STANDINGS.indexOf(to) > GROWTH_STANDINGS.indexOf(from) ? 'good' : 'care'}>
        {moveWords(from, to)}
      </Pill>
    ),
  },
  { head: '为什么', cell: ({ reason }) => reason, wide: true },
  { head: '谁定的', cell: ({ by }) => by },
  { head: '什么时候', cell: ({ at }) => when(at) },
];

const SHOWN = [
  { value: 'beyond', label: '分享和以上' },
  { value: 'all', label: '全部' },
] as const;

/** Who moved when and why: kept for ever, changed never. */
export const Moves = () => {
  const [which] = usePicked('which', SHOWN);
  const rows = useRows('growth', 'moves', { limit: 50, beyond: which === 'all' ? 'no' : 'yes' });
  return (
    <Listing
      label="升降记录"
      of={rows}
      columns={columns}
      filters={<PickFilter name="哪些" param="which" options={SHOWN} />}
      blank={<Blank title="还没有人动过">有人升上来或退下去，都会记在这里，写明为什么。</Blank>}
    />
  );
};
