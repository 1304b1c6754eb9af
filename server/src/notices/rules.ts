import { DAY_MS, MINUTE_MS, shanghaiParts } from '@kouyi/shared/rules/time';
import { refusals } from '../kernel/refusals';

export const refuse = refusals({
  template_unknown: { zh: '这个订阅消息已经换了，请刷新页面再试。', en: 'unknown subscribe template' },
});

/** `service` is about something the person did or has; `promotion` is anything that wants to sell. */
export type NoticeKind = 'service' | 'promotion';

/** So many promotions a person may be told in 24 hours, from everywhere together. */
export const PROMOTIONS_PER_DAY = 2;

/** What the gate looks at before a person is told something. */
export interface NoticeFacts {
  readonly kind: NoticeKind;
  /** End of the person's care period, if they are or were in one. */
  readonly careUntil: Date | undefined;
  /** Promotions this person was told in the last 24 hours. */
  readonly promotionsToday: number;
  /** Who gets nothing anywhere gets no promotion either; service still reaches them. */
  readonly blacklisted: boolean;
}

export interface NoticeDecision {
  readonly told: boolean;
  readonly code: 'allowed' | 'care_period' | 'promotion_cap' | 'blacklisted';
  readonly reason: string;
}

/** Whether a person is told something, and why, in words. Pure. */
export function noticeDecision(facts: NoticeFacts, now: Date): NoticeDecision {
  if (facts.kind === 'service')
    return { told: true, code: 'allowed', reason: '与本人有关的服务通知，已放进消息。' };
  if (facts.blacklisted)
    return { told: false, code: 'blacklisted', reason: '这位成员在黑名单里，不发推广。' };
  if (facts.careUntil && facts.careUntil > now)
    return {
      told: false,
      code: 'care_period',
      reason: `正在护理期（到 ${dayOf(facts.careUntil)} 为止），护理期里不发任何推广。`,
    };
  if (facts.promotionsToday >= PROMOTIONS_PER_DAY)
    return {
      told: false,
      code: 'promotion_cap',
      reason: `24 小时内已经收到 ${facts.promotionsToday} 条推广，不再打扰。`,
    };
  return { told: true, code: 'allowed', reason: '可以告诉，已放进消息。' };
}

/** Since when promotions count against the cap. */
export const capSince = (now: Date): Date => new Date(now.getTime() - DAY_MS);

const dayOf = (at: Date): string => {
  const { month, date } = shanghaiParts(at);
  return `${month}月${date}日`;
};

/** A push older than this is not worth a buzz any more; the inbox has it. */
export const PUSH_STALE_MS = DAY_MS;
export const PUSH_MAX_ATTEMPTS = 8;

/** How long a push rests after its nth failure: doubling from 30 s, at most half an hour. */
export const pushBackoffMs = (attempts: number): number =>
  Math.min(30 * MINUTE_MS, 15_000 * 2 ** Math.min(attempts, 10));

/** A value of a `thing` field: WeChat takes 20 characters at most. */
export const thing = (text: string): string => {
  const chars = Array.from(text.replace(/\s+/g, ' ').trim());
  return chars.length <= 20 ? chars.join('') : `${chars.slice(0, 19).join('')}…`;
};
