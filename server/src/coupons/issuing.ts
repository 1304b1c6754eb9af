import { groupBy } from '../kernel/collections';
import { Combiner } from '../kernel/combiner';
import { asSystem, type Tx } from '../kernel/command';
import { accept, type Decision } from '../kernel/decision';
import { derivedId, newToken } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { groupDirectory, userAmongIn } from '../groups';
import { identitiesOfAll } from '../people';
import { blacklistedAmong } from '../risk';
import { segmentMembersAmong } from '../tags';
import { bookIssued } from './books';
import { decideIssues, type Issued, type IssueFacts, type IssueRequest } from './decide-issue';
import { couponIssued } from './events';
import { addToDay } from './figures';
import {
  Coupons,
  GroupCounts,
  groupCountId,
  Issues,
  type IssueSource,
  Links,
  Reservations,
  reservationId,
  Stocks,
} from './model';

/** Requests of one coupon that are decided and committed together. */
const BATCH = 64;

/**
 * Gives coupons one by one as people ask, many at once: requests of one coupon are gathered for a few milliseconds,
 * decided in order and committed in one transaction.
 */
const combiner = new Combiner<IssueRequest, Decision<Issued>>({
  name: 'coupons',
  maxBatch: BATCH,
  gatherMs: 4,
  concurrency: 4,
  maxQueued: 20_000,
  run: (couponId, batch) => asSystem('coupons.issue', (tx) => issueAll(tx, couponId, batch)),
});

/** Gives one coupon; the same issue id gives the same coupon for ever. @throws Refusal `queue_full` (503). */
export function issueOne(couponId: string, request: IssueRequest): Promise<Decision<Issued>> {
  combiner.assertRoomFor(1);
  return combiner.add(couponId, request);
}

/** A coupon's code: `Q` and 55 random bits in letters and digits that nobody mixes up. */
const newCode = (): string => `Q${newToken().slice(0, 11).toUpperCase()}`;

/**
 * Gives coupons of one kind in the open transaction, deciding the requests in order. The stock document is written
 * with every batch, so that of two batches at the same moment, here or in another process, one sees the other.
 * @throws Refusal `not_found` for an unknown coupon.
 */
export async function issueAll(
  tx: Tx,
  couponId: string,
  requests: readonly IssueRequest[],
): Promise<Decision<Issued>[]> {
  const facts = await readFacts(tx, couponId, requests);
  const reservedBefore = new Map(facts.reserved);
  const claimedBefore = new Map([...facts.links].map(([id, { claimed }]) => [id, claimed]));
  const decisions = decideIssues(requests, facts);
  const fresh = decisions.flatMap((each) => (each.accepted && each.value.isNew ? [each.value.issue] : []));
  if (fresh.length === 0) return decisions;
  const options = { session: tx.session };
  await native(Issues).insertMany(fresh, { ...options, ignoreUndefined: true });
  await native(Stocks).updateOne(
    { _id: couponId },
    { $set: { issued: facts.stock.issued, reserved: facts.stock.reserved } },
    options,
  );
  for (const [holder, left] of facts.reserved)
    if (left !== reservedBefore.get(holder))
      await native(Reservations).updateOne(
        { _id: reservationId(couponId, holder) },
        { $set: { left }, $inc: { given: reservedBefore.get(holder)! - left } },
        options,
      );
  for (const [id, { claimed }] of facts.links)
    if (claimed !== claimedBefore.get(id))
      await native(Links).updateOne({ _id: id }, { $set: { claimed } }, options);
  for (const [groupId, given] of groupBy(fresh, (issue) => issue.groupId))
    if (groupId !== undefined)
      await native(GroupCounts).updateOne(
        { _id: groupCountId(couponId, groupId) },
        { $inc: { issued: given.length } },
        { ...options, upsert: true },
      );
  await bookIssued(tx, fresh);
  await addToDay(tx, couponId, {
    issued: fresh.length,
    liabilityFen: fresh.reduce((sum, { worthFen }) => sum + worthFen, 0),
    ...Object.fromEntries(
      [...groupBy(fresh, ({ source }) => source.kind)].map(([kind, given]) => [
        `bySource.${kind}`,
        given.length,
      ]),
    ),
  });
  tx.emit(
    couponIssued({
      coupons: fresh.map(({ _id, name, personId, at }) => ({
        couponIssueId: _id,
        couponId,
        name,
        personId,
        at,
      })),
    }),
  );
  return decisions;
}

