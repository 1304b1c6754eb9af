import { questionsOf, shownQuestions } from '@kouyi/shared/rules/intake';
import { skinTest } from '@kouyi/shared/rules/intake-skin-test';
import type { AnswerValue, Question } from '@kouyi/shared/types';
import { seededChance, seedOf } from '../adapters/simulator';
import { openThreads, reply, saveScript, threadIdOf } from '../care';
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
import { daysBefore, operator, staffContext } from './ground';
import { Seeds } from './marks';
import type { Chapter } from './story';

/** How many demo members began the skin test; every fourth stopped on the way. */
const PEOPLE = 12;
const stopsOnTheWay = (i: number): boolean => i % 4 === 1;
/** The last of them still wait for the adviser. */
const WAITING = 2;
const SOURCES = ['home', 'home', 'share', 'app'] as const;

const SCRIPTS = [
  {
    title: '第一次问候',
    text: '你好呀，我看完你的结果了。先说最要紧的一件：这周别换新东西，让皮肤歇一歇。',
  },
  { title: '防晒怎么涂', text: '每天早上一元硬币那么多，分两次点开；出门超过两小时补一次。' },
  { title: '该看医生', text: '你说的疼和破皮，护肤品帮不上忙，先去皮肤科看一看，结果告诉我一声。' },
];
const REPLIES = [
  '我看完你的结果了：水分不够，又有点怕刺激。这周晚上只用洁面和面霜两样，三天后告诉我还紧不紧。',
  '你的皮肤底子不错，印子退得慢主要是防晒没跟上。先把早上的防晒补起来，其他的先不加。',
  '熬夜的影响比产品大。今晚十一点半前放下手机，连着四天，我们再看纹路。',
];

/** The last tests were this long before today; one every so many days before them. */
const LAST_AGO_DAYS = 0.1;
const EVERY_DAYS = 2.2;
const REPLIED_AFTER_DAYS = 0.15;

/**
 * The skin test of the demo brand: published a month ago, done by a few members through the real commands; all but the
 * last of them have been answered by the adviser, some stopped on the way.
 */
export const intakeChapters = (people: readonly string[], at: Date): Chapter[] => {
  const chance = seededChance(seedOf('测肤'));
  return [
    {
      at: daysBefore(at, LAST_AGO_DAYS + PEOPLE * EVERY_DAYS + 1),
      tell: () => seedQuestionnaires(operator()),
    },
    ...people.slice(0, PEOPLE).flatMap((personId, i): Chapter[] => {
      const ago = LAST_AGO_DAYS + (PEOPLE - 1 - i) * EVERY_DAYS;
      const answers = answersOf(chance);
      const stops = stopsOnTheWay(i);
      const given = Object.entries(answers).slice(0, stops ? 3 + i : undefined);
      const text = stops || i >= PEOPLE - WAITING ? undefined : REPLIES[i % REPLIES.length];
      return [
        {
          at: daysBefore(at, ago),
          tell: () => test(personId, { given, source: SOURCES[i % SOURCES.length], stops }),
        },
        ...(text === undefined
          ? []
          : [
              {
                at: daysBefore(at, ago - REPLIED_AFTER_DAYS),
                tell: () => answerTest(personId, { text, requestKey: `demo-reply-${i}` }),
              },
            ]),
      ];
    }),
  ];
};

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

async function answerTest(
  personId: string,
  { text, requestKey }: { text: string; requestKey: string },
): Promise<void> {
  const session = await sessionOf(personId);
  if (session.state !== 'done') return;
  await openNow(personId, session._id, session.version);
  await reply(staffContext('guwen'), { id: threadIdOf(session._id), text, requestKey });
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

/** Complete answers, most of them near one side, as those of real people are. */
function answersOf(chance: () => number): Record<string, AnswerValue> {
  const lean = chance();
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
