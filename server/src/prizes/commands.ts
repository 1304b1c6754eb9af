import type { Address, ClaimWay, Payee, PrizeState } from '@kouyi/shared/types';
import { DAY_MS } from '@kouyi/shared/rules/time';
import { type Actor, actorId, actorName, type MemberActor } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { orRefuse } from '../kernel/decision';
import { derivedId, inputHash, newToken } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native, withoutId } from '../kernel/store';
import { assertAtStore, plainCode } from '../coupons';
import { assertEverywhere, unitDirectory } from '../org';
import { identitiesOf } from '../people';
import { blacklistedAmong } from '../risk';
import { keepAddress, keepPayee } from './destination';
import { prizeExpired, prizeNews } from './events';
import { HandOvers, Payments, Prizes, type PrizeRow } from './model';
import {
  decideClaim,
  decideHandOver,
  PICK_UP_DAYS,
  prizeStates,
  RECEIVED_AFTER_DAYS,
  refuse,
  remindBefore,
  shippingProblems,
} from './rules';

/** Fields that a move takes away. */
type Gone = readonly (keyof PrizeRow)[];

/** Who did a step, for people. */
const stepBy = (actor: Actor): string => (actor.kind === 'member' ? '本人' : actorName(actor));

/** Moves a prize along its table, with the step written down. @throws Refusal `state_forbids` (409). */
export async function movePrize(
  tx: Tx,
  had: PrizeRow,
  to: PrizeState,
  change: Partial<PrizeRow> = {},
  gone: Gone = [],
): Promise<PrizeRow> {
  prizeStates.assertMove(had.state, to);
  return savePrize(tx, had, to, change, gone);
}

async function savePrize(
  tx: Tx,
  had: PrizeRow,
  to: PrizeState,
  change: Partial<PrizeRow>,
  gone: Gone,
): Promise<PrizeRow> {
  const kept = Object.fromEntries(
    Object.entries(had).filter(([key]) => !gone.includes(key as keyof PrizeRow)),
  ) as unknown as PrizeRow;
  const row: PrizeRow = {
    ...kept,
    ...change,
    state: to,
    steps: [...had.steps, { state: to, at: tx.now, by: stepBy(tx.actor) }],
  };
  await native(Prizes).replaceOne({ _id: row._id }, withoutId(row), {
    session: tx.session,
    ignoreUndefined: true,
  });
  return row;
}

/** What tells that something must be done in time. */
export const WAITING: Gone = ['waiting', 'remindAt'];

/** A prize that its winner will not get: goes back to stock and budget, and what was sealed for it goes. */
export async function lapse(
  tx: Tx,
  had: PrizeRow,
  to: 'expired' | 'declined',
  change: Partial<PrizeRow> = {},
): Promise<PrizeRow> {
  const row = await movePrize(tx, had, to, { doneAt: tx.now, ...change }, [...WAITING, 'destination', 'to']);
  const { winId, boxId, personId, kind, costFen } = row;
  tx.emit(
    prizeExpired({
      prizes: [{ winId, ...(boxId ? { boxId } : {}), personId, kind, costFen, at: tx.now }],
    }),
  );
  return row;
}

async function getPrize(tx: Tx, id: string): Promise<PrizeRow> {
  const had = await native(Prizes).findOne({ _id: id }, { session: tx.session });
  if (!had) throw refuseAnywhere('not_found');
  return had;
}

/** A prize of the member who asks, whichever of their identities won it. @throws Refusal `not_found` */
async function getOwnPrize(tx: Tx, id: string): Promise<PrizeRow> {
  const had = await getPrize(tx, id);
  const { personId } = tx.actor as MemberActor;
  if (had.personId !== personId && !(await identitiesOf(personId, tx.session)).includes(had.personId))
    throw refuseAnywhere('not_found');
  return had;
}

/** How a winner wants a prize. */
export interface Claim {
  id: string;
  way: ClaimWay;
  address?: Address | undefined;
  storeId?: string | undefined;
  payee?: Payee | undefined;
}

/**
 * Claims a prize of one's own; until it is sent or approved, again changes where it goes.
 * Refuses `not_found`, `address_incomplete`, `payee_incomplete`, `pickup_store_unknown`, `prize_way_unavailable`,
 * `prize_expired`, `prize_blacklisted`, `state_forbids` (409).
 */
