import { HOUR_MS, shanghaiInstant } from '@kouyi/shared/rules/time';
import type { ActivityRule } from '@kouyi/shared/types';

/** Days of history before today. */
export const HISTORY_DAYS = 56;

/** An activity of the demo brand, and how people took part in it so far. */
export interface DemoActivity {
  readonly key: string;
  /** Where the seed leaves it: launched, launched and ended by hand, or a draft to be finished. */
  readonly state: 'launched' | 'closed' | 'draft';
  readonly rule: ActivityRule;
  /** What it gives besides, looked up when it is launched: it is made by then. */
  readonly prize?: () => Promise<Pick<ActivityRule['reward'], 'box' | 'couponId'>>;
  readonly played?: DemoPlay;
}

/** How people of one kind of group took part. */
export interface DemoPlay {
  readonly topic: 'coffee' | 'skin';
  /** What they type, each as likely as the others. */
  readonly words: readonly string[];
  /** How many of them take part once. Absent: daily, the faithful nearly every day. */
  readonly share?: number;
}

/** Customers, not staff. */
export const anyone: ActivityRule['who'] = { members: 'anyone', minDaysInGroup: 0, excludeStaff: true };
/** The groups with a tag. */
export const tagged = (tag: string): ActivityRule['where'] => ({
  everywhere: false,
  groupIds: [],
  tags: [tag],
  unitIds: [],
  exceptGroupIds: [],
});
/** From one hour of a Shanghai day to one of another, both relative to today. */
export const between = (
  today: number,
  from: [day: number, hour: number],
  to: [day: number, hour: number],
) => ({
  startAt: new Date(shanghaiInstant(today + from[0]).getTime() + from[1] * HOUR_MS).toISOString(),
  endAt: new Date(shanghaiInstant(today + to[0]).getTime() + to[1] * HOUR_MS).toISOString(),
});
