import type { DisputeView } from '@kouyi/shared/contracts';
import { attributionInWords, TOUCH_VERDICTS } from '@kouyi/shared/rules/attribution';
import { newestPage, type PageRequest } from '../kernel/paging';
import { native } from '../kernel/store';
import type { OrderStory } from '../orders';
import { nicknames } from '../people';
import { commissionsOf } from './commands';
import { Commissions, type CommissionRow, Disputes, type DisputeRow } from './model';

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
