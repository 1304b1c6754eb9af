import { DAY_MS, shanghaiDay } from '@kouyi/shared/rules/time';
import type { GrowthMeasure } from '@kouyi/shared/types';
import { countedSince } from '../activities';
import { groupBy, indexBy } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { derivedId } from '../kernel/ids';
import { changeRows, native, rowsByIds } from '../kernel/store';
import { ordersSince } from '../orders';
import { identitiesOfAll } from '../people';
import { growthReached } from './events';
import { type ActRow, Acts, Reached, type ReachRow } from './model';
import { type Act, type Contact, type Counted, countedOf, first, outcomeOf } from './reach-rules';
import { type Book, rulesOn } from './stages';

/** So much more, or less, of a measure on a day. */
export interface Delta {
  readonly personId: string;
  readonly measure: GrowthMeasure;
  readonly day: number;
  readonly times: number;
}

/** One thing that a person did, as it is told; told again it changes nothing. */
interface ToldAct {
  readonly personId: string;
  readonly kind: Act['kind'];
  readonly ref: string;
  readonly at: Date;
  /** An order of which nothing is left. */
  readonly void?: boolean;
}

/**
 * Takes contacts in. The earliest one of a person counts, also when it is told late; what the person did after it is
 * looked up, because until now nobody asked. Answers what that changes in the histories of whoever reached them.
 */
export async function keepContacts(tx: Tx, contacts: readonly Contact[], book: Book): Promise<Delta[]> {
  if (contacts.length === 0) return [];
  const clusters = await identitiesOfAll(
    contacts.map(({ personId }) => personId),
    tx.session,
  );
  const earliest = new Map<string, Contact>();
  for (const contact of contacts) {
    // Whoever opens their own link has reached nobody.
    if (clusters.get(contact.personId)!.includes(contact.kocId)) continue;
    const had = earliest.get(contact.personId);
    earliest.set(contact.personId, had ? first(had, contact) : contact);
  }
  const known = await knownOf(tx, [...earliest.keys()]);
  const moved: ReachRow[] = [];
  for (const contact of earliest.values()) {
    const had = known.get(contact.personId);
    if (had && first({ ...had, personId: had._id }, contact) !== contact) continue;
    const { personId, kocId, at, way, ref } = contact;
    // What it counted for is taken back below, when it is worked out anew.
    moved.push({
      _id: personId,
      kocId,
      at,
      way,
      ref,
      ...(had?.counted ? { counted: had.counted } : {}),
      ...(had?.toldAt ? { toldAt: had.toldAt } : {}),
    });
  }
  if (moved.length === 0) return [];
  await changeRows(
    tx.session,
    Reached,
    moved.map(({ _id, ...row }) => ({ q: { _id }, u: row, upsert: true })),
  );
  await lookBack(tx, moved, book, clusters);
  return deriveReach(
    tx,
    moved.map(({ _id }) => _id),
    book,
  );
}

/** Keeps what reached people did; what others did is theirs alone. */
export async function keepActs(tx: Tx, told: readonly ToldAct[], book: Book): Promise<Delta[]> {
  if (told.length === 0) return [];
  const clusters = await identitiesOfAll(
    told.map(({ personId }) => personId),
    tx.session,
  );
  const reached = await knownOf(tx, [...new Set([...clusters.values()].flat())]);
  const ofReached = told.filter(({ personId }) =>
    clusters.get(personId)!.some((identity) => reached.has(identity)),
  );
  if (ofReached.length === 0) return [];
  await storeActs(tx, ofReached);
  return deriveReach(
    tx,
    ofReached.map(({ personId }) => personId),
    book,
  );
}

const knownOf = async (tx: Tx, ids: readonly string[]): Promise<Map<string, ReachRow>> =>
  indexBy(await rowsByIds(Reached, ids, { session: tx.session }), (row) => row._id);

/** What people who are reached only now did since shortly before: it may make them no newcomers, or activated. */
async function lookBack(
  tx: Tx,
  rows: readonly ReachRow[],
  book: Book,
  clusters: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const ids = [...new Set(rows.flatMap(({ _id }) => clusters.get(_id) ?? [_id]))];
  const since = new Date(
    Math.min(
      ...rows.map(({ at }) => at.getTime() - (rulesOn(book, shanghaiDay(at)).rules.freshDays + 1) * DAY_MS),
    ),
  );
  const counted = await countedSince(ids, since, tx.session);
  const orders = await ordersSince(ids, since, tx.session);
  await storeActs(tx, [
    ...counted.map(({ personId, activityId: ref, at }) => ({ personId, kind: 'activity' as const, ref, at })),
    ...orders.flatMap(({ personId, orderId, at, paidFen, refundedFen }) =>
      personId === undefined ? [] : [orderAct({ personId, orderId, at, paidFen, refundedFen })],
    ),
  ]);
}

/** An order as an act of its buyer. */
export const orderAct = (order: {
  personId: string;
  orderId: string;
  at: Date;
  paidFen: number;
  refundedFen: number;
}): ToldAct => ({
  personId: order.personId,
  kind: 'order',
  ref: order.orderId,
  at: order.at,
  ...(order.paidFen > 0 && order.refundedFen >= order.paidFen ? { void: true } : {}),
});

