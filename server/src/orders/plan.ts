import type { OrderLine } from '@kouyi/shared/contracts';
import { inputHash } from '../kernel/ids';
import { Refusal } from '../kernel/refusals';
import { seal, unsealText } from '../kernel/seal';
import { native, type ClientSession } from '../kernel/store';
import { peopleByAccount, personIdOf } from '../people';
import { productsBySku } from '../products';
import { numberIn, type ParsedLine, parseLine } from './lines';
import { awaitedOf } from './awaited';
import { Orders, type OrderRow } from './model';
import {
  derive,
  factsOf,
  type LineProblem,
  mergeFacts,
  orderIdOf,
  isAnothersShop,
  orderStates,
  refundProblem,
  refuseLine,
} from './rules';

/** A line on its way in. */
export interface Incoming {
  readonly raw: unknown;
  /** Where order numbers are unique when the line does not say. */
  readonly shop: string;
  readonly source: string;
}

/** What becomes of one line. */
export interface LineResult {
  readonly orderId?: string;
  readonly result: 'new' | 'changed' | 'same' | 'quarantined';
  readonly code?: LineProblem;
  readonly message?: string;
  readonly before?: OrderRow;
  readonly after?: OrderRow;
}

/** What a batch of lines makes of the orders; nothing is written yet. */
export interface Plan {
  readonly results: readonly LineResult[];
  /** Orders that differ from what is stored, as they shall be, with what they were. */
  readonly changed: readonly { readonly before?: OrderRow; readonly after: OrderRow }[];
}

type Parsed = ParsedLine & { readonly id: string; readonly shop: string };

/** Decides a batch in order, with a handful of look-ups for all of it. */
export async function planLines(
  lines: readonly Incoming[],
  now: Date,
  session?: ClientSession,
): Promise<Plan> {
  const parsed = lines.map(parsedOrWhy);
  const good = parsed.flatMap((each) => (each instanceof Refusal ? [] : [each]));
  const stored = await native(Orders)
    .find({ _id: { $in: [...new Set(good.map(({ id }) => id))] } }, session ? { session } : {})
    .toArray();
  const before = new Map(stored.map((row) => [row._id, row as OrderRow]));
  const current = new Map(before);
  const products = await productsBySku(
    good.flatMap(({ line }) => (line.items ?? []).map(({ sku }) => sku)),
    session,
  );
  const people = await peopleByAccount(
    good.flatMap(({ line: { buyer } }) => [buyer?.unionid ?? [], buyer?.openid ?? []].flat()),
  );
  const results = parsed.map((each, i): LineResult => {
    if (each instanceof Refusal) return putAside(each, numberIn(lines[i]!.raw));
    try {
      const had = current.get(each.id);
      const personId = buyerOf(each.line.buyer, people);
      const awaited = personId === undefined ? awaitedOf(each.line.buyer?.unionid) : undefined;
      const facts = factsOf(each.line, {
        personId,
        ...(awaited ? { awaited } : {}),
        product: (sku) => products.get(sku),
      });
      const next = orderAfter(had, each, facts, lines[i]!.source, now);
      if (next) current.set(each.id, next);
      const problem = refundProblem(facts, (next ?? had!).derived);
      if (problem) return putAside(problem, each.line.orderId);
      const at = { ...(had ? { before: had } : {}), after: next ?? had! };
      return { orderId: each.line.orderId, result: !had ? 'new' : next ? 'changed' : 'same', ...at };
    } catch (error) {
      if (error instanceof Refusal) return putAside(error, each.line.orderId);
      throw error;
    }
  });
  const changed = [...current.values()]
    .filter((row) => row !== before.get(row._id))
    .map((after) => {
      const had = before.get(after._id);
      return { ...(had ? { before: had } : {}), after };
    });
  return { results, changed };
}

function parsedOrWhy({ raw, shop: fallback, source }: Incoming): Parsed | Refusal {
  try {
    const parsed = parseLine(raw);
    const shop = parsed.line.shop ?? fallback;
    if (isAnothersShop(shop, source))
      throw refuseLine('shop_not_yours', { field: 'shop', details: { shop } });
    return { ...parsed, shop, id: orderIdOf(shop, parsed.line.orderId) };
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

const putAside = (why: Refusal, orderId: string | undefined): LineResult => ({
  ...(orderId === undefined ? {} : { orderId }),
  result: 'quarantined',
  code: why.code as LineProblem,
  message: why.message_zh,
});

/** Whom we know the buyer to be; somebody who was never seen has the id that follows from their identity. */
function buyerOf(buyer: OrderLine['buyer'], people: ReadonlyMap<string, string>): string | undefined {
  if (!buyer) return undefined;
  if (buyer.personId) return buyer.personId;
  const found = people.get(buyer.unionid ?? '') ?? people.get(buyer.openid ?? '');
  if (found) return found;
  if (buyer.openid) return personIdOf('wechat', buyer.openid);
  return buyer.channel && buyer.userId ? personIdOf(buyer.channel, buyer.userId) : undefined;
}

const EXTRA = 'order-extra';

/** The order after one more line; undefined when nothing changes. */
function orderAfter(
  had: OrderRow | undefined,
  { line, extra, id, shop }: Parsed,
  facts: Parameters<typeof mergeFacts>[1],
  source: string,
  now: Date,
): OrderRow | undefined {
  const known = had ?? { refunds: [] };
  const merged = mergeFacts(known, facts);
  const kept = mergeExtra(had, extra);
  const same =
    had !== undefined &&
    !kept &&
    merged.payment === had.payment &&
    merged.refunds.length === had.refunds.length &&
    merged.refunds.every((refund, i) => refund.hash === had.refunds[i]!.hash) &&
    merged.shippedAt?.getTime() === had.shippedAt?.getTime() &&
    merged.settledAt?.getTime() === had.settledAt?.getTime();
  if (same) return undefined;
  const derived = derive(merged);
  const moved = had?.derived.state !== derived.state;
  if (had && moved) orderStates.assertMove(had.derived.state, derived.state);
  const { personId, awaited } = merged.payment ?? {};
  return {
    _id: id,
    number: line.orderId,
    shop,
    source: had?.source ?? source,
    ...merged,
    derived,
    ...(personId === undefined ? {} : { personId }),
    ...(awaited ? { buyerHint: awaited.hint } : {}),
    ...(had?.buyerFoundAt ? { buyerFoundAt: had.buyerFoundAt } : {}),
    history: moved
      ? [...(had?.history ?? []), { state: derived.state, at: now }].slice(-20)
      : (had?.history ?? []),
    ...(kept ?? (had?.extra ? { extra: had.extra, extraFields: had.extraFields } : { extraFields: [] })),
    ...(had?.couponNote === undefined ? {} : { couponNote: had.couponNote }),
    arrivedAt: had?.arrivedAt ?? now,
    changedAt: now,
  };
}

/** Unknown fields with those of this line put over them; undefined when it brings nothing new. */
function mergeExtra(
  had: OrderRow | undefined,
  extra: Readonly<Record<string, unknown>>,
): Pick<OrderRow, 'extra' | 'extraFields'> | undefined {
  if (Object.keys(extra).length === 0) return undefined;
  const known = had?.extra ? (JSON.parse(unsealText(had.extra, EXTRA)) as Record<string, unknown>) : {};
  const merged = { ...known, ...extra };
  if (inputHash(known) === inputHash(merged)) return undefined;
  return { extra: seal(JSON.stringify(merged), EXTRA), extraFields: Object.keys(merged).sort() };
}
