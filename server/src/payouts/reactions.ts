import { on } from '../kernel/outbox';
import { anyOf, native } from '../kernel/store';
import { personDeleted } from '../people';
import { peopleRegrouped } from '../people/events';
import { personBlacklisted } from '../risk';
import { Withdrawals } from './model';
import { freezeOf, freezeTakenApart } from './one-person';
import { takenFrom } from './rows';

export const reactions = [
  // Whoever turns out to be a risk is looked into before money leaves.
  on(personBlacklisted, 'payouts.freeze', (events, tx) =>
    freezeOf(
      tx,
      events.map(({ payload }) => payload.personId),
      '进了黑名单，先人工核实。',
    ),
  ),
  // Two people who were one when they asked: whose money goes to whom is for somebody to say.
  on(peopleRegrouped, 'payouts.freeze-taken-apart', (events, tx) =>
    freezeTakenApart(tx, [...new Set(events.flatMap(({ payload }) => payload.roots))]),
  ),
  // The books stay; who it was does not.
  on(personDeleted, 'payouts.forget', async (events, tx) => {
    const gone = events.map(({ payload }) => payload.personId);
    await native(Withdrawals).updateMany(
      { $or: [...takenFrom(gone).$or, { payeeId: anyOf(gone) }] },
      { $unset: { openid: 1, realName: 1 } },
      { session: tx.session },
    );
  }),
];
