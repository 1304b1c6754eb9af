import type { InputOf, MemberPrize, OutputOf, PrizeView, contracts } from '@kouyi/shared/contracts';
import type { PrizeState } from '@kouyi/shared/types';
import { maskedName } from '@kouyi/shared/rules/address';
import { assertAtStore } from '../coupons';
import { boxNames } from '../draws';
import type { Actor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { newestPage } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { anyOf, native } from '../kernel/store';
import { reachFor, unitDirectory } from '../org';
import { nicknames, peopleWithin, selvesOf } from '../people';
import { prizeByCode } from './commands';
import { addressOf } from './destination';
import { Prizes, type PrizeRow } from './model';
import { decideHandOver, lineOf, refuse, waysOf } from './rules';

type PrizeContracts = (typeof contracts)['prizes'];
type MemberContracts = (typeof contracts)['member'];

const nameOfStore = (id: string): string => unitDirectory.nameOf(id);

/** Prizes as staff see them; names only of people in their branch. */
export async function prizeViews(actor: Actor, rows: readonly PrizeRow[]): Promise<PrizeView[]> {
  const ids = rows.map(({ personId }) => personId);
  const [names, within, boxes] = await Promise.all([
    nicknames(ids),
    peopleWithin(reachFor(actor, 'prizes.read'), ids),
    boxNames([...new Set(rows.flatMap(({ boxId }) => boxId ?? []))]),
  ]);
  return rows.map((row) => {
    const name = names.get(row.personId) ?? '';
    const boxName = boxes.get(row.boxId ?? '')?.name;
    return {
      id: row._id,
      kind: row.kind,
      name: row.name,
      ...(row.boxId ? { boxId: row.boxId } : {}),
      ...(boxName === undefined ? {} : { boxName }),
      personId: row.personId,
      nickname: within.has(row.personId) ? name : maskedName(name),
      state: row.state,
      ...(row.way ? { way: row.way } : {}),
      valueFen: row.valueFen,
      wonAt: row.wonAt.toISOString(),
      ...(row.claimedAt ? { claimedAt: row.claimedAt.toISOString() } : {}),
      ...(row.waiting && row.until ? { until: row.until.toISOString() } : {}),
      ...(row.to ? { to: row.to } : {}),
      ...(row.storeId ? { storeName: nameOfStore(row.storeId) } : {}),
      ...(row.shipment ? { shipment: { ...row.shipment, at: row.shipment.at.toISOString() } } : {}),
      ...(row.reference ? { reference: row.reference } : {}),
      ...(row.reason ? { reason: row.reason } : {}),
      ...(row.doneAt ? { doneAt: row.doneAt.toISOString() } : {}),
    };
  });
}

/** One prize as staff see it. */
export const prizeView = async (actor: Actor, row: PrizeRow): Promise<PrizeView> =>
  (await prizeViews(actor, [row]))[0]!;

/** Prizes for the console, newest first. */
export async function prizePage(
  actor: Actor,
  { state, kind, boxId, personId, ...page }: InputOf<PrizeContracts['list']>,
) {
  return newestPage(
    Prizes,
    'wonAt',
    {
      ...(state === undefined ? {} : { state }),
      ...(kind === undefined ? {} : { kind }),
      ...(boxId === undefined ? {} : { boxId }),
      ...(personId === undefined ? {} : { personId }),
    },
    page,
    (shown) => prizeViews(actor, shown),
  );
}

/** States in which somebody must do something. */
const QUEUES: readonly PrizeState[] = [
  'to_ship',
  'requested',
  'approved',
  'to_pick_up',
  'to_claim',
  'shipped',
];

/** How many wait in each queue. */
export async function prizeCounts(): Promise<OutputOf<PrizeContracts['counts']>> {
  const items = await Promise.all(
    QUEUES.map(async (state) => ({ state, count: await native(Prizes).countDocuments({ state }) })),
  );
  return { items };
}

/** One prize with its story. @throws Refusal `not_found`. */
export async function prizeStory(actor: Actor, id: string): Promise<OutputOf<PrizeContracts['get']>> {
  const row = await native(Prizes).findOne({ _id: id });
  if (!row) throw refuseAnywhere('not_found');
  return {
    prize: await prizeView(actor, row),
    steps: row.steps.map(({ state, at, by }) => ({ state, at: at.toISOString(), by })),
  };
}

/** What a pick-up code is for at a store. @throws Refusal `store_out_of_reach`, `pickup_code_unknown`. */
export async function lookUpPrize(
  actor: Actor,
  { code, storeId }: InputOf<PrizeContracts['lookUp']>,
): Promise<OutputOf<PrizeContracts['lookUp']>> {
  assertAtStore(actor, storeId);
  const row = await prizeByCode(code);
  const decision = decideHandOver(row, { storeId, storeName: nameOfStore, now: now() });
  const names = await nicknames([row.personId]);
  return {
    code: row.code!,
    name: row.name,
    holder: maskedName(names.get(row.personId) ?? ''),
    state: row.state,
    storeName: nameOfStore(row.storeId!),
    until: row.until!.toISOString(),
    ...(decision.accepted
      ? {}
      : { refusal: { code: decision.refusal.code, message: decision.refusal.message_zh } }),
  };
}

/** Stores at which prizes are picked up, by name. */
const pickUpStores = (): { id: string; name: string }[] =>
  [...unitDirectory.all()]
    .filter(({ kind }) => kind === 'store' || kind === 'partner')
    .map(({ _id, name }) => ({ id: _id, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));

/** Prizes as their winner sees them. */
export async function memberPrizeViews(rows: readonly PrizeRow[]): Promise<MemberPrize[]> {
  const boxes = await boxNames([...new Set(rows.flatMap(({ boxId }) => boxId ?? []))]);
  const stores = pickUpStores().length > 0;
  const at = now();
  return rows.map((held) => {
    // What the job has not reached is over all the same.
    const late = held.waiting && held.until! <= at;
    const row: PrizeRow = late ? { ...held, state: 'expired' } : held;
    const boxName = boxes.get(row.boxId ?? '')?.name;
    return {
      id: row._id,
      kind: row.kind,
      name: row.name,
      ...(boxName === undefined ? {} : { boxName }),
      state: row.state,
      line: lineOf(row, nameOfStore),
      wonAt: row.wonAt.toISOString(),
      ...(row.waiting && row.until ? { until: row.until.toISOString() } : {}),
      ways: waysOf(row, stores),
      ...(row.shipment ? { shipment: { ...row.shipment, at: row.shipment.at.toISOString() } } : {}),
      ...(row.storeId ? { storeName: nameOfStore(row.storeId) } : {}),
      ...(row.reason ? { reason: row.reason } : {}),
      ...(row.points === undefined ? {} : { points: row.points }),
      ...(row.couponId === undefined ? {} : { couponId: row.couponId }),
      ...(row.issueId === undefined ? {} : { myCouponId: row.issueId }),
    };
  });
}

/** One prize as its winner sees it. */
export const memberPrizeView = async (row: PrizeRow): Promise<MemberPrize> =>
  (await memberPrizeViews([row]))[0]!;

const SHOWN: Record<'to_do' | 'on_the_way' | 'done' | 'over', PrizeState[]> = {
  to_do: ['to_claim'],
  on_the_way: ['to_ship', 'shipped', 'to_pick_up', 'requested', 'approved'],
  done: ['received', 'redeemed', 'paid'],
  over: ['declined', 'expired'],
};

/** My prizes, newest first. */
export async function cabinet(
  personId: string,
  { show, ...page }: InputOf<MemberContracts['cabinet']>,
): Promise<OutputOf<MemberContracts['cabinet']>> {
  const whose = { personId: anyOf(await selvesOf(personId)) };
  const [found, toDo] = await Promise.all([
    newestPage(
      Prizes,
      'wonAt',
      { ...whose, ...(show === 'all' ? {} : { state: { $in: SHOWN[show] } }) },
      page,
      memberPrizeViews,
    ),
    native(Prizes).countDocuments({ ...whose, state: 'to_claim' }),
  ]);
  return { ...found, toDo };
}

/** A prize of mine. @throws Refusal `not_found`, also for somebody else's. */
async function mine(personId: string, id: string): Promise<PrizeRow> {
  const row = await native(Prizes).findOne({ _id: id });
  if (!row || !(await selvesOf(personId)).includes(row.personId)) throw refuseAnywhere('not_found');
  return row;
}

/** One prize of mine with what claiming it needs. */
export async function memberPrize(personId: string, id: string): Promise<OutputOf<MemberContracts['prize']>> {
  const row = await mine(personId, id);
  const address = row.state === 'to_ship' ? addressOf(row) : undefined;
  const last =
    row.kind === 'goods' && row.state === 'to_claim'
      ? await native(Prizes)
          .find({ personId: row.personId, way: 'ship', destination: { $exists: true } })
          .sort({ wonAt: -1, _id: -1 })
          .limit(1)
          .next()
      : null;
  const lastAddress = last ? addressOf(last) : undefined;
  return {
    prize: await memberPrizeView(row),
    ...(address ? { address } : {}),
    ...(lastAddress ? { lastAddress } : {}),
    stores: row.kind === 'goods' ? pickUpStores() : [],
    steps: row.steps.map(({ state, at }) => ({ state, at: at.toISOString() })),
  };
}

/** The code to show at the store. @throws Refusal `not_found`, `pickup_code_none`. */
export async function pickupCode(
  personId: string,
  id: string,
): Promise<OutputOf<MemberContracts['pickupCode']>> {
  const row = await mine(personId, id);
  if (row.code === undefined) throw refuse('pickup_code_none');
  return {
    code: row.code,
    redeemPage: `/console/redeem?code=${row.code}`,
    storeName: nameOfStore(row.storeId!),
    until: row.until!.toISOString(),
    expired: row.state !== 'to_pick_up' || row.until! <= now(),
  };
}

/** What prizes keep about a person, for the export of their data. */
export async function prizeDataOf(personId: string) {
  const rows = await native(Prizes).find({ personId }).sort({ wonAt: 1 }).limit(1_000).toArray();
  return rows.map((row) => ({
    name: row.name,
    wonAt: row.wonAt,
    state: row.state,
    address: addressOf(row),
    storeName: row.storeId && nameOfStore(row.storeId),
    shipment: row.shipment,
    doneAt: row.doneAt,
  }));
}
