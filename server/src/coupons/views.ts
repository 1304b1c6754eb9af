import type { CouponLinkView, CouponView, InputOf, OutputOf, contracts } from '@kouyi/shared/contracts';
import type { CouponRule } from '@kouyi/shared/types';
import { couponWorstFen } from '@kouyi/shared/rules/coupon';
import { couponCondition, couponHeadline, couponLines } from '@kouyi/shared/rules/coupon-words';
import { validateCoupon } from '@kouyi/shared/rules/coupon-validate';
import { groupCap } from '@kouyi/shared/rules/decide';
import { maskedName } from '@kouyi/shared/rules/address';
import { dayToText } from '@kouyi/shared/rules/time';
import type { Actor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { indexBy } from '../kernel/collections';
import { newestPage, searchPattern } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { groupDirectory, reachableGroupIds } from '../groups';
import { reachFor, unitDirectory } from '../org';
import { nicknames, peopleWithin } from '../people';
import {
  type CouponDoc,
  Coupons,
  Days,
  Issues,
  type IssueRow,
  type IssueSource,
  Links,
  type LinkDoc,
  Redemptions,
  type RedemptionRow,
  Stocks,
} from './model';
import { assertAtStore, maySee, withinSight } from './policy';
import { issueByCode, onReceipt } from './redeem';
import { decideRedemption } from './rules';

type CouponContracts = (typeof contracts)['coupons'];

/** How a coupon looks: the same for an operator, its holder and the till. */
export const faceOf = (rule: CouponRule) => ({
  name: rule.name,
  headline: couponHeadline(rule.terms),
  condition: couponCondition(rule.terms),
  lines: couponLines(rule, unitDirectory.nameOf),
});

/** The page of the mini-program behind a claim link. */
const linkPage = (token: string): string => `coupons/claim/index?link=${token}`;

/** Designs as staff see them, with what is left of each. */
export async function couponViews(docs: readonly CouponDoc[]): Promise<CouponView[]> {
  const stocks = indexBy(
    await native(Stocks)
      .find({ _id: { $in: docs.map(({ _id }) => _id) } })
      .toArray(),
    ({ _id }) => _id,
  );
  return docs.map((doc) => {
    const { stock, issued, reserved } = stocks.get(doc._id) ?? { stock: 0, issued: 0, reserved: 0 };
    return {
      id: doc._id,
      version: doc.version,
      state: doc.state,
      rule: doc.rule,
      face: faceOf(doc.rule),
      unitId: doc.unitId,
      unitName: unitDirectory.nameOf(doc.unitId),
      issued,
      reserved,
      left: stock - issued - reserved,
      createdAt: doc.createdAt.toISOString(),
      updatedAt: doc.updatedAt.toISOString(),
    };
  });
}

/** One of `couponViews`. */
export const couponView = async (doc: CouponDoc): Promise<CouponView> => (await couponViews([doc]))[0]!;

/** Coupons the actor may see, newest first. */
export async function couponPage(actor: Actor, { state, q, ...page }: InputOf<CouponContracts['list']>) {
  return newestPage(
    Coupons,
    'createdAt',
    {
      $and: [
        withinSight(actor),
        state === undefined ? {} : { state },
        q?.trim() ? { 'rule.name': searchPattern(q) } : {},
      ],
    },
    page,
    couponViews,
  );
}

/** @throws Refusal `not_found`, also for what is out of sight. */
export async function couponFor(actor: Actor, id: string): Promise<CouponDoc> {
  const doc = await native(Coupons).findOne({ _id: id });
  if (!doc || !maySee(actor, doc)) throw refuseAnywhere('not_found');
  return doc;
}

/** Groups a preview shows the quota of. */
const SAMPLE_GROUPS = 5;

/** A coupon before it is saved. */
export function couponPreview(actor: Actor, rule: CouponRule): OutputOf<CouponContracts['preview']> {
  const { perGroup } = rule;
  const reachable = reachableGroupIds(actor, 'coupons.read') ?? [...groupDirectory.all()].map(({ id }) => id);
  return {
    face: faceOf(rule),
    problems: validateCoupon(rule, now()),
    worstCostFen: couponWorstFen(rule),
    groupQuota: perGroup
      ? reachable
          .flatMap((id) => groupDirectory.get(id) ?? [])
          .slice(0, SAMPLE_GROUPS)
          .map(({ name, memberCount }) => ({
            groupName: name,
            members: memberCount,
            quota: groupCap(perGroup, memberCount),
          }))
      : [],
  };
}

const SOURCE_NAMES: Record<IssueSource['kind'], string> = {
  activity: '活动',
  box: '盲盒',
  task: '任务',
  staff: '手工发放',
  link: '领券链接',
};

/** What came of a coupon, from its days. */
export async function couponFigures(actor: Actor, id: string): Promise<OutputOf<CouponContracts['figures']>> {
  const view = await couponView(await couponFor(actor, id));
  const days = await native(Days).find({ couponId: id }).sort({ day: 1 }).toArray();
  const sum = (field: 'redeemed' | 'expired' | 'revoked' | 'liabilityFen' | 'givenFen' | 'ordersFen') =>
    days.reduce((total, day) => total + (day[field] ?? 0), 0);
  const byKey = (field: 'bySource' | 'byStore'): [string, number][] => {
    const totals = new Map<string, number>();
    for (const day of days)
      for (const [key, count] of Object.entries(day[field] ?? {}))
        totals.set(key, (totals.get(key) ?? 0) + count);
    return [...totals].filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
  };
  const [redeemed, expired, revoked] = [sum('redeemed'), sum('expired'), sum('revoked')];
  return {
    issued: view.issued,
    held: view.issued - redeemed - expired - revoked,
    redeemed,
    expired,
    revoked,
    left: view.left,
    reserved: view.reserved,
    liabilityFen: sum('liabilityFen'),
    givenFen: sum('givenFen'),
    ordersFen: sum('ordersFen'),
    days: days.map(({ day, issued = 0, redeemed: used = 0 }) => ({
      day: dayToText(day),
      issued,
      redeemed: used,
    })),
    sources: byKey('bySource').map(([kind, issued]) => ({
      source: SOURCE_NAMES[kind as IssueSource['kind']],
      issued,
    })),
    stores: byKey('byStore').map(([storeId, used]) => ({
      storeName: unitDirectory.nameOf(storeId),
      redeemed: used,
    })),
  };
}

/** Issued coupons as staff see them; names only of people in their branch. */
export async function issueViews(actor: Actor, rows: readonly IssueRow[]) {
  const ids = rows.map(({ personId }) => personId);
  const [names, within] = await Promise.all([
    nicknames(ids),
    peopleWithin(reachFor(actor, 'coupons.read'), ids),
  ]);
  return rows.map((row) => {
    const name = names.get(row.personId) ?? '';
    return {
      id: row._id,
      couponId: row.couponId,
      // A code is as good as the coupon: staff see its end only.
      code: `****${row.code.slice(-4)}`,
      personId: row.personId,
      nickname: within.has(row.personId) ? name : maskedName(name),
      ...(row.groupId === undefined
        ? {}
        : { groupName: groupDirectory.get(row.groupId)?.name ?? '已不在的群' }),
      source: row.source.words,
      at: row.at.toISOString(),
      validFrom: row.validFrom.toISOString(),
      validUntil: row.validUntil.toISOString(),
      state: row.state,
      ...(row.redeemedAt ? { redeemedAt: row.redeemedAt.toISOString() } : {}),
      ...(row.storeId ? { storeName: unitDirectory.nameOf(row.storeId) } : {}),
    };
  });
}

/** Who was given a coupon, newest first. */
export async function issuedPage(actor: Actor, { id, state, ...page }: InputOf<CouponContracts['issued']>) {
  await couponFor(actor, id);
  return newestPage(
    Issues,
    'at',
    { couponId: id, ...(state === undefined ? {} : { state }) },
    page,
    (shown) => issueViews(actor, shown),
  );
}

/** A claim link as staff see it, with its address. */
export const linkView = (link: LinkDoc): CouponLinkView => ({
  id: link._id,
  couponId: link.couponId,
  name: link.name,
  page: linkPage(link._id),
  ...(link.groupId === undefined
    ? {}
    : { groupId: link.groupId, groupName: groupDirectory.get(link.groupId)?.name ?? '已不在的群' }),
  limit: link.limit,
  claimed: link.claimed,
  until: link.until.toISOString(),
  open: !link.closedAt && link.until > now() && link.claimed < link.limit,
  createdAt: link.createdAt.toISOString(),
  createdBy: link.createdBy,
});

/** Links of one coupon, newest first; nobody makes more than a handful. */
export async function linksOf(actor: Actor, id: string): Promise<{ items: CouponLinkView[] }> {
  await couponFor(actor, id);
  const rows = await native(Links)
    .find({ couponId: id })
    .sort({ createdAt: -1, _id: -1 })
    .limit(200)
    .toArray();
  return { items: rows.map(linkView) };
}

/** What a code is good for at a store. @throws Refusal `store_out_of_reach`, `coupon_code_unknown`. */
export async function lookUp(
  actor: Actor,
  { code, storeId }: InputOf<CouponContracts['lookUp']>,
): Promise<OutputOf<CouponContracts['lookUp']>> {
  assertAtStore(actor, storeId);
  const issue = await issueByCode(code);
  const decision = decideRedemption(issue, {
    now: now(),
    storeId,
    storePath: unitDirectory.pathOf(storeId),
    onReceipt: await onReceipt(storeId, undefined),
    amountNeeded: false,
  });
  const names = await nicknames([issue.personId]);
  return {
    code: issue.code,
    face: issueFace(issue),
    holder: maskedName(names.get(issue.personId) ?? ''),
    state: issue.state,
    validFrom: issue.validFrom.toISOString(),
    validUntil: issue.validUntil.toISOString(),
    kind: issue.terms.kind,
    minFen: issue.terms.minFen,
    ...(decision.accepted
      ? {}
      : { refusal: { code: decision.refusal.code, message: decision.refusal.message_zh } }),
  };
}

/** A coupon in somebody's hands as it looks: with its own days instead of the rule for them. */
export const issueFace = (issue: IssueRow) =>
  faceOf({
    name: issue.name,
    terms: issue.terms,
    validity: {
      kind: 'fixed',
      from: issue.validFrom.toISOString(),
      until: issue.validUntil.toISOString(),
    },
    stores: issue.stores,
    stacking: issue.stacking,
    note: issue.note,
    stock: 0,
    perPerson: 0,
    remindDaysBefore: 0,
  });

/** Redemptions as a store sees them: of the holder’s name only a part. */
export async function redemptionViews(rows: readonly RedemptionRow[]) {
  const names = await nicknames(rows.map(({ personId }) => personId));
  return rows.map((row) => ({
    id: row._id,
    code: row.code,
    couponId: row.couponId,
    name: row.name,
    headline: couponHeadline(row.terms),
    holder: maskedName(names.get(row.personId) ?? ''),
    storeId: row.storeId,
    storeName: unitDirectory.nameOf(row.storeId),
    at: row.at.toISOString(),
    by: row.byName,
    cutFen: row.cutFen,
    ...(row.orderFen === undefined ? {} : { orderFen: row.orderFen }),
    ...(row.orderFen === undefined || row.terms.kind === 'gift' ? {} : { payFen: row.orderFen - row.cutFen }),
    ...(row.receipt === undefined ? {} : { receipt: row.receipt }),
    ...(row.undoneAt === undefined ? {} : { undoneAt: row.undoneAt.toISOString() }),
  }));
}

/** What was redeemed at a store, newest first. @throws Refusal `store_out_of_reach`. */
export async function redemptionPage(
  actor: Actor,
  { storeId, ...page }: InputOf<CouponContracts['redemptions']>,
) {
  assertAtStore(actor, storeId);
  return newestPage(Redemptions, 'at', { storeId }, page, redemptionViews);
}

/** What is or will be given only to people of a segment, in Chinese: 「券「满30减5」」. */
export async function couponsForSegment(segmentId: string): Promise<string[]> {
  const docs = await native(Coupons)
    .find({ 'rule.audience.segmentId': segmentId, state: { $ne: 'ended' } })
    .limit(20)
    .toArray();
  return docs.map(({ rule }) => `券「${rule.name}」`);
}

/** Names of coupons, as they are called now; unknown ones are absent. */
export async function couponNames(ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const docs = await native(Coupons)
    .find({ _id: { $in: [...new Set(ids)] } }, { projection: { 'rule.name': 1 } })
    .toArray();
  return new Map(docs.map(({ _id, rule }) => [_id, rule.name]));
}
