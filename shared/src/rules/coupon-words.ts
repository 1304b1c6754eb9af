/** A coupon in words, as its holder reads it. */
import { COUPON_STACKING_NAMES, type CouponRule, type CouponTerms } from '../types';
import { yuan } from './money';
import { momentInWords } from './words';

/** Yuan as on a price tag: 500 → '5', 1250 → '12.5'. */
export const tagYuan = (fen: number): string =>
  yuan(fen)
    .replace(/\.00$/, '')
    .replace(/(\.\d)0$/, '$1');

/** 85 → '8.5 折', 80 → '8 折'. */
export const discountInWords = (payPercent: number): string => `${payPercent / 10} 折`;

/** The big words on the card: '减 5 元', '8.5 折', the gift's name. */
export const couponHeadline = (terms: CouponTerms): string => {
  switch (terms.kind) {
    case 'cut':
      return `减 ${tagYuan(terms.cutFen)} 元`;
    case 'discount':
      return discountInWords(terms.payPercent);
    case 'gift':
      return terms.giftName || '礼品';
  }
};

/** The line below: '满 30 元可用', '无门槛', '满 100 元可用，最多优惠 20 元'. */
export const couponCondition = (terms: CouponTerms): string => {
  const from = terms.minFen > 0 ? `满 ${tagYuan(terms.minFen)} 元可用` : '无门槛';
  if (terms.kind === 'discount') return `${from}，最多优惠 ${tagYuan(terms.maxCutFen)} 元`;
  return terms.kind === 'gift' && terms.minFen === 0 ? '凭券免费兑换' : from;
};

/** The end of a validity as people say it: the last minute counts, so midnight is the day before's 24:00. */
export const untilInWords = (until: Date): string => {
  const last = new Date(until.getTime() - 1);
  const words = momentInWords(last);
  return words.endsWith('23:59') ? `${words.slice(0, -5)}24:00` : momentInWords(until);
};

const validityLine = ({ validity }: CouponRule): string => {
  if (validity.kind === 'fixed') {
    const [from, until] = [new Date(validity.from), new Date(validity.until)];
    if (Number.isNaN(from.getTime()) || Number.isNaN(until.getTime())) return '有效期还没定';
    return `${momentInWords(from)} 到 ${untilInWords(until)} 有效`;
  }
  const begins = validity.afterDays === 0 ? '到手' : `到手 ${validity.afterDays} 天后`;
  return `${begins}起 ${validity.days} 天内有效，最后一天到 24:00`;
};

/** What the card says under its head; `units` names the stores. */
export const couponLines = (rule: CouponRule, units: (id: string) => string): string[] => [
  validityLine(rule),
  rule.stores.everywhere
    ? '所有门店可用'
    : rule.stores.unitIds.length === 0
      ? '还没选门店'
      : `${rule.stores.unitIds.slice(0, 4).map(units).join('、')}${rule.stores.unitIds.length > 4 ? `等 ${rule.stores.unitIds.length} 处` : ''}可用`,
  COUPON_STACKING_NAMES[rule.stacking],
  ...(rule.audience ? [`只给「${rule.audience.name}」这群人`] : []),
  ...(rule.perPerson > 0 ? [`每人最多 ${rule.perPerson} 张`] : []),
  ...(rule.note.trim() === '' ? [] : [rule.note.trim()]),
];
