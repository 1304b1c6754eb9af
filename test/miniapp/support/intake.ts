/** A skin test on the fake server: it keeps answers as the real one does, and makes the result with the same rules. */
import { outcomeOf } from '@kouyi/shared/rules/intake';
import { explore } from '@kouyi/shared/rules/intake-explore';
import { skinTest } from '@kouyi/shared/rules/intake-skin-test';
import type { AnswerValue, Questionnaire } from '@kouyi/shared/types';
import { type FakeApi, Refused } from './fake-api';

const AT = '2026-11-21T12:00:00.000Z';

/** What the fake keeps of one person; tests look into it. */
export class FakeIntake {
  answers: Record<string, AnswerValue> = {};
  state: 'open' | 'done' = 'open';
  on?: string;
  /** Answers as they arrived, to see that none came twice. */
  readonly arrived: string[] = [];

  constructor(
    /** Takes answers and keeps none. */
    readonly forgets = false,
    /** What is asked. */
    readonly content: Questionnaire = skinTest,
  ) {}

  session() {
    const { title, intro, minutes, notice, careDays, sections } = this.content;
    return {
      id: 'its-1',
      questionnaireId: 'qst-1',
      version: 1,
      state: this.state,
      startedAt: AT,
      content: { title, intro, minutes, notice, careDays, sections },
      answers: this.answers,
      ...(this.on === undefined ? {} : { on: this.on }),
    };
  }

  report() {
    const { percent, result } = outcomeOf(skinTest, RANGES, this.answers);
    const { id, name, line, means, thisWeek } = result;
    return {
      sessionId: 'its-1',
      questionnaireId: 'qst-1',
      title: skinTest.title,
      at: AT,
      result: { id, name, line, means, thisWeek },
      dimensions: skinTest.dimensions.map((each) => ({
        id: each.id,
        name: each.name,
        low: each.low,
        high: each.high,
        percent: percent[each.id] ?? 0,
      })),
      notice: skinTest.notice,
      careUntil: '2126-12-05T12:00:00.000Z',
    };
  }
}

/** What the dimensions can come to; every way through the test is walked for it, once. */
const RANGES = explore(skinTest).ranges;

const thread = {
  id: 'thr-1',
  state: 'answered' as const,
  sessionId: 'its-1',
  title: skinTest.title,
  resultName: '干 · 敏感 · 不易沉 · 紧致',
  adviserName: '林老师',
  openedAt: AT,
  lastLine: '先把保湿做厚一点',
  lastAt: AT,
  canRate: true,
};

/** Adds everything that intake and care answer. */
export const withIntake = (api: FakeApi, intake = new FakeIntake()): FakeApi =>
  api
    .on('member.intakes', () => ({
      items: [
        {
          id: 'qst-1',
          title: skinTest.title,
          intro: skinTest.intro,
          minutes: skinTest.minutes,
          careDays: skinTest.careDays,
          ...(intake.state === 'done'
            ? {
                mine: {
                  sessionId: 'its-1',
                  state: 'done',
                  at: AT,
                  answered: 15,
                  resultName: intake.report().result.name,
                },
              }
            : {}),
        },
      ],
    }))
    .on('member.startIntake', () => intake.session())
    .on('member.answerIntake', ({ answers, on }) => {
      const given = answers as { questionId: string; value: AnswerValue | null; at: string }[];
      for (const { questionId, value } of given) {
        if (questionId === 'cream' && value === 3)
          throw new Refused(422, 'answer_out_of_range', '这个数不在范围内，请再看一下。', 'cream');
      }
      if (intake.forgets) return { answered: given.length };
      for (const { questionId, value, at } of given) {
        intake.arrived.push(`${questionId}@${at}`);
        const { [questionId]: _before, ...others } = intake.answers;
        intake.answers = value === null ? others : { ...others, [questionId]: value };
      }
      if (typeof on === 'string') intake.on = on;
      return { answered: Object.keys(intake.answers).length };
    })
    .on('member.finishIntake', () => {
      if (!intake.forgets) intake.state = 'done';
      return intake.report();
    })
    .on('member.intakeResult', () => intake.report())
    .on('member.myPhotos', () => ({ items: [] }))
    .on('member.subscribing', () => ({ left: 0 }))
    .on('member.threads', () => ({ items: [thread] }))
    .on('member.thread', () => ({
      thread,
      messages: [{ id: 'msg-1', at: AT, by: 'adviser', name: '林老师', text: '先把保湿做厚一点。' }],
    }))
    .on('member.rateThread', ({ stars }) => ({ ...thread, rating: { stars, text: '', at: AT } }))
    .on('member.askAdviser', ({ text }) => ({ id: 'msg-2', at: AT, by: 'person', name: '小满', text }));
