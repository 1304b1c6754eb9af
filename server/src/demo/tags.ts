import type { TagCondition, TagKind } from '@kouyi/shared/types';

/** Tags of the demo brand; the first three words of each say what an operator would do with it. */
export const DEMO_TAGS: { name: string; kind: TagKind; note: string; condition: TagCondition }[] = [
  {
    name: '常来打卡',
    kind: 'consumer',
    note: '早安活动先照顾他们',
    condition: {
      op: 'count',
      fact: 'participated',
      about: ['check_in'],
      measure: 'days',
      withinDays: 7,
      atLeast: 3,
    },
  },
  {
    name: '刚进群',
    kind: 'organisation',
    note: '先打个招呼，不急着发活动',
    condition: { op: 'ago', fact: 'joined_group', which: 'last', atMost: 7 },
  },
  {
    name: '最近没来',
    kind: 'consumer',
    note: '以前参加过，两周没动静',
    condition: { op: 'ago', fact: 'participated', which: 'last', atLeast: 14 },
  },
  {
    name: '爱抽盲盒',
    kind: 'sales',
    note: '上新盲盒时告诉他们',
    condition: { op: 'count', fact: 'drew', measure: 'times', withinDays: 30, atLeast: 3 },
  },
];

/** Segments of the demo brand; tags are named and looked up when it is set up. */
export const DEMO_SEGMENTS: {
  name: string;
  note: string;
  condition: (tagId: (name: string) => string) => TagCondition;
}[] = [
  {
    name: '热心群友',
    note: '常来打卡，或者在五个以上不同的日子参加过活动',
    condition: (tagId) => ({
      op: 'or',
      of: [
        { op: 'tag', tagId: tagId('常来打卡') },
        { op: 'count', fact: 'participated', measure: 'days', atLeast: 5 },
      ],
    }),
  },
  {
    name: '咖啡群里还没参加过的',
    note: '适合发第一次扣1',
    condition: () => ({
      op: 'and',
      of: [
        { op: 'group', groupIds: [], tags: ['咖啡群'], unitIds: [] },
        { op: 'not', of: { op: 'count', fact: 'participated', measure: 'times', atLeast: 1 } },
      ],
    }),
  },
];
