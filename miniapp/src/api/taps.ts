/**
 * Taps are never lost: a 扣1 that could not be sent is kept on the phone and sent later, once. Each carries the key of
 * its request, so the server decides it once even if an answer got lost on the way back.
 */
import { keep, recall } from '@/platform/storage';
import { call } from './call';
import { type Answer, isTransient } from './refusal';
import type { AnswerOf } from './routes';
import { session } from './session';

/** A tap as it waits. */
export interface Tap {
  requestKey: string;
  personId: string;
  activityId: string;
  groupId: string;
  text: string;
  /** Milliseconds since 1970, when it was tapped. */
  at: number;
}

export type JoinAnswer = AnswerOf<'member.join'>;
/** What became of a tap: decided, refused, or waiting for the network. */
type TapResult = { kind: 'answered'; answer: Answer<JoinAnswer> } | { kind: 'waiting' };

const KEY = 'taps';
const listeners = new Set<() => void>();
const load = (): Tap[] => (recall(KEY) as Tap[] | undefined) ?? [];
const save = (taps: Tap[]): void => {
  keep(KEY, taps);
  listeners.forEach((tell) => tell());
};

/** Calls `tell` when the waiting taps change; returns how to stop. */
export const onTaps = (tell: () => void): (() => void) => {
  listeners.add(tell);
  return () => void listeners.delete(tell);
};

/** Taps of the person who is signed in that still wait. */
export const waitingTaps = (): Tap[] => load().filter((tap) => tap.personId === session()?.personId);

/** A key no other request has: time, and 60 bits of chance. */
const newKey = (): string => {
  const chance = (): string => Math.floor(Math.random() * 2 ** 30).toString(36);
  return `tap-${Date.now().toString(36)}-${chance()}${chance()}`;
};

const send = async (tap: Tap): Promise<TapResult> => {
  const answer = await call('member.join', {
    id: tap.activityId,
    groupId: tap.groupId,
    text: tap.text,
    requestKey: tap.requestKey,
  });
  // A session that ended decided nothing either: the tap waits until its person is back.
  const undecided = !answer.ok && (isTransient(answer.refusal) || answer.refusal.status === 401);
  if (undecided) return { kind: 'waiting' };
  save(load().filter((other) => other.requestKey !== tap.requestKey));
  return { kind: 'answered', answer };
};

/**
 * 扣1 from the mini-program. The tap is written down before it is sent. The same tap (activity, group, text) that
 * already waits is not added again.
 */
export const tap = async (join: Pick<Tap, 'activityId' | 'groupId' | 'text'>): Promise<TapResult> => {
  const personId = session()?.personId ?? '';
  const same = waitingTaps().find(
    (other) =>
      other.activityId === join.activityId && other.groupId === join.groupId && other.text === join.text,
  );
  const mine: Tap = same ?? { ...join, personId, requestKey: newKey(), at: Date.now() };
  if (!same) save([...load(), mine]);
  return busy(() => send(mine));
};

let tail: Promise<unknown> = Promise.resolve();
/** One after the other, so that sending the queue and a fresh tap never send the same one at once. */
const busy = <T>(work: () => Promise<T>): Promise<T> => {
  const next = tail.then(work);
  tail = next.catch(() => undefined);
  return next;
};

/** Sends what waits, oldest first; stops at the first that finds no network. Returns the answers. */
export const sendWaiting = (): Promise<{ tap: Tap; answer: Answer<JoinAnswer> }[]> =>
  busy(async () => {
    const done: { tap: Tap; answer: Answer<JoinAnswer> }[] = [];
    for (const next of waitingTaps()) {
      const result = await send(next);
      if (result.kind === 'waiting') break;
      done.push({ tap: next, answer: result.answer });
    }
    return done;
  });

/** Forgets the waiting taps of a person who is gone. */
export const dropTapsOf = (personId: string): void =>
  save(load().filter((other) => other.personId !== personId));
