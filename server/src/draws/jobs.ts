import { system } from '../kernel/actor';
import { now } from '../kernel/clock';
import type { Job } from '../kernel/schedule';
import { native } from '../kernel/store';
import { tellDueNews } from './announcements';
import { closeBox, rotateByClock } from './commands';
import { Boxes, Rounds } from './model';

const clock = system('clock');
/** More than that in one tick goes on in the next. */
const PER_TICK = 100;

/** Ends what is over, and rounds whose time is up: their seeds are revealed. */
export async function moveDueBoxes(): Promise<void> {
  const at = now();
  const over = await native(Boxes)
    .find({ state: { $in: ['open', 'paused'] }, endAt: { $lte: at } }, { projection: { _id: 1 } })
    .limit(PER_TICK)
    .toArray();
  for (const { _id } of over) await closeBox({ actor: clock }, { id: _id });
  const rounds = await native(Rounds)
    .find({ state: 'open', endsAt: { $lte: at } }, { projection: { boxId: 1 } })
    .limit(PER_TICK)
    .toArray();
  for (const { _id, boxId } of rounds) await rotateByClock({ actor: clock }, { id: boxId, roundId: _id });
}

export const jobs: Job[] = [
  { name: 'draws.move-due', everySeconds: 5, missed: 'skip', run: moveDueBoxes },
  { name: 'draws.tell-news', everySeconds: 1, missed: 'skip', run: tellDueNews },
];
