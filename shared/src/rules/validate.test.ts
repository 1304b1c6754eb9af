import fc from 'fast-check';
import { ACTIVITY_KINDS, type ActivityRule } from '../types';
import { newRule } from './blank';
import { validateRule } from './validate';

const NOW = new Date('2026-11-21T22:50+08:00');
const iso = (text: string) => new Date(`${text}+08:00`).toISOString();
const good = (): ActivityRule => ({
  ...newRule('sign_up', NOW),
  title: '周日手冲',
  where: { everywhere: false, groupIds: ['g1'], tags: [], unitIds: [], exceptGroupIds: [] },
  reward: { points: 5 },
});
const codes = (more: Partial<ActivityRule>) =>
  validateRule({ ...good(), ...more }, NOW).map((p) => `${p.field} ${p.code}`);
const option = (trigger: string, label = '拿铁') => ({ trigger, label, correct: false });

test('a good rule has no problems', () => expect(codes({})).toEqual([]));

describe('each mistake is named at its field', () => {
  const { window, where, limits, answer, who } = good();
  test.each<[string, Partial<ActivityRule>]>([
    ['title title_missing', { title: ' ' }],
    ['title title_too_long', { title: '长'.repeat(41) }],
    ['window.startAt start_missing', { window: { ...window, startAt: '' } }],
    ['window.endAt end_missing', { window: { ...window, endAt: 'soon' } }],
    ['window.endAt end_before_start', { window: { ...window, endAt: window.startAt } }],
    [
      'window.endAt window_past',
      { window: { startAt: iso('2026-11-20T20:00'), endAt: iso('2026-11-21T22:50') } },
    ],
    ['window.endAt window_too_long', { window: { ...window, endAt: iso('2027-11-24T00:00') } }],
    [
      'window.dailyHours.from hours_malformed',
      { window: { ...window, dailyHours: { from: '8点', to: '21:00' } } },
    ],
    [
      'window.dailyHours.from hours_malformed',
      { window: { ...window, dailyHours: { from: '24:00', to: '21:00' } } },
    ],
    [
      'window.dailyHours window_never_opens',
      { window: { ...window, dailyHours: { from: '08:00', to: '09:00' } } },
    ],
    ['window.weekdays weekday_unknown', { window: { ...window, weekdays: [8] } }],
    ['window.weekdays weekdays_empty', { window: { ...window, weekdays: [] } }],
    ['where groups_missing', { where: { ...where, groupIds: [] } }],
    ['where where_contradicts', { where: { ...where, everywhere: true } }],
    ['where.exceptGroupIds where_contradicts', { where: { ...where, exceptGroupIds: ['g1'] } }],
    ['triggers triggers_missing', { triggers: [] }],
    ['triggers.1 trigger_empty', { triggers: ['1', ' '] }],
    ['triggers.0 trigger_too_long', { triggers: ['一二三四五六七八九十一二三四五六七八九十一'] }],
    ['triggers.1 trigger_duplicate', { triggers: ['1', '１'] }],
    ['vote.options options_too_few', { kind: 'vote', vote: { options: [option('1')] } }],
    [
      'vote.options.1.trigger trigger_duplicate',
      { kind: 'vote', vote: { options: [option('1'), option('1')] } },
    ],
    [
      'vote.options.1.label label_missing',
      { kind: 'vote', vote: { options: [option('1'), option('2', '')] } },
    ],
    [
      'quiz.options correct_missing',
      { kind: 'quiz', quiz: { question: '？', options: [option('1'), option('2')] } },
    ],
    [
      'quiz.question question_missing',
      { kind: 'quiz', quiz: { question: '', options: [option('1'), { ...option('2'), correct: true }] } },
    ],
    ['who.minDaysInGroup days_not_whole', { who: { ...who, minDaysInGroup: -1 } }],
    ['limits.total limit_not_whole', { limits: { total: 0 } }],
    ['limits.perPerson limit_not_whole', { limits: { perPerson: 1.5 } }],
    ['limits.perGroup.sharePercent share_out_of_range', { limits: { perGroup: { sharePercent: 101 } } }],
    ['limits.perPersonPerDay limits_contradict', { limits: { perPerson: 1, perPersonPerDay: 2 } }],
    ['limits.budgetPoints budget_below_reward', { limits: { ...limits, budgetPoints: 4 } }],
    ['reward.points points_negative', { reward: { points: -1 } }],
    ['reward.points points_too_large', { reward: { points: 10_001 } }],
    ['reward.points points_not_whole', { reward: { points: 0.5 } }],
    [
      'checkIn.milestones.1.days milestone_duplicate',
      {
        kind: 'check_in',
        checkIn: {
          makeUpsPerMonth: 0,
          makeUpWithinDays: 0,
          milestones: [
            { days: 7, points: 1 },
            { days: 7, points: 2 },
          ],
        },
      },
    ],
    ['answer.text answer_missing', { answer: { ...answer, text: '' } }],
    ['answer.text placeholder_unknown', { answer: { ...answer, text: '{cuont} 位' } }],
    ['answer.text placeholder_broken', { answer: { ...answer, text: '{count 位' } }],
    ['answer.everySeconds every_seconds', { answer: { ...answer, everySeconds: 1 } }],
    ['priority priority_not_whole', { priority: 0.5 }],
  ])('%s', (problem, more) => expect(codes(more)).toContain(problem));
});

test('1, 扣1 and +1 may stand side by side, but not as options of a vote', () => {
  expect(codes({ triggers: ['1', '扣1', '+1'] })).toEqual([]);
  expect(codes({ kind: 'vote', vote: { options: [option('1'), option('扣1')] } })).toContain(
    'vote.options.1.trigger trigger_duplicate',
  );
});

test('a new rule of every kind lacks only what nobody can guess', () => {
  for (const kind of ACTIVITY_KINDS)
    expect(validateRule(newRule(kind, NOW), NOW).map((p) => p.code)).toEqual(
      kind === 'vote'
        ? ['title_missing', 'groups_missing', 'options_too_few']
        : kind === 'quiz'
          ? ['title_missing', 'groups_missing', 'question_missing', 'options_too_few', 'correct_missing']
          : ['title_missing', 'groups_missing'],
    );
});

test('every problem says in Chinese what to do, and nothing makes it throw', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.double(),
      fc.array(fc.string()),
      fc.string(),
      (title, number, triggers, when) => {
        const rule = {
          ...good(),
          title,
          triggers,
          reward: { points: number },
          limits: { total: number, budgetPoints: number },
        };
        for (const problem of validateRule({ ...rule, window: { startAt: when, endAt: when } }, NOW)) {
          expect(problem.code).toMatch(/^[a-z_]+$/);
          expect(problem.message).toMatch(/[\u4e00-\u9fff].*。$/);
        }
      },
    ),
  );
});
