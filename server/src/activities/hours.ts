import { HOUR_MS } from '@kouyi/shared/rules/time';
import { native } from '../kernel/store';
import { Decisions, Minutes } from './model';

/**
 * How many took part in each hour from one instant until before another (event time), the first hour first; with
 * `groupIds`, in those groups. Days that were made up belong to no hour and are left out.
 */
export async function countsByHour(from: Date, to: Date, groupIds?: readonly string[]): Promise<number[]> {
  const hours = Array<number>(Math.ceil((to.getTime() - from.getTime()) / HOUR_MS)).fill(0);
  const range = { $gte: from, $lt: to };
  const hourOf = (at: string) => ({ $floor: { $divide: [{ $subtract: [at, from] }, HOUR_MS] } });
  const rows = groupIds
    ? await native(Decisions)
        .aggregate<{ _id: number; counted: number }>([
          {
            $match: {
              activityId: { $in: await countingBetween(from, to) },
              at: range,
              outcome: 'counted',
              groupId: { $in: [...groupIds] },
            },
          },
          { $group: { _id: hourOf('$at'), counted: { $sum: 1 } } },
        ])
        .toArray()
    : await native(Minutes)
        .aggregate<{ _id: number; counted: number }>([
          { $match: { minute: range } },
          { $group: { _id: hourOf('$minute'), counted: { $sum: '$counted' } } },
        ])
        .toArray();
  for (const { _id, counted } of rows) hours[_id] = (hours[_id] ?? 0) + counted;
  return hours;
}

/** Activities that counted anybody then: decisions are found by activity and time. */
const countingBetween = async (from: Date, to: Date): Promise<string[]> => {
  const rows = await native(Minutes)
    .aggregate<{ _id: string }>([
      { $match: { minute: { $gte: from, $lt: to } } },
      { $group: { _id: '$activityId' } },
    ])
    .toArray();
  return rows.map(({ _id }) => _id);
};
