import { on } from '../kernel/outbox';
import { rewardsGranted } from '../rewards';
import { post } from './commands';
import { account } from './rules';

export const reactions = [
  on(rewardsGranted, 'ledger.book-points', async (events, tx) => {
    const grants = events.flatMap(({ payload }) => payload.grants);
    await post(
      tx,
      grants.map(({ id, personId, reward, cause, at }) => ({
        key: `grant:${id}`,
        unit: 'point',
        from: account.pointsIssued,
        to: account.memberPoints(personId),
        amount: reward.points,
        at,
        reason: cause.reason,
        cause: { kind: 'grant', id },
        personId,
        activityId: cause.activityId,
        groupId: cause.groupId,
      })),
    );
  }),
];
