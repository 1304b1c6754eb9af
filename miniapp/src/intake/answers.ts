/**
 * Answers are kept on the phone the moment they are given, and sent as the network allows: once each, because the
 * server tells equal ones apart by question and time. What the server refuses for good is taken out, the rest stays.
 */
import type { AnswerValue } from '@kouyi/shared/types';
import { call } from '@/api/call';
import { nowMs } from '@/api/now';
import { isTransient, type Refusal } from '@/api/refusal';
import { forget, keep, recall } from '@/platform/storage';

interface Given {
  questionId: string;
  value: AnswerValue | null;
  /** When it was given, ISO; by the server's clock, because another phone may answer, too. */
  at: string;
}
interface Kept {
  version: number;
  waiting: Given[];
  /** Everything this phone gave, for going on without a network. */
  given: Record<string, AnswerValue | null>;
  on?: string;
}

const keyOf = (sessionId: string): string => `intake:${sessionId}`;
const load = (sessionId: string): Kept =>
  (recall(keyOf(sessionId)) as Kept | undefined) ?? { version: 0, waiting: [], given: {} };

/** Answers of this phone that the server may not have yet; null: taken back. */
export const waitingAnswers = (sessionId: string): Readonly<Record<string, AnswerValue | null>> =>
  Object.fromEntries(load(sessionId).waiting.map(({ questionId, value }) => [questionId, value]));

/** Everything this phone gave, and where the person was on it. */
export const givenHere = (sessionId: string): Pick<Kept, 'given' | 'on'> => load(sessionId);

/** Keeps an answer until it is sent; null takes one back. */
export const keepAnswer = (
  session: { id: string; version: number },
  questionId: string,
  value: AnswerValue | null,
): void => {
  const kept = load(session.id);
  const at = new Date(nowMs()).toISOString();
  const others = kept.waiting.filter((each) => each.questionId !== questionId);
  keep(keyOf(session.id), {
    ...kept,
    version: session.version,
    waiting: [...others, { questionId, value, at }],
    given: { ...kept.given, [questionId]: value },
  });
};

/** Keeps where the person is. */
export const keepPlace = (session: { id: string; version: number }, on: string): void => {
  keep(keyOf(session.id), { ...load(session.id), version: session.version, on });
};

/** Forgets what this phone kept of a session that is done: its answers are nobody's business here any more. */
export const forgetGiven = (sessionId: string): void => forget(keyOf(sessionId));

/** What became of sending: everything is there, the network is not, or the server will not have an answer. */
export type Sent = { state: 'sent' } | { state: 'waiting' } | { state: 'refused'; refusal: Refusal };

const sending = new Map<string, Promise<Sent>>();

/** Sends what waits, one batch of a session at a time; several calls share one sending. */
export const sendAnswers = (sessionId: string): Promise<Sent> => {
  const underWay = sending.get(sessionId);
  if (underWay) return underWay;
  const mine = send(sessionId).finally(() => sending.delete(sessionId));
  sending.set(sessionId, mine);
  return mine;
};

const send = async (sessionId: string): Promise<Sent> => {
  const { version, waiting, on } = load(sessionId);
  if (version === 0) return { state: 'sent' };
  const answer = await call('member.answerIntake', {
    id: sessionId,
    version,
    answers: waiting,
    ...(on === undefined ? {} : { on }),
  });
  // A session that ended decided nothing either: the answers wait until their person is back.
  if (!answer.ok && (isTransient(answer.refusal) || answer.refusal.status === 401))
    return { state: 'waiting' };
  const { field } = answer.ok ? {} : answer.refusal;
  // What was given meanwhile stays; of what was sent, all goes, or the one that was refused.
  const sent =
    answer.ok || field === undefined ? waiting : waiting.filter((each) => each.questionId === field);
  const now = load(sessionId);
  const left = now.waiting.filter(
    (each) => !sent.some((gone) => gone.questionId === each.questionId && gone.at === each.at),
  );
  keep(keyOf(sessionId), { ...now, waiting: left });
  if (!answer.ok) return { state: 'refused', refusal: answer.refusal };
  return left.length > 0 ? send(sessionId) : { state: 'sent' };
};
