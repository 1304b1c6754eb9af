import type {
  BudgetView,
  contracts,
  GiftView,
  InputOf,
  MyBudget,
  MyGift,
  OutputOf,
} from '@kouyi/shared/contracts';
import type { Actor } from '../kernel/actor';
import { groupBy, indexBy } from '../kernel/collections';
import { now } from '../kernel/clock';
import { newestPage, type PageRequest } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { anyOf, native, rowsByIds } from '../kernel/store';
import { assertEverywhere } from '../org';
import { nicknames, selvesOf } from '../people';
import { prizeStatesOf } from '../prizes';
import { activeKocOf } from '../subgroups';
import { ledgerKey } from './commands';
import { giverFacts } from './facts';
import { Budgets, type BudgetRow, type GiftRow, Gifts } from './model';
import { leftOf, mayGive, rulesInWords } from './rules';

type Console = (typeof contracts)['budgets'];
type Member = (typeof contracts)['member'];

const common = (row: BudgetRow) => ({
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

/** A budget as its KOC sees it. */
async function myBudgetView(row: BudgetRow): Promise<MyBudget> {
  const facts = await giverFacts(row, now());
  const open = mayGive(facts);
  const leftToday = Math.max(0, Math.min(leftOf(row), row.perDay - facts.givenToday));
  const why = !open.accepted
    ? open.refusal.message_zh
    : leftOf(row) === 0
      ? '这笔已经全部送完了。'
      : leftToday === 0
        ? '今天送到上限了，明天再来。'
        : undefined;
  return { ...common(row), leftToday, mayGive: why === undefined, ...(why === undefined ? {} : { why }) };
}

/** My budgets, by any of my identities, newest first. */
export async function myBudgets(personId: string, page: PageRequest): Promise<OutputOf<Member['budgets']>> {
  const [selves, koc] = await Promise.all([selvesOf(personId), activeKocOf(personId)]);
  return {
    ...(await newestPage(Budgets, 'createdAt', { kocId: anyOf(selves) }, page, (shown) =>
      Promise.all(shown.map(myBudgetView)),
    )),
    words: koc
      ? '品牌交给你的预算，由你决定送给谁、为什么送。'
      : '成为 KOC 以后，品牌会把一部分预算交给你来送。',
  };
}

/** A budget of mine. @throws Refusal `not_found`, also for somebody else's. */
export async function ownBudget(personId: string, id: string): Promise<BudgetRow> {
  const [row, selves] = await Promise.all([native(Budgets).findOne({ _id: id }), selvesOf(personId)]);
  if (!row || !selves.includes(row.kocId)) throw refuseAnywhere('not_found');
  return row;
}

/** One budget of mine. @throws Refusal `not_found`. */
export const myBudget = async (personId: string, id: string): Promise<MyBudget> =>
  myBudgetView(await ownBudget(personId, id));

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

async function giftViews(rows: readonly GiftRow[]): Promise<MyGift[]> {
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

/** One gift as its giver sees it. */
export const giftView = async (row: GiftRow): Promise<MyGift> => (await giftViews([row]))[0]!;

async function giftRows(
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

/** What I gave, newest first. */
export async function myGifts(
  personId: string,
  { budgetId, ...page }: InputOf<Member['gifts']>,
): Promise<OutputOf<Member['gifts']>> {
  const found = await giftRows({ kocIds: await selvesOf(personId), budgetId }, page);
  return { ...found, items: await giftViews(found.items) };
}

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
      ...common(row),
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
