/** Activities that work in groups, ready to launch in a minute: choose groups, look, start. */
import type { ActivityKind, ActivityRule } from '../types';
import { newRule } from './blank';
import { clockMinutes, shanghaiDay, shanghaiInstant } from './time';

/** A proven activity. Everything can be changed before launch; only groups (and the day) have to be chosen. */
export interface ActivityTemplate {
  id: string;
  title: string;
  kind: ActivityKind;
  /** One sentence: when and why to use it. */
  why: string;
  /** Hours of the day in Shanghai, `HH:MM`. */
  hours: { from: string; to: string };
  /** On how many days: 1 is a single one, more open at the same hours every day. */
  days: number;
  weekdays?: number[];
  parts: Pick<ActivityRule, 'triggers' | 'reward' | 'limits' | 'answer'> &
    Partial<Pick<ActivityRule, 'who' | 'checkIn' | 'vote' | 'relay' | 'quiz'>>;
}

const answer = (
  text: string,
  closingText: string,
  everyPeople = 10,
  everySeconds = 30,
): ActivityRule['answer'] => ({
  everyPeople,
  everySeconds,
  text,
  closingText,
});
const who = (members: ActivityRule['who']['members']): ActivityRule['who'] => ({
  members,
  minDaysInGroup: 0,
  excludeStaff: true,
});

export const ACTIVITY_TEMPLATES: readonly ActivityTemplate[] = [
  {
    id: 'morning-check-in',
    title: '早安打卡',
    kind: 'check_in',
    why: '想让群每天早上有人气：一个 1 就是一声早安，连着来还有加分。',
    hours: { from: '06:30', to: '09:30' },
    days: 30,
    parts: {
      triggers: ['1', '早'],
      reward: { points: 2 },
      limits: { perPersonPerDay: 1 },
      checkIn: {
        makeUpsPerMonth: 2,
        makeUpWithinDays: 7,
        milestones: [
          { days: 7, points: 20 },
          { days: 30, points: 100 },
        ],
      },
      answer: answer(
        '早呀～今天已经 {count} 位起床了，{first} 最早',
        '今早一共 {count} 位打卡，明天见～',
        10,
        120,
      ),
    },
  },
  {
    id: 'skin-care-21-days',
    title: '21 天护肤打卡',
    kind: 'check_in',
    why: '新品用起来才有感受：每晚护肤完扣个 1，21 天一起坚持。',
    hours: { from: '20:30', to: '23:30' },
    days: 21,
    parts: {
      triggers: ['1', '护肤完成'],
      reward: { points: 3 },
      limits: { perPersonPerDay: 1 },
      checkIn: {
        makeUpsPerMonth: 3,
        makeUpWithinDays: 3,
        milestones: [
          { days: 7, points: 30 },
          { days: 21, points: 150 },
        ],
      },
      answer: answer(
        '今晚 {count} 位护肤完成，又来了 {names}，早点休息',
        '21 天走完啦，一起坚持的每一位都很了不起。',
        10,
        120,
      ),
    },
  },
  {
    id: 'evening-blind-box',
    title: '今晚盲盒',
    kind: 'blind_box',
    why: '晚上人最齐的时候热一下场：先到先得，一个小时内见分晓。',
    hours: { from: '20:00', to: '21:00' },
    days: 1,
    parts: {
      triggers: ['1'],
      reward: { points: 0 },
      limits: { perPerson: 1, total: 50 },
      answer: answer(
        '{names} 的盲盒到手啦，已经送出 {count} 个，还剩 {left} 个',
        '今晚的盲盒送完啦，一共 {count} 位，打开小程序看看你的。',
        5,
        15,
      ),
    },
  },
  {
    id: 'flash-coupon',
    title: '限时抢券',
    kind: 'coupon_grab',
    why: '临时清库存或下雨天拉客：每个群给一点，不让大群把名额占光。',
    hours: { from: '12:00', to: '12:30' },
    days: 1,
    parts: {
      triggers: ['1', '抢券'],
      reward: { points: 0 },
      limits: { perPerson: 1, perGroup: { sharePercent: 30 }, total: 100 },
      answer: answer(
        '{names} 抢到啦，本群已送 {count} 张，还剩 {left} 张',
        '抢券结束，一共 {count} 位抢到，记得用哦。',
        5,
        15,
      ),
    },
  },
  {
    id: 'event-sign-up',
    title: '到店体验报名',
    kind: 'sign_up',
    why: '线下课、探店、试用都要数人头：扣 1 占位，满了自动停。',
    hours: { from: '10:00', to: '22:00' },
    days: 3,
    parts: {
      triggers: ['1', '报名'],
      reward: { points: 5 },
      limits: { perPerson: 1, total: 20 },
      answer: answer(
        '收到～又有 {new} 位报名，已经 {count} 位，还剩 {left} 个名额',
        '报名结束，一共 {count} 位，具体安排稍后在群里说。',
      ),
    },
  },
  {
    id: 'new-member-welcome',
    title: '新朋友见面礼',
    kind: 'sign_up',
    why: '刚拉了一批新人进群：让第一次开口变得容易，只给没参加过活动的人。',
    hours: { from: '09:00', to: '22:00' },
    days: 7,
    parts: {
      triggers: ['1', '我来了'],
      reward: { points: 20 },
      limits: { perPerson: 1, budgetPoints: 4_000 },
      who: who('first_timers'),
      answer: answer(
        '欢迎 {names}～见面礼 {points} 积分已经放进小程序了',
        '见面礼送完啦，一共认识了 {count} 位新朋友。',
        5,
        60,
      ),
    },
  },
  {
    id: 'flavour-vote',
    title: '下期上哪款，你说了算',
    kind: 'vote',
    why: '选品、定时间、挑赠品：让群友替你做决定，买的时候也更上心。',
    hours: { from: '12:00', to: '22:00' },
    days: 1,
    parts: {
      triggers: [],
      reward: { points: 2 },
      limits: { perPerson: 1 },
      vote: {
        options: [
          { trigger: '1', label: '经典款' },
          { trigger: '2', label: '新口味' },
          { trigger: '3', label: '都想要' },
        ],
      },
      answer: answer(
        '新收到 {new} 票，一共 {count} 票，还没投的扣个数字就行',
        '投票结束，一共 {count} 票，结果马上公布。',
      ),
    },
  },
  {
    id: 'group-order-relay',
    title: '下午茶接龙',
    kind: 'relay',
    why: '拼单、团购、带货统计：名字和份数写在后面，名单自动排好。',
    hours: { from: '10:00', to: '14:00' },
    days: 1,
    parts: {
      triggers: ['接龙', '1'],
      reward: { points: 0 },
      limits: { perPerson: 3 },
      relay: { prompt: '名字和份数', textRequired: true },
      answer: answer(
        '接上啦～已经接到第 {count} 位，谢谢 {names}',
        '接龙结束，一共 {count} 位，名单在小程序里。',
        5,
        30,
      ),
    },
  },
  {
    id: 'daily-quiz',
    title: '每日一问',
    kind: 'quiz',
    why: '想讲产品知识又不想像广告：问一个小问题，答对的人自己会记住。',
    hours: { from: '20:00', to: '20:30' },
    days: 1,
    parts: {
      triggers: [],
      reward: { points: 5 },
      limits: { perPerson: 1, total: 100 },
      quiz: {
        question: '面膜敷多久最合适？',
        options: [
          { trigger: 'A', label: '10 到 15 分钟', correct: true },
          { trigger: 'B', label: '半小时以上', correct: false },
          { trigger: 'C', label: '敷着睡一晚', correct: false },
        ],
      },
      answer: answer(
        '{first} 第一个答对，已经有 {count} 位答对，答案结束后揭晓',
        '答题结束，{count} 位答对，正确答案是 A。',
        5,
        20,
      ),
    },
  },
  {
    id: 'lunch-lucky-draw',
    title: '午间小确幸',
    kind: 'blind_box',
    why: '工作日中午给上班的群友一点甜头：名额不多，天天都有。',
    hours: { from: '12:00', to: '13:00' },
    days: 28,
    weekdays: [1, 2, 3, 4, 5],
    parts: {
      triggers: ['1'],
      reward: { points: 0 },
      limits: { perPersonPerDay: 1, perPerson: 10, perGroup: { count: 100 } },
      answer: answer(
        '{names} 抽过啦，已经有 {count} 位，还剩 {left} 个名额',
        '这一轮的小确幸送完啦，一共 {count} 位。',
        5,
        20,
      ),
    },
  },
  {
    id: 'weekend-coffee',
    title: '周末咖啡局',
    kind: 'sign_up',
    why: '周末到店的人多，提前占个座：每个群都留几位，来了有积分。',
    hours: { from: '09:00', to: '18:00' },
    days: 7,
    weekdays: [6, 7],
    parts: {
      triggers: ['1', '来一杯'],
      reward: { points: 5 },
      limits: { perPerson: 1, perGroup: { count: 10 } },
      answer: answer(
        '给 {names} 留好座啦，本群已经 {count} 位，还剩 {left} 个座',
        '占座结束，一共 {count} 位，周末店里见。',
      ),
    },
  },
  {
    id: 'old-friends',
    title: '老朋友回来坐坐',
    kind: 'sign_up',
    why: '群安静了一阵子：叫一声来过的老朋友，不推销，只问声好。',
    hours: { from: '19:00', to: '22:00' },
    days: 1,
    parts: {
      triggers: ['1', '在呢'],
      reward: { points: 10 },
      limits: { perPerson: 1, budgetPoints: 2_000 },
      who: who('returning'),
      answer: answer(
        '看到 {names} 了，好久不见～已经有 {count} 位老朋友在',
        '今晚一共 {count} 位老朋友来过，谢谢还在。',
        5,
        60,
      ),
    },
  },
];

