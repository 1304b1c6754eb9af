import { setTimeout as wait } from 'node:timers/promises';
import { contracts, type Contract } from '@kouyi/shared/contracts';
import { DAY_MS, HOUR_MS, shanghaiDay } from '@kouyi/shared/rules/time';
import { bot } from '../bot';
import { now, useClock } from '../kernel/clock';
import { drainOutbox, holdOutbox } from '../kernel/outbox-rows';
import { refusals } from '../kernel/refusals';
import { native } from '../kernel/store';
import { Seeds } from './marks';

const refuse = refusals({
  demo_loading: {
    zh: '正在装演示品牌，大约还要 {seconds} 秒。装好之前先不收别的，免得混在一起。',
    en: 'the demo brand is being loaded',
    status: 503,
  },
});

/** What is done in the story at an instant of it: people speak, somebody launches an activity, a parcel leaves. */
export interface Chapter {
  readonly at: Date;
  readonly tell: () => Promise<unknown>;
}

/** How far the story is that this process tells right now, from 0 to 1; undefined while it tells none. */
let progress: number | undefined;
/** Between 0 and 1 while this process tells the story; undefined otherwise. */
export const storyProgress = (): number | undefined => progress;

/** What is answered while the story is told: how far it is, and who asks. Neither writes. */
const ANSWERED: ReadonlySet<Contract> = new Set<Contract>([
  contracts.demo.status,
  contracts.staffSession.me,
  contracts.staffSession.welcome,
]);
const SECONDS_AT_MOST = 30;

/**
 * While the story is told the clock of this server stands in the past, so nobody else may do anything.
 * @throws Refusal `demo_loading` (503, with seconds)
 */
export function assertNotLoading(contract?: Contract): void {
  if (progress === undefined || (contract && ANSWERED.has(contract))) return;
  throw refuse('demo_loading', {
    details: { seconds: Math.max(2, Math.ceil((1 - progress) * SECONDS_AT_MOST)) },
  });
}

const LOOK_AGAIN_MS = 15;
const PATIENCE_MS = 120_000;
/**
 * From time to time everybody catches up: what was said and bought in between is reacted to together, which costs a
 * fraction. Long ago that is at the end of a day, since last week every few hours.
 */
const BREATH_MS = 4 * HOUR_MS;
const LONG_AGO_MS = 8 * DAY_MS;

/**
 * Tells chapters, oldest first, each at its own time: the clock of the whole server is moved there, so that every door
 * takes what is told as it takes what happens today, and writes it down under its day. Before each breath what was said
 * has been decided and reacted to. What was told before an interruption is not told again. With `clockIsOurs` false
 * (others work on this database by the real time) the clock stays and everything is told now.
 */
export async function tellStory(
  chapters: readonly Chapter[],
  { told, clockIsOurs }: { told?: Date | undefined; clockIsOurs: boolean },
): Promise<void> {
  const all = chapters
    .filter(({ at }) => told === undefined || at > told)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  // What is due by today's clock would be far in the future once the clock stands in the past.
  await caughtUp();
  const [first, last] = [all[0]?.at ?? now(), all.at(-1)?.at ?? now()];
  const clock = clockIsOurs ? movableClock(first.getTime()) : undefined;
  const letGo = holdOutbox();
  progress = 0;
  try {
    let before = first;
    for (const { at, tell } of all) {
      if (breathOf(at, last) !== breathOf(before, last)) {
        await caughtUp();
        await native(Seeds).updateOne({ _id: 'begun' }, { $set: { told: before } });
      }
      before = at;
      clock?.moveTo(at.getTime());
      await tell();
      progress = (at.getTime() - first.getTime()) / Math.max(1, last.getTime() - first.getTime());
    }
    await caughtUp();
  } finally {
    letGo();
    clock?.putBack();
    progress = undefined;
  }
}

/** Whether an instant is so far back in a story that ends at `end` that it is told in larger parts. */
export const isLongAgo = (at: Date, end: Date): boolean => end.getTime() - at.getTime() > LONG_AGO_MS;

const breathOf = (at: Date, end: Date): number =>
  isLongAgo(at, end) ? shanghaiDay(at) : Math.floor(at.getTime() / BREATH_MS);

/** Goes on at its usual pace from wherever it is moved to; never backwards. */
function movableClock(from: number) {
  let base = from;
  let since = performance.now();
  const read = (): number => base + performance.now() - since;
  const putBack = useClock(() => new Date(read()));
  return {
    putBack,
    moveTo: (to: number): void => {
      base = Math.max(to, read());
      since = performance.now();
    },
  };
}

/** What was said is decided, and what was written has been reacted to, also what failed and is tried again in a while. */
async function caughtUp(): Promise<void> {
  await bot().engine.drain();
  for (let waited = 0; waited < PATIENCE_MS && !(await drainOutbox()); waited += LOOK_AGAIN_MS)
    await wait(LOOK_AGAIN_MS);
}
