import type { DisputeView, InputOf, OutputOf, contracts } from '@kouyi/shared/contracts';
import { attributionInWords, TOUCH_VERDICTS } from '@kouyi/shared/rules/attribution';
import { dayToText, shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { account, balancesOf, heldOf } from '../ledger';
import { now } from '../kernel/clock';
import { newestPage, type PageRequest } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { kocsAmong, tierAt } from '../koc';
import { ordersByNumber, type OrderStory } from '../orders';
import { nicknames } from '../people';
import { commissionsOf } from './commands';
import { disputeIdOf } from './disputes';
import { Commissions, type CommissionRow, Disputes, type DisputeRow } from './model';
import { refuse } from './rules';
import { commissionSettings } from './settings';

type Member = (typeof contracts)['member'];

/** What the console shows of orders. */
export async function orderStories(
  orderIds: readonly string[],
  whole: boolean,
): Promise<Map<string, OrderStory>> {
  const rows = [...(await commissionsOf(orderIds)).values()];
  const names = await nicknames(
    rows.flatMap(({ kocIds, decision }) => [
      ...kocIds,
      ...(decision.kocId === undefined ? [] : [decision.kocId]),
      ...decision.considered.map(({ kocId }) => kocId),
    ]),
  );
  const nameOf = (id: string): string => names.get(id) ?? '';
  return new Map(
    rows.map((row) => {
      const { kocId } = row.decision;
      return [
        row._id,
        {
          ...(kocId === undefined ? {} : { kocId, kocName: nameOf(kocId) }),
          commissionFen: row.keptFen,
          ...(whole ? { decision: decisionView(row, nameOf) } : {}),
          ...(whole && kocId !== undefined ? { commission: commissionView(row, nameOf) } : {}),
        },
      ];
    }),
  );
}

function decisionView(
  row: CommissionRow,
  nameOf: (id: string) => string,
): NonNullable<OrderStory['decision']> {
  const { decision, rules, decidedAt, decidedBy } = row;
  const { kocId, second, by, considered, code } = decision;
  return {
    outcome: kocId === undefined ? 'nobody' : 'attributed',
    words:
      kocId === undefined
        ? nobodyInWords(row)
        : attributionInWords(decision, kocId, rules).replace(/你/g, ` ${nameOf(kocId)} `),
    by,
    ...(kocId === undefined ? {} : { kocId, kocName: nameOf(kocId) }),
    ...(second ? { secondKocId: second.kocId, secondKocName: nameOf(second.kocId) } : {}),
    decidedAt: decidedAt.toISOString(),
    ...(decidedBy === undefined ? {} : { decidedBy }),
    touches: [
      ...(code
        ? [
            {
              at: row.paidAt.toISOString(),
              code: code.code,
              kocId: code.kocId,
              kocName: nameOf(code.kocId),
              verdict: `订单带的推荐码：${TOUCH_VERDICTS[code.verdict]}`,
              counted: code.verdict === 'chosen',
            },
          ]
        : []),
      ...considered.map((touch) => ({
        at: touch.at.toISOString(),
        code: touch.code,
        kocId: touch.kocId,
        kocName: nameOf(touch.kocId),
        verdict: TOUCH_VERDICTS[touch.verdict],
        counted: touch.verdict === 'chosen',
      })),
    ],
  };
}

const nobodyInWords = ({ decision, rules, buyerId }: CommissionRow): string =>
  decision.by === 'staff'
    ? '运营核实：买家和 KOC 是同一个人，自己买的不算佣金。'
    : buyerId === undefined && !decision.code
      ? '不知道是谁买的，也没有推荐码，所以不归任何人。'
      : decision.considered.length === 0 && !decision.code
        ? `付款前 ${rules.windowDays} 天内买家没有打开过任何 KOC 的链接，也没有推荐码。`
        : '买家的触点都不算数，原因见下面每一行。';

const commissionView = (
  row: CommissionRow,
  nameOf: (id: string) => string,
): NonNullable<OrderStory['commission']> => ({
  state: row.state,
  wholeFen: row.wholeFen,
  keptFen: row.keptFen,
  availableAt: (row.releasedAt ?? row.availableAt).toISOString(),
  parts: row.parts.map((part) => ({ ...part, kocName: nameOf(part.kocId) })),
  lines: row.lines.map(({ sku, paidFen, commissionFen, refundedFen, words }) => ({
    sku,
    paidFen,
    refundedFen,
    commissionFen,
    words,
  })),
  keyPrefix: `cms:${row._id}:`,
});

const DAYS = 30;

/** A KOC's earnings at a glance; zeros for whoever is none. */
export async function earningsOf(personId: string): Promise<OutputOf<Member['earnings']>> {
  const koc = (await kocsAmong([personId])).get(personId);
  const at = now();
  const today = shanghaiDay(at);
  const names = [account.kocPending(personId), account.kocAvailable(personId), account.kocPaid(personId)];
  const [balances, payingFen, rows, settings] = await Promise.all([
    balancesOf(names),
    heldOf(personId),
    native(Commissions)
      .find(
        { kocIds: personId, paidAt: { $gte: shanghaiInstant(today - DAYS + 1) } },
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
    for (const part of row.parts) if (part.kocId === personId) day.fen += part.keptFen;
  }
  const [pendingFen, availableFen, paidFen] = names.map((name) => balances.get(name)!);
  return {
    ...(koc && !koc.endedAt
      ? { koc: { tier: tierAt(koc, at), since: koc.since.toISOString(), code: koc.code } }
      : {}),
    pendingFen: pendingFen!,
    availableFen: availableFen!,
    payingFen,
    paidFen: paidFen!,
    days: days.map(({ day, ...rest }) => ({ day: dayToText(day), ...rest })),
    rules: `朋友打开你的链接后 ${settings.windowDays} 天内下单算你的；发货（或付款）${settings.afterSaleDays} 天后佣金到账，退款会按比例收回。`,
  };
}

/** A KOC's orders with the reason of each, newest first. */
export async function earningLines(
  personId: string,
  { state, ...page }: InputOf<Member['earningLines']>,
): Promise<OutputOf<Member['earningLines']>> {
  return newestPage(Commissions, 'paidAt', { kocIds: personId, ...(state ? { state } : {}) }, page, (shown) =>
    shown.map((row) => {
      const own = row.parts.find(({ kocId }) => kocId === personId)!;
      return {
        orderId: row._id,
        orderNumber: row.number,
        at: row.paidAt.toISOString(),
        state: row.state,
        level: own.level,
        paidFen: row.lines.reduce((sum, line) => sum + line.paidFen, 0),
        refundedFen: row.lines.reduce((sum, line) => sum + line.refundedFen, 0),
        wholeFen: own.wholeFen,
        keptFen: own.keptFen,
        availableAt: (row.releasedAt ?? row.availableAt).toISOString(),
        words: `${attributionInWords(row.decision, personId, row.rules)}${refundInWords(row, own)}`,
      };
    }),
  );
}

function refundInWords({ releasedAt }: CommissionRow, own: CommissionRow['parts'][number]): string {
  if (own.keptFen === own.wholeFen) return '';
  const lost = `¥${((own.wholeFen - own.keptFen) / 100).toFixed(2)}`;
  return releasedAt ? `买家后来退了款，已到账的佣金收回 ${lost}。` : `买家退了款，佣金按比例减少 ${lost}。`;
}

/** Why an order is, or is not, a KOC's. @throws Refusal `not_a_koc` (403) or `not_found`. */
export async function whyOrder(personId: string, number: string): Promise<OutputOf<Member['whyOrder']>> {
  const row = await commissionByNumber(personId, number);
  return {
    orderId: row._id,
    mine: row.kocIds.includes(personId),
    words: attributionInWords(row.decision, personId, row.rules),
    disputed:
      (await native(Disputes).countDocuments({ _id: disputeIdOf(row._id, personId) }, { limit: 1 })) > 0,
  };
}

/** The order that a KOC means by a shop's number. @throws Refusal `not_a_koc` (403) or `not_found`. */
export async function commissionByNumber(personId: string, number: string): Promise<CommissionRow> {
  if (!(await kocsAmong([personId])).has(personId)) throw refuse('not_a_koc');
  const orders = await ordersByNumber(number);
  const [row] = [...(await commissionsOf(orders.map(({ _id }) => _id))).values()];
  if (!row) throw refuseAnywhere('not_found');
  return row;
}

/** How many cases wait for an answer. */
export const openDisputes = (): Promise<number> => native(Disputes).countDocuments({ state: 'open' });

/** Cases, newest first. */
export async function disputePage({
  state,
  ...page
}: PageRequest & { state?: DisputeRow['state'] | undefined }) {
  return newestPage(Disputes, 'at', { ...(state ? { state } : {}) }, page, disputeViews);
}

/** One case as the console shows it. */
export const disputeView = async (row: DisputeRow): Promise<DisputeView> => (await disputeViews([row]))[0]!;

async function disputeViews(rows: readonly DisputeRow[]): Promise<DisputeView[]> {
  const [names, stories] = await Promise.all([
    nicknames(rows.map(({ kocId }) => kocId)),
    orderStories(
      rows.map(({ orderId }) => orderId),
      true,
    ),
  ]);
  return rows.map((row) => ({
    id: row._id,
    about: row.about ?? 'claim',
    orderId: row.orderId,
    orderNumber: row.number,
    kocId: row.kocId,
    kocName: names.get(row.kocId) ?? '',
    reason: row.reason,
    at: row.at.toISOString(),
    state: row.state,
    ...(row.answer === undefined ? {} : { answer: row.answer }),
    ...(row.answeredBy === undefined ? {} : { answeredBy: row.answeredBy }),
    ...(row.answeredAt ? { answeredAt: row.answeredAt.toISOString() } : {}),
    words: stories.get(row.orderId)?.decision?.words ?? '',
  }));
}

/** Orders that came to their KOC through these links, and what is paid and not refunded; others are absent. */
export async function ordersByLink(
  codes: readonly string[],
): Promise<Map<string, { orders: number; paidFen: number }>> {
  const sums = new Map<string, { orders: number; paidFen: number }>();
  if (codes.length === 0) return sums;
  const rows = await native(Commissions)
    .find({ viaCode: { $in: [...new Set(codes)] } }, { projection: { viaCode: 1, lines: 1 } })
    .toArray();
  for (const { viaCode, lines } of rows) {
    const paidFen = lines.reduce((sum, line) => sum + line.paidFen - line.refundedFen, 0);
    const had = sums.get(viaCode!) ?? { orders: 0, paidFen: 0 };
    if (paidFen > 0) sums.set(viaCode!, { orders: had.orders + 1, paidFen: had.paidFen + paidFen });
  }
  return sums;
}

/** What is kept here about a person, for the export of their data. */
export async function commissionDataOf(personId: string) {
  const [rows, disputes] = await Promise.all([
    native(Commissions).find({ kocIds: personId }).sort({ paidAt: 1 }).limit(5_000).toArray(),
    native(Disputes).find({ kocId: personId }).sort({ at: 1 }).limit(500).toArray(),
  ]);
  return {
    commissions: rows.map(({ number, paidAt, state, parts }) => ({
      number,
      paidAt,
      state,
      ...parts.find(({ kocId }) => kocId === personId),
    })),
    disputes: disputes.map(({ number, reason, at, state, answer }) => ({
      number,
      reason,
      at,
      state,
      answer,
    })),
  };
}
