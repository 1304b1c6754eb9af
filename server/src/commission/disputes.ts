import { barrier, secondLevel, TOUCH_VERDICTS } from '@kouyi/shared/rules/attribution';
import { actorName } from '../kernel/actor';
import { command } from '../kernel/command';
import { derivedId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { isDuplicateKey, native } from '../kernel/store';
import { notify } from '../notices';
import { ordersById } from '../orders';
import { identitiesOf } from '../people';
import { assertEverywhere } from '../org';
import { bookRows } from './commands';
import { kocFacts } from './decide';
import { Commissions, Disputes, type DisputeRow } from './model';
import { refuse } from './rules';

/** The case of a KOC about an order; there is one at most. */
export const disputeIdOf = (orderId: string, kocId: string): string => derivedId('dsp', orderId, kocId);

/** A KOC thinks that an order is theirs. @throws Refusal `dispute_exists`, `order_is_yours` (409) or `not_found`. */
export const openDispute = command('commission.dispute', {
  async run({ orderId, kocId, reason }: { orderId: string; kocId: string; reason: string }, tx) {
    const options = { session: tx.session };
    const row = await native(Commissions).findOne({ _id: orderId }, options);
    if (!row) throw refuseAnywhere('not_found');
    if (row.kocIds.includes(kocId)) throw refuse('order_is_yours');
    const _id = disputeIdOf(orderId, kocId);
    if (await native(Disputes).findOne({ _id }, options)) throw refuse('dispute_exists');
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

/**
 * Decides a case. Upheld, the order becomes this KOC's: what others had of it is taken back, the books follow.
 * @throws Refusal `not_found`, `dispute_closed` (409) or `cannot_be_theirs`.
 */
export const resolveDispute = command('commission.resolve', {
  may: (actor) => assertEverywhere(actor, 'commission.write'),
  async run({ id, upheld, answer }: { id: string; upheld: boolean; answer: string }, tx) {
    const options = { session: tx.session };
    const before = await native(Disputes).findOne({ _id: id }, options);
    if (!before) throw refuseAnywhere('not_found');
    if (before.state !== 'open') throw refuse('dispute_closed');
    const { orderId, kocId, number } = before;
    if (upheld) {
      const row = await native(Commissions).findOne({ _id: orderId }, options);
      if (!row) throw refuseAnywhere('not_found');
      const { then } = await kocFacts([kocId], tx.session);
      const buyerSelves = row.buyerId === undefined ? [] : await identitiesOf(row.buyerId, tx.session);
      const facts = { paidAt: row.paidAt, buyerId: row.buyerId, buyerSelves, kocs: then };
      const why = barrier(kocId, facts, row.rules);
      if (why) throw refuse('cannot_be_theirs', { details: { why: TOUCH_VERDICTS[why] } });
      const second = secondLevel(kocId, facts, row.rules);
      const { second: _, ...decision } = row.decision;
      const decided = {
        ...row,
        decision: { ...decision, by: 'staff' as const, kocId, ...(second ? { second } : {}) },
        decidedAt: tx.now,
        decidedBy: actorName(tx.actor),
      };
      await bookRows(tx, [decided], await ordersById([orderId], tx.session));
      tx.audit({ subject: orderId, before: { kocId: row.decision.kocId }, after: { kocId, answer } });
    } else tx.audit({ subject: orderId, after: { rejected: id, answer } });
    const after: DisputeRow = {
      ...before,
      state: upheld ? 'upheld' : 'rejected',
      answer,
      answeredBy: actorName(tx.actor),
      answeredAt: tx.now,
    };
    const { _id, ...fields } = after;
    await native(Disputes).replaceOne({ _id }, fields, options);
    await notify(tx, {
      key: `dispute:${id}`,
      personId: kocId,
      kind: 'service',
      title: upheld ? '订单申诉通过' : '订单申诉结果',
      text: `订单 ${number}：${answer}`,
      cause: { kind: 'order', id: orderId },
    });
    return after;
  },
});
