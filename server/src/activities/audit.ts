import { type ClientSession, native } from '../kernel/store';
import { auditSources, grantKey, pointsUnderWay } from '../ledger';
import { Tallies } from './model';

const NAME = /^points:activity:(.+)$/;
const nameOf = (activityId: string): string => `points:activity:${activityId}`;
/** Points of a participation are granted by its own id; chances, coupons and what boxes give have longer ones. */
const PARTICIPATION = new RegExp(`^${grantKey('par_[^:]+')}$`);

/** Points that activities gave by their own tallies, which is what the console shows. */
async function given(activityId?: string, session?: ClientSession): Promise<Map<string, number>> {
  const rows = await native(Tallies)
    .aggregate<{ _id: string; points: number }>(
      [
        { $match: activityId === undefined ? {} : { activityId } },
        { $group: { _id: '$activityId', points: { $sum: '$points' } } },
      ],
      session ? { session } : {},
    )
    .toArray();
  return new Map(rows.map(({ _id, points }) => [nameOf(_id), points]));
}

/** The audit of the books compares what each activity says it gave with what people got through it. */
export function auditActivities(): void {
  auditSources.register('activities', {
    speaksFor: (name) => NAME.test(name),
    totals: () => given(),
    async totalOf(name, session) {
      const activityId = NAME.exec(name)![1]!;
      const tallied = (await given(activityId, session)).get(name) ?? 0;
      const underWay = (await pointsUnderWay(session)).filter(
        ({ id, cause }) => cause.activityId === activityId && PARTICIPATION.test(grantKey(id)),
      );
      return underWay.reduce(
        (left, { reward }) => left - (reward.kind === 'points' ? reward.points : 0),
        tallied,
      );
    },
    counts: {
      toward: ({ _id, activityId, postings }) =>
        activityId !== undefined && PARTICIPATION.test(_id)
          ? {
              name: nameOf(activityId),
              amount: postings.reduce((sum, { amount }) => sum + Math.max(0, amount), 0),
            }
          : undefined,
      among: (name) => {
        const activityId = NAME.exec(name)?.[1];
        return activityId === undefined ? undefined : { activityId };
      },
    },
  });
}
