import { asSystem } from '../kernel/command';
import { groupBy } from '../kernel/collections';
import { now } from '../kernel/clock';
import type { Job } from '../kernel/schedule';
import { native } from '../kernel/store';
import { bookReleased } from './books';
import { couponExpired, couponExpiring } from './events';
import { addToDay } from './figures';
import { Issues, Reservations } from './model';
import { releaseReservation } from './reserve';

/** Rows of one transaction. */
const BATCH = 200;

/** Ends what has run out; answers how many. What was not used costs nothing any more. */
const expireSome = (): Promise<number> =>
  asSystem('coupons.expire', async (tx) => {
    const options = { session: tx.session };
    const due = await native(Issues)
      .find({ state: 'held', validUntil: { $lte: tx.now } }, options)
      .sort({ validUntil: 1 })
      .limit(BATCH)
      .toArray();
    if (due.length === 0) return 0;
    await native(Issues).updateMany(
      { _id: { $in: due.map(({ _id }) => _id) }, state: 'held' },
      { $set: { state: 'expired' }, $unset: { remindAt: 1 } },
      options,
    );
    await bookReleased(tx, due, '过期');
    for (const [couponId, issues] of groupBy(due, (issue) => issue.couponId))
      await addToDay(tx, couponId, {
        expired: issues.length,
        liabilityFen: -issues.reduce((sum, { worthFen }) => sum + worthFen, 0),
      });
    tx.emit(
      couponExpired({
        coupons: due.map(({ _id, couponId, name, personId }) => ({
          couponIssueId: _id,
          couponId,
          name,
          personId,
          at: tx.now,
        })),
      }),
    );
    return due.length;
  });

/** Tells of coupons that end soon; answers how many. Each is told of once. */
const remindSome = (): Promise<number> =>
  asSystem('coupons.remind', async (tx) => {
    const options = { session: tx.session };
    const due = await native(Issues)
      .find({ remindAt: { $lte: tx.now } }, options)
      .sort({ remindAt: 1 })
      .limit(BATCH)
      .toArray();
    if (due.length === 0) return 0;
    await native(Issues).updateMany(
      { _id: { $in: due.map(({ _id }) => _id) } },
      { $unset: { remindAt: 1 } },
      options,
    );
    const still = due.filter(({ state, validUntil }) => state === 'held' && validUntil > tx.now);
    if (still.length > 0)
      tx.emit(
        couponExpiring({
          coupons: still.map(({ _id, couponId, personId, name, validUntil }) => ({
            couponIssueId: _id,
            couponId,
            personId,
            at: tx.now,
            name,
            validUntil,
          })),
        }),
      );
    return due.length;
  });

/** Gives back what activities and boxes that are over did not use. */
async function releaseDue(): Promise<void> {
  const due = await native(Reservations)
    .find({ releaseAt: { $lte: now() } }, { projection: { _id: 1 } })
    .limit(BATCH)
    .toArray();
  for (const { _id } of due) await asSystem('coupons.release', (tx) => releaseReservation(tx, _id));
}

const untilNone = async (some: () => Promise<number>): Promise<void> => {
  while ((await some()) === BATCH);
};

export const jobs: Job[] = [
  { name: 'coupons.expire', everySeconds: 60, missed: 'skip', run: () => untilNone(expireSome) },
  { name: 'coupons.remind', everySeconds: 60, missed: 'skip', run: () => untilNone(remindSome) },
  { name: 'coupons.release', everySeconds: 60, missed: 'skip', run: releaseDue },
];
