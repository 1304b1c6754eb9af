/** Coupons to begin from: what shops give out most, ready to be changed. */
import type { CouponRule } from '../types';

const base = {
  validity: { kind: 'days', days: 7, afterDays: 0 },
  stores: { everywhere: true, unitIds: [] },
  stacking: 'alone',
  perPerson: 1,
  remindDaysBefore: 2,
  note: '',
} satisfies Partial<CouponRule>;

/** One card of the library. */
export interface CouponTemplate {
  id: string;
  title: string;
  why: string;
  rule: CouponRule;
}

export const COUPON_TEMPLATES: readonly CouponTemplate[] = [
  {
    id: 'cut',
    title: '满 30 减 5',
    why: '门槛略高于平均客单，推一把就够到',
    rule: { ...base, name: '满30减5', terms: { kind: 'cut', minFen: 3_000, cutFen: 500 }, stock: 200 },
  },
  {
    id: 'discount',
    title: '全场 8.5 折',
    why: '老客回来的由头，封顶 20 元，花多少心里有数',
    rule: {
      ...base,
      name: '老友 8.5 折',
      terms: { kind: 'discount', payPercent: 85, minFen: 0, maxCutFen: 2_000 },
      stock: 100,
    },
  },
  {
    id: 'gift',
    title: '到店换小样',
    why: '请人走进门店一次，比发十条消息管用',
    rule: {
      ...base,
      name: '到店礼',
      terms: { kind: 'gift', giftName: '护手霜小样', costFen: 600, minFen: 0 },
      stock: 50,
      stacking: 'any',
    },
  },
  {
    id: 'group-share',
    title: '每群 20% 的人有',
    why: '名额少一点，手快的人更愿意来',
    rule: {
      ...base,
      name: '群友专享券',
      terms: { kind: 'cut', minFen: 5_000, cutFen: 1_000 },
      stock: 500,
      perGroup: { sharePercent: 20 },
    },
  },
];
