import { tidyLines } from '@kouyi/shared/rules/text';
import { HOUR_MS, shanghaiParts } from '@kouyi/shared/rules/time';
import {
  GROWTH_STANDING_NAMES,
  KOC_TIER_NAMES,
  MOMENT_STATE_NAMES,
  type MomentState,
  WISH_STATE_NAMES,
  type WishKind,
  type WishState,
} from '@kouyi/shared/types';
import { derivedId } from '../kernel/ids';
import { refusals } from '../kernel/refusals';
import { stateTable } from '../kernel/states';
import type { MomentRow } from './model';

export const refuse = refusals({
  text_unclean: { zh: '内容里有看不见的控制字符，请删掉后再提交。', en: 'text has control characters' },
  too_many_today: {
    zh: '今天已经说了 {limit} 条，明天再来，之前的我们都会看。',
    en: 'too many today',
    status: 429,
  },
  too_many_open: { zh: '还有 {limit} 条在等回复，等有回音了再说新的。', en: 'too many open', status: 409 },
  points_need_yes: { zh: '暂未安排时不送积分。', en: 'points only with a yes' },
  not_answered_yet: { zh: '先给一个答复，再补充进展。', en: 'not answered yet', status: 409 },
  follow_ups_full: { zh: '已经补充过 {limit} 次，不能再加了。', en: 'too many follow-ups', status: 409 },
  moment_in_past: { zh: '时间要在以后。', en: 'moment lies in the past' },
  moment_not_over: { zh: '时刻还没开始，开始以后再写后续。', en: 'moment is not over', status: 409 },
  group_unknown: { zh: '没有找到这个群。', en: 'unknown group' },
  person_unknown: { zh: '名单里有人已经注销或不存在，请重新选。', en: 'unknown person' },
});

/** What one person may tell in 24 hours, and how much may wait for an answer. */
export const A_DAY = 5;
export const OPEN_MAX = 10;
/** Words afterwards to one wish or moment. */
export const FOLLOW_UPS_MAX = 10;

/** What was declined may be granted after all; a yes is not taken back. */
export const wishStates = stateTable<WishState>(
  {
    open: ['granted', 'adopted', 'declined', 'withdrawn'],
    declined: ['granted', 'adopted'],
    granted: [],
    adopted: [],
    withdrawn: [],
  },
  WISH_STATE_NAMES,
);

/** The state that a yes or a no brings: a wish is granted, a suggestion adopted, either is declined. */
export const answered = (kind: WishKind, yes: boolean): WishState =>
  !yes ? 'declined' : kind === 'wish' ? 'granted' : 'adopted';

/** Control characters but line ends, and marks that turn the direction of what follows. */
const UNCLEAN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** What a member wrote, tidied. @throws Refusal `text_unclean` where nothing, or something that can't be seen, is in it. */
export function cleanText(raw: string): string {
  const text = raw.replace(/\r\n?/g, '\n');
  const tidy = tidyLines(text);
  if (UNCLEAN.test(text) || tidy.length < 2) throw refuse('text_unclean', { field: 'text' });
  return tidy;
}

/** The id of a wish: the same for the same request. */
export const wishIdOf = (personId: string, requestKey: string): string =>
  derivedId('wsh', personId, requestKey);
/** The id of somebody’s invitation to a moment. */
export const guestIdOf = (momentId: string, personId: string): string => derivedId('gst', momentId, personId);
/** A follow-up of something, once a request key. */
export const followUpIdOf = (of: string, requestKey: string): string => derivedId('flw', of, requestKey);

export const momentStates = stateTable<MomentRow['state']>(
  { planned: ['told', 'cancelled'], told: ['cancelled'], cancelled: [] },
  MOMENT_STATE_NAMES,
);

/** When people are told of a moment; never later than now. */
export const tellAtOf = (startAt: Date, tellHoursBefore: number): Date =>
  new Date(startAt.getTime() - tellHoursBefore * HOUR_MS);

/** Where a moment is as people see it: over once it has begun, unless it was called off. */
export const momentStateAt = ({ state, startAt }: MomentRow, at: Date): MomentState =>
  state !== 'cancelled' && startAt <= at ? 'done' : state;

/** For whom a moment is, in one line. */
export const audienceWords = (audience: MomentRow['audience']): string =>
  audience.to === 'people'
    ? `指定的 ${audience.personIds.length} 位`
    : audience.to === 'stages'
      ? audience.stages.map((stage) => GROWTH_STANDING_NAMES[stage]).join('、')
      : audience.tiers.length === 0
        ? '全部 KOC'
        : `${audience.tiers.map((tier) => KOC_TIER_NAMES[tier]).join('、')} KOC`;

/** 11月21日 20:00, in Shanghai. */
export const timeWords = (at: Date): string => {
  const { month, date, hour, minute } = shanghaiParts(at);
  return `${month}月${date}日 ${hour}:${String(minute).padStart(2, '0')}`;
};
