import type { InputOf, MemberWish, MomentView, OutputOf, WishView, contracts } from '@kouyi/shared/contracts';
import { DAY_MS } from '@kouyi/shared/rules/time';
import { groupDirectory } from '../groups';
import type { Actor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { newestPage, type PageRequest } from '../kernel/paging';
import { native } from '../kernel/store';
import { reachFor } from '../org';
import { nicknames, selvesOf } from '../people';
import { type FollowUp, Guests, type MomentRow, Moments, Wishes, type WishRow } from './model';
import { A_DAY, audienceWords, momentStateAt } from './rules';

type Staff = (typeof contracts)['wishes'];
type Member = (typeof contracts)['member'];

/** Moments to come of one person. */
const MOMENTS_SHOWN = 50;

const told = ({ id: _, at, ...rest }: FollowUp) => ({ ...rest, at: at.toISOString() });

/** The queue within the reader's reach: open ones longest waiting first, others latest first. */
export async function wishPage(
  actor: Actor,
  { kind, state, personId, ...page }: InputOf<Staff['list']>,
): Promise<OutputOf<Staff['list']>> {
  return newestPage(
    Wishes,
    'at',
    { state, ...(kind ? { kind } : {}), ...(personId ? { personId } : {}), ...within(actor) },
    page,
    async (shown) => {
      const names = await nicknames(shown.map((row) => row.personId));
      return shown.map((row) => wishView(row, names));
    },
    state === 'open' ? 'oldest' : 'newest',
  );
}

const within = (actor: Actor): { unitIds?: { $in: string[] } } => {
  const reach = reachFor(actor, 'koc.read');
  return reach === undefined ? {} : { unitIds: { $in: [...reach] } };
};

/** One wish as the console shows it. */
export const staffWishView = async (row: WishRow): Promise<WishView> =>
  wishView(row, await nicknames([row.personId]));

const wishView = (row: WishRow, names: ReadonlyMap<string, string>): WishView => ({
  ...memberWishView(row),
  personId: row.personId,
  nickname: names.get(row.personId) ?? '',
  ...(row.answeredBy === undefined ? {} : { answeredBy: row.answeredBy }),
  followUps: row.followUps.map(told),
});

/** One wish as who told it sees it. */
export const memberWishView = (row: WishRow): MemberWish => ({
  id: row._id,
  kind: row.kind,
  state: row.state,
  text: row.text,
  at: row.at.toISOString(),
  ...(row.answer === undefined ? {} : { answer: row.answer }),
  ...(row.answeredAt ? { answeredAt: row.answeredAt.toISOString() } : {}),
  ...(row.points === undefined ? {} : { points: row.points }),
  followUps: row.followUps.map(({ at, text }) => ({ at: at.toISOString(), text })),
});

/** How many wait for an answer in the reader's reach, and since when. */
export async function wishCounts(actor: Actor): Promise<OutputOf<Staff['counts']>> {
  const open = { state: 'open' as const, ...within(actor) };
  const [wish, suggestion, oldest] = await Promise.all([
    native(Wishes).countDocuments({ ...open, kind: 'wish' }),
    native(Wishes).countDocuments({ ...open, kind: 'suggestion' }),
    native(Wishes).find(open).sort({ at: 1, _id: 1 }).limit(1).toArray(),
  ]);
  return { wish, suggestion, ...(oldest[0] ? { longestSince: oldest[0].at.toISOString() } : {}) };
}

/** How many were told before a moment and wait for an answer, in the actor's reach. */
export const wishesWaiting = (actor: Actor, before: Date): Promise<number> =>
  native(Wishes).countDocuments({ state: 'open', at: { $lt: before }, ...within(actor) });

/** My wishes and suggestions, newest first, and how many more I may tell. */
export async function myWishes(
  personId: string,
  { kind, ...page }: InputOf<Member['wishes']>,
): Promise<OutputOf<Member['wishes']>> {
  const me = { $in: [...(await selvesOf(personId))] };
  const [found, today] = await Promise.all([
    newestPage(Wishes, 'at', { personId: me, ...(kind ? { kind } : {}) }, page, (shown) =>
      shown.map(memberWishView),
    ),
    native(Wishes).countDocuments({ personId: me, at: { $gt: new Date(now().getTime() - DAY_MS) } }),
  ]);
  return { ...found, leftToday: Math.max(0, A_DAY - today) };
}

/** Moments to come, next first, or those that are over, latest first. */
export async function momentPage({
  when,
  ...page
}: PageRequest & { when: 'coming' | 'over' }): Promise<OutputOf<Staff['moments']>> {
  const at = now();
  return newestPage(
    Moments,
    'startAt',
    { startAt: when === 'coming' ? { $gt: at } : { $lte: at } },
    page,
    (shown) => shown.map(momentView),
    when === 'coming' ? 'oldest' : 'newest',
  );
}

/** One moment as the console shows it. */
export function momentView(row: MomentRow): MomentView {
  const groupName = row.groupId === undefined ? undefined : groupDirectory.get(row.groupId)?.name;
  return {
    id: row._id,
    title: row.title,
    text: row.text,
    startAt: row.startAt.toISOString(),
    place: row.place,
    ...(row.groupId === undefined ? {} : { groupId: row.groupId }),
    ...(groupName === undefined ? {} : { groupName }),
    audience: row.audience,
    audienceWords: audienceWords(row.audience),
    tellHoursBefore: row.tellHoursBefore,
    state: momentStateAt(row, now()),
    revision: row.revision,
    tellAt: row.tellAt.toISOString(),
    told: row.told,
    ...(row.cancelReason === undefined ? {} : { cancelReason: row.cancelReason }),
    followUps: row.followUps.map(told),
    createdBy: row.createdBy,
  };
}

/** Moments that I was told of and that are to come, next first. */
export async function myMoments(personId: string): Promise<OutputOf<Member['moments']>> {
  const guests = await native(Guests)
    .find({ personId: { $in: [...(await selvesOf(personId))] }, startAt: { $gt: now() } })
    .sort({ startAt: 1 })
    .limit(MOMENTS_SHOWN)
    .toArray();
  const rows = await native(Moments)
    .find({ _id: { $in: guests.map(({ momentId }) => momentId) }, state: 'told' })
    .toArray();
  const byTime = [...rows].sort((a, b) => a.startAt.getTime() - b.startAt.getTime());
  return {
    items: byTime.map((row) => {
      const { id, title, text, startAt, place, groupName } = momentView(row);
      return { id, title, text, startAt, place, ...(groupName === undefined ? {} : { groupName }) };
    }),
  };
}

/** What is kept here about a person, for the export of their data. */
export async function wishDataOf(personId: string) {
  const [rows, guests] = await Promise.all([
    native(Wishes).find({ personId }).sort({ at: 1 }).limit(5_000).toArray(),
    native(Guests).find({ personId }).sort({ startAt: 1 }).limit(1_000).toArray(),
  ]);
  const moments = new Map(
    (
      await native(Moments)
        .find({ _id: { $in: guests.map(({ momentId }) => momentId) } }, { projection: { title: 1 } })
        .toArray()
    ).map(({ _id, title }) => [_id, title]),
  );
  return {
    told: rows.map(({ kind, text, state, at, answer, answeredAt, points, followUps }) => ({
      kind,
      text,
      state,
      at,
      answer,
      answeredAt,
      points,
      followUps: followUps.map((each) => ({ at: each.at, text: each.text })),
    })),
    moments: guests.map(({ momentId, startAt, toldAt }) => ({
      moment: moments.get(momentId) ?? momentId,
      startAt,
      toldAt,
    })),
  };
}
