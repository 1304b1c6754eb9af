import type { GrowthRules } from '@kouyi/shared/types';

/** The rules of growth that are a number. */
type Dialled = { [K in keyof GrowthRules]: GrowthRules[K] extends number ? K : never }[keyof GrowthRules];
/** The numbers of the rules, card by card: within which bounds, and what each means in a line. */
export const DIALS: {
  title: string;
  sub: string;
  dials: { key: Dialled; name: string; unit: string; min: number; max: number; line: string }[];
}[] = [
  {
    title: '宽限和提醒',
    sub: '条件断了不会立刻掉下来。',
    dials: [
      {
        key: 'graceDays',
        name: '宽限',
        unit: '天',
        min: 0,
        max: 180,
        line: '断了这么多天才退一级，补上就还在。',
      },
      { key: 'warnDays', name: '提前提醒', unit: '天', min: 0, max: 60, line: '退之前这么多天告诉本人。' },
    ],
  },
  {
    title: '怎么算「激活」',
    sub: '第一个带来的人，之后真的参加了或下单了，才算激活。',
    dials: [
      {
        key: 'activationDays',
        name: '多久之内',
        unit: '天',
        min: 1,
        max: 60,
        line: '来了之后这么多天内参加才算。',
      },
      {
        key: 'freshDays',
        name: '本来就活跃',
        unit: '天',
        min: 0,
        max: 180,
        line: '来之前这么多天里参加过的，只算带来，不算激活。',
      },
    ],
  },
  {
    title: '毕业标准的分数',
    sub: '覆盖看激活了多少人，复用看他们回来了多少场。',
    dials: [
      { key: 'coverageDays', name: '覆盖看近', unit: '天', min: 7, max: 365, line: '这么多天里激活的人。' },
      {
        key: 'coverageTarget',
        name: '满分人数',
        unit: '位',
        min: 1,
        max: 10_000,
        line: '到这么多位，覆盖就满分；越往后每一位加得越少。',
      },
      { key: 'reuseDays', name: '复用看近', unit: '天', min: 7, max: 180, line: '这么多天里办过的活动。' },
      {
        key: 'reuseK',
        name: '一场至少回来',
        unit: '位',
        min: 1,
        max: 1_000,
        line: '有这么多位又来了，这一场才算复用。',
      },
      { key: 'coverageWeight', name: '覆盖占', unit: '%', min: 0, max: 100, line: '剩下的是复用。' },
    ],
  },
];