export const claimPrize = command<Claim, PrizeRow>('prizes.claim', {
  async run({ id, way, address, storeId, payee }, tx) {
    const had = await getOwnPrize(tx, id);
    if ((await blacklistedAmong([had.personId])).size > 0) throw refuse('prize_blacklisted');
    const to = orRefuse(decideClaim(had, way, tx.now));
    const claimed = { way, claimedAt: had.claimedAt ?? tx.now };
    if (way === 'pick_up') {
      const until = new Date(tx.now.getTime() + PICK_UP_DAYS * DAY_MS);
      const remindAt = remindBefore(until, tx.now);
      return movePrize(
        tx,
        had,
        to,
        {
          ...claimed,
          storeId: assertStore(storeId),
          code: `T${newToken().slice(0, 11).toUpperCase()}`,
          until,
          ...(remindAt ? { remindAt } : {}),
        },
        [],
      );
    }
    const kept = way === 'ship' ? keepAddress(address) : keepPayee(payee);
    return savePrize(tx, had, to, { ...claimed, ...kept }, WAITING);
  },
});

function assertStore(storeId: string | undefined): string {
  const known = [...unitDirectory.all()].find(
    ({ _id, kind }) => _id === storeId && (kind === 'store' || kind === 'partner'),
  );
  if (!known) throw refuse('pickup_store_unknown', { field: 'storeId' });
  return known._id;
}

/** Its winner says that the parcel is there. Refuses `not_found`, `state_forbids` (409). */
export const confirmReceived = command<{ id: string }, PrizeRow>('prizes.confirm-received', {
  async run({ id }, tx) {
    const had = await getOwnPrize(tx, id);
    return movePrize(tx, had, 'received', { doneAt: tx.now }, ['receiveAt']);
  },
});

/** Sent, or the number of what was sent corrected. Refuses `shipping_invalid`, `state_forbids` (409). */
export const shipPrize = command<{ id: string; carrier: string; trackingNo: string }, PrizeRow>(
  'prizes.ship',
  {
    may: (actor) => assertEverywhere(actor, 'prizes.write'),
    async run({ id, ...given }, tx) {
      const [problem] = shippingProblems(given);
      if (problem)
        throw refuse('shipping_invalid', { field: problem.field, details: { message: problem.message } });
      const row = await shipOne(tx, await getPrize(tx, id), given);
      tx.audit({ subject: id, after: { carrier: given.carrier, trackingNo: given.trackingNo } });
      return row;
    },
  },
);

/** Writes a parcel on a prize; part of one shipment or of an import. */
export async function shipOne(
  tx: Tx,
  had: PrizeRow,
  { carrier, trackingNo }: { carrier: string; trackingNo: string },
): Promise<PrizeRow> {
  const shipment = { carrier: carrier.trim(), trackingNo, at: had.shipment?.at ?? tx.now };
  const receiveAt = new Date(shipment.at.getTime() + RECEIVED_AFTER_DAYS * DAY_MS);
  if (had.state !== 'shipped') prizeStates.assertMove(had.state, 'shipped');
  const row = await savePrize(tx, had, 'shipped', { shipment, receiveAt }, WAITING);
  tx.emit(
    prizeNews({
      news: [
        {
          prizeId: had._id,
          personId: had.personId,
          name: had.name,
          news: 'shipped',
          text: `${shipment.carrier} ${trackingNo}`,
        },
      ],
    }),
  );
  return row;
}

/** A red packet may be paid. Refuses `state_forbids` (409). */
export const approvePrize = command<{ id: string }, PrizeRow>('prizes.approve', {
  may: (actor) => assertEverywhere(actor, 'prizes.write'),
  async run({ id }, tx) {
    const row = await movePrize(tx, await getPrize(tx, id), 'approved', { approvedBy: actorId(tx.actor) });
    tx.audit({ subject: id, after: { state: row.state } });
    return row;
  },
});

