import { nowMs } from '@/api/now';
import type { AnswerOf } from '@/api/routes';
import { dayAndClock, dayWord } from '@/words/time';

/** One order as it concerns this KOC. */
export type OrderLine = AnswerOf<'member.earningLines'>['items'][number];

/** 山茶面霜, 山茶面霜 等 3 样; an order whose shop told no names goes by its number. */
export const boughtWords = ({ bought, orderNumber }: OrderLine): string => {
  const [first] = bought;
  if (first === undefined) return `订单 ${orderNumber}`;
  return bought.length > 1 ? `${first} 等 ${bought.length} 样` : first;
};

/** Whose share it is. */
export const shareWords = ({ own, level }: OrderLine): string =>
  own ? '我自己买的' : level === 1 ? '我推荐的' : '我带的 KOC 推荐的';

/** When it may be had, was had, or what became of it. */
export const whenWords = ({ state, availableAt, refundedFen, keptFen, wholeFen }: OrderLine): string => {
  if (state === 'void') return refundedFen > 0 ? '退款了，佣金取消' : '佣金取消';
  const less = keptFen < wholeFen ? '，退款少了一部分' : '';
  return state === 'available'
    ? `${dayWord(availableAt, nowMs())}到账${less}`
    : `${dayAndClock(availableAt, nowMs())} 到账${less}`;
};
