import { COUPON_TEMPLATES } from '@kouyi/shared/rules/coupon-templates';
import type { CouponRule } from '@kouyi/shared/types';
import { createCoupon, createLink, issueByHand, openCoupon, redeemCoupon } from '../coupons';
import { now } from '../kernel/clock';
import type { CommandContext } from '../kernel/command';
import { unitDirectory } from '../org';
import { personExists } from '../people';

const WEEK_MS = 7 * 86_400_000;
/** How many of the first group's customers hold the coupon for old friends, and how many have used it. */
const HOLDERS = 10;
const USED = 3;
const ORDERS_FEN = [4_680, 3_200, 5_990];

const templateOf = (id: string): CouponRule => COUPON_TEMPLATES.find((template) => template.id === id)!.rule;

/**
 * Two coupons that are given out: one for old friends, some of whom used it at a store, with a claim link; and a gift
 * that brings people to the store, a fifth of each group. What is there already is left as it is.
 */
export async function seedCoupons(
  context: CommandContext,
  personIds: readonly string[],
  at: Date,
): Promise<void> {
  const cut = await opened(context, 'cut', {});
  await opened(context, 'gift', { perGroup: { sharePercent: 20 }, name: '到店换小样' });
  // Of a seed that goes on after more than a week, the link would be over.
  const until = new Date(at.getTime() + WEEK_MS);
  if (until > now())
    await createLink(context, {
      id: cut,
      name: '公众号推文',
      limit: 100,
      until: until.toISOString(),
      requestKey: 'demo-coupon-link',
    });
  const people: string[] = [];
  for (const personId of personIds.slice(0, HOLDERS)) if (await personExists(personId)) people.push(personId);
  const stores = [...unitDirectory.all()].filter(({ kind }) => kind === 'store');
  if (people.length === 0 || stores.length === 0) return;
  const { issued } = await issueByHand(context, {
    id: cut,
    personIds: people,
    reason: '老友回馈',
    requestKey: 'demo-coupon-friends',
  });
  for (const [i, { code }] of issued.slice(0, USED).entries())
    await redeemCoupon(context, {
      code,
      storeId: stores[i % stores.length]!._id,
      orderFen: ORDERS_FEN[i % ORDERS_FEN.length]!,
      receipt: `DEMO-${i + 1}`,
      requestKey: `demo-coupon-use-${i + 1}`,
    });
}

async function opened(context: CommandContext, template: string, more: Partial<CouponRule>): Promise<string> {
  const rule = { ...templateOf(template), ...more };
  const { _id: id, state } = await createCoupon(context, { rule, requestKey: `demo-coupon-${template}` });
  if (state === 'draft') await openCoupon(context, { id });
  return id;
}
