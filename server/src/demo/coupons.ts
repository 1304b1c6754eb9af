import { COUPON_TEMPLATES } from '@kouyi/shared/rules/coupon-templates';
import type { CouponRule } from '@kouyi/shared/types';
import { createCoupon, createLink, issueByHand, openCoupon, redeemCoupon } from '../coupons';
import { now } from '../kernel/clock';
import { unitDirectory } from '../org';
import { daysBefore, operator } from './ground';
import type { Chapter } from './story';

const WEEK_MS = 7 * 86_400_000;
/** How many customers hold the coupon for old friends, and when some of them used it: days before today. */
const HOLDERS = 10;
const USED_DAYS_AGO = [17, 15.2, 14.8];
const ORDERS_FEN = [4_680, 3_200, 5_990];

const templateOf = (id: string): CouponRule => COUPON_TEMPLATES.find((template) => template.id === id)!.rule;

/**
 * Two coupons that are given out: one for old friends, some of whom used it at a store, with a claim link; and a gift
 * that brings people to the store, a fifth of each group. What is there already is left as it is.
 */
export const couponChapters = (people: readonly string[], at: Date): Chapter[] => {
  const holders = people.slice(0, HOLDERS);
  return [
    { at: daysBefore(at, 19), tell: () => given(holders) },
    ...USED_DAYS_AGO.map((ago, i) => ({ at: daysBefore(at, ago), tell: () => use(holders, i) })),
    { at: daysBefore(at, 6), tell: () => giftAndLink(at) },
  ];
};

const cut = (): Promise<string> => opened('cut', {});

/** The same request gives the same coupons again. */
const given = async (holders: readonly string[]) =>
  issueByHand(operator(), {
    id: await cut(),
    personIds: [...holders],
    reason: '老友回馈',
    requestKey: 'demo-coupon-friends',
  });

async function giftAndLink(at: Date): Promise<void> {
  await opened('gift', { perGroup: { sharePercent: 20 }, name: '到店换小样' });
  // Of a seed that goes on after more than a week, the link would be over.
  const until = new Date(at.getTime() + WEEK_MS);
  if (until <= now()) return;
  await createLink(operator(), {
    id: await cut(),
    name: '公众号推文',
    limit: 100,
    until: until.toISOString(),
    requestKey: 'demo-coupon-link',
  });
}

/** A holder shows the code at a store. */
async function use(holders: readonly string[], which: number): Promise<void> {
  const { issued } = await given(holders);
  const stores = [...unitDirectory.all()].filter(({ kind }) => kind === 'store');
  const mine = issued[which];
  if (!mine || stores.length === 0) return;
  await redeemCoupon(operator(), {
    code: mine.code,
    storeId: stores[which % stores.length]!._id,
    orderFen: ORDERS_FEN[which % ORDERS_FEN.length]!,
    receipt: `DEMO-${which + 1}`,
    requestKey: `demo-coupon-use-${which + 1}`,
  });
}

async function opened(template: string, more: Partial<CouponRule>): Promise<string> {
  const rule = { ...templateOf(template), ...more };
  const { _id: id, state } = await createCoupon(operator(), { rule, requestKey: `demo-coupon-${template}` });
  if (state === 'draft') await openCoupon(operator(), { id });
  return id;
}
