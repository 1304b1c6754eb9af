/** Answers as a small brand would give them; tests change what they speak about. */
import type { ActivityCard } from '@kouyi/shared/contracts';
import { FakeApi } from './fake-api';

const MINUTE_MS = 60_000;
const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * MINUTE_MS).toISOString();

/** A running sign-up with 37 of 50 places taken, in a group that the bot can read. */
export const cardOf = (change: Partial<ActivityCard> = {}): ActivityCard => ({
  id: 'act-1',
  title: '扣 1 领小样，限前 50 名',
  kind: 'sign_up',
  state: 'running',
  groups: [{ id: 'grp-1', name: '咖啡 3 群', botCanRead: true, botCanPost: true }],
  trigger: '1',
  line: '在群里发一个「1」就算参加',
  points: 5,
  opensAt: inMinutes(-30),
  closesAt: inMinutes(30),
  openNow: true,
  counted: 37,
  limit: 50,
  left: 13,
  mine: 0,
  ...change,
});

/** The same in a group that the bot can't read: taking part happens in the mini-program. */
export const unreadableCard = (change: Partial<ActivityCard> = {}): ActivityCard =>
  cardOf({ groups: [{ id: 'grp-2', name: '徐汇护肤群', botCanRead: false, botCanPost: false }], ...change });

const homeOf = (now: ActivityCard[]) => ({
  brandName: '晨露',
  points: 1286,
  now,
  soon: [],
  serverTime: new Date().toISOString(),
});

/** An activity's page around a card. */
export const detailOf = (card: ActivityCard) => ({
  card,
  words: [{ part: 'trigger', line: '在群里发「1」。' }],
  mine: [],
  options: [],
  relay: [],
});

/** A server on which every page has something to show. */
export const believableApi = (card: ActivityCard = cardOf()): FakeApi =>
  new FakeApi()
    .on('staffSession.welcome', () => ({ brandName: '晨露', demo: true, demoStaff: [] }))
    .on('memberAuth.signIn', () => ({
      token: 'token-1',
      expiresAt: inMinutes(600),
      personId: 'per-1',
      nickname: '小满',
    }))
    .on('memberAuth.signOut', () => ({ ok: true }))
    .on('member.me', () => ({
      personId: 'per-1',
      nickname: '小满',
      points: 1286,
      groups: 2,
      since: inMinutes(-60 * 24 * 9),
      brandName: '晨露',
    }))
    .on('member.home', () => homeOf([card]))
    .on('member.activity', () => detailOf(card))
    .on('member.checkIns', () => ({
      activities: [{ id: 'act-2', title: '每日打卡', state: 'running' }],
      summary: {
        activityId: 'act-2',
        title: '每日打卡',
        streak: 11,
        checkedInToday: false,
        pointsPerDay: 5,
        nextMilestone: { inDays: 3, points: 50 },
        week: [],
      },
      month: '2026-11',
      days: [{ day: '2026-11-03', state: 'missed', canMakeUp: true }],
      makeUpsLeft: 2,
      milestones: [{ days: 14, points: 50, reached: false }],
      pointsFromThis: 55,
    }))
    .on('member.makeUp', () => ({ points: 5, streak: 12, makeUpsLeft: 1 }))
    .on('member.points', () => ({
      balance: 1286,
      items: [
        {
          id: 'ent-1',
          at: inMinutes(-5),
          points: 5,
          balance: 1286,
          reason: '「咖啡 3 群」扣1打卡 · 第 12 天',
        },
      ],
    }))
    .on('member.groups', () => ({
      items: [
        {
          id: 'grp-1',
          name: '咖啡 3 群',
          members: 86,
          joinedAt: inMinutes(-9_000),
          botCanRead: true,
          botCanPost: true,
          running: [],
        },
      ],
    }))
    .on('member.consents', () => ({ items: [{ version: '2026-11', at: inMinutes(-60) }] }))
    .on('member.exportMine', () => ({ exportedAt: inMinutes(0), data: { messages: [{ text: '1' }] } }))
    .on('member.withdrawConsent', () => ({ ok: true }))
    .on('member.deleteMe', () => ({ ok: true }));

/** The session of a member, as the app keeps it on the phone. */
export const SIGNED_IN: [string, string] = [
  'kouyi:session',
  JSON.stringify({ token: 'token-1', personId: 'per-1', nickname: '小满', expiresAt: inMinutes(600) }),
];
