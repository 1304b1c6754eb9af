import { groupDirectory } from '../groups';
import { shanghaiDay } from '@kouyi/shared/rules/time';
import { groupBy, indexBy } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { ROOT_UNIT_ID } from '../org';
import { rewardsGranted } from '../rewards';
import { DayPeople, type DayPersonRow, Days } from './model';
import { type DayGain, type Given, expiryOf, gainsOf } from './rules';

export const reactions = [
  on(rewardsGranted, 'insights.count-day', async (events, tx) => {
    const given = events
      .flatMap(({ payload }) => payload.grants)
      .map(({ personId, reward, cause, at }): Given => ({
        personId,
        points: reward.points,
        at,
        unitId: groupDirectory.get(cause.groupId)?.unitId ?? ROOT_UNIT_ID,
      }));
    await addToDays(gainsOf(given), tx);
    await markPeople(given, tx);
  }),
];

/** Safe to add up: the reaction's receipt is in the same transaction. */
async function addToDays(gains: readonly DayGain[], tx: Tx): Promise<void> {
  if (gains.length === 0) return;
  await native(Days).bulkWrite(
    gains.map(({ day, unitId, points, slots }) => ({
      updateOne: {
        filter: { _id: `${day}:${unitId}` },
        update: {
          $inc: {
            points,
            ...Object.fromEntries([...slots].map(([slot, times]) => [`slots.${slot}`, times])),
          },
          $setOnInsert: { day, unitId, expireAt: expiryOf(day) },
        },
        upsert: true,
      },
    })),
    { session: tx.session },
  );
}

async function markPeople(given: readonly Given[], tx: Tx): Promise<void> {
  const options = { session: tx.session };
  const byRow = groupBy(given, ({ personId, at }) => `${shanghaiDay(at)}:${personId}`);
  const known = indexBy(
    await native(DayPeople)
      .find({ _id: { $in: [...byRow.keys()] } }, options)
      .toArray(),
    (row) => row._id,
  );
  const fresh: DayPersonRow[] = [];
  for (const [_id, ofRow] of byRow) {
    const units = [...new Set(ofRow.map(({ unitId }) => unitId))];
    const before = known.get(_id);
    if (!before) {
      const day = shanghaiDay(ofRow[0]!.at);
      fresh.push({ _id, day, units, expireAt: expiryOf(day) });
    } else if (units.some((unitId) => !before.units.includes(unitId))) {
      await native(DayPeople).updateOne({ _id }, { $addToSet: { units: { $each: units } } }, options);
    }
  }
  if (fresh.length > 0) await native(DayPeople).insertMany(fresh, options);
}
