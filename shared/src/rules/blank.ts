/** A complete, ordinary rule to start from: what the editor shows for a new activity, and what tests vary. */
import type { ActivityKind, ActivityRule } from '../types';
import { HOUR_MS } from './time';

/** Default words of the bot per kind; every one fills from {count} {new} {first} {names} {left} {title} {points}. */
export const DEFAULT_ANSWERS: Record<ActivityKind, string> = {
  sign_up: '收到～又有 {new} 位报名，已经 {count} 位啦，{first} 最快，还剩 {left} 个名额',
  check_in: '今天已有 {count} 位打卡，{first} 最早，连续打卡还有加分～',
  vote: '新收到 {new} 票，一共 {count} 票，还没投的扣个数字就行',
  relay: '接上啦～已经接到第 {count} 位，谢谢 {names}',
  quiz: '{first} 第一个答对，已有 {count} 位答对，答案结束后揭晓',
  blind_box: '{names} 的盲盒机会到账啦，已有 {count} 位，还剩 {left} 个',
  coupon_grab: '{names} 抢到啦，已送出 {count} 张，还剩 {left} 张',
};

/**
 * A new rule of a kind: runs an hour from `now` in no group yet, once per person (a check-in once a day), gives
 * nothing yet. The parts that only some kinds have are there for the kinds that need them.
 */
export const newRule = (kind: ActivityKind, now: Date): ActivityRule => ({
  title: '',
  kind,
  triggers: kind === 'vote' || kind === 'quiz' ? [] : ['1'],
  where: { everywhere: false, groupIds: [], tags: [], unitIds: [], exceptGroupIds: [] },
  window: { startAt: now.toISOString(), endAt: new Date(now.getTime() + HOUR_MS).toISOString() },
  who: { members: 'anyone', minDaysInGroup: 0, excludeStaff: true },
  limits: defaultLimits(kind),
  reward: { points: 0 },
  answer: { everyPeople: 10, everySeconds: 30, text: DEFAULT_ANSWERS[kind] },
  priority: 0,
  ...(kind === 'check_in' ? { checkIn: { makeUpsPerMonth: 2, makeUpWithinDays: 7, milestones: [] } } : {}),
  ...(kind === 'vote' ? { vote: { options: [] } } : {}),
  ...(kind === 'relay' ? { relay: { prompt: '名字和份数', textRequired: false } } : {}),
  ...(kind === 'quiz' ? { quiz: { question: '', options: [] } } : {}),
});

/** What holds where nobody said otherwise: once per person, a check-in once a day. */
export const defaultLimits = (kind: ActivityKind): ActivityRule['limits'] =>
  kind === 'check_in' ? { perPersonPerDay: 1 } : { perPerson: 1 };
