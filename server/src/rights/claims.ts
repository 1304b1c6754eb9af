import { DAY_MS } from '@kouyi/shared/rules/time';
import { GIFT_KINDS, type RightClaimState } from '@kouyi/shared/types';
import { openBudget } from '../budgets';
import { couponNames, issuePromised } from '../coupons';
import { type Actor, actorName, type MemberActor } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { orRefuse } from '../kernel/decision';
import { derivedId, inputHash } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { seal } from '../kernel/seal';
import { native } from '../kernel/store';
import { kocsAmong, refuseKoc, tierAt } from '../koc';
import { notify } from '../notices';
import { assertEverywhere } from '../org';
import { identitiesOf, selvesOf } from '../people';
import { grant } from '../rewards';
import { blacklistedAmong } from '../risk';
import { activeKocOf } from '../subgroups';
import { Claims, type ClaimRow, Rights, type RightRow } from './model';
import {
  claimStates,
  claimInWords,
  DECIDE_WITHIN_DAYS,
  decideClaim,
  DELIVER_WITHIN_DAYS,
  givesInWords,
  periodOf,
  refuse,
} from './rules';
import { countUse, giveUseBack, usesOf } from './uses';

/** What the notes of claims are sealed for. */
export const NOTE = 'koc-right.note';

const stepBy = (actor: Actor): string => (actor.kind === 'member' ? '本人' : actorName(actor));

/** What is written down about a step; `words` are for the KOC, `silent` where there is nobody to tell any more. */
interface Said {
  readonly step: string;
  readonly words?: string;
  readonly silent?: boolean;
}

/** Moves a claim along its table with the step written down, and tells its KOC. */
async function move(
  tx: Tx,
  had: ClaimRow,
  state: RightClaimState,
  { step, words, silent = false }: Said,
): Promise<ClaimRow> {
  claimStates.assertMove(had.state, state);
  const { dueAt: _due, deliverBy: _by, ...rest } = had;
  const row: ClaimRow = {
    ...rest,
    state,
    steps: [...had.steps, { at: tx.now, by: stepBy(tx.actor), words: step }],
    ...(words === undefined ? {} : { words }),
    ...(state === 'approved'
      ? { deliverBy: new Date(tx.now.getTime() + DELIVER_WITHIN_DAYS * DAY_MS) }
      : { endedAt: tx.now }),
  };
  const { _id, ...fields } = row;
  await native(Claims).replaceOne({ _id }, fields, { session: tx.session, ignoreUndefined: true });
  if (state !== 'withdrawn' && !silent)
    await notify(tx, {
      key: `koc-right:${_id}:${state}`,
      personId: row.personId,
      kind: 'service',
      title: `权益「${row.name}」`,
      text: claimInWords(row),
      page: '/koc/rights/index',
      cause: { kind: 'koc_right', id: _id },
    });
  return row;
}

/** Ends a claim without giving anything. */
export async function endClaim(
  tx: Tx,
  had: ClaimRow,
  state: 'declined' | 'withdrawn' | 'expired',
  said: Said,
): Promise<ClaimRow> {
  const row = await move(tx, had, state, said);
  await giveUseBack(tx, row);
  return row;
}

async function getClaim(tx: Tx, id: string): Promise<ClaimRow> {
  const row = await native(Claims).findOne({ _id: id }, { session: tx.session });
  if (!row) throw refuseAnywhere('not_found');
  return row;
}

interface Claiming {
  readonly id: string;
  readonly requestKey: string;
  readonly note?: string | undefined;
}

/**
 * A KOC claims a right of their tier; the same request key is the same claim. Where the right is given at once, it is
 * there when this answers. Refuses what the contract names; nothing is written then.
 */
export const claimRight = command<Claiming, ClaimRow>('rights.claim', {
  async run({ id, requestKey, note }, tx) {
    const options = { session: tx.session };
    const { personId } = tx.actor as MemberActor;
    const koc = await activeKocOf(personId, tx.session);
    if (!koc) throw refuse('not_a_koc');
    const kocId = koc._id;
    const _id = derivedId('rcl', kocId, requestKey);
    const hash = inputHash({ id, note });
    const had = await native(Claims).findOne({ _id }, options);
    if (had && had.inputHash !== hash) throw refuse('key_used_differently', { field: 'requestKey' });
    if (had) return had;
    const right = await native(Rights).findOne({ _id: id }, options);
    if (!right) throw refuseAnywhere('not_found');
    await assertNotBlacklisted(tx, personId);
    const { rule } = right;
    const period = periodOf(rule.period, tx.now);
    const tier = tierAt(koc, tx.now);
    // Whoever acts for a person is the same on every phone: its count is written by each claim, and so puts them in order.
    const used = await usesOf(await selvesOf(kocId), [right], tx.now, tx.session);
    orRefuse(decideClaim(right, { tier, used: used.get(id) ?? 0, now: tx.now }));
    if (rule.needsNote && !note) throw refuse('right_needs_note', { field: 'note' });
    await countUse(tx, { rightId: id, kocId, period });
    const row = await insertClaim(tx, right, { _id, inputHash: hash, kocId, personId, tier, period, note });
    return rule.atOnce ? approveAndGive(tx, row) : row;
  },
});

