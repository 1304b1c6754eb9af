import type { InputOf, OutputOf, contracts } from '@kouyi/shared/contracts';
import { attributionInWords } from '@kouyi/shared/rules/attribution';
import { dayToText, shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { account, balancesOf, heldOf } from '../ledger';
import { now } from '../kernel/clock';
import { newestPage } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { anyOf, native } from '../kernel/store';
import { kocsAmong, kocSelvesOf, tierAt } from '../koc';
import { ordersById, ordersByNumber } from '../orders';
import { type Selves, selvesOf } from '../people';
import { productsById } from '../products';
import { commissionsOf } from './commands';
import { disputeIdOf } from './disputes';
import { Commissions, type CommissionRow, Disputes, type PartRow } from './model';
import { refuse } from './rules';
import { commissionSettings } from './settings';

type Member = (typeof contracts)['member'];

/** What the bar chart of earnings shows. */
const DAYS = 30;

/**
 * A KOC's earnings at a glance, by whichever of their identities they were earned; zeros for whoever is none. Each
 * identity keeps its own accounts, so that two who are taken apart again each have what they earned.
 */
export async function earningsOf(personId: string): Promise<OutputOf<Member['earnings']>> {
  const [selves, [kocId]] = await Promise.all([selvesOf(personId), kocSelvesOf(personId)]);
  const koc = (await kocsAmong([kocId])).get(kocId);
  const at = now();
  const today = shanghaiDay(at);
  const [pending, available, paid, held, rows, settings] = await Promise.all([
    sumOf(selves.map(account.kocPending)),
    sumOf(selves.map(account.kocAvailable)),
    sumOf(selves.map(account.kocPaid)),
    Promise.all(selves.map(heldOf)),
    native(Commissions)
      .find(
        { kocIds: anyOf(selves), paidAt: { $gte: shanghaiInstant(today - DAYS + 1) } },
        { projection: { paidAt: 1, parts: 1 } },
      )
      .toArray(),
    commissionSettings(),
  ]);
  const days = Array.from({ length: DAYS }, (_, i) => ({ day: today - DAYS + 1 + i, fen: 0, orders: 0 }));
  for (const row of rows) {
    const day = days[shanghaiDay(row.paidAt) - (today - DAYS + 1)];
    if (!day) continue;
    day.orders += 1;
    day.fen += partOf(row, selves).keptFen;
  }
  return {
    ...(koc && !koc.endedAt
      ? { koc: { tier: tierAt(koc, at), since: koc.since.toISOString(), code: koc.code } }
      : {}),
    pendingFen: pending,
    availableFen: available,
    payingFen: held.reduce((sum, fen) => sum + fen, 0),
    paidFen: paid,
    days: days.map(({ day, ...rest }) => ({ day: dayToText(day), ...rest })),
    rules: `朋友打开你的链接后 ${settings.windowDays} 天内下单算你的；发货（或付款）${settings.afterSaleDays} 天后佣金到账，退款会按比例收回。`,
  };
}

const sumOf = async (names: readonly string[]): Promise<number> =>
  [...(await balancesOf(names)).values()].reduce((sum, fen) => sum + fen, 0);

/** What an order pays these identities together; whoever has both levels of it has brought it themself. */
function partOf({ parts }: Pick<CommissionRow, 'parts'>, selves: readonly string[]): Omit<PartRow, 'kocId'> {
  const mine = parts.filter(({ kocId }) => selves.includes(kocId));
  return {
    level: mine.some(({ level }) => level === 1) ? 1 : 2,
    wholeFen: mine.reduce((sum, part) => sum + part.wholeFen, 0),
    keptFen: mine.reduce((sum, part) => sum + part.keptFen, 0),
  };
}

/** A KOC's orders with the reason of each, newest first. */
export async function earningLines(
  personId: string,
  { state, ...page }: InputOf<Member['earningLines']>,
): Promise<OutputOf<Member['earningLines']>> {
  const selves = await selvesOf(personId);
  return newestPage(
    Commissions,
    'paidAt',
    { kocIds: anyOf(selves), ...(state ? { state } : {}) },
    page,
    async (shown) => {
      const names = await boughtIn(shown);
      return shown.map((row) => {
        const own = partOf(row, selves);
        return {
          orderId: row._id,
          orderNumber: row.number,
          bought: names.get(row._id) ?? [],
          own: row.buyerId !== undefined && selves.includes(row.buyerId),
          at: row.paidAt.toISOString(),
          state: row.state,
          level: own.level,
          paidFen: row.lines.reduce((sum, line) => sum + line.paidFen, 0),
          refundedFen: row.lines.reduce((sum, line) => sum + line.refundedFen, 0),
          wholeFen: own.wholeFen,
          keptFen: own.keptFen,
          availableAt: (row.releasedAt ?? row.availableAt).toISOString(),
          words: `${attributionInWords(row.decision, readerOf(row, selves), row.rules)}${refundInWords(row, own)}`,
        };
      });
    },
  );
}

/** What was bought by each order, as the catalogue calls it now, else as the shop did; each name once. */
async function boughtIn(rows: readonly CommissionRow[]): Promise<Map<string, string[]>> {
  const orders = await ordersById(rows.map(({ _id }) => _id));
  const items = [...orders].map(([id, { payment }]) => [id, payment?.items ?? []] as const);
  const products = await productsById(
    items.flatMap(([, bought]) => bought.flatMap((item) => item.productId ?? [])),
  );
  return new Map(
    items.map(([id, bought]) => {
      const names = bought.flatMap(
        ({ productId, name }) => products.get(productId ?? '')?.name ?? name ?? [],
      );
      return [id, [...new Set(names)]];
    }),
  );
}

function refundInWords({ releasedAt }: CommissionRow, own: Omit<PartRow, 'kocId'>): string {
  if (own.keptFen === own.wholeFen) return '';
  const lost = `¥${((own.wholeFen - own.keptFen) / 100).toFixed(2)}`;
  return releasedAt ? `买家后来退了款，已到账的佣金收回 ${lost}。` : `买家退了款，佣金按比例减少 ${lost}。`;
}

/** As which of their identities somebody reads about an order: who has it, else who came near it. */
function readerOf({ parts, decision }: CommissionRow, selves: Selves): string {
  const near = [
    ...parts.map(({ kocId }) => kocId),
    ...(decision.code ? [decision.code.kocId] : []),
    ...decision.considered.map(({ kocId }) => kocId).reverse(),
  ];
  return near.find((id) => selves.includes(id)) ?? selves[0];
}

/** An order that a KOC asks about, and as which of their identities. */
interface Asked {
  readonly row: CommissionRow;
  readonly kocId: string;
  readonly selves: Selves;
}

/** The order that a KOC means by a shop's number. @throws Refusal `not_a_koc` (403) or `not_found`. */
export async function askedAbout(personId: string, number: string): Promise<Asked> {
  const selves = await kocSelvesOf(personId);
  if (!(await kocsAmong([selves[0]])).has(selves[0])) throw refuse('not_a_koc');
  const orders = await ordersByNumber(number);
  const rows = [...(await commissionsOf(orders.map(({ _id }) => _id))).values()];
  // Two shops may use one number: theirs is meant.
  const row = rows.find(({ kocIds }) => kocIds.some((id) => selves.includes(id))) ?? rows[0];
  if (!row) throw refuseAnywhere('not_found');
  return { row, kocId: readerOf(row, selves), selves };
}

/** Why an order is, or is not, a KOC's. @throws Refusal `not_a_koc` (403) or `not_found`. */
export async function whyOrder(personId: string, number: string): Promise<OutputOf<Member['whyOrder']>> {
  const { row, kocId, selves } = await askedAbout(personId, number);
  const cases = selves.map((self) => disputeIdOf(row._id, self));
  return {
    orderId: row._id,
    mine: row.kocIds.includes(kocId),
    words: attributionInWords(row.decision, kocId, row.rules),
    disputed: (await native(Disputes).countDocuments({ _id: { $in: cases } }, { limit: 1 })) > 0,
  };
}
