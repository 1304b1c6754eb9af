import { inputHash } from '../kernel/ids';
import { refusals } from '../kernel/refusals';
import { stateTable } from '../kernel/states';
import type { HoldState, LedgerTransaction, LedgerUnit, Posting } from './model';

export const refuse = refusals({
  balance_too_low: { zh: '余额不够，这一笔没有办成。', en: 'account would fall below its floor' },
  key_used_differently: {
    zh: '这个编号已经用于另一笔账，请换一个编号。',
    en: 'idempotency key reused with another input',
    status: 409,
  },
  already_reversed: { zh: '这一笔已经冲正过了。', en: 'transaction has a reversal', status: 409 },
  not_reversible: {
    zh: '这一笔由「{kind}」产生，请到那里更正；这里只能冲正手工调账。',
    en: 'only adjustments are reversed by hand',
  },
});

/** The ways a hold may end. */
export const holdStates = stateTable<HoldState>(
  { held: ['posted', 'voided'], posted: [], voided: [] },
  { held: '已冻结', posted: '已付出', voided: '已退回' },
);

interface PostRequestBase {
  /** Makes it happen once. */
  readonly key: string;
  readonly unit: LedgerUnit;
  readonly at: Date;
  readonly reason: string;
  readonly cause: { kind: string; id: string };
  readonly personId?: string;
  readonly activityId?: string;
  readonly groupId?: string;
  /** Takes back what was given before: may push an account below its floor; later earnings repay it. */
  readonly clawback?: boolean;
  /** The transaction that this one undoes. */
  readonly reverses?: string;
}

/** From one account to another; `amount` is whole and positive: fen, points or chances. */
interface Transfer extends PostRequestBase {
  readonly from: string;
  readonly to: string;
  readonly amount: number;
}

/** Any number of legs, each one account and what it gains (or, negative, gives); their sum is zero. */
interface ManyLegs extends PostRequestBase {
  readonly legs: readonly Posting[];
}

/** A transaction as somebody asks for it. */
export type PostRequest = Transfer | ManyLegs;

/** Names of accounts: unit, kind of owner, owner, purpose. The unit is part of the name: one account holds one unit. */
export const account = {
  /** A person's points. May not fall below zero. */
  memberPoints: (personId: string) => `point:member:${personId}`,
  /** Where points come from: its balance is minus all points in people's hands. */
  pointsIssued: 'point:system:issued',
  /** A person's chances to open one box. May not fall below zero. */
  memberChances: (personId: string, boxId: string) => `chance:member:${personId}:${boxId}`,
  /** Where chances of a box come from: its balance is minus all that were given. */
  chancesIssued: (boxId: string) => `chance:box:${boxId}:issued`,
  /** Chances of a box that were drawn with. */
  chancesUsed: (boxId: string) => `chance:box:${boxId}:used`,
  /** Points that people paid for chances. */
  pointsSpent: 'point:system:spent',
  /** The brand's budget for prizes: its balance is minus all that boxes hold or gave away. */
  prizeBudget: 'fen:brand:prizes',
  /** What a box may still give away, in fen of cost. May not fall below zero. */
  boxBudget: (boxId: string) => `fen:box-budget:${boxId}`,
  /** What a box gave away, in fen of cost. */
  prizeCost: (boxId: string) => `fen:box:${boxId}:prizes`,
  /** The other side of what staff add or take by hand. */
  adjustments: (unit: LedgerUnit) => `${unit}:system:adjustments`,
  /** The brand's budget for commission: its balance is minus all that KOCs were promised and keep. */
  commissionBudget: 'fen:brand:commission',
  /** Commission that waits for the end of the after-sale period. */
  kocPending: (personId: string) => `fen:koc:${personId}:pending`,
  /** Commission that may be withdrawn. Below zero only by a clawback after it was paid out. */
  kocAvailable: (personId: string) => `fen:koc:${personId}:available`,
  /** Commission that has left for the person's purse. */
  kocPaid: (personId: string) => `fen:koc:${personId}:paid`,
  /** Withdrawals under way: held until the provider says paid or failed. */
  payoutClearing: 'fen:system:payout-clearing',
  /** What people hold of a coupon: its balance is minus the worth of all of them. */
  couponLiability: (couponId: string) => `fen:coupon:${couponId}:liability`,
  /** What a coupon costs if everybody who holds it uses it, until they have. */
  couponCost: (couponId: string) => `fen:coupon:${couponId}:cost`,
  /** What was really taken off at tills: its balance is minus that. */
  couponsGiven: 'fen:brand:coupons-given',
  /** What the brand put into the hands of KOCs to give away: its balance is minus what they hold and gave. */
  kocBudgets: (unit: 'point' | 'fen') => `${unit}:brand:koc-budgets`,
  /** What a KOC may still give of one budget. May not fall below zero. */
  kocBudget: (unit: 'point' | 'fen', budgetId: string) => `${unit}:koc-budget:${budgetId}`,
  /** Red packets that KOCs gave in the brand's name and that did not come back. */
  kocRedPackets: 'fen:brand:koc-red-packets',
} as const;

/** Kinds of owners whose accounts may not fall below zero. */
const GUARDED_OWNERS = new Set(['member', 'box-budget', 'koc', 'koc-budget']);

/** Accounts that may not go below a floor have a guard document; the others' balance is derived from entries. */
export const floorOf = (name: string): number | undefined =>
  GUARDED_OWNERS.has(name.split(':')[1] ?? '') ? 0 : undefined;

