import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { personDeleted } from '../people';
import { Journal } from './model';

export const reactions = [
  // What they typed goes; that something was typed stays, so that counts still add up.
  on(personDeleted, 'bot.forget-text', async (events, tx) => {
    const personIds = events.map(({ payload }) => payload.personId);
    await native(Journal).updateMany(
      { personId: { $in: personIds } },
      { $set: { text: '', name: '已注销用户' } },
      { session: tx.session },
    );
  }),
];
