import { groupBy } from '../kernel/collections';
import { inputHash } from '../kernel/ids';
import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { personDeleted } from '../people';
import { prizeExpired } from '../prizes/events';
import { rewardsGranted } from '../rewards';
import { gatherNews } from './announcements';
import { giveChances } from './chances';
import { drawBatch, drawIdOf } from './drawing';
import { drawDrawn } from './events';
import { Ages, Players, Tables } from './model';
import { takeBack } from './returns';

/** Draws in one transaction. */
const MAX_DRAWS = 64;

export const reactions = [
  /**
   * Books granted chances. Where the activity draws at once, the box is opened in the same transaction for whoever
   * may be drawn for unasked; who may not (age unknown, limits, nothing left) keeps the chance.
   */
  on(rewardsGranted, 'draws.book-chances', async (events, tx) => {
    const gifts = events
      .flatMap(({ payload }) => payload.grants)
      .flatMap(({ id, personId, reward, cause, at }) =>
        reward.kind === 'chance'
          ? {
              key: `grant:${id}`,
              boxId: reward.boxId,
              personId,
              chances: reward.chances,
              drawNow: reward.drawNow ?? false,
              at: new Date(at),
              reason: cause.reason,
              cause: { kind: 'grant', id },
              groupId: cause.groupId,
              activityId: cause.activityId,
            }
          : [],
      );
    const given = new Set((await giveChances(tx, gifts)).map(({ key }) => key));
    const now = gifts.filter(({ key, drawNow }) => drawNow && given.has(key));
    for (const [boxId, ofBox] of groupBy(now, (gift) => gift.boxId)) {
      const known = await native(Tables).countDocuments({ _id: boxId }, { session: tx.session, limit: 1 });
      if (known === 0) continue;
      const requests = ofBox.flatMap(({ key, personId, chances, at }) =>
        Array.from({ length: chances }, (_, i) => ({
          drawId: drawIdOf(personId, `${key}:${i}`),
          personId,
          inputHash: inputHash({ boxId }),
          at,
        })),
      );
      for (let i = 0; i < requests.length; i += MAX_DRAWS)
        await drawBatch(tx, boxId, requests.slice(i, i + MAX_DRAWS));
    }
  }),
  on(drawDrawn, 'draws.gather-news', (events, tx) =>
    gatherNews(
      tx,
      events.flatMap(({ payload }) => payload.draws),
    ),
  ),
  on(prizeExpired, 'draws.take-back', (events, tx) =>
    takeBack(
      tx,
      events.flatMap(({ payload }) => payload.prizes.map(({ winId }) => winId)),
    ),
  ),
  // Draws stay as the law wants them, without a name; what the person chose or declared goes.
  on(personDeleted, 'draws.forget-person', async (events, tx) => {
    const ids = events.map(({ payload }) => payload.personId);
    const options = { session: tx.session };
    await native(Ages).deleteMany({ _id: { $in: ids } }, options);
    await native(Players).updateMany({ personId: { $in: ids } }, { $unset: { clientSeed: 1 } }, options);
  }),
];
