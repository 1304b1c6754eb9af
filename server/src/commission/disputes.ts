import {
  type AttributionDecision,
  barrier,
  secondLevel,
  TOUCH_VERDICTS,
} from '@kouyi/shared/rules/attribution';
import { actorName } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { derivedId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { isDuplicateKey, native } from '../kernel/store';
import { notify } from '../notices';
import { ordersById } from '../orders';
import { identitiesOf } from '../people';
import { assertEverywhere } from '../org';
import { bookRows } from './commands';
import { kocFacts } from './decide';
import { type CommissionRow, Commissions, Disputes, type DisputeRow } from './model';
import { refuse, withoutOwn } from './rules';

/** The case of a KOC about an order; there is one at most. */
export const disputeIdOf = (orderId: string, kocId: string): string => derivedId('dsp', orderId, kocId);

/** A KOC thinks that an order is theirs. @throws Refusal `dispute_exists`, `order_is_yours` (409) or `not_found`. */
export const openDispute = command('commission.dispute', {
  async run({ orderId, kocId, reason }: { orderId: string; kocId: string; reason: string }, tx) {
    const options = { session: tx.session };
    const row = await native(Commissions).findOne({ _id: orderId }, options);
    if (!row) throw refuseAnywhere('not_found');
    // One person has one case about an order, by whichever of their identities.
    const selves = await identitiesOf(kocId, tx.session);
    if (row.kocIds.some((id) => id === kocId || selves.includes(id))) throw refuse('order_is_yours');
    const _id = disputeIdOf(orderId, kocId);
    const cases = [_id, ...selves.map((self) => disputeIdOf(orderId, self))];
    if (await native(Disputes).findOne({ _id: { $in: cases } }, options)) throw refuse('dispute_exists');
    const dispute: DisputeRow = {
      _id,
      orderId,
      number: row.number,
      kocId,
      reason,
      at: tx.now,
      state: 'open',
    };
    await native(Disputes)
      .insertOne(dispute, options)
      .catch((error: unknown) => {
        throw isDuplicateKey(error) ? refuse('dispute_exists') : error;
      });
    return dispute;
  },
});

/** What the operator says to a case. */
interface Answer {
  readonly id: string;
  readonly upheld: boolean;
  readonly answer: string;
}

/**
 * Decides a case. A KOC's claim upheld, the order becomes theirs; an own purchase upheld, nobody earns on what they
 * bought. What others had of it is taken back, the books follow, and whoever lost is told.
 * @throws Refusal `not_found`, `dispute_closed` or `not_one_person` (409), or `cannot_be_theirs`.
 */
export const resolveDispute = command('commission.resolve', {
  may: (actor) => assertEverywhere(actor, 'commission.write'),
  async run({ id, upheld, answer }: Answer, tx) {
    const options = { session: tx.session };
    const before = await native(Disputes).findOne({ _id: id }, options);
    if (!before) throw refuseAnywhere('not_found');
    if (before.state !== 'open') throw refuse('dispute_closed');
    const { orderId } = before;
    if (upheld) await decideAnew(tx, before, answer);
    else tx.audit({ subject: orderId, after: { rejected: id, answer } });
    const after: DisputeRow = {
      ...before,
      state: upheld ? 'upheld' : 'rejected',
      answer,
      answeredBy: actorName(tx.actor),
      answeredAt: tx.now,
    };
    const { _id, ...fields } = after;
    await native(Disputes).replaceOne({ _id }, fields, options);
    if (before.about === undefined)
      await tell(tx, before.kocId, after, upheld ? '订单申诉通过' : '订单申诉结果');
    return after;
  },
});

async function decideAnew(tx: Tx, dispute: DisputeRow, answer: string): Promise<void> {
  const { orderId } = dispute;
  const row = await native(Commissions).findOne({ _id: orderId }, { session: tx.session });
  if (!row) throw refuseAnywhere('not_found');
  const decision = dispute.about
    ? await ownDecision(tx, dispute, row)
    : await claimDecision(tx, dispute, row);
  const decided = { ...row, decision, decidedAt: tx.now, decidedBy: actorName(tx.actor) };
  await bookRows(tx, [decided], await ordersById([orderId], tx.session));
  tx.audit({
    subject: orderId,
    before: { kocId: row.decision.kocId },
    after: { kocId: decision.kocId ?? null, answer },
  });
  const kept = [decision.kocId, decision.second?.kocId];
  for (const loser of row.kocIds.filter((id) => !kept.includes(id)))
    await tell(tx, loser, { ...dispute, answer }, '一笔佣金改判，已收回');
}

const selvesOfBuyer = ({ buyerId }: CommissionRow, tx: Tx): Promise<string[]> =>
  buyerId === undefined ? Promise.resolve([]) : identitiesOf(buyerId, tx.session);

async function claimDecision(
  tx: Tx,
  { kocId }: DisputeRow,
  row: CommissionRow,
): Promise<AttributionDecision> {
  const { then } = await kocFacts([kocId], tx.session);
  const buyerSelves = await selvesOfBuyer(row, tx);
  const facts = { paidAt: row.paidAt, buyerId: row.buyerId, buyerSelves, kocs: then };
  const why = barrier(kocId, facts, row.rules);
  if (why) throw refuse('cannot_be_theirs', { details: { why: TOUCH_VERDICTS[why] } });
  const second = secondLevel(kocId, facts, row.rules);
  const { second: _, ...decision } = row.decision;
  return { ...decision, by: 'staff', kocId, ...(second ? { second } : {}) };
}

async function ownDecision(tx: Tx, { kocId }: DisputeRow, row: CommissionRow): Promise<AttributionDecision> {
  const selves = await selvesOfBuyer(row, tx);
  if (!selves.includes(kocId)) throw refuse('not_one_person');
  return withoutOwn(row.decision, selves);
}

const tell = (tx: Tx, personId: string, { _id, orderId, number, answer }: DisputeRow, title: string) =>
  notify(tx, {
    key: `dispute:${_id}:${personId}`,
    personId,
    kind: 'service',
    title,
    text: `订单 ${number}：${answer}`,
    page: '/koc/earnings/index',
    cause: { kind: 'order', id: orderId },
  });
