import { native, type ClientSession } from '../kernel/store';
import { Holds, type LedgerTransaction } from './model';

/** What one domain says about accounts that follow from its own records. */
export interface AuditSource {
  /** Whether this domain answers for the account: what it does not name must then be empty. */
  readonly speaksFor: (account: string) => boolean;
  /** What every such account should hold, by the domain's own records. */
  readonly totals: () => Promise<ReadonlyMap<string, number>>;
  /** The same for one account, read in a transaction: settles differences that come from reading under way. */
  readonly totalOf: (account: string, session: ClientSession) => Promise<number>;
  /** For totals that have no account of their own: which transactions count towards which of them. */
  readonly counts?: Counts;
}

/** A total over transactions that go through accounts which others use, too. */
interface Counts {
  /** The total that a transaction counts towards, and with how much; undefined: none of these. */
  readonly toward: (transaction: CountedTransaction) => { name: string; amount: number } | undefined;
  /** Where to find those that count towards a total; undefined: it is an account. */
  readonly among: (name: string) => Partial<Pick<LedgerTransaction, 'activityId'>> | undefined;
}

/** What of a transaction tells towards what it counts. */
type CountedTransaction = Pick<LedgerTransaction, '_id' | 'postings' | 'activityId'>;

const sources = new Map<string, AuditSource>();

/** Domains whose records say what accounts should hold put themselves here; the audit compares. */
export const auditSources = {
  register: (name: string, source: AuditSource): void => void sources.set(name, source),
  all: (): ReadonlyMap<string, AuditSource> => sources,
};

/** Accounts in which held money waits, as the present and past holds name them. */
const waiting = new Set<string>();

auditSources.register('holds', {
  speaksFor: (account) => waiting.has(account),
  async totals() {
    const totals = new Map<string, number>();
    const rows = native(Holds).find({}, { projection: { via: 1, amount: 1, state: 1 } });
    for await (const { via, amount, state } of rows) {
      waiting.add(via);
      totals.set(via, (totals.get(via) ?? 0) + (state === 'held' ? amount : 0));
    }
    return totals;
  },
  async totalOf(account, session) {
    const rows = await native(Holds).find({ via: account, state: 'held' }, { session }).toArray();
    return rows.reduce((sum, row) => sum + row.amount, 0);
  },
});