/** One row for a person, campaign and day, with the first and the last moment: any order of telling ends the same. */
async function storeActs(tx: Tx, told: readonly ToldAct[]): Promise<void> {
  const byId = groupBy(told, ({ personId, kind, ref, at }) =>
    derivedId('gac', personId, kind, ref, String(shanghaiDay(at))),
  );
  const known = indexBy(await rowsByIds(Acts, [...byId.keys()], { session: tx.session }), (row) => row._id);
  const changed: ActRow[] = [];
  for (const [_id, same] of byId) {
    const [{ personId, kind, ref, at }] = same as [ToldAct, ...ToldAct[]];
    const had = known.get(_id);
    const moments = [...same.map((each) => each.at), ...(had ? [had.from, had.to] : [])].map(Number);
    const isVoid = had?.void === true || same.some((each) => each.void);
    const next: ActRow = {
      _id,
      personId,
      kind,
      ref,
      day: shanghaiDay(at),
      from: new Date(Math.min(...moments)),
      to: new Date(Math.max(...moments)),
      ...(isVoid ? { void: true } : {}),
    };
    if (
      !had ||
      Number(had.from) !== Number(next.from) ||
      Number(had.to) !== Number(next.to) ||
      had.void !== next.void
    )
      changed.push(next);
  }
  await changeRows(
    tx.session,
    Acts,
    changed.map(({ _id, ...row }) => ({ q: { _id }, u: row, upsert: true })),
  );
}

/**
 * Works out anew what the first contacts of these people count for, and answers what that changes. Everybody who is
 * seen as one has one first contact among them.
 */
export async function deriveReach(tx: Tx, personIds: readonly string[], book: Book): Promise<Delta[]> {
  const clusters = await identitiesOfAll(personIds, tx.session);
  const ids = [...new Set([...clusters.values()].flat())];
  const rows = await knownOf(tx, ids);
  if (rows.size === 0) return [];
  const acts = groupBy(
    await native(Acts)
      .find({ personId: { $in: ids }, void: { $ne: true } }, { session: tx.session })
      .toArray(),
    ({ personId }) => personId,
  );
  const deltas: Delta[] = [];
  const changed: ReachRow[] = [];
  for (const cluster of new Map([...clusters.values()].map((each) => [each[0]!, each])).values()) {
    const own = cluster.flatMap((id) => rows.get(id) ?? []);
    if (own.length === 0) continue;
    const others = own.filter(({ kocId }) => !cluster.includes(kocId));
    const earliest = others
      .map((row) => ({ ...row, personId: row._id }))
      .reduce<Contact | undefined>((a, b) => (a ? first(a, b) : b), undefined);
    const did = cluster.flatMap((id) => acts.get(id) ?? []);
    for (const row of own) {
      const next = worked(row, row._id === earliest?.personId, cluster, did, book);
      if (JSON.stringify(next) === JSON.stringify(plain(row))) continue;
      deltas.push(...between(row.counted, next.counted));
      changed.push({ ...next, toldAt: toldAfter(row, tx.now) });
    }
  }
  tellReached(tx, changed, rows);
  await changeRows(
    tx.session,
    Reached,
    changed.map(({ _id, ...row }) => ({ q: { _id }, u: row })),
  );
  return deltas;
}

/**
 * Tells for whom first contacts count now, and for whom they no longer do; `rows` are as they are from now on. Of two
 * words about one person in the same moment the second counts.
 */
export function tellReached(
  tx: Tx,
  rows: readonly ReachRow[],
  before: ReadonlyMap<string, Pick<ReachRow, 'counted'>>,
): void {
  const reached = rows.flatMap(({ _id: personId, way, at, counted, toldAt = tx.now }) => {
    const { kocId } = counted ?? before.get(personId)?.counted ?? {};
    return kocId === undefined ? [] : { personId, kocId, way, at, counts: counted !== undefined, toldAt };
  });
  if (reached.length > 0) tx.emit(growthReached({ reached }));
}

/** Now, or just after what was told before. */
export const toldAfter = ({ toldAt }: Pick<ReachRow, 'toldAt'>, now: Date): Date =>
  toldAt && toldAt >= now ? new Date(toldAt.getTime() + 1) : now;

function worked(
  row: ReachRow,
  isFirst: boolean,
  cluster: readonly string[],
  acts: readonly Act[],
  book: Book,
): ReachRow {
  const { _id, kocId, at, way, ref } = row;
  const base = { _id, kocId, at, way, ref };
  if (cluster.includes(kocId)) return { ...base, why: 'self' };
  if (!isFirst) return { ...base, why: 'elsewhere' };
  const outcome = outcomeOf(at, acts, rulesOn(book, shanghaiDay(at)).rules);
  return { ...plain({ ...base, ...outcome }), counted: countedOf({ ...base, personId: _id }, acts, outcome) };
}

/** A row with its fields in one order, so that two can be compared as text. */
const plain = ({ _id, kocId, at, way, ref, activatedAt, activatedBy, why, counted }: ReachRow): ReachRow => ({
  _id,
  kocId,
  at,
  way,
  ref,
  ...(activatedAt ? { activatedAt } : {}),
  ...(activatedBy === undefined ? {} : { activatedBy }),
  ...(why ? { why } : {}),
  ...(counted ? { counted } : {}),
});

/** What has to be taken away and added so that the first becomes the second. */
export const between = (before: Counted | undefined, after: Counted | undefined): Delta[] => [
  ...(before ? countsOf(before, -1) : []),
  ...(after ? countsOf(after, 1) : []),
];

const countsOf = (
  { kocId: personId, reachedDay, activatedDay, repeats }: Counted,
  times: number,
): Delta[] => [
  { personId, measure: 'reached', day: reachedDay, times },
  ...(activatedDay === undefined
    ? []
    : [{ personId, measure: 'activated' as const, day: activatedDay, times }]),
  ...Object.values(repeats).map((day) => ({ personId, measure: 'repeats' as const, day, times })),
];
