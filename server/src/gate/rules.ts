import type { GateSettings } from '@kouyi/shared/contracts';
import {
  clockMinutes,
  clockText,
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  shanghaiInstant,
  shanghaiParts,
} from '@kouyi/shared/rules/time';
import { durationInWords } from '@kouyi/shared/rules/words';

/** What a line is for; the gate treats answers to people who just spoke unlike lines nobody waits for. */
export type LineKind = 'answer' | 'closing' | 'welcome' | 'reply';

export const LINE_KIND_NAMES: Record<LineKind, string> = {
  answer: '回答',
  closing: '结束语',
  welcome: '欢迎',
  reply: '回复',
};

export const DEFAULT_GATE: GateSettings = {
  quietHours: { from: '22:30', to: '07:30' },
  maxPerGroupPerHour: 60,
  maxPerGroupPerDay: 300,
  minGapSeconds: 2,
};

/** A line older than this is not worth saying any more. Welcomes and closings may wait for the morning. */
export const STALE_MS: Record<LineKind, number> = {
  answer: 10 * MINUTE_MS,
  reply: 10 * MINUTE_MS,
  closing: 12 * HOUR_MS,
  welcome: 12 * HOUR_MS,
};

/** Whoever spoke so recently is awake: an answer does not disturb. */
export const ANSWER_IN_QUIET_MS = 5 * MINUTE_MS;

/** Everything the gate looks at. */
export interface GateFacts {
  readonly kind: LineKind;
  /** When what the line reacts to happened. */
  readonly causedAt: Date;
  /** Undefined: the group is not known any more. */
  readonly canPost: boolean | undefined;
  /** When the bot spoke in this group in the last 24 hours, newest first. */
  readonly sentAt: readonly Date[];
  readonly settings: GateSettings;
}

export type GateDecision =
  | { readonly verdict: 'send'; readonly code: 'allowed'; readonly reason: string }
  | { readonly verdict: 'wait'; readonly until: Date; readonly code: string; readonly reason: string }
  | { readonly verdict: 'refuse'; readonly code: string; readonly reason: string };

/**
 * Whether a line may leave now, later or never, and why, in words for people. Pure.
 * A wait always ends after `now` and before the line would be stale.
 */
export function gateDecision(facts: GateFacts, now: Date): GateDecision {
  const { kind } = facts;
  const name = LINE_KIND_NAMES[kind];
  if (facts.canPost === undefined) return refuse('group_unknown', '这个群已经不在了，没有发送。');
  if (!facts.canPost)
    return refuse(
      'channel_cannot_post',
      '机器人在这个群不能发言。请把活动的小程序卡片转发到群里，大家点开卡片一样能参加。',
    );
  const staleAt = new Date(facts.causedAt.getTime() + STALE_MS[kind]);
  if (now >= staleAt)
    return refuse('stale', `这条${name}已经过了 ${durationInWords(STALE_MS[kind])}，再说就晚了，没有发送。`);

  const block = blockOf(facts, now);
  if (!block) return { verdict: 'send', code: 'allowed', reason: '可以发送。' };
  if (block.until >= staleAt)
    return refuse(block.code, `${block.why}，等到 ${momentOf(block.until)} 这条${name}就过时了，没有发送。`);
  return {
    verdict: 'wait',
    until: block.until,
    code: block.code,
    reason: `${block.why}，等到 ${momentOf(block.until)} 再发。`,
  };
}

const refuse = (code: string, reason: string): GateDecision => ({ verdict: 'refuse', code, reason });

interface Block {
  readonly code: string;
  readonly why: string;
  readonly until: Date;
}

/** What keeps a line back that could still be said: the obstacle that lasts longest. */
function blockOf(facts: GateFacts, now: Date): Block | undefined {
  const blocks = [quiet(facts, now), capped(facts, now, 'day'), capped(facts, now, 'hour'), gap(facts)];
  return blocks
    .filter((block) => block !== undefined)
    .filter((block) => block.until > now)
    .sort((a, b) => b.until.getTime() - a.until.getTime())[0];
}

function quiet({ kind, causedAt, settings }: GateFacts, now: Date): Block | undefined {
  const until = quietUntil(settings, now);
  if (!until) return undefined;
  const awake = kind === 'answer' || kind === 'reply';
  if (awake && now.getTime() - causedAt.getTime() <= ANSWER_IN_QUIET_MS) return undefined;
  const { from, to } = settings.quietHours;
  return { code: 'quiet_hours', why: `现在是安静时段（${from}–${to}）`, until };
}

/** When the quiet hours around `now` end; undefined outside them. The same minute twice: no quiet hours. */
export function quietUntil({ quietHours }: GateSettings, now: Date): Date | undefined {
  const from = clockMinutes(quietHours.from)!;
  const to = clockMinutes(quietHours.to)!;
  if (from === to) return undefined;
  const { day, minuteOfDay } = shanghaiParts(now);
  const inside =
    from < to ? minuteOfDay >= from && minuteOfDay < to : minuteOfDay >= from || minuteOfDay < to;
  if (!inside) return undefined;
  return shanghaiInstant(minuteOfDay < to ? day : day + 1, to);
}

function capped({ sentAt, settings }: GateFacts, now: Date, span: 'hour' | 'day'): Block | undefined {
  const [max, spanMs, words] =
    span === 'hour'
      ? [settings.maxPerGroupPerHour, HOUR_MS, '一小时']
      : [settings.maxPerGroupPerDay, DAY_MS, '一天'];
  const within = sentAt.filter((at) => now.getTime() - at.getTime() < spanMs);
  // There is room again once the oldest of the last `max` lines is older than the span.
  const oldest = within[max - 1];
  if (!oldest) return undefined;
  return {
    code: `${span}_cap`,
    why: `机器人在这个群${words}内已经说了 ${max} 句`,
    until: new Date(oldest.getTime() + spanMs),
  };
}

function gap({ sentAt, settings }: GateFacts): Block | undefined {
  const last = sentAt[0];
  if (!last || settings.minGapSeconds === 0) return undefined;
  return {
    code: 'min_gap',
    why: `两句话之间至少隔 ${settings.minGapSeconds} 秒`,
    until: new Date(last.getTime() + settings.minGapSeconds * 1000),
  };
}

function momentOf(at: Date): string {
  const { month, date, minuteOfDay } = shanghaiParts(at);
  return `${month}月${date}日 ${clockText(minuteOfDay)}`;
}

/** How long a line rests after its channel failed for the nth time: doubling from 2 s, at most 5 minutes. */
export const backoffMs = (attempts: number): number =>
  Math.min(5 * MINUTE_MS, 1000 * 2 ** Math.min(attempts, 10));
