/**
 * Taps are never lost: a 扣1, an opening or a gift that could not be sent is kept on the phone and sent later, once. Each
 * carries the key of its request, so the server decides it once even if an answer got lost on the way back.
 */
import { keep, recall } from '@/platform/storage';
import { call } from './call';
import { type Answer, isTransient } from './refusal';
import type { AnswerOf, AskOf } from './routes';
import { session } from './session';

/** What was tapped: 扣1 for a group, one opening of a box, chances for points, or a gift out of a budget. */
type Wish =
  | { kind: 'join'; activityId: string; groupId: string; text: string }
  | { kind: 'draw'; boxId: string }
  | { kind: 'chances'; boxId: string; count: number }
  | GiveWish;

/** Points or a red packet for somebody, with the reason. */
export interface GiveWish {
  kind: 'give';
  budgetId: string;
  personId: string;
  amount: number;
  giftKind: AskOf<'member.give'>['kind'];
  reason: string;
}

/** What comes back for each kind of wish. */
export interface WishAnswers {
  join: AnswerOf<'member.join'>;
  draw: AnswerOf<'member.draw'>;
  chances: AnswerOf<'member.buyChances'>;
  give: AnswerOf<'member.give'>;
}

/** A tap as it waits. */
export interface Tap<W extends Wish = Wish> {
  requestKey: string;
  personId: string;
  wish: W;
  /** Milliseconds since 1970, when it was tapped. */
  at: number;
}

/** What became of a tap: decided, refused, or waiting for the network. */
type TapResult<K extends Wish['kind']> =
  { kind: 'answered'; answer: Answer<WishAnswers[K]> } | { kind: 'waiting' };

/** A tap that waited, and what became of it. */
export interface SentTap {
  tap: Tap;
  answer: Answer<WishAnswers[Wish['kind']]>;
}

const KEY = 'taps';
const listeners = new Set<() => void>();
const sentListeners = new Set<(sent: SentTap) => void>();
const load = (): Tap[] => (recall(KEY) as Tap[] | undefined) ?? [];
const tellAll = (): void => listeners.forEach((tell) => tell());
const save = (taps: Tap[]): void => {
  keep(KEY, taps);
  tellAll();
};

/** Calls `tell` when the waiting taps change; returns how to stop. */
export const onTaps = (tell: () => void): (() => void) => {
  listeners.add(tell);
  return () => void listeners.delete(tell);
};

/** Calls `tell` with the answer of each tap that had waited; returns how to stop. */
export const onSent = (tell: (sent: SentTap) => void): (() => void) => {
  sentListeners.add(tell);
  return () => void sentListeners.delete(tell);
};

/** Taps of the person who is signed in that still wait. */
export const waitingTaps = (): Tap[] => load().filter((tap) => tap.personId === session()?.personId);

/** Taps whose first answer is still on its way: the button that was tapped says so itself. */
const underWay = new Set<string>();

/** Those that wait because no answer came. */
export const leftTaps = (): Tap[] => waitingTaps().filter(({ requestKey }) => !underWay.has(requestKey));

/** A key no other request has: time, and 60 bits of chance. */
export const newRequestKey = (): string => {
  const chance = (): string => Math.floor(Math.random() * 2 ** 30).toString(36);
  return `tap-${Date.now().toString(36)}-${chance()}${chance()}`;
};

const ask = ({ wish, requestKey }: Tap): Promise<SentTap['answer']> => {
  if (wish.kind === 'draw') return call('member.draw', { id: wish.boxId, requestKey });
  if (wish.kind === 'chances')
    return call('member.buyChances', { id: wish.boxId, count: wish.count, requestKey });
  if (wish.kind === 'give')
    return call('member.give', {
      id: wish.budgetId,
      personId: wish.personId,
      amount: wish.amount,
      kind: wish.giftKind,
      reason: wish.reason,
      requestKey,
    });
  return call('member.join', { id: wish.activityId, groupId: wish.groupId, text: wish.text, requestKey });
};

const send = async (tap: Tap): Promise<SentTap['answer'] | 'waiting'> => {
  // Somebody else may have signed in while it waited for its turn: it is not their wish.
  if (tap.personId !== (session()?.personId ?? '')) return 'waiting';
  const answer = await ask(tap);
  // A session that ended decided nothing either: the tap waits until its person is back.
  const undecided = !answer.ok && (isTransient(answer.refusal) || answer.refusal.status === 401);
  if (undecided) return 'waiting';
  save(load().filter((other) => other.requestKey !== tap.requestKey));
  return answer;
};

/** Two wishes are the same when everything about them is. */
const sameWish = (a: Wish, b: Wish): boolean =>
  a.kind === b.kind &&
  Object.entries(a).every(([key, value]) => (b as Record<string, unknown>)[key] === value);

/** The tap of the same wish that still waits for its answer. */
export const waitingFor = (wish: Wish): Tap | undefined =>
  waitingTaps().find((other) => sameWish(other.wish, wish));

/**
 * A tap on something that may happen only once. It is written down before it is sent; the same wish that already waits
 * is asked for again under its first key, never added again.
 */
export const tap = async <W extends Wish>(wish: W): Promise<TapResult<W['kind']>> => {
  const same = waitingFor(wish);
  const mine: Tap = same ?? {
    wish,
    personId: session()?.personId ?? '',
    requestKey: newRequestKey(),
    at: Date.now(),
  };
  if (!same) {
    underWay.add(mine.requestKey);
    save([...load(), mine]);
  }
  const answer = await inTurn(() => send(mine));
  if (underWay.delete(mine.requestKey)) tellAll();
  return answer === 'waiting'
    ? { kind: 'waiting' }
    : { kind: 'answered', answer: answer as Answer<WishAnswers[W['kind']]> };
};

let tail: Promise<unknown> = Promise.resolve();
/** One after the other, so that sending the queue and a fresh tap never send the same one at once. */
const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
  const next = tail.then(work);
  tail = next.catch(() => undefined);
  return next;
};

/** Sends what waits, oldest first; stops at the first that finds no network. Who listens by `onSent` is told. */
export const sendWaiting = (): Promise<void> =>
  inTurn(async () => {
    for (const next of waitingTaps()) {
      const answer = await send(next);
      if (answer === 'waiting') break;
      for (const tell of sentListeners) tell({ tap: next, answer });
    }
  });

/** Forgets the waiting taps of a person who is gone. */
export const dropTapsOf = (personId: string): void =>
  save(load().filter((other) => other.personId !== personId));
