import { inputHash } from '../kernel/ids';
import type { LedgerTransaction, LedgerUnit, Posting } from './model';

/** A transaction as somebody asks for it; `key` makes it happen once. */
export interface PostRequest {
  readonly key: string;
  readonly unit: LedgerUnit;
  readonly from: string;
  readonly to: string;
  /** Whole and positive: fen, points or chances. */
  readonly amount: number;
  readonly at: Date;
  readonly reason: string;
  readonly cause: { kind: string; id: string };
  readonly personId?: string;
  readonly activityId?: string;
  readonly groupId?: string;
}

/** Names of accounts. The unit is part of the name, so that one account holds one unit. */
export const account = {
  /** A person's points. May not fall below zero. */
  memberPoints: (personId: string) => `point:member:${personId}`,
  /** Where points come from: its balance is minus all points in people's hands. */
  pointsIssued: 'point:system:issued',
} as const;

/** Accounts that may not go below a floor have a guard document; the others' balance is derived from entries. */
export const floorOf = (name: string): number | undefined =>
  name.split(':')[1] === 'member' ? 0 : undefined;

/** The person whose account it is; undefined for the system's. */
export const memberOf = (name: string): string | undefined => /^point:member:(.+)$/.exec(name)?.[1];

export const accountUnit = (name: string): LedgerUnit => name.split(':')[0] as LedgerUnit;

/** What a person reads instead of an account's name. */
export function accountInWords(name: string): string {
  if (name === account.pointsIssued) return '积分发放';
  return name.split(':')[1] === 'member' ? '会员积分' : name;
}

/**
 * The balanced transaction of a request.
 * @throws RangeError when the amount is not a positive whole number, or an account is of another unit: a bug.
 */
export function balanced(request: PostRequest, postedAt: Date): LedgerTransaction {
  const { key, unit, from, to, amount, at, reason, cause, personId, activityId, groupId } = request;
  if (!Number.isSafeInteger(amount) || amount <= 0) throw new RangeError(`amount of ${key} is ${amount}`);
  if (from === to) throw new RangeError(`${key} moves nothing: ${from}`);
  if (accountUnit(from) !== unit || accountUnit(to) !== unit) throw new RangeError(`${key} mixes units`);
  const postings: Posting[] = [
    { account: from, amount: -amount },
    { account: to, amount },
  ];
  return {
    _id: key,
    unit,
    at,
    postedAt,
    reason,
    cause,
    postings,
    inputHash: inputHash({ unit, from, to, amount, cause }),
    ...(personId === undefined ? {} : { personId }),
    ...(activityId === undefined ? {} : { activityId }),
    ...(groupId === undefined ? {} : { groupId }),
  };
}

/** Sum by account; the total over all accounts is always zero. */
export function sums(
  transactions: Iterable<Pick<LedgerTransaction, 'postings'>>,
): Map<string, { amount: number; entries: number }> {
  const total = new Map<string, { amount: number; entries: number }>();
  for (const { postings } of transactions) {
    for (const { account: name, amount } of postings) {
      const had = total.get(name) ?? { amount: 0, entries: 0 };
      total.set(name, { amount: had.amount + amount, entries: had.entries + 1 });
    }
  }
  return total;
}
