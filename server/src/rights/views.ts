import type { contracts, InputOf, OutputOf, RightClaimView, RightView } from '@kouyi/shared/contracts';
import type { RightClaimState } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { groupBy } from '../kernel/collections';
import { now } from '../kernel/clock';
import { newestPage } from '../kernel/paging';
import { unsealText } from '../kernel/seal';
import { native } from '../kernel/store';
import { mayAt, reachFor, unitDirectory } from '../org';
import { nicknames, peopleWithin } from '../people';
import { NOTE } from './claims';
import { isLate, WAITING } from './facts';
import { couponsOf, isOverdue, myClaim } from './member-views';
import { Claims, type ClaimRow, Rights, type RightRow } from './model';
import { givesInWords, oftenByTier } from './rules';

type Console = (typeof contracts)['rights'];

/** Rights as staff see them. */
export async function rightViews(rows: readonly RightRow[]): Promise<RightView[]> {
  const [names, counted] = await Promise.all([
    couponsOf(rows),
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
    late: isOverdue(row),
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
