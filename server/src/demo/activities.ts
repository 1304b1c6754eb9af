import { DAY_MS, shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import type { ActivityRule } from '@kouyi/shared/types';
import { HISTORY_DAYS } from './history';

/** An activity of the demo brand: launched, or left as a draft to be finished. */
export interface DemoActivity {
  readonly key: string;
  readonly launch: boolean;
  readonly rule: ActivityRule;
}

const anyone: ActivityRule['who'] = { members: 'anyone', minDaysInGroup: 0, excludeStaff: true };
const tagged = (tag: string): ActivityRule['where'] => ({
  everywhere: false,
  groupIds: [],
  tags: [tag],
  unitIds: [],
  exceptGroupIds: [],
});

/** One that has run for a week, one that opens tomorrow, one that is half thought out. */
export function demoActivities(now: Date): DemoActivity[] {
  const today = shanghaiDay(now);
  return [
    {
      key: 'demo-check-in',
      launch: true,
      rule: {
        title: '护肤群 每日扣1打卡',
        kind: 'check_in',
        triggers: ['1', '扣1', '+1', '打卡'],
        where: tagged('护肤群'),
        window: {
          startAt: shanghaiInstant(today - HISTORY_DAYS).toISOString(),
          endAt: shanghaiInstant(today + 30).toISOString(),
        },
        who: anyone,
        limits: {},
        reward: { points: 5 },
        answer: {
          everyPeople: 10,
          everySeconds: 8,
          text: '今天已经有 {count} 位打卡啦，{first} 最早。刚刚来的：{names}。每人 {points} 积分，点卡片看连续天数～',
        },
        priority: 10,
        checkIn: {
          makeUpsPerMonth: 2,
          makeUpWithinDays: 7,
          milestones: [
            { days: 3, points: 10 },
            { days: 7, points: 30 },
            { days: 21, points: 100 },
          ],
        },
      },
    },
    {
      key: 'demo-sign-up',
      launch: true,
      rule: {
        title: '周末手冲小课 报名',
        kind: 'sign_up',
        triggers: ['报名', '我要报名'],
        where: tagged('咖啡群'),
        window: {
          startAt: shanghaiInstant(today + 1, 10 * 60).toISOString(),
          endAt: new Date(shanghaiInstant(today + 1, 10 * 60).getTime() + 2 * DAY_MS).toISOString(),
        },
        who: anyone,
        limits: { perPerson: 1, perGroup: { count: 10 }, total: 50 },
        reward: { points: 10 },
        answer: {
          everyPeople: 5,
          everySeconds: 10,
          text: '报名成功 {count} 位，还剩 {left} 个位置～刚刚报名的：{names}。',
          closingText: '「{title}」报名结束，一共 {count} 位。名单在卡片里，店里见！',
        },
        priority: 10,
      },
    },
    {
      key: 'demo-vote',
      launch: false,
      rule: {
        title: '下个月喝什么，你来定',
        kind: 'vote',
        triggers: [],
        where: tagged('咖啡群'),
        window: {
          startAt: shanghaiInstant(today + 3, 20 * 60).toISOString(),
          endAt: shanghaiInstant(today + 3, 22 * 60).toISOString(),
        },
        who: anyone,
        limits: { perPerson: 1 },
        reward: { points: 2 },
        answer: { everyPeople: 15, everySeconds: 15, text: '已经有 {count} 位投票，谢谢大家～' },
        priority: 10,
        vote: {
          options: [
            { trigger: '扣1', label: '桂花拿铁' },
            { trigger: '扣2', label: '红薯拿铁' },
            { trigger: '扣3', label: '茉莉冷萃' },
          ],
        },
      },
    },
  ];
}
