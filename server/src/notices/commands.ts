import { command } from '../kernel/command';
import { refuseAnywhere } from '../kernel/refusals';
import { anyOf, native } from '../kernel/store';
import { identitiesOf } from '../people';
import { Notices, Subscriptions, subscriptionId } from './model';
import { pushTemplate } from './push';
import { refuse } from './rules';

/** Requests whose key is remembered: a phone repeats itself at once or never. */
const KEYS_KEPT = 20;

const own = (actor: { kind: string; personId?: string }, { personId }: { personId: string }): void => {
  if (actor.kind !== 'member' || actor.personId !== personId) throw refuseAnywhere('not_allowed');
};

/** Marks notices of one's own as read: those named, or all. Answers how many are unread. */
export const readNotices = command('notices.read', {
  may: (actor, input: { personId: string; ids?: readonly string[] | undefined }) => own(actor, input),
  async run({ personId, ids }, tx) {
    const options = { session: tx.session };
    const selves = anyOf(await identitiesOf(personId, tx.session));
    await native(Notices).updateMany(
      { personId: selves, unread: true, ...(ids ? { _id: { $in: [...ids] } } : {}) },
      { $set: { readAt: tx.now }, $unset: { unread: 1 } },
      options,
    );
    return native(Notices).countDocuments({ personId: selves, unread: true }, options);
  },
});

/**
 * Counts one consent to the subscribe message, once a request key. Answers how many are left.
 * @throws Refusal `template_unknown`.
 */
export const countConsent = command('notices.subscribe', {
  may: (actor, input: { personId: string; templateId: string; requestKey: string }) => own(actor, input),
  async run({ personId, templateId, requestKey }, tx) {
    if (templateId !== pushTemplate()) throw refuse('template_unknown', { field: 'templateId' });
    const options = { session: tx.session };
    const _id = subscriptionId(personId, templateId);
    const row = await native(Subscriptions).findOne({ _id }, options);
    if (row?.keys.includes(requestKey)) return row.left;
    const next = {
      personId,
      templateId,
      left: (row?.left ?? 0) + 1,
      keys: [...(row?.keys ?? []), requestKey].slice(-KEYS_KEPT),
    };
    await native(Subscriptions).replaceOne({ _id }, next, { ...options, upsert: true });
    return next.left;
  },
});
