import { assertReachesGroup } from '../groups';
import { actorId } from '../kernel/actor';
import { command } from '../kernel/command';
import { derivedId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { couponToWrite } from './commands';
import { issueOne } from './issuing';
import { type IssueRow, type LinkDoc, Links } from './model';
import { firstTime } from './once';
import { refuse } from './rules';

/**
 * A link under which people take one coupon each. The same request key gives the same link.
 * Refuses `coupon_needs_group` for a coupon with a group quota, `link_over` for an end in the past.
 */
export const createLink = command<
  {
    id: string;
    name: string;
    limit: number;
    until: string;
    groupId?: string | undefined;
    requestKey: string;
  },
  LinkDoc
>('coupons.create-link', {
  async run({ requestKey, ...input }, tx) {
    const options = { session: tx.session };
    const { id, groupId } = input;
    const coupon = await couponToWrite(tx, id);
    if (coupon.rule.perGroup && groupId === undefined)
      throw refuse('coupon_needs_group', { field: 'groupId', details: { name: coupon.rule.name } });
    if (groupId !== undefined) assertReachesGroup(tx.actor, groupId, 'coupons.write');
    const until = new Date(input.until);
    if (until <= tx.now) throw refuse('link_over', { field: 'until' });
    const _id = derivedId('cl', id, actorId(tx.actor), requestKey);
    if (!(await firstTime(tx, { kind: 'link', key: requestKey, input })))
      return (await native(Links).findOne({ _id }, options))!;
    const link: LinkDoc = {
      _id,
      couponId: id,
      name: input.name,
      limit: input.limit,
      claimed: 0,
      until,
      ...(groupId === undefined ? {} : { groupId }),
      createdAt: tx.now,
      createdBy: actorId(tx.actor),
    };
    await native(Links).insertOne(link, options);
    tx.audit({ subject: id, after: { link: _id, name: link.name, limit: link.limit, until: link.until } });
    return link;
  },
});

/** Nobody takes one by this link any more; again changes nothing. */
export const closeLink = command<{ id: string }, LinkDoc>('coupons.close-link', {
  async run({ id }, tx) {
    const had = await native(Links).findOne({ _id: id }, { session: tx.session });
    if (!had) throw refuseAnywhere('not_found');
    await couponToWrite(tx, had.couponId);
    if (had.closedAt) return had;
    await native(Links).updateOne({ _id: id }, { $set: { closedAt: tx.now } }, { session: tx.session });
    tx.audit({ subject: had.couponId, after: { link: id, closed: true } });
    return { ...had, closedAt: tx.now };
  },
});

/** The id of what a person took by a link: one each, for ever. */
export const linkIssueId = (linkId: string, personId: string): string =>
  derivedId('cpi', 'link', linkId, personId);

/**
 * Takes the coupon of a link; again gives the same one.
 * Refuses `link_unknown` (404), `link_over`, `link_used_up` and what any coupon refuses.
 */
export async function claimByLink(personId: string, token: string): Promise<IssueRow> {
  const link = await native(Links).findOne({ _id: token });
  if (!link) throw refuse('link_unknown');
  const decision = await issueOne(link.couponId, {
    issueId: linkIssueId(token, personId),
    personId,
    groupId: link.groupId,
    linkId: token,
    source: { kind: 'link', id: token, words: link.name },
  });
  if (!decision.accepted) throw decision.refusal;
  return decision.value.issue;
}
