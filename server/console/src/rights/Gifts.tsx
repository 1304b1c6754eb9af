import { GIFT_KIND_NAMES } from '@kouyi/shared/types';
import { Link } from 'react-router';
import { type In, type Out, type Rows, useRows } from '../api';
import { type Column, PagedTable } from '../ui/DataTable';
import { Listing } from '../ui/Listing';
import { Blank, Pill } from '../ui/pieces';
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

const useGifts = (filter: Pick<In<'budgets', 'gifts'>, 'budgetId' | 'kocId'>): Rows<Row> =>
  useRows('budgets', 'gifts', { limit: 50, ...filter });

const GIFTS = {
  label: '送出的礼',
  columns,
  blank: <Blank title="还没有送出去">KOC 在小程序里送，每一笔都会在这里，带着 TA 写的原因。</Blank>,
};

/** The gifts of one budget. */
export const GiftTable = ({ budgetId }: { budgetId: string }) => (
  <PagedTable {...GIFTS} of={useGifts({ budgetId })} keyOf={({ id }) => id} />
);

/** Every gift that KOCs gave in the brand's name. */
export const Gifts = () => {
  const [koc, setKoc] = useParam('koc');
  return (
    <Listing
      {...GIFTS}
      of={useGifts(koc ? { kocId: koc } : {})}
      filters={<ServingPick value={koc || undefined} onChange={(id) => setKoc(id ?? '')} clear />}
    />
  );
};
