import { GIFT_KIND_NAMES } from '@kouyi/shared/types';
import { Link } from 'react-router';
import { type In, type Out, useRows } from '../api';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Card, Pill } from '../ui/pieces';
import { useParam } from '../ui/use';
import { when } from '../ui/when';
import { amountWords } from './amounts';
import { ServingPick } from './ServingPick';

type Row = Out<'budgets', 'gifts'>['items'][number];

const columns: Column<Row>[] = [
  {
    head: '谁送给谁',
    cell: ({ kocName, name, personId }) => (
      <>
        {kocName} →{' '}
        <Link to={`/people/${personId}`}>
          <strong>{name || '已离开的人'}</strong>
        </Link>
      </>
    ),
  },
  {
    head: '多少',
    end: true,
    cell: ({ unit, amount }) => amountWords(unit, amount),
  },
  {
    head: '为什么',
    wide: true,
    cell: ({ kind, reason }) => (
      <>
        {GIFT_KIND_NAMES[kind]}
        <small>{reason}</small>
      </>
    ),
  },
  {
    head: '到哪了',
    cell: ({ state, words }) => <Pill tone={state === 'returned' ? 'care' : 'good'}>{words}</Pill>,
  },
  { head: '什么时候', cell: ({ at }) => when(at) },
];

/** Gifts of a budget, of a KOC, or all. */
export const GiftTable = ({ filter }: { filter: Pick<In<'budgets', 'gifts'>, 'budgetId' | 'kocId'> }) => {
  const rows = useRows('budgets', 'gifts', { limit: 50, ...filter });
  return (
    <PagedTable
      label="送出的礼"
      of={rows}
      columns={columns}
      keyOf={({ id }) => id}
      blank={<Blank title="还没有送出去">KOC 在小程序里送，每一笔都会在这里，带着 TA 写的原因。</Blank>}
    />
  );
};

/** Every gift that KOCs gave in the brand's name. */
export const Gifts = () => {
  const [koc, setKoc] = useParam('koc');
  return (
    <>
      <div className="filters">
        <ServingPick value={koc || undefined} onChange={(id) => setKoc(id ?? '')} clear />
      </div>
      <Card>
        <GiftTable filter={koc ? { kocId: koc } : {}} />
      </Card>
    </>
  );
};
