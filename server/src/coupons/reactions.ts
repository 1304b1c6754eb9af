import { untilInWords } from '@kouyi/shared/rules/coupon-words';
import { HOUR_MS } from '@kouyi/shared/rules/time';
import { activityClosed } from '../activities/events';
import { groupBy } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { derivedId } from '../kernel/ids';
import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { notify } from '../notices';
import { personDeleted } from '../people';
import { type Grant, rewardsGranted } from '../rewards';
import type { IssueRequest } from './decide-issue';
import { couponDeclined, couponExpiring, couponIssued } from './events';
import { issueAll } from './issuing';
import { Coupons, Declined, Issues, type IssueSource } from './model';
import { releaseLater } from './reserve';

/** Where a coupon is looked at on the phone. */
const pageOf = (issueId: string): string => `/coupons/detail/index?id=${issueId}`;

/** What an activity promised may still be asked for by messages that come late. */
const LATE_MS = 25 * HOUR_MS;

export const reactions = [
  on(rewardsGranted, 'coupons.issue', async (events, tx) => {
    const wanted = events
      .flatMap(({ payload }) => payload.grants)
      // What a box gives is kept in the cabinet, which asks for it there.
      .filter(({ cause }) => cause.kind !== 'draw')
      .flatMap((grant) => (grant.reward.kind === 'coupon' ? [{ grant, ...grant.reward }] : []));
    for (const [couponId, ofCoupon] of groupBy(wanted, (each) => each.couponId)) {
      const requests = ofCoupon.flatMap(({ grant, count }) =>
        Array.from({ length: count }, (_, i) => requestOf(grant, i)),
      );
      await issueGranted(tx, couponId, requests);
    }
  }),

  on(couponExpiring, 'coupons.remind', async (events, tx) => {
    for (const { couponIssueId, personId, name, validUntil } of events.flatMap(
      ({ payload }) => payload.coupons,
    ))
      await notify(tx, {
        key: `coupon-expiring:${couponIssueId}`,
        personId,
        kind: 'promotion',
        title: '券快到期了',
        text: `你的「${name}」${untilInWords(validUntil)} 到期，别忘了用。`,
        page: pageOf(couponIssueId),
        cause: { kind: 'coupon', id: couponIssueId },
      });
  }),

  on(couponDeclined, 'coupons.say-declined', async (events, tx) => {
    for (const { key, personId, name, message } of events.flatMap(({ payload }) => payload.coupons))
      await notify(tx, {
        key: `coupon-declined:${key}`,
        personId,
        kind: 'service',
        title: `「${name}」这次没有到账`,
        text: message,
        cause: { kind: 'coupon', id: key },
      });
  }),

  on(couponIssued, 'coupons.say-issued', async (events, tx) => {
    const ids = events.flatMap(({ payload }) => payload.coupons.map((each) => each.couponIssueId));
    // Whoever takes a coupon by a link sees it at once; those to whom one came are told.
    const rows = await native(Issues)
      .find({ _id: { $in: ids }, 'source.kind': { $in: ['staff', 'task'] } }, { session: tx.session })
      .toArray();
    for (const { _id, personId, name, validUntil, source } of rows)
      await notify(tx, {
        key: `coupon-issued:${_id}`,
        personId,
        kind: 'promotion',
        title: `收到一张「${name}」`,
        text: `${source.words}。${untilInWords(validUntil)} 前到店可用。`,
        page: pageOf(_id),
        cause: { kind: 'coupon', id: _id },
      });
  }),

  on(activityClosed, 'coupons.release', async (events, tx) => {
    for (const { payload } of events)
      await releaseLater(
        tx,
        `activity:${payload.activityId}`,
        new Date(payload.closedAt.getTime() + LATE_MS),
      );
  }),

  // What staff wrote about why goes; the coupon and its numbers stay.
  on(personDeleted, 'coupons.forget-person', async (events, tx) => {
    await native(Issues).updateMany(
      {
        personId: { $in: events.map(({ payload }) => payload.personId) },
        $or: [{ 'source.kind': 'staff' }, { revokedReason: { $exists: true } }],
      },
      { $set: { 'source.words': '品牌赠送' }, $unset: { revokedReason: 1 } },
      { session: tx.session },
    );
  }),
];

/** A grant as a request; what an activity promised comes out of what was held back for it. */
function requestOf({ id, personId, cause }: Grant, i: number): IssueRequest {
  const { activityId, groupId, reason } = cause;
  const kind: IssueSource['kind'] = activityId === undefined ? 'task' : 'activity';
  const sourceId = activityId ?? cause.id ?? '';
  return {
    issueId: derivedId('cpi', id, String(i)),
    personId,
    source: { kind, id: sourceId, words: reason },
    ...(groupId ? { groupId } : {}),
    ...(kind === 'task' ? {} : { holder: `${kind}:${sourceId}` }),
  };
}

/** Gives what was granted; what can't be given is kept with its reason and told to the person. */
async function issueGranted(tx: Tx, couponId: string, requests: readonly IssueRequest[]): Promise<void> {
  const coupon = await native(Coupons).findOne({ _id: couponId }, { session: tx.session });
  // A grant of a coupon that was never saved can't be given by trying again.
  if (!coupon) return;
  const decisions = await issueAll(tx, couponId, requests);
  const declined = decisions.flatMap((decision, i) =>
    decision.accepted ? [] : [{ request: requests[i]!, refusal: decision.refusal }],
  );
  if (declined.length === 0) return;
  await native(Declined).bulkWrite(
    declined.map(({ request, refusal }) => ({
      updateOne: {
        filter: { _id: request.issueId },
        update: {
          $setOnInsert: {
            couponId,
            personId: request.personId,
            code: refusal.code,
            message: refusal.message_zh,
            words: request.source.words,
            at: tx.now,
          },
        },
        upsert: true,
      },
    })),
    { session: tx.session },
  );
  tx.emit(
    couponDeclined({
      coupons: declined.map(({ request, refusal }) => ({
        key: request.issueId,
        couponId,
        personId: request.personId,
        name: coupon.rule.name,
        message: refusal.message_zh,
        at: tx.now,
      })),
    }),
  );
}
