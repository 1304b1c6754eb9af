import { system } from '../kernel/actor';
import { now } from '../kernel/clock';
import { log } from '../kernel/log';
import type { Job } from '../kernel/schedule';
import { native } from '../kernel/store';
import { answerGroups } from './answers';
import { moveByClock } from './commands';
import { Activities, Tallies } from './model';

const clock = system('clock');
/** More than that in one tick goes on in the next. */
const PER_TICK = 200;

/** Starts what is due and ends what is over. */
export async function moveDueActivities(): Promise<void> {
  const at = now();
  const due = await native(Activities)
    .find(
      {
        $or: [
          { state: 'scheduled', startAt: { $lte: at } },
          { state: { $in: ['scheduled', 'running', 'paused'] }, endAt: { $lte: at } },
        ],
      },
      { projection: { _id: 1 } },
    )
    .limit(PER_TICK)
    .toArray();
  for (const { _id } of due) await moveByClock({ actor: clock }, { id: _id });
}

/** Groups answered in one transaction: one that a batch got ahead of sends all of them back to be answered alone. */
const ANSWERED_TOGETHER = 25;

/** Answers groups whose time has come. One that another writer got ahead of waits for the next tick. */
export async function answerDueGroups(): Promise<void> {
  const due = await native(Tallies)
    .find({ answerDueAt: { $lte: now() } }, { projection: { _id: 1 } })
    .sort({ answerDueAt: 1 })
    .limit(PER_TICK)
    .toArray();
  for (let i = 0; i < due.length; i += ANSWERED_TOGETHER)
    await answerTogether(due.slice(i, i + ANSWERED_TOGETHER).map(({ _id }) => _id));
}

async function answerTogether(tallyIds: readonly string[]): Promise<void> {
  try {
    await answerGroups({ actor: clock }, { tallyIds });
  } catch (error) {
    if (tallyIds.length > 1) for (const tallyId of tallyIds) await answerTogether([tallyId]);
    else log.warn({ err: error, tally: tallyIds[0] }, 'answer put off to the next tick');
  }
}

export const jobs: Job[] = [
  { name: 'activities.move-due', everySeconds: 1, missed: 'skip', run: moveDueActivities },
  { name: 'activities.answer-due', everySeconds: 1, missed: 'skip', run: answerDueGroups },
];