async function insertClaim(
  tx: Tx,
  { _id: rightId, rule }: RightRow,
  claim: Pick<ClaimRow, '_id' | 'inputHash' | 'kocId' | 'personId' | 'tier' | 'period'> & {
    note: string | undefined;
  },
): Promise<ClaimRow> {
  const { note, ...rest } = claim;
  const { kind, name, points, couponId, budget } = rule;
  const names = await couponNames(couponId === undefined ? [] : [couponId]);
  const row: ClaimRow = {
    ...rest,
    rightId,
    kind,
    name,
    gives: givesInWords(rule, names.get(couponId ?? '')),
    rule: {
      ...(points === undefined ? {} : { points }),
      ...(couponId === undefined ? {} : { couponId }),
      ...(budget === undefined ? {} : { budget }),
    },
    state: 'requested',
    steps: [{ at: tx.now, by: '本人', words: '申请领取' }],
    ...(note ? { note: seal(note, NOTE) } : {}),
    at: tx.now,
    dueAt: new Date(tx.now.getTime() + DECIDE_WITHIN_DAYS * DAY_MS),
  };
  await native(Claims).insertOne(row, { session: tx.session, ignoreUndefined: true });
  return row;
}

async function assertNotBlacklisted(tx: Tx, personId: string): Promise<void> {
  const selves = await identitiesOf(personId, tx.session);
  if ((await blacklistedAmong(selves)).size > 0) throw refuse('right_blacklisted');
}

/** Approves, and gives at once what needs nobody's hands; goods and services wait for somebody to hand them over. */
async function approveAndGive(tx: Tx, had: ClaimRow): Promise<ClaimRow> {
  const inHand = had.kind === 'goods' || had.kind === 'service';
  claimStates.assertMove(had.state, 'approved');
  const by = tx.actor.kind === 'member' ? '自动通过' : '审核通过';
  if (inHand) return move(tx, had, 'approved', { step: by });
  await giveNow(tx, had);
  return move(tx, { ...had, state: 'approved' }, 'delivered', { step: `${by}，已发放` });
}

async function giveNow(tx: Tx, { _id, rightId, kocId, personId, name, kind, rule }: ClaimRow): Promise<void> {
  const words = `等级权益「${name}」`;
  if (kind === 'points')
    grant(tx, [
      {
        id: `right:${_id}`,
        personId,
        reward: { kind: 'points', points: rule.points! },
        cause: { kind: 'koc_right', id: rightId, reason: words },
        at: tx.now,
      },
    ]);
  if (kind === 'coupon')
    orRefuse(
      await issuePromised(tx, {
        couponId: rule.couponId!,
        personId,
        key: _id,
        holder: `right:${rightId}`,
        source: { kind: 'task', id: rightId, words },
      }),
    );
  if (kind === 'budget') {
    const { days, ...limits } = rule.budget!;
    await openBudget(tx, {
      kocId,
      requestKey: `right:${_id}`,
      rule: {
        title: name,
        ...limits,
        kinds: [...GIFT_KINDS],
        until: new Date(tx.now.getTime() + days * DAY_MS),
      },
    });
  }
}

/**
 * Approves a claim. Refuses `not_found`, `state_forbids` (409), `koc_ended` (409), `right_blacklisted`, and what
 * coupons refuse when there are none left.
 */
export const approveClaim = command<{ id: string }, ClaimRow>('rights.approve', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  async run({ id }, tx) {
    const had = await getClaim(tx, id);
    claimStates.assertMove(had.state, 'approved');
    const koc = (await kocsAmong([had.kocId], tx.session)).get(had.kocId);
    if (!koc || koc.endedAt) throw refuseKoc('koc_ended');
    await assertNotBlacklisted(tx, had.personId);
    const row = await approveAndGive(tx, had);
    tx.audit({ subject: id, after: { state: row.state, right: row.name, kocId: row.kocId } });
    return row;
  },
});

/** Turns a claim down. Refuses `not_found`, `state_forbids` (409). */
export const declineClaim = command<{ id: string; reason: string }, ClaimRow>('rights.decline', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  async run({ id, reason }, tx) {
    const row = await endClaim(tx, await getClaim(tx, id), 'declined', { step: '没有通过', words: reason });
    tx.audit({ subject: id, after: { state: row.state, reason } });
    return row;
  },
});

/** Goods or a service were handed over. Refuses `not_found`, `state_forbids` (409). */
export const deliverClaim = command<{ id: string; note: string }, ClaimRow>('rights.deliver', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  async run({ id, note }, tx) {
    const had = await getClaim(tx, id);
    const row = await move(tx, had, 'delivered', { step: '已发放', words: note });
    tx.audit({ subject: id, after: { state: row.state, note } });
    return row;
  },
});

/** The KOC takes a claim back. Refuses `not_found` (also for somebody else's), `state_forbids` (409). */
export const withdrawClaim = command<{ id: string }, ClaimRow>('rights.withdraw', {
  async run({ id }, tx) {
    const had = await getClaim(tx, id);
    const selves = await selvesOf((tx.actor as MemberActor).personId);
    if (!selves.includes(had.kocId)) throw refuseAnywhere('not_found');
    return endClaim(tx, had, 'withdrawn', { step: '本人撤回' });
  },
});
