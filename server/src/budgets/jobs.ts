import { asSystem } from '../kernel/command';
import type { Job } from '../kernel/schedule';
import { native } from '../kernel/store';
import { endBudget } from './commands';
import { Budgets } from './model';

const BATCH = 50;

/** Ends budgets whose time is over; answers how many. */
const endSome = (): Promise<number> =>
  asSystem('budgets.end', async (tx) => {
    const due = await native(Budgets)
      .find({ open: true, until: { $lte: tx.now } }, { session: tx.session })
      .sort({ until: 1 })
      .limit(BATCH)
      .toArray();
    for (const row of due) await endBudget(tx, row, 'ended', '到期了');
    return due.length;
  });

async function endDue(): Promise<void> {
  while ((await endSome()) === BATCH);
}

export const jobs: Job[] = [{ name: 'budgets.end', everySeconds: 60, missed: 'skip', run: endDue }];
