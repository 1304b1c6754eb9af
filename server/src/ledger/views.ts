import { anyOf, native } from '../kernel/store';
import { nicknames } from '../people';
import { newestPage, type Page, type PageRequest } from '../kernel/paging';
import { balancesOf, bookTotals } from './balances';
import { Accounts, AuditRuns, Holds, type LedgerTransaction, Transactions } from './model';
import { account, accountInWords, accountUnit, sums } from './rules';

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
  (names: ReadonlySet<string>) =>
  (row: LedgerTransaction): StatementLine => ({
    id: row._id,
    at: row.at.toISOString(),
    points: row.postings.find((posting) => names.has(posting.account))?.amount ?? 0,
    reason: row.reason,
    ...(row.activityId === undefined ? {} : { activityId: row.activityId }),
  });

/**
 * A person's entries in points, by any of their identities, newest first; with `groupIds`, only of what they got in
 * those groups.
 */
export async function statementOf(
  personIds: readonly string[],
  request: PageRequest,
  groupIds?: ReadonlySet<string>,
): Promise<Page<StatementLine>> {
  return newestPage(
    Transactions,
    'at',
    {
      personId: anyOf(personIds),
      unit: 'point',
      ...(groupIds ? { groupId: { $in: [...groupIds] } } : {}),
    },
    request,
    (shown) => shown.map(statementLine(new Set(personIds.map(account.memberPoints)))),
  );
}

/** Transactions for the console, newest first. */
export async function transactions(
  request: PageRequest & {
    account?: string | undefined;
    personId?: string | undefined;
    activityId?: string | undefined;
    keyPrefix?: string | undefined;
  },
) {
  const { account: name, personId, activityId, keyPrefix } = request;
  return newestPage(
    Transactions,
    'postedAt',
    {
      $and: [
        // A book of people's accounts has no entries of its own: the list is that of everybody.
        name && !name.includes('*') ? { 'postings.account': name } : {},
        personId ? { personId } : {},
        activityId ? { activityId } : {},
        keyPrefix ? { _id: { $gte: keyPrefix, $lt: `${keyPrefix}\uffff` } } : {},
      ],
    },
    request,
    async (shown) => {
      const names = await nicknames(shown.flatMap(({ personId: id }) => id ?? []));
      return shown.map((row) => transactionView(row, names.get(row.personId ?? '')));
    },
  );
}

/** One transaction as the console shows it; an account of the person it is about bears their name. */
export const transactionView = (row: LedgerTransaction, personName?: string) => ({
  id: row._id,
  at: row.at.toISOString(),
  unit: row.unit,
  reason: row.reason,
  cause: row.cause,
  postings: row.postings.map((posting) => ({
    ...posting,
    accountName:
      personName && row.personId && posting.account.includes(row.personId)
        ? `${accountInWords(posting.account)} · ${personName}`
        : accountInWords(posting.account),
  })),
  ...(row.personId === undefined ? {} : { personId: row.personId }),
  ...(personName ? { personName } : {}),
  ...(row.activityId === undefined ? {} : { activityId: row.activityId }),
  ...(row.reverses === undefined ? {} : { reverses: row.reverses }),
});

/** The books with their balances: system accounts, and all accounts of people of one kind together. */
export async function accountSummary() {
  const totals = await bookTotals();
  return [...totals]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([book, { amount, entries }]) => ({
      account: book,
      name: accountInWords(book),
      unit: accountUnit(book),
      balance: amount,
      entries,
    }));
}

/** The entries of one account, newest first, each with the balance after it. */
export async function accountStatement({ account: name, ...request }: PageRequest & { account: string }) {
  const page = await newestPage(
    Transactions,
    'postedAt',
    { 'postings.account': name },
    request,
    async (shown) => {
      let after = shown[0] ? await balanceAfter(name, shown[0]) : 0;
      return shown.map((row) => {
        const amount = row.postings.find((posting) => posting.account === name)?.amount ?? 0;
        const balanceAfter = after;
        after -= amount;
        return {
          id: row._id,
          at: row.postedAt.toISOString(),
          amount,
          balanceAfter,
          reason: row.reason,
          cause: row.cause,
          others: row.postings
            .filter((posting) => posting.account !== name)
            .map((posting) => ({ account: posting.account, name: accountInWords(posting.account) })),
        };
      });
    },
  );
  const balance = (await balancesOf([name])).get(name)!;
  return { account: name, name: accountInWords(name), unit: accountUnit(name), balance, ...page };
}

/** The entries of a person's accounts together, newest first; moves between them are told with 0. */
export async function statementOfAccounts(names: readonly string[], request: PageRequest) {
  return newestPage(Transactions, 'postedAt', { 'postings.account': { $in: [...names] } }, request, (shown) =>
    shown.map((row) => ({
      id: row._id,
      at: row.postedAt.toISOString(),
      fen: row.postings
        .filter((posting) => names.includes(posting.account))
        .reduce((sum, posting) => sum + posting.amount, 0),
      reason: row.reason,
    })),
  );
}

/** What an account held right after one of its transactions, in the order of the statement. */
async function balanceAfter(name: string, row: LedgerTransaction): Promise<number> {
  const at = (await balancesOf([name], row.postedAt)).get(name)!;
  const later = await native(Transactions)
    .find({ 'postings.account': name, postedAt: row.postedAt, _id: { $gt: row._id } })
    .toArray();
  return at - (sums(later).get(name)?.amount ?? 0);
}

/** What still waits to be paid out or given back, the oldest first. */
export async function heldNow() {
  const rows = await native(Holds).find({ state: 'held' }).sort({ at: 1, _id: 1 }).limit(200).toArray();
  return rows.map(({ _id, at, unit, amount, from, to, reason, personId }) => ({
    id: _id,
    at: at.toISOString(),
    unit,
    amount,
    from,
    to,
    reason,
    ...(personId === undefined ? {} : { personId }),
  }));
}

/** The audits so far, newest first. */
export async function auditRuns(limit: number) {
  const rows = await native(AuditRuns)
    .find({}, { projection: { report: 0 } })
    .sort({ at: -1, _id: -1 })
    .limit(limit)
    .toArray();
  return rows.map(({ _id, at, transactions: count, entries, accounts, differences, seconds }) => ({
    id: _id,
    at: at.toISOString(),
    transactions: count,
    entries,
    accounts,
    differences,
    seconds,
  }));
}
