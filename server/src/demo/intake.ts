import { questionsOf, shownQuestions } from '@kouyi/shared/rules/intake';
import { skinTest } from '@kouyi/shared/rules/intake-skin-test';
import type { AnswerValue, Question } from '@kouyi/shared/types';
import { seededChance, seedOf } from '../adapters/simulator';
import { ask, closeThread, openThreads, rateThread, reply, saveScript, threadIdOf } from '../care';
import {
  answerSession,
  createQuestionnaire,
  finishSession,
  publishQuestionnaire,
  reportOf,
  startSession,
} from '../intake';
import type { Actor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { asSystem, type CommandContext } from '../kernel/command';
import { native } from '../kernel/store';
import { daysBefore, operator, staffContext, unlessDone } from './ground';
import { adviceFor, SCRIPTS, TALKS } from './intake-texts';
import { Seeds } from './marks';
import type { Chapter } from './story';

/** Who of the demo's members began the skin test, in this order; every fourth stopped on the way. */
const TESTED = [
  { from: 0, count: 12 },
  { from: 620, count: 23 },
];
const stopsOnTheWay = (i: number): boolean => i % 4 === 1;
const stoppedAfter = (i: number): number => 3 + ((i * 5) % 9);
/** Every third of those who were answered asked back. */
const TALKS_EVERY = 3;
const SOURCES = ['home', 'home', 'share', 'app'] as const;

/** The last test was this long before today; one every so many days before it. */
const LAST_AGO_DAYS = 0.1;
/** Their skin has something to tell. */
const LEAN_OF_LAST = 0.7;
const EVERY_DAYS = 0.78;
const REPLIED_AFTER_DAYS = 0.15;
const ASKED_AFTER_DAYS = 0.5;
/** Somebody asked back this long before today, and waits. */
const ASKED_TODAY_DAYS = 0.04;

/**
 * The skin test of the demo brand: published a month ago, done by some members through the real commands. The adviser
 * has answered all but the last, each about what their test showed; some asked back and said in the end how it was,
 * one does so today. Some stopped on the way.
 */
export const intakeChapters = (people: readonly string[], at: Date): Chapter[] => {
  const chance = seededChance(seedOf('测肤'));
  const tested = testedAmong(people);
  const last = tested.length - 1;
  return [
    {
      at: daysBefore(at, LAST_AGO_DAYS + tested.length * EVERY_DAYS + 1),
      tell: () => seedQuestionnaires(operator()),
    },
    ...tested.flatMap((personId, i): Chapter[] => {
      const ago = LAST_AGO_DAYS + (last - i) * EVERY_DAYS;
      const answers = answersOf(chance, i === last ? LEAN_OF_LAST : chance());
      const stops = stopsOnTheWay(i);
      const given = Object.entries(answers).slice(0, stops ? stoppedAfter(i) : undefined);
      const source = SOURCES[i % SOURCES.length];
      const began = { at: daysBefore(at, ago), tell: () => test(personId, { given, source, stops }) };
      if (stops || i === last) return [began];
      const repliedAgo = ago - REPLIED_AFTER_DAYS;
      return [
        began,
        { at: daysBefore(at, repliedAgo), tell: () => answerTest(personId, `demo-reply-${i}`) },
        ...(i % TALKS_EVERY === 0 ? talkChapters(personId, { i, repliedAgo, at }) : []),
      ];
    }),
    {
      at: daysBefore(at, ASKED_TODAY_DAYS),
      tell: () =>
        write(tested[last - 3]!, 'demo-asked-today', '老师，用到第三天，下巴起了两颗小痘，要停吗？'),
    },
  ];
};

const testedAmong = (people: readonly string[]): string[] =>
  TESTED.flatMap(({ from, count }) => people.slice(from, from + count));

/** Who did the test last, and waits for the adviser. */
export const lastTested = (people: readonly string[]): string => testedAmong(people).at(-1)!;

/** They ask, are answered, and a day later say whether it helped. */
function talkChapters(
  personId: string,
  { i, repliedAgo, at }: { i: number; repliedAgo: number; at: Date },
): Chapter[] {
  const talk = TALKS[(i / TALKS_EVERY) % TALKS.length]!;
  const askedAgo = repliedAgo - ASKED_AFTER_DAYS;
  const chapters: [ago: number, tell: Chapter['tell']][] = [
    [askedAgo, () => write(personId, `demo-ask-${i}`, talk.ask)],
    [askedAgo - REPLIED_AFTER_DAYS, () => answer(personId, `demo-answer-${i}`, talk.answer)],
    [askedAgo - 1, () => finish(personId, talk)],
  ];
  return chapters.flatMap(([ago, tell]) => (ago > 0 ? [{ at: daysBefore(at, ago), tell }] : []));
}

/** One person's test, as far as they got. */
async function test(
  personId: string,
  told: { given: [string, AnswerValue][]; source: (typeof SOURCES)[number] | undefined; stops: boolean },
): Promise<void> {
  const me = memberContext(personId);
  const session = await sessionOf(personId, told.source);
  if (session.state === 'done') return;
  await answerSession(me, {
    personId,
    id: session._id,
    version: session.version,
    answers: told.given.map(([questionId, value]) => ({ questionId, value, at: now() })),
  });
  if (!told.stops) await finishSession(me, { personId, id: session._id });
}

/** The session of a test: the same one until another test is begun. */
const sessionOf = async (personId: string, source?: (typeof SOURCES)[number]) =>
  startSession(memberContext(personId), {
    personId,
    questionnaireId: await seedQuestionnaires(operator()),
    source,
  });

/** What the adviser says about a result, whoever it is of. */
async function answerTest(personId: string, requestKey: string): Promise<void> {
  const session = await sessionOf(personId);
  if (session.state !== 'done') return;
  await openNow(personId, session._id, session.version);
  const { result } = await reportOf(session._id);
  await answer(personId, requestKey, adviceFor(result.name));
}

/** The thread about somebody's test; undefined while they have not finished it. */
async function threadOf(personId: string): Promise<string | undefined> {
  const session = await sessionOf(personId);
  return session.state === 'done' ? threadIdOf(session._id) : undefined;
}

async function answer(personId: string, requestKey: string, text: string): Promise<void> {
  const id = await threadOf(personId);
  if (id !== undefined) await reply(staffContext('guwen'), { id, text, requestKey });
}

async function write(personId: string, requestKey: string, text: string): Promise<void> {
  const id = await threadOf(personId);
  if (id !== undefined) await ask(memberContext(personId), { id, personId, text, requestKey });
}

async function finish(personId: string, { stars, word }: { stars: number; word: string }): Promise<void> {
  const id = await threadOf(personId);
  if (id === undefined) return;
  await unlessDone('state_forbids', closeThread(staffContext('guwen'), { id }));
  await rateThread(memberContext(personId), { personId, id, stars, text: word });
}

/** Once, in one transaction with the mark that says so. */
async function seedQuestionnaires(operator: CommandContext): Promise<string> {
  return asSystem('demo.intake', async (tx) => {
    const had = await native(Seeds).findOne({ _id: 'intake' }, { session: tx.session });
    if (had?.keep !== undefined) return had.keep;
    for (const script of SCRIPTS) await saveScript.as(tx, operator.actor, script);
    await createQuestionnaire.as(tx, operator.actor, { template: 'coffee' });
    const { _id } = await createQuestionnaire.as(tx, operator.actor, { template: 'skin_test' });
    await publishQuestionnaire.as(tx, operator.actor, { id: _id, revision: 1, beside: false });
    await native(Seeds).insertOne({ _id: 'intake', at: tx.now, keep: _id }, { session: tx.session });
    return _id;
  });
}

/** The adviser of the demo need not wait for the outbox; it finds the thread there already. */
async function openNow(personId: string, sessionId: string, version: number): Promise<void> {
  const report = await reportOf(sessionId);
  await asSystem('demo.thread', (tx) =>
    openThreads(tx, [
      {
        personId,
        sessionId,
        questionnaireId: report.questionnaireId,
        version,
        title: report.title,
        resultId: report.result.id,
        resultType: report.result.name,
        scores: {},
        source: 'demo',
        careDays: skinTest.careDays,
        at: new Date(report.at),
      },
    ]),
  );
}

const memberContext = (personId: string): { actor: Actor } => ({
  actor: { kind: 'member', personId, sessionId: 'demo' },
});

/** Complete answers, most of them near one side (`lean`, 0 to 1), as those of real people are. */
function answersOf(chance: () => number, lean: number): Record<string, AnswerValue> {
  const answers: Record<string, AnswerValue> = {};
  for (const question of questionsOf(skinTest)) {
    if (question.kind === 'photo' || !isShown(question, answers)) continue;
    answers[question.id] = answerTo(question, Math.min(0.999, Math.max(0, lean + (chance() - 0.5) * 0.8)));
  }
  return answers;
}

const isShown = ({ id }: Question, answers: Record<string, AnswerValue>): boolean =>
  shownQuestions(skinTest, answers).some((each) => each.id === id);

function answerTo({ kind, choices = [], min = 0, max = 4 }: Question, at: number): AnswerValue {
  if (kind === 'scale') return min + Math.floor(at * (max - min + 1));
  const { id } = choices[Math.floor(at * choices.length)]!;
  return kind === 'multi' ? [id] : id;
}
