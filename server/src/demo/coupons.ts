import { COUPON_TEMPLATES } from '@kouyi/shared/rules/coupon-templates';
import type { CouponRule } from '@kouyi/shared/types';
import { createCoupon, createLink, issueByHand, openCoupon, redeemCoupon } from '../coupons';
import { now } from '../kernel/clock';
import { unitDirectory } from '../org';
import { daysBefore, operator } from './ground';
import type { Chapter } from './story';

const WEEK_MS = 7 * 86_400_000;
/** How many customers hold the coupon for old friends, and when some of them used it: days before today. */
const HOLDERS = 36;
const USED_DAYS_AGO = [18.4, 17.9, 17.3, 16.8, 16.3, 15.9, 15.2, 14.8, 14.5, 14.3, 14.1, 13.9];
const ORDERS_FEN = [4_680, 3_200, 5_990, 3_600, 7_180, 4_200];
/** Who was given the gift by hand, as a thank-you, and when some of them came for it. */
const GUESTS = { from: 40, count: 14 };
const CAME_DAYS_AGO = [4.7, 4.2, 3.6, 2.4, 1.3];

const templateOf = (id: string): CouponRule => COUPON_TEMPLATES.find((template) => template.id === id)!.rule;

/**
 * Two coupons that are given out: one for old friends, some of whom used it at a store, with a claim link; and a gift
 * that brings people to the store, a fifth of each group. What is there already is left as it is.
 */
export const couponChapters = (people: readonly string[], at: Date): Chapter[] => {
  const holders = people.slice(0, HOLDERS);
  const guests = people.slice(GUESTS.from, GUESTS.from + GUESTS.count);
  return [
    { at: daysBefore(at, 19), tell: () => given(holders) },
    ...USED_DAYS_AGO.map((ago, i) => ({
      at: daysBefore(at, ago),
      tell: () => use(given(holders), i, 'demo-coupon-use'),
    })),
    { at: daysBefore(at, 6), tell: () => giftAndLink(at) },
    { at: daysBefore(at, 5.5), tell: () => invited(guests) },
    ...CAME_DAYS_AGO.map((ago, i) => ({
      at: daysBefore(at, ago),
      tell: () => use(invited(guests), 3 * i, 'demo-gift-use'),
    })),
  ];
};

/** The coupon for old friends; open from when it is first asked for. */
export const cut = (): Promise<string> => opened('cut', {});

const gift = (): Promise<string> => opened('gift', { name: '到店换小样' });

/** The same request gives the same coupons again. */
const given = async (holders: readonly string[]) =>
  issueByHand(operator(), {
    id: await cut(),
    personIds: [...holders],
    reason: '老友回馈',
    requestKey: 'demo-coupon-friends',
  });

/** The same request gives the same coupons again. */
const invited = async (guests: readonly string[]) =>
  issueByHand(operator(), {
    id: await gift(),
    personIds: [...guests],
    reason: '常来的朋友，到店领一支护手霜',
    requestKey: 'demo-coupon-guests',
  });

async function giftAndLink(at: Date): Promise<void> {
  await gift();
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

/** A holder shows the code at a store; each at another one, and not all for the same amount. */
async function use(told: ReturnType<typeof issueByHand>, which: number, requestKey: string): Promise<void> {
  const { issued } = await told;
  const stores = [...unitDirectory.all()].filter(({ kind }) => kind === 'store');
  const mine = issued[which];
  if (!mine || stores.length === 0) return;
  await redeemCoupon(operator(), {
    code: mine.code,
    storeId: stores[which % stores.length]!._id,
    orderFen: ORDERS_FEN[which % ORDERS_FEN.length]!,
    receipt: `${requestKey === 'demo-gift-use' ? 'XY' : 'LP'}-${2_061 + 37 * which}`,
    requestKey: `${requestKey}-${which + 1}`,
  });
}

async function opened(template: string, more: Partial<CouponRule>): Promise<string> {
  const rule = { ...templateOf(template), ...more };
  const { _id: id, state } = await createCoupon(operator(), { rule, requestKey: `demo-coupon-${template}` });
  if (state === 'draft') await openCoupon(operator(), { id });
  return id;
}
