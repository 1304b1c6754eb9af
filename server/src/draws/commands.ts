import { BOX_STATE_NAMES, type BoxDesign, type BoxState } from '@kouyi/shared/types';
import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { actorId } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { orRefuse } from '../kernel/decision';
import { derivedId, newId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native, withoutId } from '../kernel/store';
import { account, guardedBalances, post } from '../ledger';
import { holdCoupons, letCouponsGo } from './coupon-prizes';
import { type BoxDoc, Boxes, Rounds, type TableDoc, Tables } from './model';
import { assertMay } from './policy';
import { beginRound, endRound, rotate } from './rounds';
import { boxStates, decideEdit, decideOpen, refuse } from './rules';

/** Saves a draft. The same request key gives the same box for ever. */
export const createBox = command<{ design: BoxDesign; requestKey?: string | undefined }, BoxDoc>(
  'draws.create',
  {
    may: (actor) => assertMay(actor, 'draws.write'),
    async run({ design, requestKey }, tx) {
      const _id = requestKey === undefined ? newId('box') : derivedId('box', actorId(tx.actor), requestKey);
      const had = await native(Boxes).findOne({ _id }, { session: tx.session });
      if (had) return had;
      const box: BoxDoc = {
        _id,
        version: 1,
        state: 'draft',
        ...copiesOf(design),
        createdAt: tx.now,
        createdBy: actorId(tx.actor),
        updatedAt: tx.now,
      };
      await native(Boxes).insertOne(box, { session: tx.session, ignoreUndefined: true });
      tx.audit({ subject: _id, after: design });
      return box;
    },
  },
);

/** A new draft with the same design; a window that is over begins anew today with the same length. */
export const copyBox = command<{ id: string }, BoxDoc>('draws.copy', {
  may: (actor) => assertMay(actor, 'draws.write'),
  async run({ id }, tx) {
    const { design } = await boxFor(tx, id);
    const name = `${design.name.slice(0, 36)}（副本）`;
    const copied = { ...design, name, window: movedWindow(design.window, tx.now) };
    return createBox.as(tx, tx.actor, { design: copied });
  },
});

function movedWindow(window: BoxDesign['window'], now: Date): BoxDesign['window'] {
  const [start, end] = [Date.parse(window.startAt), Date.parse(window.endAt)];
  if (end > now.getTime()) return window;
  const today = shanghaiInstant(shanghaiDay(now)).getTime();
  return {
    ...window,
    startAt: new Date(today).toISOString(),
    endAt: new Date(today + (end - start)).toISOString(),
  };
}

/**
 * Saves a design. Of a box that was opened, the round ends, its seed is revealed, and another begins with the new
 * pool: nothing is ever re-weighted within a round.
 * Refuses `version_moved_on` (409), `box_invalid`, `guarantee_frozen`, `stock_below_given`, `state_forbids` (409).
 */
export const updateBox = command<{ id: string; version: number; design: BoxDesign }, BoxDoc>('draws.update', {
  may: (actor) => assertMay(actor, 'draws.write'),
  async run({ id, version, design }, tx) {
    const had = await boxFor(tx, id);
    if (had.state === 'closed')
      throw refuse('state_forbids', { details: { from: BOX_STATE_NAMES[had.state] } });
    if (had.version !== version) throw refuseAnywhere('version_moved_on', { field: 'version' });
    const box = await save(tx, had, { ...copiesOf(design), version: version + 1 });
    tx.audit({ subject: id, before: had.design, after: design });
    if (had.state === 'draft') return box;
    // Whoever may only write does not change what is already promised to customers.
    assertMay(tx.actor, 'draws.run');
    const table = await tableFor(tx, id);
    orRefuse(decideEdit(had.design, design, table, tx.now));
    await moveBudget(tx, box, design.budgetFen - had.design.budgetFen);
    await holdCoupons(tx, id, design);
    table.version = box.version;
    await rotate(tx, box, table, 'edited');
    await writeTable(tx, table);
    return box;
  },
});

/** Publishes odds and commitment; from now on customers may draw. Refuses `box_invalid`, `state_forbids` (409). */
export const openBox = command<{ id: string }, BoxDoc>('draws.open', {
  may: (actor) => assertMay(actor, 'draws.run'),
  async run({ id }, tx) {
    const had = await boxFor(tx, id);
    if (had.state !== 'draft')
      throw refuse('state_forbids', { details: { from: BOX_STATE_NAMES[had.state] } });
    orRefuse(decideOpen(had.design, tx.now));
    const box = await save(tx, had, { state: 'open', openedAt: tx.now });
    await moveBudget(tx, box, box.design.budgetFen);
    await holdCoupons(tx, id, box.design);
    const table = newTable(box);
    await beginRound(tx, box, table, 'opened');
    await native(Tables).insertOne(table, { session: tx.session });
    tx.audit({ subject: id, before: { state: had.state }, after: { state: 'open' } });
    return box;
  },
});

const newTable = (box: BoxDoc): TableDoc => ({
  _id: box._id,
  state: 'open',
  version: box.version,
  roundId: '',
  roundNumber: 0,
  seq: 0,
  chain: '',
  oddsVersion: 0,
  left: {},
  reserveLeft: 0,
  draws: 0,
  people: 0,
  wins: 0,
  costFen: 0,
  given: {},
  guaranteed: 0,
  rev: 0,
});

/** Nobody draws until it is resumed; chances stay. */
export const pauseBox = command<{ id: string }, BoxDoc>('draws.pause', {
  may: (actor) => assertMay(actor, 'draws.run'),
  run: ({ id }, tx) => move(tx, id, 'paused'),
});