/** A red packet is not paid; its winner reads why. Refuses `state_forbids` (409). */
export const declinePrize = command<{ id: string; reason: string }, PrizeRow>('prizes.decline', {
  may: (actor) => assertEverywhere(actor, 'prizes.write'),
  async run({ id, reason }, tx) {
    const row = await lapse(tx, await getPrize(tx, id), 'declined', { reason });
    tx.audit({ subject: id, after: { state: row.state, reason } });
    tx.emit(
      prizeNews({
        news: [{ prizeId: id, personId: row.personId, name: row.name, news: 'declined', text: reason }],
      }),
    );
    return row;
  },
});

/**
 * Finance transferred a red packet by hand and keeps the transfer's reference. Two people: whoever approved it does
 * not pay it. Refuses `state_forbids` (409), `same_person_approved` (409), `reference_used` (409).
 */
export const markPaid = command<{ id: string; reference: string }, PrizeRow>('prizes.mark-paid', {
  may: (actor) => assertEverywhere(actor, 'prizes.pay'),
  async run({ id, reference: given }, tx) {
    const options = { session: tx.session };
    const reference = given.trim();
    const had = await getPrize(tx, id);
    prizeStates.assertMove(had.state, 'paid');
    if (had.approvedBy === actorId(tx.actor)) throw refuse('same_person_approved');
    if (await native(Payments).findOne({ _id: reference }, options))
      throw refuse('reference_used', { field: 'reference' });
    await native(Payments).insertOne(
      { _id: reference, prizeId: id, amountFen: had.valueFen, at: tx.now, by: actorId(tx.actor) },
      options,
    );
    const row = await movePrize(tx, had, 'paid', { reference, doneAt: tx.now }, ['destination']);
    tx.audit({ subject: id, after: { state: row.state, reference, amountFen: row.valueFen } });
    tx.emit(prizeNews({ news: [{ prizeId: id, personId: row.personId, name: row.name, news: 'paid' }] }));
    return row;
  },
});

/** Writes down that somebody looks at where a prize goes; answers the prize. Refuses `prize_no_destination`. */
export const revealPrize = command<{ id: string; right: 'prizes.write' | 'prizes.pay' }, PrizeRow>(
  'prizes.reveal',
  {
    may: (actor, { right }) => assertEverywhere(actor, right),
    async run({ id }, tx) {
      const row = await getPrize(tx, id);
      if (!row.destination) throw refuse('prize_no_destination');
      tx.audit({ subject: id, after: { way: row.way } });
      return row;
    },
  },
);

/** The prize behind a pick-up code as people type it. @throws Refusal `pickup_code_unknown` (404). */
export async function prizeByCode(code: string, session?: Tx['session']): Promise<PrizeRow> {
  const row = await native(Prizes).findOne(
    { code: plainCode(code) },
    session === undefined ? {} : { session },
  );
  if (!row) throw refuse('pickup_code_unknown', { field: 'code' });
  return row;
}

/**
 * Hands a prize over at its store; the same key of the same caller gives the same answer for ever.
 * Refuses `store_out_of_reach` (403), `pickup_code_unknown` (404), `pickup_code_used` (409), `pickup_code_expired`,
 * `pickup_other_store`, `key_used_differently` (409).
 */
export const redeemPrize = command<{ code: string; storeId: string; requestKey: string }, PrizeRow>(
  'prizes.redeem',
  {
    may: (actor, { storeId }) => assertAtStore(actor, storeId),
    async run({ code, storeId, requestKey }, tx) {
      const options = { session: tx.session };
      const _id = derivedId('pho', actorId(tx.actor), requestKey);
      const hash = inputHash({ code: plainCode(code), storeId });
      const again = await native(HandOvers).findOne({ _id }, options);
      if (again && again.inputHash !== hash) throw refuse('key_used_differently', { field: 'requestKey' });
      if (again) return getPrize(tx, again.prizeId);
      const had = orRefuse(
        decideHandOver(await prizeByCode(code, tx.session), {
          storeId,
          storeName: unitDirectory.nameOf,
          now: tx.now,
        }),
      );
      await native(HandOvers).insertOne({ _id, inputHash: hash, prizeId: had._id, at: tx.now }, options);
      const row = await movePrize(tx, had, 'redeemed', { doneAt: tx.now }, WAITING);
      tx.audit({ subject: had._id, after: { state: row.state, storeId } });
      return row;
    },
  },
);
