import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { asSystem } from '../kernel/command';
import { now } from '../kernel/clock';
import { native } from '../kernel/store';
import { type AuditSource, auditSources } from './audit-sources';
import { Accounts, Days, Moves, Transactions } from './model';
import { addTo, bookOf, floorOf, type Movement } from './rules';

/** One thing that does not add up. */
export interface LedgerFinding {
  readonly account: string;
  readonly problem:
    'unbalanced' | 'guard_differs' | 'guard_missing' | 'below_floor' | 'book_differs' | 'domain_differs';
  readonly expected: number;
  readonly found: number;
  /** Whose records say otherwise. */
  readonly by?: string;
}

/** What an audit of the ledger says. */
export interface LedgerReport {
  readonly at: string;
  readonly seconds: number;
  readonly transactions: number;
  readonly entries: number;
  readonly accounts: number;
  /** Balance of every book, from entries alone. */
  readonly books: Readonly<Record<string, number>>;
  /** Which domains' records were compared, and how many accounts they answer for. */
  readonly domains: Readonly<Record<string, number>>;
  readonly findings: readonly LedgerFinding[];
}

/** What entries say, by account and by book and day. */
interface Entries {
  transactions: number;
  entries: number;
  readonly accounts: Map<string, Movement>;
  /** How much clawbacks took from an account: so far it may be below its floor. */
  readonly clawed: Map<string, number>;
  readonly bookDays: Map<string, Movement>;
  /** What counts towards totals that have no account of their own. */
  readonly counted: Map<string, Movement>;
}

const FINDINGS_SHOWN = 1_000;
const BATCH = 2_000;

/**
 * Recomputes every balance from the entries, one transaction at a time, and compares: with guards, with the daily
 * totals of the books, with what the domains' own records say. Reads only, and may run while others write: what
 * differs is looked at once more inside a transaction before it is called a difference.
 */
export async function auditLedger(): Promise<LedgerReport> {
  const began = performance.now();
  const findings: LedgerFinding[] = [];
  const entries = await readEntries(findings);
  findings.push(...(await compareGuards(entries)), ...(await compareBooks(entries)));
  const domains: Record<string, number> = {};
  for (const [name, source] of auditSources.all()) {
    const totals = await source.totals();
    domains[name] = totals.size;
    findings.push(...(await compareDomain(name, source, totals, entries)));
  }
  const books = new Map<string, Movement>();
  for (const [name, { amount, entries: count }] of entries.accounts)
    addTo(books, bookOf(name), amount, count);
  return {
    at: now().toISOString(),
    seconds: Math.round(performance.now() - began) / 1000,
    transactions: entries.transactions,
    entries: entries.entries,
    accounts: entries.accounts.size,
    books: Object.fromEntries([...books].sort().map(([book, { amount }]) => [book, amount])),
    domains,
    findings: findings.slice(0, FINDINGS_SHOWN),
  };
}

async function readEntries(findings: LedgerFinding[]): Promise<Entries> {
  const read: Entries = {
    transactions: 0,
    entries: 0,
    accounts: new Map(),
    clawed: new Map(),
    bookDays: new Map(),
    counted: new Map(),
  };
  const counts = [...auditSources.all().values()].flatMap((source) => source.counts ?? []);
  const rows = native(Transactions)
    .find({}, { projection: { postings: 1, postedAt: 1, clawback: 1, activityId: 1 } })
    .batchSize(BATCH);
  for await (const row of rows) {
    read.transactions += 1;
    const day = shanghaiDay(row.postedAt);
    let sum = 0;
    for (const { account, amount } of row.postings) {
      read.entries += 1;
      sum += amount;
      addTo(read.accounts, account, amount, 1);
      addTo(read.bookDays, `${bookOf(account)}@${day}`, amount, 1);
      if (row.clawback && amount < 0) read.clawed.set(account, (read.clawed.get(account) ?? 0) - amount);
    }
    for (const { toward } of counts) {
      const part = toward(row);
      if (part) addTo(read.counted, part.name, part.amount, 1);
    }
    if (sum !== 0) findings.push({ account: row._id, problem: 'unbalanced', expected: 0, found: sum });
  }
  return read;
}

async function compareGuards({ accounts, clawed }: Entries): Promise<LedgerFinding[]> {
  const suspects: string[] = [];
  const findings: LedgerFinding[] = [];
  const guards = new Set<string>();
  for await (const { _id, balance, entries, floor } of native(Accounts).find({}).batchSize(BATCH)) {
    guards.add(_id);
    const sum = accounts.get(_id);
    if (balance !== (sum?.amount ?? 0) || entries !== (sum?.entries ?? 0)) suspects.push(_id);
    const lowest = floor - (clawed.get(_id) ?? 0);
    if (balance < lowest)
      findings.push({ account: _id, problem: 'below_floor', expected: lowest, found: balance });
  }
  for (const name of accounts.keys())
    if (floorOf(name) !== undefined && !guards.has(name)) suspects.push(name);
  for (const name of suspects.slice(0, FINDINGS_SHOWN)) findings.push(...(await recheckGuard(name)));
  return findings;
}

