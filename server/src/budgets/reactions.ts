import type { Tx } from '../kernel/command';
import { on } from '../kernel/outbox';
import { anyOf, native } from '../kernel/store';
import { kocsAmong } from '../koc';
import { kocsChanged } from '../koc/events';
import { personDeleted } from '../people';
import { prizeExpired } from '../prizes/events';
import { endBudget } from './commands';
import { takeBack } from './giving';
import { type BudgetRow, Budgets, Gifts } from './model';

const openOf = (tx: Tx, kocIds: readonly string[]): Promise<BudgetRow[]> =>
  native(Budgets)
    .find({ kocId: anyOf(kocIds), state: 'open' }, { session: tx.session })
    .toArray();

export const reactions = [
  on(prizeExpired, 'budgets.take-back', (events, tx) =>
    takeBack(
      tx,
      // What was won in a box goes back to that.
      events.flatMap(({ payload }) =>
        payload.prizes.flatMap(({ winId, boxId }) => (boxId === undefined ? winId : [])),
      ),
    ),
  ),

  // Whoever is no KOC any more gives nothing any more.
  on(kocsChanged, 'budgets.end-with-koc', async (events, tx) => {
    const ids = events.flatMap(({ payload }) => payload.personIds);
    const kocs = await kocsAmong(ids, tx.session);
    const ended = [...kocs.values()].filter(({ endedAt }) => endedAt !== undefined).map(({ _id }) => _id);
    if (ended.length === 0) return;
    for (const row of await openOf(tx, ended)) await endBudget(tx, row, 'ended', 'KOC 身份结束了');
  }),

  // Amounts stay in the books; what was written about or by somebody goes.
  on(personDeleted, 'budgets.forget-person', async (events, tx) => {
    const ids = events.map(({ payload }) => payload.personId);
    for (const row of await openOf(tx, ids))
      await endBudget(tx, row, 'ended', '本人离开了', { silent: true });
    const gone = anyOf(ids);
    await native(Gifts).updateMany(
      { $or: [{ personId: gone }, { kocId: gone }] },
      { $set: { reason: '' } },
      { session: tx.session },
    );
  }),
];
