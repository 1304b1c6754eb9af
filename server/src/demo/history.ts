import type { ChannelEvent } from '@kouyi/shared/contracts';
import type { ActivityRule } from '@kouyi/shared/types';
import { DAY_MS, shanghaiDay } from '@kouyi/shared/rules/time';
import { seededChance, seedOf } from '../adapters/simulator';
import { demoActivities } from './activities';
import { HISTORY_DAYS } from './activity-parts';
import { DEMO_GROUPS, type DemoMember } from './brand';
import { CHATTER } from './chatter';
import { type ByHour, momentOf } from './hours';

type Window = ActivityRule['window'];

/** So many days back, life was a third of what it is today; but it was never less than the least. */
const THIRD_DAYS = 14;
const LEAST = 0.06;

/** How much is said in each hour of the day (Shanghai), relative to the others. */
const CHATTER_BY_HOUR = [1, 0, 0, 0, 0, 1, 3, 8, 10, 7, 5, 5, 9, 6, 4, 4, 5, 6, 8, 10, 14, 13, 8, 3];
const CHECK_IN_BY_HOUR = [0, 0, 0, 0, 0, 1, 8, 16, 14, 8, 4, 3, 5, 2, 1, 1, 1, 2, 3, 5, 8, 7, 4, 1];

/**
 * Eight weeks of people who join, talk and take part, up to `until`, livelier from week to week: faithful people and
 * those who come now and then, a lively evening and a quiet night. The same for the same `until` day; oldest first.
 */
export function demoHistory(
  members: ReadonlyMap<string, readonly DemoMember[]>,
  until: Date,
): ChannelEvent[] {
  const today = shanghaiDay(until);
  const begins = new Date(until.getTime() - HISTORY_DAYS * DAY_MS);
  const chance = seededChance(seedOf(`history ${today}`));
  const pick = <T>(from: readonly T[]): T => from[Math.floor(chance() * from.length)]!;
  const moment = (day: number, byHour: ByHour): Date => momentOf(day, byHour, chance);

  /** The brand began quietly: so much of today's life was there on a day. */
  const lively = (day: number): number => Math.max(LEAST, 3 ** -((today - day) / THIRD_DAYS));

  const events: ChannelEvent[] = [];
  const join = (room: string, { userId, name, joinedDaysAgo }: DemoMember): void => {
    if (joinedDaysAgo >= HISTORY_DAYS) return;
    const at = new Date(until.getTime() - Math.floor(joinedDaysAgo * DAY_MS)).toISOString();
    events.push({
      eventId: `demo-${room}-${userId}`,
      groupId: room,
      userId,
      name,
      kind: 'join',
      text: '',
      at,
    });
  };
  const say = (room: string, { userId, name, joinedDaysAgo }: DemoMember, text: string, at: Date): void => {
    // Nobody speaks before they joined, or in the future.
    if (at >= until || until.getTime() - at.getTime() > joinedDaysAgo * DAY_MS) return;
    // The day on which the story begins is told from its hour on.
    if (at < begins) return;
    const eventId = `demo-${room}-${events.length}`;
    events.push({ eventId, groupId: room, userId, name, kind: 'message', text, at: at.toISOString() });
  };

  /** Some take part once, at any time while it runs. */
  const playOnce = (room: string, member: DemoMember, words: readonly string[], window: Window): void => {
    const [from, to] = [new Date(window.startAt), new Date(window.endAt)];
    const last = Math.min(today, shanghaiDay(to));
    const day = shanghaiDay(from) + Math.floor(chance() * (last - shanghaiDay(from) + 1));
    const at = moment(day, CHATTER_BY_HOUR);
    if (at >= from && at < to) say(room, member, pick(words), at);
  };
  /** A fifth come nearly every day, half now and then, the rest never; each from a day on, one after the other. */
  const playDaily = (room: string, member: DemoMember, words: readonly string[]): void => {
    const kind = chance();
    const faith = kind > 0.7 ? 0 : kind < 0.2 ? 0.93 : 0.4;
    const late = chance();
    for (let day = today - HISTORY_DAYS + 1; faith > 0 && day <= today; day += 1)
      if (late < lively(day) && chance() < faith)
        say(room, member, pick(words), moment(day, CHECK_IN_BY_HOUR));
  };

  const activities = demoActivities(until);
  for (const { room, bot, topic } of DEMO_GROUPS) {
    if (!bot) continue;
    const people = members.get(room)!;
    for (const member of people) join(room, member);
    for (const { rule, played } of activities) {
      if (played?.topic !== topic) continue;
      for (const member of people) {
        if (played.share === undefined) playDaily(room, member, played.words);
        else if (chance() < played.share) playOnce(room, member, played.words, rule.window);
      }
    }
    const lines = 5 + people.length / 16;
    for (let day = today - HISTORY_DAYS; day <= today; day += 1)
      for (let line = 0; line < Math.round(lines * lively(day)); line += 1)
        say(room, pick(people), pick(CHATTER[topic]), moment(day, CHATTER_BY_HOUR));
  }
  return events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