/** A paused box goes on. Refuses `state_forbids` (409). */
export const resumeBox = command<{ id: string }, BoxDoc>('draws.resume', {
  may: (actor) => assertMay(actor, 'draws.run'),
  async run({ id }, tx) {
    const had = await boxFor(tx, id);
    if (had.state === 'draft')
      throw refuse('state_forbids', { details: { from: BOX_STATE_NAMES[had.state] } });
    return move(tx, id, 'open');
  },
});

/** Ends the box for good: the seed is revealed, and what is left of the budget goes back to the brand. */
export const closeBox = command<{ id: string }, BoxDoc>('draws.close', {
  may: (actor) => assertMay(actor, 'draws.run'),
  run: ({ id }, tx) =>
    move(tx, id, 'closed', async (table) => {
      await endRound(tx, table);
      await letCouponsGo(tx, id);
      const name = account.boxBudget(id);
      const left = (await guardedBalances(tx, [name])).get(name)!;
      if (left > 0)
        await post(tx, [
          {
            key: `box:${id}:closed`,
            unit: 'fen',
            from: name,
            to: account.prizeBudget,
            amount: left,
            at: tx.now,
            reason: '盲盒结束，剩余预算退回',
            cause: { kind: 'box', id },
          },
        ]);
    }),
});

/** Ends the round now, reveals its seed and begins the next. Refuses `state_forbids` (409). */
export const rotateBox = command<{ id: string }, BoxDoc>('draws.rotate', {
  may: (actor) => assertMay(actor, 'draws.run'),
  async run({ id }, tx) {
    const box = await boxFor(tx, id);
    if (box.state !== 'open' && box.state !== 'paused')
      throw refuse('state_forbids', { details: { from: BOX_STATE_NAMES[box.state] } });
    const table = await tableFor(tx, id);
    await rotate(tx, box, table, 'new_round');
    await writeTable(tx, table);
    tx.audit({ subject: id, after: { round: table.roundNumber } });
    return box;
  },
});

/**
 * A round whose time is over: the next begins. One in which nobody drew goes on: there is nothing to reveal, and the
 * commitment stands.
 */
export const rotateByClock = command('draws.rotate-by-clock', {
  async run({ id, roundId }: { id: string; roundId: string }, tx) {
    const table = await tableFor(tx, id);
    if (table.roundId !== roundId || table.state === 'closed') return;
    const box = await boxFor(tx, id);
    if (table.seq > 0) {
      await rotate(tx, box, table, 'new_round');
    } else {
      const endsAt = new Date(tx.now.getTime() + box.design.roundHours * 3_600_000);
      await native(Rounds).updateOne({ _id: roundId }, { $set: { endsAt } }, { session: tx.session });
    }
    await writeTable(tx, table);
  },
});

/** Money moves between the brand's budget for prizes and the box's, by so much (negative: back). */
async function moveBudget(tx: Tx, box: BoxDoc, byFen: number): Promise<void> {
  if (byFen === 0) return;
  const [brand, own] = [account.prizeBudget, account.boxBudget(box._id)];
  await post(tx, [
    {
      key: `box:${box._id}:budget:${box.version}`,
      unit: 'fen',
      from: byFen > 0 ? brand : own,
      to: byFen > 0 ? own : brand,
      amount: Math.abs(byFen),
      at: tx.now,
      reason: `盲盒「${box.name}」预算${byFen > 0 ? '划入' : '退回'}`,
      cause: { kind: 'box', id: box._id },
    },
  ]);
}

const copiesOf = (design: BoxDesign) => ({
  design,
  name: design.name,
  endAt: new Date(design.window.endAt),
});

/** @throws Refusal `not_found`. */
async function boxFor(tx: Tx, id: string): Promise<BoxDoc> {
  const box = await native(Boxes).findOne({ _id: id }, { session: tx.session });
  if (!box) throw refuseAnywhere('not_found');
  return box;
}

async function tableFor(tx: Tx, id: string): Promise<TableDoc> {
  const table = await native(Tables).findOne({ _id: id }, { session: tx.session });
  if (!table) throw refuseAnywhere('not_found');
  return table;
}

async function save(tx: Tx, had: BoxDoc, change: Partial<BoxDoc>): Promise<BoxDoc> {
  const box: BoxDoc = { ...had, ...change, updatedAt: tx.now };
  await native(Boxes).replaceOne({ _id: box._id }, withoutId(box), {
    session: tx.session,
    ignoreUndefined: true,
  });
  return box;
}

/** Written as a whole, like a batch of draws does: of the two one comes after the other and sees it. */
async function writeTable(tx: Tx, { _id, ...table }: TableDoc): Promise<void> {
  await native(Tables).replaceOne({ _id }, { ...table, rev: table.rev + 1 }, { session: tx.session });
}

async function move(
  tx: Tx,
  id: string,
  to: BoxState,
  change: (table: TableDoc) => Promise<void> = () => Promise.resolve(),
): Promise<BoxDoc> {
  const had = await boxFor(tx, id);
  boxStates.assertMove(had.state, to);
  const box = await save(tx, had, { state: to, ...(to === 'closed' ? { closedAt: tx.now } : {}) });
  const table = await tableFor(tx, id);
  await change(table);
  await writeTable(tx, { ...table, state: to });
  tx.audit({ subject: id, before: { state: had.state }, after: { state: to } });
  return box;
}