/**
 * The book an account is summed in: guarded accounts of one kind and purpose share one (`point:member:*`), every
 * other account is its own. Books are few, so their totals by day are, too.
 */
export function bookOf(name: string): string {
  if (floorOf(name) === undefined) return name;
  const [unit, kind, , ...purpose] = name.split(':');
  return [unit, kind, '*', ...purpose].join(':');
}

/** What an account counts in: the first part of its name. */
export const accountUnit = (name: string): LedgerUnit => name.split(':')[0] as LedgerUnit;

const BOOK_NAMES: Record<string, string> = {
  [account.pointsIssued]: '积分发放',
  [account.commissionBudget]: '品牌佣金预算',
  [account.payoutClearing]: '提现在途',
  [account.couponsGiven]: '优惠券已抵扣',
  [account.pointsSpent]: '积分消费',
  [account.prizeBudget]: '品牌奖品预算',
  [account.adjustments('point')]: '手工调账（积分）',
  [account.adjustments('fen')]: '手工调账（钱）',
  [account.kocBudgets('point')]: '交给 KOC 送的积分',
  [account.kocBudgets('fen')]: '交给 KOC 送的红包预算',
  [account.kocRedPackets]: 'KOC 送出的红包',
  'point:koc-budget:*': 'KOC 手里的积分预算',
  'fen:koc-budget:*': 'KOC 手里的红包预算',
  'point:member:*': '会员积分',
  'fen:koc:*:pending': 'KOC 待到账佣金',
  'fen:koc:*:available': 'KOC 可提现佣金',
  'fen:koc:*:paid': 'KOC 已提现佣金',
};

/** What a person reads instead of an account's or a book's name. */
export function accountInWords(name: string): string {
  const book = bookOf(name);
  return BOOK_NAMES[book] ?? OWN_NAMES.find(([pattern]) => pattern.test(book))?.[1] ?? name;
}

/** Accounts that each box and each coupon has of its own. */
const OWN_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^chance:member:/, '会员抽盲盒机会'],
  [/^chance:box:.*:issued$/, '盲盒机会发放'],
  [/^chance:box:.*:used$/, '盲盒机会使用'],
  [/^fen:box-budget:/, '盲盒预算'],
  [/^fen:box:.*:prizes$/, '盲盒奖品成本'],
  [/^fen:coupon:.*:liability$/, '优惠券待兑'],
  [/^fen:coupon:.*:cost$/, '优惠券成本'],
];

/**
 * The balanced transaction of a request.
 * @throws RangeError when an amount is not a whole number, legs do not sum to zero, or an account is of another
 *   unit: a bug.
 */
export function balanced(request: PostRequest, postedAt: Date): LedgerTransaction {
  const { key, unit, at, reason, cause, personId, activityId, groupId, clawback, reverses } = request;
  const postings = 'legs' in request ? legsOf(request) : bothSides(request);
  for (const posting of postings)
    if (accountUnit(posting.account) !== unit) throw new RangeError(`${key} mixes units`);
  const input =
    'legs' in request
      ? { unit, legs: request.legs, cause }
      : { unit, from: request.from, to: request.to, amount: request.amount, cause };
  return {
    _id: key,
    unit,
    at,
    postedAt,
    reason,
    cause,
    postings,
    inputHash: inputHash(input),
    ...(personId === undefined ? {} : { personId }),
    ...(activityId === undefined ? {} : { activityId }),
    ...(groupId === undefined ? {} : { groupId }),
    ...(clawback ? { clawback: true as const } : {}),
    ...(reverses === undefined ? {} : { reverses }),
  };
}

function bothSides({ key, from, to, amount }: Transfer): Posting[] {
  if (!Number.isSafeInteger(amount) || amount <= 0) throw new RangeError(`amount of ${key} is ${amount}`);
  if (from === to) throw new RangeError(`${key} moves nothing: ${from}`);
  return [
    { account: from, amount: -amount },
    { account: to, amount },
  ];
}

function legsOf({ key, legs }: ManyLegs): Posting[] {
  if (legs.length < 2) throw new RangeError(`${key} has fewer than two legs`);
  if (new Set(legs.map((leg) => leg.account)).size !== legs.length)
    throw new RangeError(`${key} names an account twice`);
  let sum = 0;
  for (const { account: name, amount } of legs) {
    if (!Number.isSafeInteger(amount) || amount === 0) throw new RangeError(`${key}: ${name} gets ${amount}`);
    sum += amount;
  }
  if (sum !== 0) throw new RangeError(`${key} is off balance by ${sum}`);
  return legs.map((leg) => ({ account: leg.account, amount: leg.amount }));
}

/** What an account gains, in how many entries. */
export interface Movement {
  amount: number;
  entries: number;
}

/** Sum by account (or by what `nameOf` makes of it); the total over all is always zero. */
export function sums(
  transactions: Iterable<Pick<LedgerTransaction, 'postings'>>,
  nameOf: (account: string) => string = (name) => name,
): Map<string, Movement> {
  const total = new Map<string, Movement>();
  for (const { postings } of transactions)
    for (const { account: name, amount } of postings) addTo(total, nameOf(name), amount, 1);
  return total;
}

/** Adds a movement to what is summed under a name. */
export function addTo(total: Map<string, Movement>, name: string, amount: number, entries: number): void {
  const had = total.get(name);
  if (had) {
    had.amount += amount;
    had.entries += entries;
  } else total.set(name, { amount, entries });
}
