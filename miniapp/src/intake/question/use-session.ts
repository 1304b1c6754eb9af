import type { IntakeSession } from '@kouyi/shared/contracts';
import { answerProblem, canonicalAnswer, firstMissing, shownQuestions } from '@kouyi/shared/rules/intake';
import type { AnswerValue, Question } from '@kouyi/shared/types';
import { useCallback, useEffect, useRef, useState } from 'react';
import { onNetwork } from '@/platform/network';
import { useInterval, useVisible } from '@/platform/page';
import { say } from '@/ui/line';
import { givenHere, keepAnswer, keepPlace, sendAnswers, type Sent, waitingAnswers } from '../answers';

/** While answers wait for a network that the phone believes in. */
const TRY_AGAIN_MS = 8_000;

type Given = Record<string, AnswerValue>;

/** Answers with others laid over them; null takes one away. */
const overlaid = (under: Given, over: Readonly<Record<string, AnswerValue | null>>): Given =>
  Object.fromEntries(
    Object.entries({ ...under, ...over }).flatMap(([id, value]) =>
      value === null ? [] : [[id, value] as const],
    ),
  );

/**
 * One session on this phone: which question is on the screen, what was answered, and whether it has arrived. `copy`:
 * the session is what the phone kept, so that all this phone gave since counts, too.
 */
export const useIntakeSession = (session: IntakeSession, copy: boolean) => {
  const known = (): Given =>
    overlaid(session.answers, copy ? givenHere(session.id).given : waitingAnswers(session.id));
  const [answers, setAnswers] = useState<Given>(known);
  const [waiting, setWaiting] = useState(false);
  const [on, setOn] = useState<string | undefined>(() => placeIn(session, known()));
  // Two taps may come before the screen follows the first.
  const latest = useRef(answers);
  latest.current = answers;
  const touched = useRef<Record<string, AnswerValue | null>>({});
  // The server's word arrives after the phone's copy: it stands, but for what was given meanwhile.
  useEffect(() => {
    setAnswers(overlaid(session.answers, { ...touched.current, ...waitingAnswers(session.id) }));
  }, [session]);
  const shown = shownQuestions(session.content, answers);
  const index = Math.max(
    0,
    shown.findIndex(({ id }) => id === on),
  );
  const question = shown[index];

  const send = useCallback(async (): Promise<Sent['state']> => {
    const sent = await sendAnswers(session.id);
    setWaiting(sent.state === 'waiting');
    if (sent.state === 'refused') say(sent.refusal.message, 'warn');
    return sent.state;
  }, [session.id]);
  // What an earlier visit could not send.
  useEffect(() => {
    void send();
    return onNetwork((online) => void (online ? send() : undefined));
  }, [send]);
  useInterval(() => void send(), TRY_AGAIN_MS, useVisible() && waiting);

  const answer = (
    of: Question,
    change: (before: AnswerValue | undefined) => AnswerValue | undefined,
  ): void => {
    const { [of.id]: before, ...rest } = latest.current;
    const given = change(before);
    const value = given === undefined ? undefined : canonicalAnswer(of, given);
    latest.current = value === undefined ? rest : { ...rest, [of.id]: value };
    touched.current[of.id] = value ?? null;
    setAnswers(latest.current);
    keepAnswer(session, of.id, value ?? null);
  };
  const move = (to: Question | undefined): void => {
    if (!to) return;
    setOn(to.id);
    keepPlace(session, to.id);
    void send();
  };
  return {
    question,
    index,
    count: shown.length,
    answers,
    waiting,
    send,
    answer,
    /** What the server put there itself: a photo. */
    note: (id: string, value: AnswerValue | undefined) =>
      setAnswers(({ [id]: _had, ...rest }) => (value === undefined ? rest : { ...rest, [id]: value })),
    back: () => move(shown[index - 1]),
    /** On to what follows this answer, which may show or hide questions. */
    next: () => {
      const after = shownQuestions(session.content, latest.current);
      move(after[after.findIndex(({ id }) => id === question?.id) + 1]);
    },
    last: index === shown.length - 1,
    missing: firstMissing(session.content, answers),
    goTo: (to: Question) => move(to),
  };
};

/** Where to go on: the question on the screen at last, else the first that is open. */
function placeIn(session: IntakeSession, answers: Given): string | undefined {
  const shown = shownQuestions(session.content, answers);
  const here = givenHere(session.id).on;
  // What still waits here is newer than what any other phone said.
  const waits = Object.keys(waitingAnswers(session.id)).length > 0;
  const on = waits ? (here ?? session.on) : (session.on ?? here);
  if (on !== undefined && shown.some(({ id }) => id === on)) return on;
  return (shown.find(({ id }) => answers[id] === undefined) ?? shown[0])?.id;
}

/** Whether a question may be left: answered rightly, or not at all where nothing is required. */
export const mayLeave = (question: Question, value: AnswerValue | undefined): boolean =>
  value === undefined ? !question.required : answerProblem(question, value) === undefined;
