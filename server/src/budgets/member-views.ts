import type { contracts, InputOf, MyBudget, MyGift, OutputOf } from '@kouyi/shared/contracts';
import { now } from '../kernel/clock';
import { newestPage, type PageRequest } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { anyOf, native } from '../kernel/store';
import { selvesOf } from '../people';
import { activeKocOf } from '../subgroups';
import { giverFacts } from './facts';
import { Budgets, type BudgetRow, type GiftRow } from './model';
import { budgetCommon, giftRows, giftViews } from './presenters';
import { leftOf, mayGive } from './rules';

type Member = (typeof contracts)['member'];

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
  return {
    ...budgetCommon(row),
    leftToday,
    mayGive: why === undefined,
    ...(why === undefined ? {} : { why }),
  };
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

/** One gift as its giver sees it. */
export const giftView = async (row: GiftRow): Promise<MyGift> => (await giftViews([row]))[0]!;

/** What I gave, newest first. */
export async function myGifts(
  personId: string,
  { budgetId, ...page }: InputOf<Member['gifts']>,
): Promise<OutputOf<Member['gifts']>> {
  const found = await giftRows({ kocIds: await selvesOf(personId), budgetId }, page);
  return { ...found, items: await giftViews(found.items) };
}
