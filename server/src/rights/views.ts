import type {
  contracts,
  InputOf,
  MyRight,
  MyRightClaim,
  OutputOf,
  RightClaimView,
  RightView,
} from '@kouyi/shared/contracts';
import { KOC_TIER_NAMES, type RightClaimState } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { groupBy, indexBy } from '../kernel/collections';
import { now } from '../kernel/clock';
import { newestPage, type PageRequest } from '../kernel/paging';
import { unsealText } from '../kernel/seal';
import { anyOf, native } from '../kernel/store';
import { tierAt } from '../koc';
import { mayAt, reachFor, unitDirectory } from '../org';
import { nicknames, peopleWithin, selvesOf } from '../people';
import { activeKocOf } from '../subgroups';
import { NOTE } from './claims';
import { couponNames } from '../coupons';
import { isLate, openRights, WAITING } from './facts';
import { Claims, type ClaimRow, Rights, type RightRow } from './model';
import { usesOf } from './uses';
import {
  claimInWords,
  decideClaim,
  givesInWords,
  nextPeriodAt,
  oftenByTier,
  oftenInWords,
  tierWith,
} from './rules';

type Console = (typeof contracts)['rights'];
type Member = (typeof contracts)['member'];

const late = (row: ClaimRow): row is ClaimRow & { deliverBy: Date } =>
  row.deliverBy !== undefined && row.deliverBy <= now();

/** A claim as its KOC sees it. */
export const myClaim = (row: ClaimRow): MyRightClaim => ({
  id: row._id,
  rightId: row.rightId,
  name: row.name,
  kind: row.kind,
  gives: row.gives,
  state: row.state,
  words: claimInWords({ ...row, ...(late(row) ? { lateSince: row.deliverBy } : {}) }),
  at: row.at.toISOString(),
  ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
});

const namesOf = (rows: readonly RightRow[]): Promise<Map<string, string>> =>
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
  const names = await namesOf(open);
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

/** Rights as staff see them. */
export async function rightViews(rows: readonly RightRow[]): Promise<RightView[]> {
  const [names, counted] = await Promise.all([
    namesOf(rows),
    native(Claims)
      .aggregate<{ _id: { rightId: string; state: RightClaimState }; count: number }>([
        { $match: { rightId: { $in: rows.map(({ _id }) => _id) } } },
        { $group: { _id: { rightId: '$rightId', state: '$state' }, count: { $sum: 1 } } },
      ])
      .toArray(),
  ]);
  const byRight = groupBy(counted, ({ _id }) => _id.rightId);
  return rows.map((row) => {
    const couponName = names.get(row.rule.couponId ?? '');
    const sum = (states: readonly RightClaimState[]) =>
      (byRight.get(row._id) ?? [])
        .filter(({ _id }) => states.includes(_id.state))
        .reduce((total, { count }) => total + count, 0);
    return {
      id: row._id,
      rule: row.rule,
      gives: givesInWords(row.rule, couponName),
      often: oftenByTier(row.rule),
      ...(couponName === undefined ? {} : { couponName }),
      state: row.state,
      version: row.version,
      claimed: sum(['requested', 'approved', 'delivered']),
      delivered: sum(['delivered']),
      waiting: sum(['requested', 'approved']),
      createdAt: row.createdAt.toISOString(),
      ...(row.closedAt ? { closedAt: row.closedAt.toISOString() } : {}),
    };
  });
}

/** One of `rightViews`. */
export const rightView = async (row: RightRow): Promise<RightView> => (await rightViews([row]))[0]!;

/** The catalogue, newest first. */
export async function rightPage({
  state,
  ...page
}: InputOf<Console['list']>): Promise<OutputOf<Console['list']>> {
  return newestPage(Rights, 'createdAt', { ...(state === undefined ? {} : { state }) }, page, rightViews);
}

/** Claims as staff see them; notes only for whoever may act on them. */
export async function claimViews(actor: Actor, rows: readonly ClaimRow[]): Promise<RightClaimView[]> {
  const names = await nicknames(rows.map(({ kocId }) => kocId));
  const mayAct = mayAt(actor, 'koc.write', unitDirectory.rootId);
  return rows.map((row) => ({
    ...myClaim(row),
    personId: row.kocId,
    personName: names.get(row.kocId) ?? '',
    tier: row.tier,
    ...(row.note && mayAct ? { note: unsealText(row.note, NOTE) } : {}),
    ...(row.words ? { delivery: row.words } : {}),
    ...(row.deliverBy ? { deliverBy: row.deliverBy.toISOString() } : {}),
    late: late(row),
    steps: row.steps.map(({ at, by, words }) => ({ at: at.toISOString(), by, words })),
  }));
}

/** One of `claimViews`. */
export const claimView = async (actor: Actor, row: ClaimRow): Promise<RightClaimView> =>
  (await claimViews(actor, [row]))[0]!;

/**
 * Claims for the console, newest first; with a branch those of people in its groups: a page may hold fewer than it
 * could.
 */
export async function claimPage(
  actor: Actor,
  { state, late: onlyLate, personId, rightId, ...page }: InputOf<Console['claims']>,
): Promise<OutputOf<Console['claims']>> {
  const at = now();
  const [found, waiting] = await Promise.all([
    newestPage(
      Claims,
      'at',
      {
        ...(state === undefined ? {} : { state }),
        ...(onlyLate === undefined ? {} : isLate(at)),
        ...(personId === undefined ? {} : { kocId: personId }),
        ...(rightId === undefined ? {} : { rightId }),
      },
      page,
      async (shown) => {
        const within = await peopleWithin(
          reachFor(actor, 'koc.read'),
          shown.map(({ kocId }) => kocId),
        );
        return claimViews(
          actor,
          shown.filter(({ kocId }) => within.has(kocId)),
        );
      },
    ),
    waitingClaims(actor, at),
  ]);
  return { ...found, ...waiting };
}

/** How many claims wait for a yes, wait to be handed over, and are late; with a branch those of people in its groups. */
async function waitingClaims(
  actor: Actor,
  at: Date,
): Promise<{ requested: number; approved: number; late: number }> {
  const reach = reachFor(actor, 'koc.read');
  const whose = reach && (await peopleWithin(reach, await native(Claims).distinct('kocId', WAITING)));
  const mine = whose ? { kocId: { $in: [...whose] } } : {};
  const [requested, approved, late] = await Promise.all([
    native(Claims).countDocuments({ state: 'requested', ...mine }),
    native(Claims).countDocuments({ state: 'approved', ...mine }),
    native(Claims).countDocuments({ ...isLate(at), ...mine }),
  ]);
  return { requested, approved, late };
}

/** What is kept here about a person, for the export of their data. */
export async function rightDataOf(personId: string) {
  const rows = await native(Claims).find({ kocId: personId }).sort({ at: 1 }).limit(1_000).toArray();
  return rows.map(({ name, gives, state, note, at, endedAt, words }) => ({
    name,
    gives,
    state,
    note: note && unsealText(note, NOTE),
    at,
    endedAt,
    words,
  }));
}
