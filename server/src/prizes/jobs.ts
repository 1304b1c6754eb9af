import { asSystem, type Tx } from '../kernel/command';
import type { Job } from '../kernel/schedule';
import { native } from '../kernel/store';
import { lapse, movePrize } from './commands';
import { type PrizeNews, prizeNews } from './events';
import { Prizes, type PrizeRow } from './model';

/** Rows of one transaction. */
const BATCH = 100;

/** Works off what is due by one date field, a batch a transaction, until there is no more. */
async function workOff(
  name: string,
  field: 'until' | 'remindAt' | 'receiveAt',
  each: (tx: Tx, row: PrizeRow) => Promise<PrizeNews | undefined>,
): Promise<void> {
  for (;;) {
    const done = await asSystem(name, async (tx) => {
      const due = await native(Prizes)
        .find(
          { ...(field === 'until' ? { waiting: true as const } : {}), [field]: { $lte: tx.now } },
          { session: tx.session },
        )
        .sort({ [field]: 1 })
        .limit(BATCH)
        .toArray();
      const news: PrizeNews[] = [];
      for (const row of due) {
        const told = await each(tx, row);
        if (told) news.push(told);
      }
      if (news.length > 0) tx.emit(prizeNews({ news }));
      return due.length;
    });
    if (done < BATCH) return;
  }
}

const newsOf = (row: PrizeRow, news: PrizeNews['news']): PrizeNews => ({
  prizeId: row._id,
  personId: row.personId,
  name: row.name,
  news,
  ...(row.until ? { until: row.until } : {}),
});

/** What was not claimed or picked up in time goes back to stock and budget. */
const expireDue = () =>
  workOff('prizes.expire', 'until', async (tx, row) => newsOf(await lapse(tx, row, 'expired'), 'expired'));

/** Winners hear of the end in good time, once. */
const remindDue = () =>
  workOff('prizes.remind', 'remindAt', async (tx, row) => {
    await native(Prizes).updateOne({ _id: row._id }, { $unset: { remindAt: 1 } }, { session: tx.session });
    return row.waiting && row.until! > tx.now ? newsOf(row, 'ending') : undefined;
  });

/** Parcels that nobody confirms count as received. */
const receiveDue = () =>
  workOff('prizes.receive', 'receiveAt', async (tx, row) => {
    await movePrize(tx, row, 'received', { doneAt: tx.now }, ['receiveAt']);
    return undefined;
  });

export const jobs: Job[] = [
  { name: 'prizes.expire', everySeconds: 60, missed: 'skip', run: expireDue },
  { name: 'prizes.remind', everySeconds: 60, missed: 'skip', run: remindDue },
  { name: 'prizes.receive', everySeconds: 300, missed: 'skip', run: receiveDue },
];
