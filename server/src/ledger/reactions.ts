import { on } from '../kernel/outbox';
import { rewardsGranted } from '../rewards';
import { post } from './commands';
import { account } from './rules';
import { grantKey } from './under-way';

export const reactions = [
  on(rewardsGranted, 'ledger.book-points', async (events, tx) => {
    const grants = events.flatMap(({ payload }) => payload.grants);
    await post(
      tx,
      grants.flatMap(({ id, personId, reward, cause, at }) =>
        reward.kind === 'points'
          ? {
              key: grantKey(id),
              unit: 'point' as const,
              from: account.pointsIssued,
              to: account.memberPoints(personId),
              amount: reward.points,
              at,
              reason: cause.reason,
              cause: { kind: 'grant', id },
              personId,
              ...(cause.activityId === undefined ? {} : { activityId: cause.activityId }),
              ...(cause.groupId === undefined ? {} : { groupId: cause.groupId }),
            }
          : [],
      ),
    );
  }),
];