/** Where and from when a template is to run. Days are Shanghai dates. */
export interface TemplateChoice {
  now: Date;
  groupIds?: readonly string[];
  tags?: readonly string[];
  everywhere?: boolean;
  /** First day as a Shanghai day number; absent: the first day whose hours still lie ahead. */
  day?: number;
}

/** A whole rule from a template: starts at the first of its hours that lies ahead, so that it never begins half over. */
export const ruleFromTemplate = (template: ActivityTemplate, choice: TemplateChoice): ActivityRule => {
  const from = clockMinutes(template.hours.from) ?? 0;
  const to = clockMinutes(template.hours.to) ?? 1440;
  const today = shanghaiDay(choice.now);
  const first = choice.day ?? (shanghaiInstant(today, from) >= choice.now ? today : today + 1);
  const repeats = template.days > 1;
  const copied = JSON.parse(JSON.stringify(template.parts)) as ActivityTemplate['parts'];
  return {
    ...newRule(template.kind, choice.now),
    ...copied,
    title: template.title,
    where: {
      everywhere: choice.everywhere ?? false,
      groupIds: [...(choice.groupIds ?? [])],
      tags: [...(choice.tags ?? [])],
      unitIds: [],
      exceptGroupIds: [],
    },
    window: {
      startAt: shanghaiInstant(first, from).toISOString(),
      endAt: shanghaiInstant(first + template.days - 1, to).toISOString(),
      ...(repeats ? { dailyHours: { ...template.hours } } : {}),
      ...(template.weekdays ? { weekdays: [...template.weekdays] } : {}),
    },
  };
};
