import type { ActivityRule } from '@kouyi/shared/types';
import { anyone, between, type DemoActivity, tagged } from './activity-parts';
import { daily } from './boxes';
import { cut } from './coupons';

/** What differs from one small activity to the next. */
interface Small {
  readonly key: string;
  readonly tag: '咖啡群' | '护肤群';
  readonly from: [day: number, hour: number];
  readonly to: [day: number, hour: number];
  readonly words: readonly string[];
  readonly share: number;
  readonly points: number;
  readonly rule: Pick<ActivityRule, 'title' | 'kind' | 'triggers'> & Partial<ActivityRule>;
  readonly prize?: NonNullable<DemoActivity['prize']>;
}

const over =
  ({ key, tag, from, to, words, share, points, rule, prize }: Small) =>
  (today: number): DemoActivity => ({
    key: `demo-past-${key}`,
    state: 'closed',
    ...(prize ? { prize } : {}),
    played: { topic: tag === '咖啡群' ? 'coffee' : 'skin', words, share },
    rule: {
      where: tagged(tag),
      window: between(today, from, to),
      who: anyone,
      limits: { perPerson: 1 },
      reward: { points },
      answer: { everyPeople: 10, everySeconds: 15, text: '已经有 {count} 位啦，谢谢大家～' },
      priority: 10,
      ...rule,
    },
  });

/** The small activities of the weeks before, one or two a week: what an operator looks back at. */
export const PAST: readonly ((today: number) => DemoActivity)[] = [
  over({
    key: 'opening',
    tag: '咖啡群',
    from: [-49, 10],
    to: [-47, 21],
    words: ['报名', '报名', '报名 两位'],
    share: 0.07,
    points: 10,
    rule: {
      title: '静安店重装开业 到店礼报名',
      kind: 'sign_up',
      triggers: ['报名', '报名 两位'],
      limits: { perPerson: 1, total: 80 },
    },
  }),
  over({
    key: 'breakfast',
    tag: '咖啡群',
    from: [-41, 8],
    to: [-40, 20],
    words: ['可颂', '可颂', '贝果', '三明治'],
    share: 0.12,
    points: 2,
    rule: {
      title: '早餐配咖啡，你选哪个',
      kind: 'vote',
      triggers: [],
      vote: {
        options: [
          { trigger: '可颂', label: '黄油可颂' },
          { trigger: '贝果', label: '原味贝果' },
          { trigger: '三明治', label: '鸡蛋三明治' },
        ],
      },
    },
  }),
  over({
    key: 'water',
    tag: '咖啡群',
    from: [-33, 12],
    to: [-32, 22],
    words: ['B', 'B', 'b', 'A', 'C'],
    share: 0.14,
    points: 5,
    rule: {
      title: '手冲小问答：水温',
      kind: 'quiz',
      triggers: [],
      quiz: {
        question: '中烘的豆子手冲，水温多少合适？',
        options: [
          { trigger: 'A', label: '100℃，刚烧开的', correct: false },
          { trigger: 'B', label: '90 到 92℃', correct: true },
          { trigger: 'C', label: '70℃，不烫嘴', correct: false },
        ],
      },
    },
  }),
  over({
    key: 'camp',
    tag: '护肤群',
    from: [-25, 9],
    to: [-23, 21],
    words: ['报名', '报名', '我要报名'],
    share: 0.12,
    points: 10,
    rule: { title: '21 天早睡营 报名', kind: 'sign_up', triggers: ['报名', '我要报名'] },
  }),
  over({
    key: 'relay',
    tag: '咖啡群',
    from: [-12, 10],
    to: [-12, 15],
    words: ['接龙 一杯热拿铁', '接龙 两杯美式', '接龙 桂花拿铁一杯', '接龙 三杯，下午见'],
    share: 0.12,
    points: 3,
    rule: {
      title: '下午茶拼单接龙 上一期',
      kind: 'relay',
      triggers: ['接龙'],
      relay: { prompt: '名字和杯数', textRequired: true },
    },
  }),
  over({
    key: 'coupons',
    tag: '咖啡群',
    from: [-4, 12],
    to: [-4, 14],
    words: ['抢券', '抢券', '抢'],
    share: 0.7,
    points: 0,
    prize: async () => ({ couponId: await cut() }),
    rule: {
      title: '雨天中午 抢券',
      kind: 'coupon_grab',
      triggers: ['抢券', '抢'],
      limits: { perPerson: 1, total: 50 },
      answer: {
        everyPeople: 5,
        everySeconds: 15,
        text: '{names} 抢到啦，已经送出 {count} 张，还剩 {left} 张',
      },
    },
  }),
  over({
    key: 'box-night',
    tag: '咖啡群',
    from: [-5, 19],
    to: [-5, 22],
    words: ['开盒', '开盒', '我要开盒'],
    share: 0.4,
    points: 0,
    prize: async () => ({ box: { id: (await daily())._id, gives: 'chance' } }),
    rule: {
      title: '七点盲盒夜',
      kind: 'blind_box',
      triggers: ['开盒', '我要开盒'],
      limits: { perPerson: 1, total: 80 },
      answer: {
        everyPeople: 5,
        everySeconds: 15,
        text: '{names} 拿到一次机会，已经送出 {count} 个盲盒，还剩 {left} 个。点卡片去开～',
      },
    },
  }),
];
