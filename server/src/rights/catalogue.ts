import type { RightRule } from '@kouyi/shared/contracts';
import { command, type Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { assertEverywhere } from '../org';
import { couponNames } from '../coupons';
import { Rights, type RightRow } from './model';
import { refuse, rightStates, ruleProblem } from './rules';

async function assertComplete(rule: RightRule): Promise<void> {
  const problem = ruleProblem(rule);
  if (problem)
    throw refuse('right_incomplete', { field: problem.field, details: { message: problem.message } });
  if (rule.kind === 'coupon' && !(await couponNames([rule.couponId!])).has(rule.couponId!))
    throw refuse('right_incomplete', {
      field: 'rule.couponId',
      details: { message: '没有找到这张券，换一张。' },
    });
}

async function getRight(tx: Tx, id: string): Promise<RightRow> {
  const row = await native(Rights).findOne({ _id: id }, { session: tx.session });
  if (!row) throw refuseAnywhere('not_found');
  return row;
}

/** Adds a right to the catalogue. Refuses `right_incomplete` with its field. */
export const createRight = command<{ rule: RightRule }, RightRow>('rights.create', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  async run({ rule }, tx) {
    await assertComplete(rule);
    const row: RightRow = { _id: newId('rgt'), rule, state: 'open', version: 1, createdAt: tx.now };
    await native(Rights).insertOne(row, { session: tx.session, ignoreUndefined: true });
    tx.audit({ subject: row._id, after: rule });
    return row;
  },
});

/** Changes a right for claims from now on. Refuses `right_incomplete`, `version_moved_on` (409), `right_over`. */
export const changeRight = command<{ id: string; version: number; rule: RightRule }, RightRow>(
  'rights.change',
  {
    may: (actor) => assertEverywhere(actor, 'koc.write'),
    async run({ id, version, rule }, tx) {
      const had = await getRight(tx, id);
      if (had.version !== version) throw refuseAnywhere('version_moved_on');
      if (had.state === 'closed') throw refuse('right_over');
      await assertComplete(rule);
      const row: RightRow = { ...had, rule, version: version + 1 };
      await native(Rights).updateOne(
        { _id: id },
        { $set: { rule, version: row.version } },
        { session: tx.session, ignoreUndefined: true },
      );
      tx.audit({ subject: id, before: had.rule, after: rule });
      return row;
    },
  },
);

/** Nobody can claim it any more. Refuses `not_found`, `state_forbids` (409). */
export const closeRight = command<{ id: string }, RightRow>('rights.close', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  async run({ id }, tx) {
    const had = await getRight(tx, id);
    rightStates.assertMove(had.state, 'closed');
    const change = { state: 'closed' as const, version: had.version + 1, closedAt: tx.now };
    await native(Rights).updateOne({ _id: id }, { $set: change }, { session: tx.session });
    tx.audit({ subject: id, after: { state: 'closed' } });
    return { ...had, ...change };
  },
});
