import { COUPON_STATE_NAMES, type CouponRule, type CouponState } from '@kouyi/shared/types';
import { validateCoupon } from '@kouyi/shared/rules/coupon-validate';
import { actorId } from '../kernel/actor';
import { command, type CommandContext, type Tx } from '../kernel/command';
import { derivedId, newId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { assertReachesGroup } from '../groups';
import { ROOT_UNIT_ID, reachFor, unitDirectory } from '../org';
import { nicknames, peopleWithin } from '../people';
import { bookReleased } from './books';
import { addToDay } from './figures';
import { issueOne } from './issuing';
import { type CouponDoc, Coupons, Issues, type IssueRow, Links, type LinkDoc, Stocks } from './model';
import { firstTime } from './once';
import { assertMayWrite, assertStores } from './policy';
import { couponStates, issueStates, refuse } from './rules';

/** Saves a draft. The same request key gives the same coupon for ever. @throws Refusal `unit_unknown`. */
export const createCoupon = command<
  { rule: CouponRule; unitId?: string | undefined; requestKey?: string | undefined },
  CouponDoc
>('coupons.create', {
  may: (actor, { rule, unitId = ROOT_UNIT_ID }) => {
    if (!unitDirectory.has(unitId)) throw refuse('unit_unknown', { field: 'unitId' });
    assertMayWrite(actor, unitId);
    assertStores(actor, rule);
  },
  async run({ rule, unitId = ROOT_UNIT_ID, requestKey }, tx) {
    const options = { session: tx.session };
    const _id = requestKey === undefined ? newId('cpn') : derivedId('cpn', actorId(tx.actor), requestKey);
    if (
      requestKey !== undefined &&
      !(await firstTime(tx, { kind: 'create', key: requestKey, input: { rule, unitId } }))
    )
      return (await native(Coupons).findOne({ _id }, options))!;
    const doc: CouponDoc = {
      _id,
      version: 1,
      state: 'draft',
      rule,
      unitId,
      createdAt: tx.now,
      createdBy: actorId(tx.actor),
      updatedAt: tx.now,
    };
    await native(Coupons).insertOne(doc, { ...options, ignoreUndefined: true });
    await native(Stocks).insertOne({ _id, stock: rule.stock, issued: 0, reserved: 0 }, options);
    tx.audit({ subject: _id, after: rule });
    return doc;
  },
});

/**
 * Saves a new version; what people hold keeps what it promised.
 * Refuses `version_moved_on` (409), `coupon_state_forbids`, `coupon_invalid` when it is being given out and would
 * break, `coupon_stock_below_given`.
 */
export const updateCoupon = command<{ id: string; version: number; rule: CouponRule }, CouponDoc>(
  'coupons.update',
  {
    async run({ id, version, rule }, tx) {
      const had = await getFor(tx, id);
      assertStores(tx.actor, rule);
      if (had.state === 'ended')
        throw refuse('coupon_state_forbids', { details: { state: COUPON_STATE_NAMES[had.state] } });
      if (had.version !== version) throw refuseAnywhere('version_moved_on', { field: 'version' });
      if (had.state !== 'draft') assertSound(rule, tx.now);
      const { issued, reserved } = (await native(Stocks).findOne({ _id: id }, { session: tx.session }))!;
      if (rule.stock < issued + reserved)
        throw refuse('coupon_stock_below_given', { field: 'rule.stock', details: { issued, reserved } });
      await native(Stocks).updateOne({ _id: id }, { $set: { stock: rule.stock } }, { session: tx.session });
      tx.audit({ subject: id, before: had.rule, after: rule });
      return save(tx, had, { rule, version: version + 1 });
    },
  },
);

/** Draft or paused → open. Refuses `coupon_invalid` with all problems, `state_forbids`. */
export const openCoupon = command<{ id: string }, CouponDoc>('coupons.open', {
  async run({ id }, tx) {
    const had = await getFor(tx, id);
    assertSound(had.rule, tx.now);
    return move(tx, had, 'open');
  },
});

/** Gives none out until it is opened again. */
export const pauseCoupon = command<{ id: string }, CouponDoc>('coupons.pause', {
  run: async ({ id }, tx) => move(tx, await getFor(tx, id), 'paused'),
});

/** Gives none out any more. Refuses `coupon_reserved` while an activity or a box counts on it. */
export const endCoupon = command<{ id: string }, CouponDoc>('coupons.end', {
  async run({ id }, tx) {
    const had = await getFor(tx, id);
    const { reserved } = (await native(Stocks).findOne({ _id: id }, { session: tx.session }))!;
    if (reserved > 0) throw refuse('coupon_reserved', { details: { reserved } });
    return move(tx, had, 'ended');
  },
});

function assertSound(rule: CouponRule, now: Date): void {
  const problems = validateCoupon(rule, now);
  const [first] = problems;
  if (first)
    throw refuse('coupon_invalid', {
      field: `rule.${first.field}`,
      details: { message: first.message, problems },
    });
}

async function getFor(tx: Tx, id: string): Promise<CouponDoc> {
  const had = await native(Coupons).findOne({ _id: id }, { session: tx.session });
  if (!had) throw refuseAnywhere('not_found');
  assertMayWrite(tx.actor, had.unitId);
  return had;
}

async function move(tx: Tx, had: CouponDoc, to: CouponState): Promise<CouponDoc> {
  couponStates.assertMove(had.state, to);
  tx.audit({ subject: had._id, before: { state: had.state }, after: { state: to } });
  return save(tx, had, { state: to });
}

async function save(tx: Tx, had: CouponDoc, change: Partial<CouponDoc>): Promise<CouponDoc> {
  const { _id, ...doc } = { ...had, ...change, updatedAt: tx.now };
  await native(Coupons).replaceOne({ _id }, doc, { session: tx.session, ignoreUndefined: true });
  return { _id, ...doc };
}

/** What a gift by hand came to, person by person. */
export interface HandIssue {
  issued: { personId: string; nickname: string; code: string }[];
  refused: { personId: string; nickname: string; code: string; message: string }[];
}

/** Notes who gives what to whom and why, once a key; the coupons follow. */
const noteHandIssue = command<
  { id: string; personIds: string[]; groupId?: string | undefined; reason: string; requestKey: string },
  boolean
>('coupons.issue', {
  async run({ requestKey, ...input }, tx) {
    const had = await getFor(tx, input.id);
    if (had.state !== 'open') throw refuse('coupon_not_open', { details: { name: had.rule.name } });
    if (had.rule.perGroup && input.groupId === undefined)
      throw refuse('coupon_needs_group', { field: 'groupId', details: { name: had.rule.name } });
    if (input.groupId !== undefined) assertReachesGroup(tx.actor, input.groupId, 'coupons.write');
    const within = await peopleWithin(reachFor(tx.actor, 'coupons.write'), input.personIds);
    if (input.personIds.some((id) => !within.has(id)))
      throw refuseAnywhere('not_found', { field: 'personIds' });
    const first = await firstTime(tx, { kind: 'issue', key: requestKey, input });
    if (first) tx.audit({ subject: input.id, after: { personIds: input.personIds, reason: input.reason } });
    return first;
  },
});

/**
 * Gives one coupon to each of these people. Asked again with the same key, it goes on where it was: nobody gets two.
 * Refuses `coupon_not_open`, `coupon_needs_group`, `key_used_differently`, `not_found` for people out of reach.
 */
export async function issueByHand(
  context: CommandContext,
  input: {
    id: string;
    personIds: string[];
    groupId?: string | undefined;
    reason: string;
    requestKey: string;
  },
): Promise<HandIssue> {
  const personIds = [...new Set(input.personIds)];
  await noteHandIssue(context, { ...input, personIds });
  const by = actorId(context.actor);
  const [names, decisions] = await Promise.all([
    nicknames(personIds),
    Promise.all(
      personIds.map((personId) =>
        issueOne(input.id, {
          issueId: derivedId('cpi', input.id, by, input.requestKey, personId),
          personId,
          groupId: input.groupId,
          source: { kind: 'staff', id: by, words: input.reason },
        }),
      ),
    ),
  ]);
  const result: HandIssue = { issued: [], refused: [] };
  decisions.forEach((decision, i) => {
    const personId = personIds[i]!;
    const nickname = names.get(personId) ?? '';
    if (decision.accepted) result.issued.push({ personId, nickname, code: decision.value.issue.code });
    else
      result.refused.push({
        personId,
        nickname,
        code: decision.refusal.code,
        message: decision.refusal.message_zh,
      });
  });
  return result;
}

/** Takes one back that was not used. Refuses `state_forbids` (409), `not_found`. */
export const revokeIssue = command<{ id: string; reason: string }, IssueRow>('coupons.revoke', {
  async run({ id, reason }, tx) {
    const options = { session: tx.session };
    const had = await native(Issues).findOne({ _id: id }, options);
    if (!had) throw refuseAnywhere('not_found');
    await getFor(tx, had.couponId);
    issueStates.assertMove(had.state, 'revoked');
    const { remindAt: _gone, ...rest } = had;
    const issue: IssueRow = { ...rest, state: 'revoked', revokedReason: reason };
    await native(Issues).updateOne(
      { _id: id },
      { $set: { state: 'revoked', revokedReason: reason }, $unset: { remindAt: 1 } },
      options,
    );
    await bookReleased(tx, [issue], '作废');
    await addToDay(tx, issue.couponId, { revoked: 1, liabilityFen: -issue.worthFen });
    tx.audit({ subject: issue.couponId, before: { issue: id, state: had.state }, after: { reason } });
    return issue;
  },
});

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
    const coupon = await getFor(tx, id);
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
    await getFor(tx, had.couponId);
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
