import type { ChannelEvent } from '@kouyi/shared/contracts';
import { MINUTE_MS, shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { seededChance, seedOf } from '../adapters/simulator';
import { demoActivities, HISTORY_DAYS } from './activities';
import { DEMO_GROUPS, type DemoMember } from './brand';
import { CHATTER } from './chatter';

/** The last days in which everybody is there. */
const FULL_DAYS = 8;

/** How much is said in each hour of the day (Shanghai), relative to the others. */
const CHATTER_BY_HOUR = [1, 0, 0, 0, 0, 1, 3, 8, 10, 7, 5, 5, 9, 6, 4, 4, 5, 6, 8, 10, 14, 13, 8, 3];
const CHECK_IN_BY_HOUR = [0, 0, 0, 0, 0, 1, 8, 16, 14, 8, 4, 3, 5, 2, 1, 1, 1, 2, 3, 5, 8, 7, 4, 1];

/**
 * Four weeks of believable talk and taking part up to `until`, livelier from week to week: faithful people and those who come now and then, a lively
 * evening and a quiet night. The same talk for the same `until` day; oldest first.
 */
export function demoHistory(
  members: ReadonlyMap<string, readonly DemoMember[]>,
  until: Date,
): ChannelEvent[] {
  const today = shanghaiDay(until);
  const chance = seededChance(seedOf(`history ${today}`));
  const pick = <T>(from: readonly T[]): T => from[Math.floor(chance() * from.length)]!;
  const moment = (day: number, byHour: readonly number[]): Date => {
    let left = chance() * byHour.reduce((sum, weight) => sum + weight, 0);
    const hour = byHour.findIndex((weight) => (left -= weight) < 0);
    return new Date(shanghaiInstant(day, hour * 60).getTime() + Math.floor(chance() * 60 * MINUTE_MS));
  };

  /** The brand began quietly: so much of today's life was there on a day. */
  const lively = (day: number): number => (today - day <= FULL_DAYS ? 1 : 0.3 - (today - day) / 140);

  const events: ChannelEvent[] = [];
  const say = (room: string, { userId, name, joinedDaysAgo }: DemoMember, text: string, at: Date): void => {
    // Nobody speaks before they joined, or in the future.
    if (at >= until || until.getTime() - at.getTime() > joinedDaysAgo * 1440 * MINUTE_MS) return;
    const eventId = `demo-${room}-${events.length}`;
    events.push({ eventId, groupId: room, userId, name, kind: 'message', text, at: at.toISOString() });
  };

  /** Some take part once, at any time since it began. */
  const playOnce = (room: string, member: DemoMember, words: readonly string[], from: Date): void => {
    const day = shanghaiDay(from) + Math.floor(chance() * (today - shanghaiDay(from) + 1));
    const at = moment(day, CHATTER_BY_HOUR);
    if (at >= from) say(room, member, pick(words), at);
  };
  /** A fifth come nearly every day, half now and then, the rest never. */
  const playDaily = (room: string, member: DemoMember, words: readonly string[]): void => {
    const kind = chance();
    const faith = kind > 0.7 ? 0 : kind < 0.2 ? 0.93 : 0.4;
    for (let day = today - HISTORY_DAYS; faith > 0 && day <= today; day += 1)
      if (chance() < faith * lively(day)) say(room, member, pick(words), moment(day, CHECK_IN_BY_HOUR));
  };

  const activities = demoActivities(until);
  for (const { room, bot, topic } of DEMO_GROUPS) {
    if (!bot) continue;
    const people = members.get(room)!;
    for (const { rule, played } of activities) {
      if (played?.topic !== topic) continue;
      for (const member of people) {
        if (played.share === undefined) playDaily(room, member, played.words);
        else if (chance() < played.share) playOnce(room, member, played.words, new Date(rule.window.startAt));
      }
    }
    const lines = 5 + people.length / 16;
    for (let day = today - HISTORY_DAYS; day <= today; day += 1)
      for (let line = 0; line < Math.round(lines * lively(day)); line += 1)
        say(room, pick(people), pick(CHATTER[topic]), moment(day, CHATTER_BY_HOUR));
  }
  return events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
