import type { contracts, MyRight, MyRightClaim, OutputOf } from '@kouyi/shared/contracts';
import { KOC_TIER_NAMES } from '@kouyi/shared/types';
import { now } from '../kernel/clock';
import { indexBy } from '../kernel/collections';
import { newestPage, type PageRequest } from '../kernel/paging';
import { anyOf, native } from '../kernel/store';
import { tierAt } from '../koc';
import { couponNames } from '../coupons';
import { selvesOf } from '../people';
import { activeKocOf } from '../subgroups';
import { openRights } from './facts';
import { Claims, type ClaimRow, type RightRow } from './model';
import { claimInWords, decideClaim, givesInWords, nextPeriodAt, oftenInWords, tierWith } from './rules';
import { usesOf } from './uses';

type Member = (typeof contracts)['member'];

/** Whether a claim was approved and should have been handed over by now. */
export const isOverdue = (row: ClaimRow): row is ClaimRow & { deliverBy: Date } =>
  row.deliverBy !== undefined && row.deliverBy <= now();

/** A claim as its KOC sees it. */
export const myClaim = (row: ClaimRow): MyRightClaim => ({
  id: row._id,
  rightId: row.rightId,
  name: row.name,
  kind: row.kind,
  gives: row.gives,
  state: row.state,
  words: claimInWords({ ...row, ...(isOverdue(row) ? { lateSince: row.deliverBy } : {}) }),
  at: row.at.toISOString(),
  ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
});

/** What the coupons of these rights are called. */
export const couponsOf = (rows: readonly RightRow[]): Promise<Map<string, string>> =>
  couponNames(rows.flatMap(({ rule }) => rule.couponId ?? []));

/** What my tier brings me, and what higher ones would. */
export async function myRights(personId: string): Promise<OutputOf<Member['rights']>> {
  const koc = await activeKocOf(personId);
  const at = now();
  const rows = await openRights();
  const open = rows.filter(
    ({ rule }) =>
      (rule.from === undefined || new Date(rule.from) <= at) &&
      (rule.until === undefined || new Date(rule.until) > at),
  );
  const tier = koc && tierAt(koc, at);
  const names = await couponsOf(open);
  const later = open.flatMap((row) => {
    const higher = tierWith(row.rule, tier);
    if (higher === undefined || (tier !== undefined && row.rule.counts[tier] !== undefined)) return [];
    const gives = givesInWords(row.rule, names.get(row.rule.couponId ?? ''));
    const often = oftenInWords(row.rule.period, row.rule.counts[higher]!);
    return [{ id: row._id, name: row.rule.name, gives, often, tier: higher }];
  });
  if (!koc || tier === undefined) return { words: '成为 KOC 以后，可以领这些权益。', items: [], later };
  const mine = open.filter(({ rule }) => rule.counts[tier] !== undefined);
  const selves = await selvesOf(koc._id);
  const [used, claims] = await Promise.all([
    usesOf(selves, mine, at),
    native(Claims)
      .find({ kocId: anyOf(selves) })
      .sort({ at: -1, _id: -1 })
      .limit(200)
      .toArray(),
  ]);
  const latest = indexBy(claims.reverse(), ({ rightId }) => rightId);
  return {
    tier,
    words: `你现在是「${KOC_TIER_NAMES[tier]}」，有 ${mine.length} 项权益。`,
    items: mine.map((row): MyRight => {
      const { rule } = row;
      const times = used.get(row._id) ?? 0;
      const decision = decideClaim(row, { tier, used: times, now: at });
      const count = rule.counts[tier]!;
      const next = times >= count ? nextPeriodAt(rule.period, at) : undefined;
      const claim = latest.get(row._id);
      return {
        id: row._id,
        name: rule.name,
        kind: rule.kind,
        gives: givesInWords(rule, names.get(rule.couponId ?? '')),
        about: rule.about,
        often: oftenInWords(rule.period, count),
        period: rule.period,
        count,
        used: times,
        left: Math.max(0, count - times),
        ...(rule.until ? { until: rule.until } : {}),
        ...(next ? { nextAt: next.toISOString() } : {}),
        mayClaim: decision.accepted,
        ...(decision.accepted ? {} : { why: decision.refusal.message_zh }),
        atOnce: rule.atOnce,
        needsNote: rule.needsNote,
        ...(claim ? { latest: myClaim(claim) } : {}),
      };
    }),
    later,
  };
}

/** What I claimed, by any of my identities, newest first. */
export async function myClaims(
  personId: string,
  page: PageRequest,
): Promise<OutputOf<Member['rightClaims']>> {
  return newestPage(Claims, 'at', { kocId: anyOf(await selvesOf(personId)) }, page, (shown) =>
    shown.map(myClaim),
  );
}
