import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { personDeleted } from '../people';
import { personBlacklisted } from '../risk';
import { Withdrawals } from './model';
import { move } from './rows';

export const reactions = [
  // Whoever turns out to be a risk is looked into before money leaves.
  on(personBlacklisted, 'payouts.freeze', async (events, tx) => {
    const rows = await native(Withdrawals)
      .find(
        {
          personId: { $in: events.map(({ payload }) => payload.personId) },
          state: { $in: ['requested', 'approved'] },
        },
        { session: tx.session },
      )
      .toArray();
    for (const row of rows)
      await move(tx, row, 'frozen', '进了黑名单，先人工核实。', {
        set: { approvals: [] },
        unset: ['open', 'dueAt', 'claimedUntil'],
      });
  }),
  // The books stay; who it was does not.
  on(personDeleted, 'payouts.forget', async (events, tx) => {
    await native(Withdrawals).updateMany(
      { personId: { $in: events.map(({ payload }) => payload.personId) } },
      { $unset: { openid: 1, realName: 1 } },
      { session: tx.session },
    );
  }),
];
