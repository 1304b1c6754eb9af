import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { personDeleted } from '../people';
import { productsSaved } from '../products/events';
import { retryRows } from './commands';
import { Orders, Quarantine } from './model';

/** Lines tried again at once when products were added; what is left comes with the next. */
const RETRIED = 200;

export const reactions = [
  on(productsSaved, 'orders.retry-unknown-products', async (_events, tx) => {
    const rows = await native(Quarantine)
      .find({ code: 'product_unknown', state: 'open' }, { session: tx.session })
      .sort({ at: 1 })
      .limit(RETRIED)
      .toArray();
    if (rows.length > 0) await retryRows(tx, rows);
  }),
  // The books keep amounts without a name; what shops sent besides goes with the person.
  on(personDeleted, 'orders.forget-buyers', async (events, tx) => {
    await native(Orders).updateMany(
      { personId: { $in: events.map(({ payload }) => payload.personId) } },
      { $unset: { personId: 1, 'payment.personId': 1, extra: 1 }, $set: { extraFields: [] } },
      { session: tx.session },
    );
  }),
];
