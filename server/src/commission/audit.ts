import { account, auditSources, heldOrPosted } from '../ledger';
import { native, type ClientSession } from '../kernel/store';
import { Commissions } from './model';

/** What the orders' own records say the books should hold, by account. */
async function totals(kocId?: string, session?: ClientSession): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  const add = (name: string, amount: number) => void sums.set(name, (sums.get(name) ?? 0) + amount);
  const rows = native(Commissions)
    .find(kocId === undefined ? {} : { 'booked.kocId': kocId }, {
      ...(session ? { session } : {}),
      projection: { booked: 1 },
    })
    .batchSize(2_000);
  for await (const { booked } of rows)
    for (const part of booked) {
      if (kocId !== undefined && part.kocId !== kocId) continue;
      add(account.kocPending(part.kocId), part.pendingFen);
      add(account.kocAvailable(part.kocId), part.availableFen);
      add(account.commissionBudget, -(part.pendingFen + part.availableFen));
    }
  const left = await heldOrPosted(session, kocId === undefined ? undefined : account.kocAvailable(kocId));
  for (const [from, amount] of left) if (kocOf(from)) add(from, -amount);
  return sums;
}

const kocOf = (name: string): string | undefined => /^fen:koc:([^:]+):(?:pending|available)$/.exec(name)?.[1];

/** The orders answer for what KOCs have pending and available, and for the brand's budget. */
export function registerAudit(): void {
  auditSources.register('commission', {
    speaksFor: (name) => name === account.commissionBudget || kocOf(name) !== undefined,
    totals: () => totals(),
    async totalOf(name, session) {
      return (await totals(kocOf(name), session)).get(name) ?? 0;
    },
  });
}
