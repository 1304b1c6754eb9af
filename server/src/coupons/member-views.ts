import type { InputOf, MemberCoupon, OutputOf, contracts } from '@kouyi/shared/contracts';
import { shanghaiDay } from '@kouyi/shared/rules/time';
import { now } from '../kernel/clock';
import { newestPage } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { anyOf, native } from '../kernel/store';
import { unitDirectory } from '../org';
import { linkIssueId } from './links';
import { Coupons, Issues, type IssueRow, Links, Stocks } from './model';
import { refuse } from './rules';
import { faceOf, issueFace } from './views';

type MemberContracts = (typeof contracts)['member'];

/** One coupon as its holder sees it. */
export function memberCouponView(row: IssueRow, at: Date): MemberCoupon {
  // A coupon whose end has come but whom the job has not reached is over all the same.
  const state = row.state === 'held' && row.validUntil <= at ? 'expired' : row.state;
  const lastDay = shanghaiDay(new Date(row.validUntil.getTime() - 1));
  return {
    id: row._id,
    couponId: row.couponId,
    face: issueFace(row),
    kind: row.terms.kind,
    state,
    code: row.code,
    redeemPage: `/console/redeem?code=${row.code}`,
    source: row.source.words,
    at: row.at.toISOString(),
    validFrom: row.validFrom.toISOString(),
    validUntil: row.validUntil.toISOString(),
    ...(state === 'held' ? { daysLeft: Math.max(0, lastDay - shanghaiDay(at)) } : {}),
    usableNow: state === 'held' && row.validFrom <= at,
    ...(row.redeemedAt ? { redeemedAt: row.redeemedAt.toISOString() } : {}),
    ...(row.storeId ? { storeName: unitDirectory.nameOf(row.storeId) } : {}),
    ...(row.cutFen === undefined ? {} : { cutFen: row.cutFen }),
  };
}

/** My coupons, of all my identities: usable ones by their end, those used and those over newest first. */
export async function memberCouponPage(
  selves: readonly string[],
  { show, ...page }: InputOf<MemberContracts['coupons']>,
) {
  const at = now();
  const view = (row: IssueRow) => memberCouponView(row, at);
  if (show === 'usable') {
    const usable = { personId: anyOf(selves), state: 'held' as const, validUntil: { $gt: at } };
    return newestPage(Issues, 'validUntil', usable, page, (shown) => shown.map(view), 'oldest');
  }
  const over = [
    { state: 'expired' as const },
    { state: 'revoked' as const },
    { state: 'held' as const, validUntil: { $lte: at } },
  ];
  return newestPage(
    Issues,
    'at',
    {
      personId: anyOf(selves),
      $and: [show === 'used' ? { state: 'redeemed' as const } : { $or: over }],
    },
    page,
    (shown) => shown.map(view),
  );
}

/** One coupon of mine. @throws Refusal `not_found`, also for somebody else's. */
export async function memberCoupon(selves: readonly string[], id: string): Promise<MemberCoupon> {
  const row = await native(Issues).findOne({ _id: id, personId: anyOf(selves) });
  if (!row) throw refuseAnywhere('not_found');
  return memberCouponView(row, now());
}

/** What a claim link offers a person. @throws Refusal `link_unknown` (404). */
export async function linkOffer(
  personId: string,
  token: string,
): Promise<OutputOf<MemberContracts['couponLink']>> {
  const at = now();
  const link = await native(Links).findOne({ _id: token });
  const coupon = link && (await native(Coupons).findOne({ _id: link.couponId }));
  if (!coupon) throw refuse('link_unknown');
  const [mine, stock] = await Promise.all([
    native(Issues).findOne({ _id: linkIssueId(token, personId) }),
    native(Stocks).findOne({ _id: link.couponId }),
  ]);
  const free = stock ? stock.stock - stock.issued - stock.reserved : 0;
  const left = Math.max(0, Math.min(link.limit - link.claimed, free));
  const { name } = coupon.rule;
  const no = mine
    ? undefined
    : link.closedAt || link.until <= at
      ? refuse('link_over')
      : coupon.state !== 'open'
        ? refuse('coupon_not_open', { details: { name } })
        : left === 0
          ? refuse(link.claimed >= link.limit ? 'link_used_up' : 'coupon_sold_out', {
              details: { name, limit: link.limit },
            })
          : undefined;
  return {
    face: faceOf(coupon.rule),
    name: link.name,
    until: link.until.toISOString(),
    left,
    ...(mine ? { mine: memberCouponView(mine, at) } : {}),
    ...(no ? { refusal: { code: no.code, message: no.message_zh } } : {}),
  };
}

/** What is said of a claim link to whom it is sent; undefined for one that there is not. */
export async function linkToShare(
  token: string,
): Promise<{ name: string; headline: string; condition: string } | undefined> {
  const link = await native(Links).findOne({ _id: token });
  const coupon = link && (await native(Coupons).findOne({ _id: link.couponId }));
  return coupon ? { ...faceOf(coupon.rule), name: link.name } : undefined;
}

/** What coupons keep about a person, for the export of their data. */
export async function couponDataOf(personId: string) {
  const rows = await native(Issues).find({ personId }).sort({ at: 1 }).limit(1_000).toArray();
  return rows.map((row) => ({
    name: row.name,
    at: row.at,
    how: row.source.words,
    validUntil: row.validUntil,
    state: row.state,
    redeemedAt: row.redeemedAt,
    storeName: row.storeId && unitDirectory.nameOf(row.storeId),
    cutFen: row.cutFen,
  }));
}