/** Everything the decisions look at, inside the transaction: what another changes meanwhile makes it run again. */
async function readFacts(tx: Tx, couponId: string, requests: readonly IssueRequest[]): Promise<IssueFacts> {
  const options = { session: tx.session };
  const personIds = [...new Set(requests.map(({ personId }) => personId))];
  const groupIds = [...new Set(requests.flatMap(({ groupId }) => groupId ?? []))];
  const holders = [...new Set(requests.flatMap(({ holder }) => holder ?? []))];
  const linkIds = [...new Set(requests.flatMap(({ linkId }) => linkId ?? []))];
  const [coupon, stock] = [
    await native(Coupons).findOne({ _id: couponId }, options),
    await native(Stocks).findOne({ _id: couponId }, options),
  ];
  if (!coupon || !stock) throw refuseAnywhere('not_found');
  const had = await native(Issues)
    .find({ _id: { $in: requests.map(({ issueId }) => issueId) } }, options)
    .toArray();
  // Whoever has several identities has one limit.
  const selves = await identitiesOfAll(personIds, tx.session);
  const personOf = new Map([...selves.values()].flatMap((ids) => ids.map((id) => [id, ids[0]!] as const)));
  const counts = await native(Issues)
    .aggregate<{ _id: string; count: number }>(
      [
        { $match: { personId: { $in: [...personOf.keys()] }, couponId, state: { $ne: 'revoked' } } },
        { $group: { _id: '$personId', count: { $sum: 1 } } },
      ],
      options,
    )
    .toArray();
  const reservations = await native(Reservations)
    .find({ _id: { $in: holders.map((holder) => reservationId(couponId, holder)) } }, options)
    .toArray();
  const perGroup = await native(GroupCounts)
    .find({ _id: { $in: groupIds.map((id) => groupCountId(couponId, id)) } }, options)
    .toArray();
  const links = await native(Links)
    .find({ _id: { $in: linkIds } }, options)
    .toArray();
  await groupDirectory.ensure(groupIds);
  return {
    now: tx.now,
    coupon,
    stock,
    reserved: new Map(reservations.map(({ holder, left }) => [holder, left])),
    had: new Map(had.map((issue) => [issue._id, issue])),
    perPerson: countsBy(counts, personOf),
    personOf,
    perGroup: new Map(perGroup.map(({ _id, issued }) => [_id, issued])),
    members: new Map(groupIds.map((id) => [id, groupDirectory.get(id)?.memberCount ?? 0])),
    inAudience: coupon.rule.audience
      ? await segmentMembersAmong(coupon.rule.audience.segmentId, personIds)
      : new Set(),
    inGroup: coupon.rule.perGroup ? await presentAmong(requests) : new Set(),
    blacklisted: await blacklistedAmong(personIds),
    links: new Map(
      links.map(({ _id, until, limit, claimed, closedAt }) => [
        _id,
        { until, limit, claimed, closed: closedAt !== undefined },
      ]),
    ),
    newCode,
  };
}

/** Counts of identities, added up by whom they are. */
function countsBy(
  counts: readonly { _id: string; count: number }[],
  personOf: ReadonlyMap<string, string>,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { _id, count } of counts) {
    const person = personOf.get(_id) ?? _id;
    sums.set(person, (sums.get(person) ?? 0) + count);
  }
  return sums;
}

async function presentAmong(requests: readonly IssueRequest[]): Promise<Set<string>> {
  const present = new Set<string>();
  for (const { groupId, personId } of requests)
    if (groupId !== undefined && (await userAmongIn(groupId, [personId])) !== undefined)
      present.add(`${groupId}:${personId}`);
  return present;
}

/**
 * Gives the coupon that a holder promised, in the open transaction; answers the issue's id. The same key gives the
 * same coupon.
 */
export async function issuePromised(
  tx: Tx,
  promise: { couponId: string; personId: string; key: string; holder: string; source: IssueSource },
): Promise<Decision<string>> {
  const { couponId, personId, key, holder, source } = promise;
  const issueId = derivedId('cpi', holder, key);
  const [decision] = await issueAll(tx, couponId, [{ issueId, personId, holder, source, promised: true }]);
  return decision!.accepted ? accept(issueId) : decision!;
}
