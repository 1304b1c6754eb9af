import { native } from '../kernel/store';
import { afterCursor, type Page, pageOf, type PageRequest } from '../kernel/paging';
import { Accounts, type LedgerTransaction, Transactions } from './model';
import { account, accountInWords, accountUnit, memberOf } from './rules';

/** Points of each person; people without an account have 0. */
export async function memberBalances(personIds: readonly string[]): Promise<Map<string, number>> {
  const names = new Map(personIds.map((id) => [account.memberPoints(id), id]));
  const rows = await native(Accounts)
    .find({ _id: { $in: [...names.keys()] } })
    .toArray();
  const balances = new Map(personIds.map((id) => [id, 0]));
  for (const row of rows) balances.set(names.get(row._id)!, row.balance);
  return balances;
}

/** One line of a person's statement. */
export interface StatementLine {
  id: string;
  at: string;
  points: number;
  reason: string;
  activityId?: string;
}

const statementLine =
  (name: string) =>
  (row: LedgerTransaction): StatementLine => ({
    id: row._id,
    at: row.at.toISOString(),
    points: row.postings.find((posting) => posting.account === name)?.amount ?? 0,
    reason: row.reason,
    ...(row.activityId === undefined ? {} : { activityId: row.activityId }),
  });

/** A person's entries, newest first; with `groupIds`, only of what they got in those groups. */
export async function statementOf(
  personId: string,
  request: PageRequest,
  groupIds?: ReadonlySet<string>,
): Promise<Page<StatementLine>> {
  const rows = await native(Transactions)
    .find({
      personId,
      ...(groupIds ? { groupId: { $in: [...groupIds] } } : {}),
      ...afterCursor('at', request.cursor),
    })
    .sort({ at: -1, _id: -1 })
    .limit(request.limit + 1)
    .toArray();
  return pageOf(rows, request, (row) => row.at, statementLine(account.memberPoints(personId)));
}

/** Transactions for the console, newest first. */
export async function transactions(
  request: PageRequest & {
    account?: string | undefined;
    personId?: string | undefined;
    activityId?: string | undefined;
  },
) {
  const { account: name, personId, activityId } = request;
  // A member's account is found by its person; the issuing account is on every transaction.
  const owner = personId ?? (name ? memberOf(name) : undefined);
  const rows = await native(Transactions)
    .find({
      ...(owner ? { personId: owner } : {}),
      ...(activityId ? { activityId } : {}),
      ...afterCursor('postedAt', request.cursor),
    })
    .sort({ postedAt: -1, _id: -1 })
    .limit(request.limit + 1)
    .toArray();
  return pageOf(
    rows,
    request,
    (row) => row.postedAt,
    (row) => ({
      id: row._id,
      at: row.at.toISOString(),
      unit: row.unit,
      reason: row.reason,
      cause: row.cause,
      postings: row.postings.map((posting) => ({ ...posting, accountName: accountInWords(posting.account) })),
    }),
  );
}

/** System accounts, and all members' together, recomputed from entries. */
export async function accountSummary() {
  const rows = await native(Transactions)
    .aggregate<{ _id: string; balance: number }>([
      { $unwind: '$postings' },
      {
        $group: {
          _id: {
            $cond: [
              { $eq: [{ $arrayElemAt: [{ $split: ['$postings.account', ':'] }, 1] }, 'member'] },
              'point:member',
              '$postings.account',
            ],
          },
          balance: { $sum: '$postings.amount' },
        },
      },
      { $sort: { _id: 1 } },
    ])
    .toArray();
  return rows.map(({ _id, balance }) => ({
    account: _id,
    name: _id === 'point:member' ? '全部会员积分' : accountInWords(_id),
    unit: accountUnit(_id),
    balance,
  }));
}
