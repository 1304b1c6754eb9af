import type { CommissionSettings } from '@kouyi/shared/contracts';
import { type AttributionDecision } from '@kouyi/shared/rules/attribution';
import {
  commissionNow,
  commissionOf,
  type CommissionRule,
  rateInWords,
  rulesFor,
} from '@kouyi/shared/rules/commission';
import { DAY_MS } from '@kouyi/shared/rules/time';
import type { KocTier } from '@kouyi/shared/types';
import { account, type PostRequest } from '../ledger';
import { refusals } from '../kernel/refusals';
import type { OrderRow } from '../orders';
import type { BookedRow, CommissionRow, LineRow, PartRow } from './model';

export const refuse = refusals({
  not_a_koc: { zh: '你还不是 KOC，没有佣金订单。', en: 'not a KOC', status: 403 },
  dispute_exists: { zh: '这单你已经申诉过，运营会尽快答复。', en: 'dispute exists', status: 409 },
  dispute_closed: { zh: '这个申诉已经裁定过了，请刷新。', en: 'dispute closed', status: 409 },
  order_is_yours: { zh: '这单已经算你的了，不用申诉。', en: 'order is theirs already', status: 409 },
  not_one_person: {
    zh: '买家和这位 KOC 现在不算同一个人了，选「保留佣金」就好。',
    en: 'buyer and KOC are not one person any more',
    status: 409,
  },
  cannot_be_theirs: { zh: '这单不能归 TA：{why}。', en: 'attribution rules forbid it' },
});

export const DEFAULT_SETTINGS: CommissionSettings = {
  windowDays: 15,
  touch: 'last',
  ownPurchase: 'refuse',
  staff: 'exclude',
  levels: 1,
  secondSharePercent: 10,
  afterSaleDays: 15,
};

type Item = Pick<LineRow, 'sku' | 'paidFen'> & {
  productId?: string;
  category?: string;
  quantity: number;
  refundedFen: number;
};

/** The code that decided: the one that came with the order, or that of the link which counted. */
export const codeOf = ({ by, code, considered }: AttributionDecision): string | undefined =>
  by === 'code'
    ? code?.code
    : by === 'link'
      ? considered.find(({ verdict }) => verdict === 'chosen')?.code
      : undefined;

/** What each line of an order pays to a KOC of this tier, before and after refunds. */
export const payLines = (
  items: readonly Item[],
  rules: readonly CommissionRule[],
  when: { tier: KocTier; at: Date },
): LineRow[] =>
  items.map((item) => {
    const { sku, paidFen, refundedFen } = item;
    const [rule] = rulesFor(rules, item, when);
    const base = { sku, paidFen, refundedFen };
    if (!rule) return { ...base, commissionFen: 0, words: '没有适用的佣金规则' };
    return {
      ...base,
      commissionFen: commissionOf(item, rule.rate),
      ruleId: rule.id,
      words: `${rule.name}（${rateInWords(rule.rate)}）`,
    };
  });

/** Whole, kept and parts of an order that belongs to somebody; nothing of one that belongs to nobody. */
export function payParts(
  { kocId, second }: Pick<AttributionDecision, 'kocId' | 'second'>,
  lines: readonly LineRow[],
): { wholeFen: number; keptFen: number; parts: PartRow[] } {
  if (kocId === undefined) return { wholeFen: 0, keptFen: 0, parts: [] };
  const { wholeFen, keptFen, parts } = commissionNow(lines, second?.sharePercent);
  const owners = [kocId, ...(second ? [second.kocId] : [])];
  return {
    wholeFen,
    keptFen,
    parts: parts.map((part, i) => ({ kocId: owners[i]!, level: i === 0 ? 1 : 2, ...part })),
  };
}

/** A decision without these people: none of them gets anything of it; what they came by is marked as their own. */
export function withoutOwn(decision: AttributionDecision, selves: readonly string[]): AttributionDecision {
  const { kocId, second, code, considered, ...rest } = decision;
  const own = (id: string | undefined): boolean => id !== undefined && selves.includes(id);
  const marked = <T extends { kocId: string }>(touch: T): T =>
    own(touch.kocId) ? { ...touch, verdict: 'own_purchase' as const } : touch;
  return {
    ...rest,
    by: 'staff',
    ...(kocId === undefined || own(kocId) ? {} : { kocId }),
    ...(second && !own(kocId) && !own(second.kocId) ? { second } : {}),
    ...(code ? { code: marked(code) } : {}),
    considered: considered.map(marked),
  };
}

/** When the after-sale period of an order ends. */
export const availableAtOf = (
  { payment, shippedAt }: Pick<OrderRow, 'payment' | 'shippedAt'>,
  afterSaleDays: number,
): Date => new Date(Math.max(payment!.paidAt.getTime(), shippedAt?.getTime() ?? 0) + afterSaleDays * DAY_MS);

/** What moves in the books so that they hold what the order pays now. */
export interface Booking {
  readonly posts: PostRequest[];
  readonly booked: BookedRow[];
}

/**
 * The transactions that lead from what is booked of an order to what it pays now: whatever way it came there, the
 * balances end the same. What had become available is taken back by a clawback, below zero if it was paid out.
 */
export function bookingOf(
  row: Pick<CommissionRow, '_id' | 'number' | 'parts' | 'booked' | 'releasedAt'>,
  now: Date,
): Booking {
  const { _id: orderId, number, parts, releasedAt } = row;
  const kept = new Map<string, number>();
  for (const part of parts) kept.set(part.kocId, (kept.get(part.kocId) ?? 0) + part.keptFen);
  const had = new Map(row.booked.map((each) => [each.kocId, each]));
  const posts: PostRequest[] = [];
  const booked = [...new Set([...had.keys(), ...kept.keys()])].map((kocId): BookedRow => {
    const before = had.get(kocId) ?? { kocId, pendingFen: 0, availableFen: 0, moves: 0 };
    const target = kept.get(kocId) ?? 0;
    const pendingFen = releasedAt ? 0 : target;
    const availableFen = releasedAt ? target : 0;
    const pending = pendingFen - before.pendingFen;
    const available = availableFen - before.availableFen;
    if (pending === 0 && available === 0) return before;
    const legs = [
      { account: account.kocPending(kocId), amount: pending },
      { account: account.kocAvailable(kocId), amount: available },
      { account: account.commissionBudget, amount: -(pending + available) },
    ].filter(({ amount }) => amount !== 0);
    posts.push({
      key: `cms:${orderId}:${kocId}:${before.moves + 1}`,
      unit: 'fen',
      legs,
      at: now,
      reason: `订单 ${number} ${reasonOf(pending, available, !kept.has(kocId))}`,
      cause: { kind: 'order', id: orderId },
      personId: kocId,
      ...(available < 0 ? { clawback: true } : {}),
    });
    return { kocId, pendingFen, availableFen, moves: before.moves + 1 };
  });
  return { posts, booked };
}

function reasonOf(pending: number, available: number, gone: boolean): string {
  if (gone) return '归属改判，佣金收回';
  if (pending < 0 && available > 0) return '售后期已过，佣金到账';
  if (available < 0) return '退款，已到账的佣金收回';
  if (pending < 0) return '退款，佣金相应减少';
  return '佣金（待到账）';
}
