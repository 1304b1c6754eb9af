import type { MyGift } from '@kouyi/shared/contracts';
import { indexBy } from '../kernel/collections';
import { newestPage, type PageRequest } from '../kernel/paging';
import { anyOf, rowsByIds } from '../kernel/store';
import { nicknames } from '../people';
import { prizeStatesOf } from '../prizes';
import { Budgets, type BudgetRow, type GiftRow, Gifts } from './model';
import { leftOf, rulesInWords } from './rules';

/** What everybody who sees a budget sees of it. */
export const budgetCommon = (row: BudgetRow) => ({
  id: row._id,
  title: row.title,
  unit: row.unit,
  state: row.state,
  granted: row.granted,
  given: row.given,
  returned: row.returned,
  left: leftOf(row),
  perPerson: row.perPerson,
  perDay: row.perDay,
  who: row.who,
  kinds: row.kinds,
  from: row.from.toISOString(),
  until: row.until.toISOString(),
  rules: rulesInWords(row),
});

/** Where a gift is now. */
function wordsOf(row: GiftRow, prizeState: string | undefined): string {
  if (row.state === 'returned') return '对方没有领，退回来了';
  if (row.unit === 'point') return '已到账';
  switch (prizeState) {
    case 'to_claim':
      return '等对方领取红包';
    case 'paid':
      return '红包已打款';
    case 'requested':
    case 'approved':
      return '对方已领，等品牌打款';
    default:
      return '已送出';
  }
}

/** Gifts as their giver sees them. */
export async function giftViews(rows: readonly GiftRow[]): Promise<MyGift[]> {
  const [names, budgets, prizes] = await Promise.all([
    nicknames(rows.map(({ personId }) => personId)),
    rowsByIds(Budgets, [...new Set(rows.map(({ budgetId }) => budgetId))], { projection: { title: 1 } }),
    prizeStatesOf(rows.flatMap(({ prizeId }) => prizeId ?? [])),
  ]);
  const titles = indexBy(budgets, ({ _id }) => _id);
  return rows.map((row) => ({
    id: row._id,
    budgetId: row.budgetId,
    budgetTitle: titles.get(row.budgetId)?.title ?? '',
    unit: row.unit,
    amount: row.amount,
    kind: row.kind,
    reason: row.reason,
    personId: row.personId,
    name: names.get(row.personId) ?? '',
    at: row.at.toISOString(),
    state: row.state,
    words: wordsOf(row, row.prizeId && prizes.get(row.prizeId)),
  }));
}

/** A page of gifts of one budget, by or to somebody, newest first. */
export async function giftRows(
  filter: {
    budgetId?: string | undefined;
    kocIds?: readonly string[] | undefined;
    personId?: string | undefined;
  },
  page: PageRequest,
) {
  const { budgetId, kocIds, personId } = filter;
  return newestPage(
    Gifts,
    'at',
    {
      ...(budgetId === undefined ? {} : { budgetId }),
      ...(kocIds === undefined ? {} : { kocId: anyOf(kocIds) }),
      ...(personId === undefined ? {} : { personId }),
    },
    page,
    (shown) => shown,
  );
}
