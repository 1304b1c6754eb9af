import fc from 'fast-check';
import { OUTCOMES, type ActivityRule } from '../types';
import { newRule } from './blank';
import { decideParticipation } from './decide';
import {
  answerText,
  outcomeInWords,
  reasonInWords,
  ruleInWords,
  weekdaysInWords,
  windowInWords,
} from './words';

const at = (text: string) => new Date(`${text}+08:00`).toISOString();
const span = (from: string, to: string, more: Partial<ActivityRule['window']> = {}) =>
  windowInWords({ startAt: at(from), endAt: at(to), ...more });

describe('time in words', () => {
  test.each([
    [span('2026-11-21T20:00', '2026-11-21T21:00'), '11月21日（周六）20:00–21:00'],
    [span('2026-11-21T22:00', '2026-11-22T00:30'), '11月21日（周六）22:00–次日 00:30'],
    [span('2026-11-21T22:00', '2026-11-22T00:00'), '11月21日（周六）22:00–24:00'],
    [span('2026-11-21T00:00', '2026-11-22T00:00'), '11月21日（周六）全天'],
    [span('2026-11-21T00:00', '2026-11-28T00:00'), '11月21日到11月27日，全天'],
    [span('2026-11-21T20:00', '2026-11-23T21:00'), '11月21日（周六）20:00到11月23日（周一）21:00'],
    [
      span('2026-12-20T00:00', '2027-01-10T00:00', {
        dailyHours: { from: '22:00', to: '02:00' },
        weekdays: [5, 1],
      }),
      '2026年12月20日到2027年1月9日，每周一、五 22:00–次日 02:00',
    ],
    [
      span('2026-11-23T00:00', '2026-11-28T00:00', {
        dailyHours: { from: '07:00', to: '09:00' },
        weekdays: [1, 2, 3, 4, 5],
      }),
      '11月23日到11月27日，工作日 07:00–09:00',
    ],
    [
      span('2026-11-21T22:00', '2026-11-24T02:00', { dailyHours: { from: '22:00', to: '02:00' } }),
      '11月21日到11月23日，每天 22:00–次日 02:00',
    ],
    [windowInWords({ startAt: '', endAt: '' }), '时间还没定'],
    [weekdaysInWords([6, 7]), '周末'],
    [weekdaysInWords([]), '每天'],
  ])('%s', (said, meant) => expect(said).toBe(meant));
});

describe('a rule in words', () => {
  const names = { group: (id: string) => ({ g1: '咖啡一群', g2: '咖啡二群' })[id], unit: () => '华东' };
  const lines = (rule: ActivityRule) =>
    Object.fromEntries(ruleInWords(rule, names).map((l) => [l.part, l.line]));

  test('tells each part so that a colleague could run it by hand', () => {
    const rule: ActivityRule = {
      ...newRule('check_in', new Date(at('2026-11-21T20:00'))),
      title: '早起打卡',
      where: {
        everywhere: false,
        groupIds: ['g1', 'g2'],
        tags: ['咖啡'],
        unitIds: ['u'],
        exceptGroupIds: ['gone'],
      },
      limits: { perPersonPerDay: 1, perGroup: { sharePercent: 30 }, budgetPoints: 2000 },
      reward: { points: 5 },
      checkIn: { makeUpsPerMonth: 2, makeUpWithinDays: 7, milestones: [{ days: 7, points: 50 }] },
    };
    expect(lines(rule)).toEqual({
      kind: '「早起打卡」：打卡。',
      time: '11月21日（周六）20:00–21:00。',
      where: '在咖啡一群、咖啡二群，还有带「咖啡」标签的群，还有华东下面的群里，一个找不到的群除外。',
      trigger: '在群里发“1”就打上卡。',
      who: '自己的员工不算。',
      limit: '每人每天 1 次，每个群每天最多 30% 的人，总共最多送 2000 积分。',
      reward: '每天打卡得 5 积分，每连续 7 天再加 50 积分，漏了可以补，每月 2 次，7 天内有效。',
      answer: '每来 10 人，或隔 30 秒，机器人统一回一次，不逐条回。',
    });
  });

  test('says what is not set yet', () => {
    const rule = newRule('vote', new Date(at('2026-11-21T20:00')));
    expect(lines(rule)).toMatchObject({
      where: '还没选群。',
      trigger: '还没定扣什么。',
      kind: '还没起名：投票。',
    });
  });

  test('a vote names its options', () => {
    const options = [
      { trigger: '1', label: '拿铁' },
      { trigger: '2', label: '美式' },
    ];
    const rule = { ...newRule('vote', new Date(at('2026-11-21T20:00'))), vote: { options } };
    expect(lines(rule).trigger).toBe('扣 1 选「拿铁」，扣 2 选「美式」。');
  });
});

describe('outcomes in words', () => {
  test('each has its own words', () => {
    expect(outcomeInWords('already_counted')).toBe('已计过一次');
    expect(outcomeInWords('counted', { points: 5 })).toBe('算上了，得 5 积分');
    expect(outcomeInWords('group_limit', { limit: 20 })).toBe('本群的 20 个名额满了');
    expect(new Set(OUTCOMES.map((outcome) => outcomeInWords(outcome))).size).toBe(OUTCOMES.length);
  });

  test('a decision reads as a story that ends with what decided', () => {
    const rule = { ...newRule('sign_up', new Date(at('2026-11-21T20:00'))), reward: { points: 5 } };
    const decision = decideParticipation({
      rule,
      at: new Date(at('2026-11-21T20:10')),
      text: '扣1',
      person: { blacklisted: false, isStaff: false, hasTakenPartBefore: false },
      group: { memberCount: 50, countedInGroup: 0 },
      mine: { count: 1, days: [] },
      quota: {},
      pauses: [],
    })!;
    expect(decision.reasons.map((reason) => reasonInWords(reason, decision.outcome))).toEqual([
      '听到了口令“1”',
      '在活动时间里',
      '活动没有暂停',
      '不在黑名单里',
      '不是员工',
      '已计过一次',
    ]);
  });
});

describe('answers', () => {
  const template = '收到～又有 {new} 位，已经 {count} 位啦，{first} 最快，还剩 {left} 个名额';
  test('fill in what is known', () => {
    expect(answerText(template, { new: 3, count: 12, first: '小满', left: 38 })).toBe(
      '收到～又有 3 位，已经 12 位啦，小满 最快，还剩 38 个名额',
    );
  });
  test('leave out a clause whose fact is not known', () => {
    expect(answerText(template, { new: 3, count: 12 })).toBe('收到～又有 3 位，已经 12 位啦');
    expect(answerText('{title}结束啦，一共 {count} 位。谢谢大家！', { title: '周六咖啡' })).toBe(
      '周六咖啡结束啦。谢谢大家！',
    );
    expect(answerText('{nonsense}', {})).toBe('');
  });
  test('show at most five names and say how many more', () => {
    expect(answerText('{names} 到啦', { names: ['a', 'b', 'c', 'd', 'e', 'f'] })).toBe(
      'a、b、c、d、e等 6 位 到啦',
    );
  });
  test('never leave a brace behind, whatever the template and the names', () => {
    const facts = fc.record(
      {
        count: fc.nat(),
        new: fc.nat(),
        first: fc.string(),
        names: fc.array(fc.string()),
        title: fc.string(),
      },
      { requiredKeys: [] },
    );
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('{count}', '{first}', '{names}', '{', '}', '{x}', '{{title}}', '，'),
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((parts) => parts.join('')),
        facts,
        (text, given) => {
          expect(answerText(text, given)).not.toMatch(/[{}]/);
        },
      ),
    );
  });
});
