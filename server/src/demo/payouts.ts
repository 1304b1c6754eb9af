import { releaseDue } from '../commission';
import { account, balancesOf } from '../ledger';
import { approveWithdrawal, notePaid, payer, rejectWithdrawal, requestWithdrawal } from '../payouts';
import { daysBefore, staffContext } from './ground';
import { kocsOf } from './shop';
import type { Chapter } from './story';

const finance = () => staffContext('caiwu');

/** Asks for so much, the same again when it is told again; undefined when there is not as much, as the phone would say. */
async function ask(personId: string, requestKey: string, amountFen: number) {
  // The clock of the story has no ticker: what is due by now becomes available now.
  await releaseDue();
  const name = account.kocAvailable(personId);
  if ((await balancesOf([name])).get(name)! < amountFen) return undefined;
  const actor = { kind: 'member' as const, personId, sessionId: '' };
  return requestWithdrawal({ actor }, { personId, amountFen, requestKey });
}

/**
 * Earnings that KOCs asked for: one paid, one turned down, two that wait for finance today. None where a real provider
 * pays: nobody of a demo may be sent money.
 */
export function payoutChapters(people: readonly string[], at: Date): Chapter[] {
  if (payer()) return [];
  const [first, second, third] = kocsOf(people) as [string, string, string];
  return [
    {
      at: daysBefore(at, 6),
      async tell() {
        const row = await ask(first, 'demo-withdrawal-1', 1_000);
        if (row?.state !== 'requested') return;
        await approveWithdrawal(finance(), { id: row._id });
        await notePaid(finance(), { id: row._id, reference: 'DEMO-20260001' });
      },
    },
    {
      at: daysBefore(at, 4),
      async tell() {
        const row = await ask(second, 'demo-withdrawal-2', 4_000);
        if (row?.state === 'requested')
          await rejectWithdrawal(finance(), { id: row._id, reason: '微信还没有实名，实名后再提一次' });
      },
    },
    { at: daysBefore(at, 0.3), tell: () => ask(first, 'demo-withdrawal-3', 12_000) },
    { at: daysBefore(at, 0.1), tell: () => ask(third, 'demo-withdrawal-4', 10_000) },
  ];
}
