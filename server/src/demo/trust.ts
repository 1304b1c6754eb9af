import type { BudgetRule, ChannelEvent, RightRule } from '@kouyi/shared/contracts';
import { DAY_MS, HOUR_MS } from '@kouyi/shared/rules/time';
import type { GiftKind } from '@kouyi/shared/types';
import { SIMULATOR } from '../adapters/simulator';
import { bot } from '../bot';
import { giveOfBudget, grantBudget } from '../budgets';
import { groupDirectory } from '../groups';
import type { CommandContext } from '../kernel/command';
import { now } from '../kernel/clock';
import { approveRightClaim, claimRight, createRight, openRights } from '../rights';
import { channelUserOf, nicknames } from '../people';
import { joinSubGroup, openSubGroupFor, refreshSuggestions, subGroupsOf } from '../subgroups';
import { daysBefore, operator } from './ground';
import { kocsOf } from './shop';
import type { Chapter } from './story';

const right = (rule: Partial<RightRule> & Pick<RightRule, 'name' | 'kind' | 'counts'>): RightRule => ({
  about: '',
  period: 'month',
  atOnce: false,
  needsNote: false,
  ...rule,
});

const RIGHTS: readonly RightRule[] = [
  right({
    name: '每月积分',
    kind: 'points',
    points: 200,
    counts: { starter: 1, silver: 2, gold: 3 },
    atOnce: true,
    about: '谢谢你带群。领了就到账。',
  }),
  right({
    name: '新品正装试用',
    kind: 'goods',
    what: '积雪草舒缓面膜 5 片',
    counts: { starter: 1, silver: 1, gold: 2 },
    period: 'quarter',
    needsNote: true,
    about: '用过再说，真实感受就好。',
  }),
  right({
    name: '门店护理一次',
    kind: 'service',
    what: '门店护理一次（45 分钟）',
    counts: { silver: 1, gold: 1 },
    period: 'quarter',
  }),
  right({
    name: '季度礼金',
    kind: 'budget',
    budget: { unit: 'fen', amount: 20_000, perPerson: 2_000, perDay: 6_000, who: 'both', days: 60 },
    counts: { gold: 1 },
    period: 'quarter',
  }),
];

/** Friends who join the first two KOCs' groups, from the line of customers. */
const FRIENDS = [
  { from: 30, count: 14 },
  { from: 52, count: 9 },
];
const GROUPS = ['换季护肤搭子', '午后咖啡桌'];
const TALK = [
  '今天面膜敷完，脸软软的',
  '有没有人用过洁面泡沫，干皮能用吗',
  '我干皮，用了两周，不绷',
  '周末门店护理有人一起去吗',
  '早上那杯挂耳太香了',
  '1',
];
/** Days before today on which the first KOC gives, to which of the friends, how much and why. */
const GIFTS: readonly [ago: number, friend: number, amount: number, kind: GiftKind, reason: string][] = [
  [12, 0, 50, 'thanks', '谢谢你帮新人讲怎么选面霜'],
  [10, 3, 30, 'invite', '带了两位朋友进群，请你喝一杯'],
  [7, 5, 60, 'trial', '试完洁面记得说说感受'],
  [4, 8, 50, 'birthday', '生日快乐，买杯好咖啡'],
  [2, 2, 120, 'thanks', '拼单那天帮大家对了一下午的账'],
  [1, 0, 40, 'care', '换季脸干，买片面膜敷敷'],
];
/** The same of the second, in fen: what friends of hers find in their prize cabinet. */
const RED_PACKETS: readonly [ago: number, friend: number, amount: number, kind: GiftKind, reason: string][] =
  [
    [5, 1, 800, 'thanks', '谢谢你帮我看店里的排队'],
    [3, 4, 600, 'trial', '新豆子第一杯我请，喝完说说'],
    [0.4, 2, 1_000, 'birthday', '生日快乐，买块蛋糕配咖啡'],
  ];
const POINTS = { unit: 'point', amount: 2_000, perPerson: 200, perDay: 300 } as const;
const FEN = { unit: 'fen', amount: 10_000, perPerson: 1_000, perDay: 3_000 } as const;

const asMember = (personId: string): CommandContext => ({
  actor: { kind: 'member', personId, sessionId: 'demo' },
});

/**
 * What trust looks like: KOCs with groups of their own and friends in them, rights that are claimed, a budget that is
 * given away bit by bit, and a group that asks for a real one. What is there already is left as it is.
 */
