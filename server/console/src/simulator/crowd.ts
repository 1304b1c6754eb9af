import type { ChannelEvent, GroupView, RoomMessage } from '@kouyi/shared/contracts';
import { call, Refused } from '../api';
import { type Speaker, speech } from './events';

/** What somebody will say; when is told at the moment of saying it. */
export type Utterance = (at: Date) => ChannelEvent;

/** How fast all of it is said, and how often the channel delivers a message twice. */
export interface Pace {
  perSecond: number;
  /** 0–100. */
  repeatPercent: number;
}

/** How far it has come. */
export interface CrowdProgress {
  total: number;
  sent: number;
  accepted: number;
  duplicates: number;
  refused: number;
}

const TICK_MS = 250;
const LARGEST_BATCH = 100;

/** Many people at once, those of all rooms taking turns; each text in turn. */
export const crowdEvents = (
  rooms: { room: GroupView; speakers: Speaker[] }[],
  texts: string[],
): Utterance[] => {
  const longest = Math.max(0, ...rooms.map(({ speakers }) => speakers.length));
  return Array.from({ length: longest }, (_, turn) => turn).flatMap((turn) =>
    rooms.flatMap(({ room, speakers }) => {
      const speaker = speakers[turn];
      const text = texts[turn % texts.length] ?? '1';
      return speaker ? [(at: Date) => speech(room, speaker, text, at)] : [];
    }),
  );
};

/** What members said in some rooms, said once more by the same people in the same order: new messages, not redeliveries. */
export const replayEvents = (rooms: { room: GroupView; messages: RoomMessage[] }[]): Utterance[] =>
  rooms
    .flatMap(({ room, messages }) =>
      messages.flatMap((message) => {
        const { from, kind, userId, name, text } = message;
        return from === 'member' && kind === 'message' && userId !== undefined
          ? [{ at: message.at, say: (at: Date) => speech(room, { userId, name }, text, at) }]
          : [];
      }),
    )
    .sort((a, b) => a.at.localeCompare(b.at))
    .map(({ say }) => say);

/** Which of a batch are delivered twice: spread evenly, so that 10% of 100 are exactly 10. */
export const repeatsOf = <T>(batch: T[], already: number, percent: number): T[] =>
  batch.filter(
    (_, i) => Math.floor(((already + i + 1) * percent) / 100) > Math.floor(((already + i) * percent) / 100),
  );

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });

const deliver = async (events: ChannelEvent[], signal: AbortSignal) => {
  for (;;) {
    try {
      return await call('channels', 'events', { events }, signal);
    } catch (failure) {
      // A full queue asks for patience, not for fewer people: the same events are offered again.
      const busy = failure instanceof Refused && (failure.status === 503 || failure.status === 429);
      if (!busy || signal.aborted) throw failure;
      await pause(1000, signal);
    }
  }
};

/** Lets all of it be said at its pace, telling how far it is; ends early when the signal says so. */
export const runCrowd = async (
  events: Utterance[],
  plan: Pace,
  tell: (progress: CrowdProgress) => void,
  signal: AbortSignal,
): Promise<void> => {
  const progress: CrowdProgress = { total: events.length, sent: 0, accepted: 0, duplicates: 0, refused: 0 };
  const started = performance.now();
  while (progress.sent < events.length && !signal.aborted) {
    const due = Math.floor(((performance.now() - started) / 1000) * plan.perSecond) + 1;
    const batch = events
      .slice(progress.sent, Math.min(due, progress.sent + LARGEST_BATCH))
      .map((make) => make(new Date()));
    if (batch.length > 0) {
      const again = repeatsOf(batch, progress.sent, plan.repeatPercent);
      const answer = await deliver([...batch, ...again], signal);
      progress.sent += batch.length;
      progress.accepted += answer.accepted;
      progress.duplicates += answer.duplicates;
      progress.refused += answer.refused.length;
      tell({ ...progress });
    }
    if (progress.sent < events.length) await pause(TICK_MS, signal);
  }
};
