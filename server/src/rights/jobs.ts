import { asSystem } from '../kernel/command';
import type { Job } from '../kernel/schedule';
import { native } from '../kernel/store';
import { endClaim } from './claims';
import { Claims } from './model';
import { DECIDE_WITHIN_DAYS } from './rules';

const BATCH = 50;

/** Ends claims that nobody decided; answers how many. */
const expireSome = (): Promise<number> =>
  asSystem('rights.expire', async (tx) => {
    const due = await native(Claims)
      .find({ dueAt: { $lte: tx.now } }, { session: tx.session })
      .sort({ dueAt: 1 })
      .limit(BATCH)
      .toArray();
    for (const row of due)
      await endClaim(tx, row, 'expired', {
        step: '没有人审核，自动失效',
        words: `${DECIDE_WITHIN_DAYS} 天没有审核，次数已还给你，可以再申请`,
      });
    return due.length;
  });

async function expireDue(): Promise<void> {
  while ((await expireSome()) === BATCH);
}

export const jobs: Job[] = [{ name: 'rights.expire', everySeconds: 300, missed: 'skip', run: expireDue }];
