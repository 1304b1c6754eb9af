import { shanghaiDay } from '@kouyi/shared/rules/time';
import { now } from '../kernel/clock';
import { asSystem } from '../kernel/command';
import type { Job } from '../kernel/schedule';
import { native } from '../kernel/store';
import { Growers } from './model';
import { growthBook } from './rule-book';
import { refreshStandards, settleOutcomes, takeSnapshots, workOutStandards } from './snapshots';
import { rulesOn } from './stages';
import { takeIn } from './take';

/** People in one transaction. */
const BATCH = 200;

/** Looks again at whoever the clock, or a new version of the rules, may have moved. */
export async function lookAgain(): Promise<void> {
  for (;;) {
    const at = now();
    const { version } = rulesOn(await growthBook(), shanghaiDay(at));
    const rows = [
      ...(await native(Growers)
        .find({ dueAt: { $lte: at } }, { projection: { _id: 1 } })
        .limit(BATCH)
        .toArray()),
      ...(await native(Growers)
        .find({ book: { $lt: version }, oneWith: { $exists: false } }, { projection: { _id: 1 } })
        .limit(BATCH)
        .toArray()),
    ];
    if (rows.length === 0) return;
    const look = [...new Set(rows.map(({ _id }) => _id))];
    await asSystem('growth.look-again', (tx) => takeIn(tx, { look }));
  }
}

/** The windows have moved on by a day: scores change without anybody doing anything. */
async function everyScore(): Promise<void> {
  let after = '';
  for (;;) {
    const rows = await native(Growers)
      .find({ score: { $exists: true }, _id: { $gt: after } }, { projection: { _id: 1 } })
      .sort({ _id: 1 })
      .limit(BATCH)
      .toArray();
    if (rows.length === 0) return;
    after = rows.at(-1)!._id;
    await workOutStandards(rows.map(({ _id }) => ({ _id })));
  }
}

/** What a day brings by itself: who moved by the clock, every score, Monday's snapshots, outcomes that are known now. */
export async function growthDay(): Promise<void> {
  await lookAgain();
  await refreshStandards();
  await everyScore();
  await takeSnapshots();
  await settleOutcomes();
}

export const jobs: readonly Job[] = [
  { name: 'growth.look-again', everySeconds: 300, missed: 'skip', run: lookAgain },
  { name: 'growth.standards', everySeconds: 60, missed: 'skip', run: refreshStandards },
  { name: 'growth.daily', everySeconds: 86_400, missed: 'skip', run: growthDay },
];
