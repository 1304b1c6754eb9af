import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { on } from '../kernel/outbox';
import { withoutNames } from '../kernel/redact';
import { native } from '../kernel/store';
import { DELETED_NAME, personDeleted } from '../people';
import { Outgoing } from './model';

/** As long as what members write is kept; looking further back would cost a group's whole history. */
const LOOK_BACK_DAYS = 90;
const LINES_AT_ONCE = 500;

export const reactions = [
  // Lines that name who was there stay, so that a room's history still makes sense; the name goes.
  on(personDeleted, 'gate.forget-names', async (events, tx) => {
    const options = { session: tx.session };
    for (const { groupIds, names, at } of events.map(({ payload }) => payload)) {
      const since = shanghaiInstant(shanghaiDay(at) - LOOK_BACK_DAYS);
      const lines = native(Outgoing)
        .find(
          { groupId: { $in: groupIds }, createdAt: { $gte: since } },
          { ...options, projection: { text: 1 } },
        )
        .batchSize(LINES_AT_ONCE);
      const renamed: { _id: string; text: string }[] = [];
      for await (const { _id, text } of lines) {
        const said = withoutNames(text, names, DELETED_NAME);
        if (said !== text) renamed.push({ _id, text: said });
      }
      if (renamed.length === 0) continue;
      await native(Outgoing).bulkWrite(
        renamed.map(({ _id, text }) => ({ updateOne: { filter: { _id }, update: { $set: { text } } } })),
        options,
      );
    }
  }),
];