export const trustChapters = (people: readonly string[], at: Date): Chapter[] => {
  const [first, second, third] = kocsOf(people) as [string, string, string];
  const friends = FRIENDS.map(({ from, count }) => people.slice(from, from + count));
  const [budgetKey, fenKey] = ['demo-budget-points', 'demo-budget-fen'];
  return [
    { at: daysBefore(at, 30), tell: addRights },
    ...[first, second].map((kocId, i): Chapter => ({
      at: daysBefore(at, 24 - i),
      tell: () =>
        openSubGroupFor(asMember(kocId), {
          name: GROUPS[i]!,
          channel: SIMULATOR,
          requestKey: `demo-group-${i}`,
        }),
    })),
    ...friends.flatMap((ofGroup, i) =>
      ofGroup.map((personId, n): Chapter => ({
        at: new Date(daysBefore(at, 22 - i - n * 1.3).getTime()),
        tell: () => joins(personId, i === 0 ? first : second),
      })),
    ),
    { at: daysBefore(at, 20), tell: () => claims(first, '每月积分', 'demo-claim-1') },
    {
      at: daysBefore(at, 15),
      tell: () => grants(first, budgetKey, POINTS, at),
    },
    ...GIFTS.map((gift): Chapter => ({
      at: daysBefore(at, gift[0]),
      tell: async () => gives(first, await grants(first, budgetKey, POINTS, at), friends[0]!, gift),
    })),
    { at: daysBefore(at, 6), tell: () => grants(second, fenKey, FEN, at) },
    ...RED_PACKETS.map((gift): Chapter => ({
      at: daysBefore(at, gift[0]),
      tell: async () => gives(second, await grants(second, fenKey, FEN, at), friends[1]!, gift),
    })),
    { at: daysBefore(at, 5), tell: () => serviceFor(first) },
    { at: new Date(at.getTime() - 5 * HOUR_MS), tell: () => chat([first, ...friends[0]!], first) },
    {
      at: new Date(at.getTime() - 3 * HOUR_MS),
      tell: () => claims(second, '新品正装试用', 'demo-claim-3', '杭州西湖区文三路 1 号 4 楼，王先生收'),
    },
    {
      at: new Date(at.getTime() - 2 * HOUR_MS),
      tell: () =>
        openSubGroupFor(asMember(third), {
          name: '同城遛娃护肤群',
          purpose: '小区里十几位妈妈想一起试新品，平时在微信群聊',
          channel: 'wechat',
          requestKey: 'demo-group-wechat',
        }),
    },
    { at, tell: refreshSuggestions },
  ];
};

async function addRights(): Promise<void> {
  const had = new Set((await openRights()).map(({ rule }) => rule.name));
  for (const rule of RIGHTS) if (!had.has(rule.name)) await createRight(operator(), { rule });
}

async function joins(personId: string, kocId: string): Promise<void> {
  const [group] = await subGroupsOf([kocId]);
  if (group) await joinSubGroup(asMember(personId), group.joinCode);
}

/** Claims a right by its name; one that is used up in this period, or not for this tier, stays unclaimed. */
async function claims(kocId: string, name: string, requestKey: string, note?: string) {
  const found = (await openRights()).find(({ rule }) => rule.name === name);
  if (!found) return undefined;
  return claimRight(asMember(kocId), { id: found._id, requestKey, ...(note ? { note } : {}) });
}

async function serviceFor(kocId: string): Promise<void> {
  const claim = await claims(kocId, '门店护理一次', 'demo-claim-2');
  if (claim?.state === 'requested') await approveRightClaim(operator(), { id: claim._id });
}

const grants = (
  kocId: string,
  requestKey: string,
  limits: Pick<BudgetRule, 'unit' | 'amount' | 'perPerson' | 'perDay'>,
  at: Date,
) =>
  grantBudget(operator(), {
    kocId,
    requestKey,
    rule: {
      title: limits.unit === 'point' ? '新客礼' : '请喝咖啡',
      ...limits,
      who: 'both',
      kinds: ['thanks', 'trial', 'birthday', 'care', 'invite'],
      until: new Date(at.getTime() + 20 * DAY_MS),
    },
  });

const gives = (
  kocId: string,
  { _id: id }: { _id: string },
  friends: readonly string[],
  [ago, friend, amount, kind, reason]: (typeof GIFTS)[number],
) =>
  giveOfBudget(asMember(kocId), {
    id,
    personId: friends[friend]!,
    amount,
    kind,
    reason,
    requestKey: `demo-gift-${ago}`,
  });

/** Some of them talk in the KOC's group today. */
async function chat(people: readonly string[], kocId: string): Promise<void> {
  const [subGroup] = await subGroupsOf([kocId]);
  const group = groupDirectory.get(subGroup?.groupId ?? '');
  if (!group) return;
  const names = await nicknames(people);
  const events: ChannelEvent[] = [];
  for (const [i, text] of TALK.entries()) {
    const personId = people[(i * 2) % people.length]!;
    const userId = await channelUserOf(personId, SIMULATOR);
    if (userId === undefined) continue;
    events.push({
      eventId: `demo-sub-group-${i}`,
      groupId: group.channelGroupId,
      userId,
      name: names.get(personId) ?? '',
      kind: 'message',
      text,
      at: new Date(now().getTime() - (TALK.length - i) * 60_000).toISOString(),
    });
  }
  await bot().door.accept(SIMULATOR, events);
  await bot().engine.drain();
}
