import { DAY_MS, HOUR_MS, MINUTE_MS, shanghaiDay } from '@kouyi/shared/rules/time';
import { GROWTH_STANDINGS } from '@kouyi/shared/types';
import { Decisions, FirstTimes, Minutes, Progress, progressId } from '../../src/activities/model';
import { Journal } from '../../src/bot/model';
import { Outgoing } from '../../src/gate/model';
import { memberKey, Members } from '../../src/groups/model';
import { Growers, Moves as GrowthMoves, Reached } from '../../src/growth/model';
import { Kocs } from '../../src/koc/model';
import { native } from '../../src/kernel/store';
import { Accounts, Days, Transactions } from '../../src/ledger/model';
import { account, balanced, bookOf } from '../../src/ledger/rules';
import { People } from '../../src/people/model';
import { called } from '../../src/people/rules';
import { Blacklist } from '../../src/risk/model';
import type { Brand } from './brand';
import { oneOf, write } from './rows';

const FAMILY = Array.from('王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗');
const GIVEN = Array.from('安宁静雅欣悦晨曦子涵雨桐若溪思远嘉禾知夏清欢一诺星辰');

/** What person `i` is called: two or three letters and a number, so that searches find few or many. */
const nameOf = (i: number): string =>
  `${oneOf(FAMILY, i)}${oneOf(GIVEN, i * 3)}${oneOf(GIVEN, Math.floor(i / 7))}${i}`;

/** Everybody, in one group each, who said `1` in the one activity and was given points for it. */
export async function fillPeople(brand: Brand): Promise<void> {
  const { people, person, groupOf, ago, now, activityId } = brand;
  const saidAt = (i: number): Date => new Date(now.getTime() - MINUTE_MS - ((i * 811) % (23 * HOUR_MS)));
  await write(People, people, (i) => ({
    _id: person(i),
    ...called(nameOf(i), ago(i, people)),
    identities: [
      { kind: 'channel:simulator', value: `user-${i}` },
      { kind: 'openid', value: `openid-${i}` },
    ],
    seenIn: [groupOf(i)],
    createdAt: ago(i, people),
  }));
  await write(Members, people, (i) => ({
    _id: memberKey(groupOf(i), `user-${i}`),
    groupId: groupOf(i),
    userId: `user-${i}`,
    personId: person(i),
    name: nameOf(i),
    present: true,
    joinedAt: ago(i, people),
    lastJoinAt: ago(i, people),
  }));
  await write(Decisions, people, (i) => ({
    _id: `par_${i}`,
    activityId,
    version: 1,
    groupId: groupOf(i),
    personId: person(i),
    messageId: `0:simulator:said-${i}`,
    name: nameOf(i),
    at: saidAt(i),
    decidedAt: saidAt(i),
    ...(i % 50 === 49
      ? { outcome: 'already_counted' as const, expireAt: new Date(now.getTime() + 30 * DAY_MS) }
      : { outcome: 'counted' as const }),
    points: 5,
    day: shanghaiDay(saidAt(i)),
    text: '1',
    firstTime: i % 3 === 0,
  }));
  await write(FirstTimes, people, (i) => ({ _id: person(i), activityId, at: saidAt(i) }));
  await write(Minutes, 24 * 60, (i) => ({
    _id: `${activityId}:${i}`,
    activityId,
    minute: new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS - i * MINUTE_MS),
    counted: Math.round(people / 1_440),
  }));
  await write(Progress, people, (i) => ({
    _id: progressId(activityId, person(i)),
    activityId,
    personId: person(i),
    attempts: 1,
    counted: 1,
    points: 5,
    days: [],
    madeUp: [],
    perDay: {},
    place: 1 + Math.floor(i / brand.groups),
    firstAt: saidAt(i),
    rev: 1,
  }));
  await write(Journal, people, (i) => ({
    _id: `0:simulator:said-${i}`,
    partition: 0,
    channel: 'simulator',
    eventId: `said-${i}`,
    // A fifth of everything is said in one group.
    groupId: i % 5 === 0 ? brand.groupIds[0]! : groupOf(i),
    userId: `user-${i}`,
    personId: person(i),
    name: nameOf(i),
    kind: 'message' as const,
    text: i % 10 === 0 ? `有人试过新出的燕麦拿铁吗 ${i}` : '1',
    at: saidAt(i),
    receivedAt: saidAt(i),
    decidedAt: saidAt(i),
  }));
  await write(Outgoing, people, (i) => ({
    _id: `out_${i}`,
    groupId: groupOf(i),
    kind: 'answer' as const,
    text: `收到，已经 ${i} 位啦`,
    cause: { activityId },
    causedAt: ago(i, people),
    createdAt: ago(i, people),
    plannedFor: ago(i, people),
    seq: 0,
    dueAt: ago(i, people),
    attempts: 0,
    ...(i % 20 === 19
      ? { state: 'refused' as const, code: 'quiet_hours', reason: '夜里不打扰' }
      : { state: 'sent' as const, sentAt: ago(i, people) }),
  }));
  await fillBooks(brand);
  await fillGrowth(brand);
}