const recheckGuard = (name: string): Promise<LedgerFinding[]> =>
  asSystem('ledger.audit', async ({ session }) => {
    const sum = await sumOfEntries(name, session);
    const guard = await native(Accounts).findOne({ _id: name }, { session });
    if (!guard && sum.entries > 0)
      return [{ account: name, problem: 'guard_missing', expected: sum.amount, found: 0 }];
    if (guard && (guard.balance !== sum.amount || guard.entries !== sum.entries))
      return [{ account: name, problem: 'guard_differs', expected: sum.amount, found: guard.balance }];
    return [];
  });

async function sumOfEntries(name: string, session: Parameters<AuditSource['totalOf']>[1]): Promise<Movement> {
  const sum: Movement = { amount: 0, entries: 0 };
  const rows = native(Transactions).find(
    { 'postings.account': name },
    { session, projection: { postings: 1 } },
  );
  for await (const { postings } of rows)
    for (const posting of postings)
      if (posting.account === name) {
        sum.amount += posting.amount;
        sum.entries += 1;
      }
  return sum;
}

async function compareBooks({ bookDays }: Entries): Promise<LedgerFinding[]> {
  const kept = new Map<string, Movement>();
  for await (const { day, sums } of native(Moves).find({}))
    for (const { book, amount, entries } of sums) addTo(kept, `${book}@${day}`, amount, entries);
  for await (const { _id, amount, entries } of native(Days).find({})) addTo(kept, _id, amount, entries);
  const suspects = [...new Set([...kept.keys(), ...bookDays.keys()])].filter((key) => {
    const [a, b] = [kept.get(key), bookDays.get(key)];
    return (a?.amount ?? 0) !== (b?.amount ?? 0) || (a?.entries ?? 0) !== (b?.entries ?? 0);
  });
  const findings: LedgerFinding[] = [];
  for (const key of suspects) findings.push(...(await recheckBookDay(key)));
  return findings;
}

/** One day of one book, entries against totals, in one transaction. */
const recheckBookDay = (key: string): Promise<LedgerFinding[]> =>
  asSystem('ledger.audit', async ({ session }) => {
    const at = key.lastIndexOf('@');
    const [book, day] = [key.slice(0, at), Number(key.slice(at + 1))];
    const found: Movement = { amount: 0, entries: 0 };
    const add = (amount: number, entries: number) => {
      found.amount += amount;
      found.entries += entries;
    };
    const total = await native(Days).findOne({ _id: key }, { session });
    if (total) add(total.amount, total.entries);
    for await (const move of native(Moves).find({ day }, { session }))
      for (const each of move.sums) if (each.book === book) add(each.amount, each.entries);
    const sum: Movement = { amount: 0, entries: 0 };
    const rows = native(Transactions).find(
      { postedAt: { $gte: shanghaiInstant(day), $lt: shanghaiInstant(day + 1) } },
      { session, projection: { postings: 1 } },
    );
    for await (const { postings } of rows)
      for (const posting of postings)
        if (bookOf(posting.account) === book) {
          sum.amount += posting.amount;
          sum.entries += 1;
        }
    return sum.amount === found.amount && sum.entries === found.entries
      ? []
      : [{ account: key, problem: 'book_differs', expected: sum.amount, found: found.amount }];
  });

async function compareDomain(
  by: string,
  source: AuditSource,
  totals: ReadonlyMap<string, number>,
  { accounts, counted }: Entries,
): Promise<LedgerFinding[]> {
  const booked = (name: string) => (accounts.get(name) ?? counted.get(name))?.amount ?? 0;
  const suspects = [...totals].filter(([name, amount]) => amount !== booked(name)).map(([name]) => name);
  for (const [name, { amount }] of [...accounts, ...counted])
    if (amount !== 0 && !totals.has(name) && source.speaksFor(name)) suspects.push(name);
  const findings: LedgerFinding[] = [];
  for (const name of suspects.slice(0, FINDINGS_SHOWN)) {
    const finding = await asSystem('ledger.audit', async ({ session }) => {
      const found = await source.totalOf(name, session);
      const expected = await sumFor(source, name, session);
      return found === expected
        ? undefined
        : ({ account: name, problem: 'domain_differs', expected, found, by } as const);
    });
    if (finding) findings.push(finding);
  }
  return findings;
}

/** What the ledger says about one total of a domain, an account's or one over transactions. */
async function sumFor(
  { counts }: AuditSource,
  name: string,
  session: Parameters<AuditSource['totalOf']>[1],
): Promise<number> {
  const among = counts?.among(name);
  if (!counts || !among) return (await sumOfEntries(name, session)).amount;
  let sum = 0;
  const rows = native(Transactions).find(among, { session, projection: { postings: 1, activityId: 1 } });
  for await (const row of rows) {
    const part = counts.toward(row);
    if (part?.name === name) sum += part.amount;
  }
  return sum;
}
