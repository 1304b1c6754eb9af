import { z } from 'zod';
import { GROUP_HEALTH_LEVELS, TODAY_KINDS } from '../types';
import { id, instant } from './common';

/** Shapes of sub-groups that both their KOC and staff read. */

const count = z.number().int();
/** What friends type or scan to join; six letters and digits that nobody mixes up. */
export const joinCode = z.string().trim().min(4).max(12);
/** Why something ends, or is not done. */
export const reason = z.string().trim().min(2).max(200);
/** Bytes of a picture. */
export const picture = z.custom<Uint8Array>();

/** How alive a group is. */
export const health = z.object({
  /** 0–100. */
  score: count,
  level: z.enum(GROUP_HEALTH_LEVELS),
  /** One sentence: how it is. */
  words: z.string(),
  /** The sum in words and numbers: 本周活跃 6/12 人（54 分）+ … = 78 分. */
  formula: z.string(),
  /** What would help most now. */
  tip: z.string(),
});

/** What to send today. */
export const today = z.object({
  id: z.string(),
  kind: z.enum(TODAY_KINDS),
  title: z.string(),
  /** To be copied and sent as it is. */
  text: z.string(),
  /** Why today, in one line. */
  why: z.string(),
  /** The material it comes from. */
  materialId: id.optional(),
  activityId: id.optional(),
});
export type TodayMessage = z.output<typeof today>;

/** Who is in a sub-group. */
export const member = z.object({
  personId: id,
  name: z.string(),
  joinedAt: instant,
  /** Came by my code. */
  byCode: z.boolean(),
  isKoc: z.boolean(),
  messages7d: count,
  participations7d: count,
  /** Their latest message or participation of the last 30 days. */
  lastActiveAt: instant.optional(),
});
export type SubGroupMember = z.output<typeof member>;