/** Five points for everybody: entries, guards and what a day moved, as `post` leaves them. */
async function fillBooks({ people, person, groupOf, ago, activityId, now }: Brand): Promise<void> {
  const transaction = (i: number) => {
    const at = ago(i, people);
    return balanced(
      {
        key: `activity:${activityId}:${i}`,
        unit: 'point',
        from: account.pointsIssued,
        to: account.memberPoints(person(i)),
        amount: 5,
        at,
        reason: '「全员报名」扣1',
        cause: { kind: 'activity', id: activityId },
        personId: person(i),
        activityId,
        groupId: groupOf(i),
      },
      at,
    );
  };
  await write(Transactions, people, transaction);
  await write(Accounts, people, (i) => ({
    _id: account.memberPoints(person(i)),
    unit: 'point' as const,
    balance: 5,
    floor: 0,
    entries: 1,
  }));
  const day = shanghaiDay(now);
  await native(Days).insertMany(
    [
      { name: account.pointsIssued, amount: -5 * people },
      { name: account.memberPoints(person(0)), amount: 5 * people },
    ].map(({ name, amount }) => ({
      _id: `${bookOf(name)}:${day}`,
      book: bookOf(name),
      day,
      amount,
      entries: people,
    })),
  );
}

async function fillGrowth({ people, kocs, person, groupOf, ago }: Brand): Promise<void> {
  const standingOf = (i: number) =>
    i < kocs ? ('koc' as const) : oneOf(GROWTH_STANDINGS.slice(0, 4), Math.floor(i / 3));
  await write(Kocs, kocs, (i) => ({
    _id: person(i),
    code: `k${String(i).padStart(5, '0')}`,
    ...(i % 4 === 3 ? { parentId: person(i - 1) } : {}),
    since: ago(i, kocs),
    tiers: [{ tier: oneOf(['starter', 'silver', 'gold'] as const, i), from: ago(i, kocs) }],
  }));
  await write(Growers, people, (i) => ({
    _id: person(i),
    history: {},
    stage: standingOf(i),
    since: ago(i, people),
    book: 0,
    home: { groupId: groupOf(i), at: ago(i, people) },
    ...(standingOf(i) === 'none'
      ? {}
      : {
          standard: {
            reached: i % 40,
            activated: i % 20,
            acted: i % 7,
            campaigns: 7,
            share: 0.5,
            score: i % 100,
          },
          score: ((i * 37) % 1_000) / 10,
          standardAt: ago(i, people),
        }),
  }));
  await write(GrowthMoves, people, (i) => ({
    _id: `mov_${i}`,
    personId: person(i),
    from: 'none' as const,
    to: 'active' as const,
    at: ago(i, people),
    reason: '近 30 天参与 4 天',
    by: '规则',
    groupId: groupOf(i),
    ...(i % 5 === 0 ? { beyond: true as const } : {}),
  }));
  await write(Reached, people - kocs, (i) => ({
    _id: person(kocs + i),
    kocId: person(i % kocs),
    at: ago(i, people),
    way: 'link' as const,
    ref: 'bench',
    activatedAt: ago(i, people),
  }));
  await write(Blacklist, Math.round(people / 50), (i) => ({
    _id: `blk_${i}`,
    personId: person(people - 1 - i),
    rule: 'join_flood' as const,
    reason: '5 秒进了 10 个群',
    by: '系统',
    at: ago(i, people),
    evidence: [],
    ...(i % 2 === 0 ? { liftedAt: ago(i, people), liftedBy: '运营', liftReason: '误判' } : {}),
  }));
}
