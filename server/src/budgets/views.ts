import type { BudgetView, contracts, GiftView, InputOf, OutputOf } from '@kouyi/shared/contracts';
import type { Actor } from '../kernel/actor';
import { groupBy } from '../kernel/collections';
import { newestPage } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { assertEverywhere } from '../org';
import { nicknames } from '../people';
import { ledgerKey } from './commands';
import { Budgets, type BudgetRow, type GiftRow, Gifts } from './model';
import { budgetCommon, giftRows, giftViews } from './presenters';

type Console = (typeof contracts)['budgets'];

/** Budgets as staff see them. */
export async function budgetViews(rows: readonly BudgetRow[]): Promise<BudgetView[]> {
  const counted = await native(Gifts)
    .aggregate<{ _id: { budgetId: string; personId: string }; gifts: number }>([
      { $match: { budgetId: { $in: rows.map(({ _id }) => _id) }, state: 'given' } },
      { $group: { _id: { budgetId: '$budgetId', personId: '$personId' }, gifts: { $sum: 1 } } },
    ])
    .toArray();
  const byBudget = groupBy(counted, ({ _id }) => _id.budgetId);
  const names = await nicknames(rows.map(({ kocId }) => kocId));
  return rows.map((row) => {
    const people = byBudget.get(row._id) ?? [];
    return {
      ...budgetCommon(row),
      kocId: row.kocId,
      kocName: names.get(row.kocId) ?? '',
      grantedBy: row.grantedBy,
      createdAt: row.createdAt.toISOString(),
      ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
      ...(row.endReason ? { endReason: row.endReason } : {}),
      gifts: people.reduce((sum, { gifts }) => sum + gifts, 0),
      people: people.length,
      ledgerKey: ledgerKey(row._id),
    };
  });
}

/** One of `budgetViews`. */
export const budgetView = async (row: BudgetRow): Promise<BudgetView> => (await budgetViews([row]))[0]!;

/** Budgets for the console, newest first. @throws Refusal `not_allowed` for roles of one branch. */
export async function budgetPage(
  actor: Actor,
  { state, kocId, ...page }: InputOf<Console['list']>,
): Promise<OutputOf<Console['list']>> {
  assertEverywhere(actor, 'budgets.read');
  const [found, held] = await Promise.all([
    newestPage(
      Budgets,
      'createdAt',
      { ...(state === undefined ? {} : { state }), ...(kocId === undefined ? {} : { kocId }) },
      page,
      budgetViews,
    ),
    native(Budgets)
      .aggregate<{ _id: string; left: number }>([
        { $match: { state: 'open' } },
        {
          $group: {
            _id: '$unit',
            left: { $sum: { $subtract: ['$granted', { $add: ['$given', '$returned'] }] } },
          },
        },
      ])
      .toArray(),
  ]);
  const left = new Map(held.map((each) => [each._id, each.left]));
  return {
    ...found,
    leftPoints: left.get('point') ?? 0,
    leftFen: left.get('fen') ?? 0,
  };
}

/** One budget for the console. @throws Refusal `not_found`, `not_allowed`. */
export async function budgetById(actor: Actor, id: string): Promise<BudgetView> {
  assertEverywhere(actor, 'budgets.read');
  const row = await native(Budgets).findOne({ _id: id });
  if (!row) throw refuseAnywhere('not_found');
  return budgetView(row);
}

/** Gifts for the console, newest first. @throws Refusal `not_allowed` for roles of one branch. */
export async function giftPage(
  actor: Actor,
  { budgetId, kocId, personId, ...page }: InputOf<Console['gifts']>,
): Promise<OutputOf<Console['gifts']>> {
  assertEverywhere(actor, 'budgets.read');
  const kocIds = kocId === undefined ? undefined : [kocId];
  const found = await giftRows({ budgetId, kocIds, personId }, page);
  const [views, names] = await Promise.all([
    giftViews(found.items),
    nicknames(found.items.map((row) => row.kocId)),
  ]);
  return {
    ...found,
    items: found.items.map((row, i): GiftView => ({
      ...views[i]!,
      kocId: row.kocId,
      kocName: names.get(row.kocId) ?? '',
      ...(row.returnedAt ? { returnedAt: row.returnedAt.toISOString() } : {}),
    })),
  };
}

/** What is kept here about a person, for the export of their data. */
export async function budgetDataOf(personId: string) {
  const [budgets, gave, got] = await Promise.all([
    native(Budgets).find({ kocId: personId }).sort({ createdAt: 1 }).limit(500).toArray(),
    native(Gifts).find({ kocId: personId }).sort({ at: 1 }).limit(5_000).toArray(),
    native(Gifts).find({ personId }).sort({ at: 1 }).limit(5_000).toArray(),
  ]);
  const gift = ({ unit, amount, kind, reason, at, state }: GiftRow) => ({
    unit,
    amount,
    kind,
    reason,
    at,
    state,
  });
  return {
    budgets: budgets.map(({ title, unit, granted, given, returned, from, until, state }) => ({
      title,
      unit,
      granted,
      given,
      returned,
      from,
      until,
      state,
    })),
    gave: gave.map(gift),
    got: got.map(gift),
  };
}
