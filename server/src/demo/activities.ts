import { shanghaiDay } from '@kouyi/shared/rules/time';
import { anyone, between, type DemoActivity, HISTORY_DAYS, tagged } from './activity-parts';
import { PAST } from './past-activities';

/**
 * Three that run, one of them for eight weeks; those of the weeks before and one that was ended early today; one that
 * opens tomorrow; one half thought out. None of the coffee groups listens to `1`, so that whoever tries the product can
 * begin with that.
 */
export const demoActivities = (now: Date): DemoActivity[] =>
  [...PAST, checkIn, signUp, vote, quiz, relay, membersDay].map((activity) => activity(shanghaiDay(now)));

/** What people type to check in, the likeliest several times. */
export const CHECK_IN_WORDS: readonly string[] = ['1', '1', '1', '1', '扣1', '１', '+1', '打卡'];

const checkIn = (today: number): DemoActivity => ({
  key: 'demo-check-in',
  state: 'launched',
  played: { topic: 'skin', words: CHECK_IN_WORDS },
  rule: {
    title: '护肤群 每日扣1打卡',
    kind: 'check_in',
    triggers: ['1', '扣1', '+1', '打卡'],
    where: tagged('护肤群'),
    window: between(today, [1 - HISTORY_DAYS, 0], [30, 0]),
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
});

const signUp = (today: number): DemoActivity => ({
  key: 'demo-sign-up',
  state: 'launched',
  played: { topic: 'coffee', words: ['报名', '报名', '我要报名'], share: 0.13 },
  rule: {
    title: '周末手冲小课 报名',
    kind: 'sign_up',
    triggers: ['报名', '我要报名'],
    where: tagged('咖啡群'),
    window: between(today, [-1, 10], [2, 20]),
    who: anyone,
    limits: { perPerson: 1, perGroup: { count: 12 }, total: 90 },
    reward: { points: 10 },
    answer: {
      everyPeople: 5,
      everySeconds: 10,
      text: '报名成功 {count} 位，还剩 {left} 个位置～刚刚报名的：{names}。',
      closingText: '「{title}」报名结束，一共 {count} 位。名单在卡片里，店里见！',
    },
    priority: 10,
  },
});

const vote = (today: number): DemoActivity => ({
  key: 'demo-vote',
  state: 'launched',
  played: { topic: 'coffee', words: ['桂花', '桂花', '桂花', '红薯', '茉莉', '茉莉'], share: 0.4 },
  rule: {
    title: '下个月喝什么，你来定',
    kind: 'vote',
    triggers: [],
    where: tagged('咖啡群'),
    window: between(today, [-2, 12], [1, 22]),
    who: anyone,
    limits: { perPerson: 1 },
    reward: { points: 2 },
    answer: { everyPeople: 15, everySeconds: 15, text: '已经有 {count} 位投票，谢谢大家～' },
    priority: 10,
    vote: {
      options: [
        { trigger: '桂花', label: '桂花拿铁' },
        { trigger: '红薯', label: '红薯拿铁' },
        { trigger: '茉莉', label: '茉莉冷萃' },
      ],
    },
  },
});

const quiz = (today: number): DemoActivity => ({
  key: 'demo-quiz',
  state: 'closed',
  played: { topic: 'skin', words: ['B', 'B', 'B', 'b', 'Ｂ', 'A', 'C'], share: 0.35 },
  rule: {
    title: '防晒小问答',
    kind: 'quiz',
    triggers: [],
    where: tagged('护肤群'),
    window: between(today, [-3, 12], [1, 22]),
    who: anyone,
    limits: { perPerson: 1 },
    reward: { points: 8 },
    answer: {
      everyPeople: 10,
      everySeconds: 10,
      text: '{count} 位答对啦，刚刚答对的：{names}。',
      closingText: '「{title}」结束，{count} 位答对。答案是 B：出门前 15 到 20 分钟涂，成膜了才防得住。',
    },
    priority: 10,
    quiz: {
      question: '防晒霜什么时候涂最好？',
      options: [
        { trigger: 'A', label: '出门那一刻', correct: false },
        { trigger: 'B', label: '出门前 15 到 20 分钟', correct: true },
        { trigger: 'C', label: '晒到了再涂', correct: false },
      ],
    },
  },
});

const relay = (today: number): DemoActivity => ({
  key: 'demo-relay',
  state: 'launched',
  rule: {
    title: '下午茶拼单接龙',
    kind: 'relay',
    triggers: ['接龙'],
    where: tagged('咖啡群'),
    window: between(today, [1, 10], [1, 15]),
    who: anyone,
    limits: { perPerson: 1 },
    reward: { points: 3 },
    answer: {
      everyPeople: 5,
      everySeconds: 10,
      text: '接龙到 {count} 位啦，刚刚来的：{names}。三点截单～',
      closingText: '「{title}」截单，一共 {count} 位，三点半送到前台。',
    },
    priority: 10,
    relay: { prompt: '名字和杯数', textRequired: true },
  },
});

const membersDay = (today: number): DemoActivity => ({
  key: 'demo-members-day',
  state: 'draft',
  rule: {
    title: '老客会员日 报名',
    kind: 'sign_up',
    triggers: [],
    where: tagged('老客群'),
    window: between(today, [3, 20], [3, 22]),
    who: anyone,
    limits: { perPerson: 1 },
    reward: { points: 20 },
    answer: { everyPeople: 10, everySeconds: 15, text: '会员日已经有 {count} 位报名，谢谢大家～' },
    priority: 10,
  },
});
