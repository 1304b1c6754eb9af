/**
 * Attribution: which KOC an order belongs to, and why. A pure decision over facts that are stored with it, so that
 * it can be read, explained and run again years later.
 */
import { DAY_MS, shanghaiParts } from './time';

/** One time that somebody came through a KOC's link. */
export interface Touch {
  readonly at: Date;
  readonly code: string;
  readonly kocId: string;
  /** When the link stopped to count. */
  readonly expiresAt?: Date | undefined;
}

/** A time of being a KOC: from its beginning, before its end. */
interface Office {
  readonly since: Date;
  readonly endedAt?: Date | undefined;
}

/** When somebody has been a KOC: lately, and before that was ended. */
export interface Offices extends Office {
  readonly earlier?: readonly Office[] | undefined;
}

/** Whether somebody was a KOC at a moment: who is appointed anew keeps what they were before. */
export const inOfficeAt = (offices: Offices, at: Date): boolean =>
  [offices, ...(offices.earlier ?? [])].some(
    ({ since, endedAt }) => since <= at && (endedAt === undefined || endedAt > at),
  );

/** What is known of a KOC at the moment of payment. */
export interface KocThen extends Offices {
  readonly isStaff: boolean;
  readonly isBlacklisted?: boolean;
  readonly parentId?: string | undefined;
}

export interface AttributionFacts {
  readonly paidAt: Date;
  readonly buyerId?: string | undefined;
  /** Everybody who is seen as one with the buyer, the buyer among them; absent: only the buyer. */
  readonly buyerSelves?: readonly string[];
  /** A code that came with the order, when it belongs to a KOC. */
  readonly direct?: { readonly code: string; readonly kocId: string; readonly expiresAt?: Date | undefined };
  /** The buyer's touches, in no order. */
  readonly touches: readonly Touch[];
  readonly kocs: ReadonlyMap<string, KocThen>;
}

export interface AttributionRules {
  readonly windowDays: number;
  readonly touch: 'last' | 'first';
  readonly ownPurchase: 'refuse' | 'allow';
  readonly staff: 'exclude' | 'allow';
  readonly levels: 1 | 2;
  /** Of the whole commission, what the second level gets; at most {@link SECOND_SHARE_MAX}. */
  readonly secondSharePercent: number;
}

/** The second level's share is capped: the one who sold gets the greater part by far. */
export const SECOND_SHARE_MAX = 30;

/** Why a touch was taken, or was not. */
export const TOUCH_VERDICTS = {
  chosen: '算这一次',
  another_counts: '另一次按规则优先',
  code_counts: '订单带了推荐码，推荐码优先',
  after_payment: '在付款之后，不算',
  outside_window: '超过了归因期，不算',
  link_expired: '链接当时已过期，不算',
  not_koc_then: '付款时不是 KOC，不算',
  own_purchase: '自己买的不算自己的佣金',
  staff_excluded: '员工不参与分佣',
  blacklisted: '账号在黑名单中，不算',
} as const;
export type TouchVerdict = keyof typeof TOUCH_VERDICTS;

/** A touch with what became of it. */
export interface ConsideredTouch extends Touch {
  readonly verdict: TouchVerdict;
}

/** The decision. One KOC, and at most one above: a third level has no place to stand in. */
export interface AttributionDecision {
  readonly by: 'code' | 'link' | 'staff' | 'none';
  readonly kocId?: string;
  /** The second level, with its share of the whole in percent. */
  readonly second?: { readonly kocId: string; readonly sharePercent: number };
  /** What became of the code that came with the order. */
  readonly code?: { readonly code: string; readonly kocId: string; readonly verdict: TouchVerdict };
  readonly considered: readonly ConsideredTouch[];
}

/** Who bought when, as far as it speaks against a KOC. */
type Buying = Pick<AttributionFacts, 'paidAt' | 'buyerId' | 'buyerSelves' | 'kocs'>;

/** Why this KOC can't have this order; undefined: nothing speaks against it. */
export function barrier(
  kocId: string,
  { paidAt, buyerId, buyerSelves, kocs }: Buying,
  rules: Pick<AttributionRules, 'ownPurchase' | 'staff'>,
): TouchVerdict | undefined {
  const koc = kocs.get(kocId);
  if (!koc || !inOfficeAt(koc, paidAt)) return 'not_koc_then';
  if (koc.isBlacklisted) return 'blacklisted';
  if (koc.isStaff && rules.staff === 'exclude') return 'staff_excluded';
  if (rules.ownPurchase === 'refuse' && (kocId === buyerId || buyerSelves?.includes(kocId)))
    return 'own_purchase';
  return undefined;
}

const expired = (expiresAt: Date | undefined, at: Date): boolean =>
  expiresAt !== undefined && expiresAt <= at;

/** Earlier first; at the same moment by code, so that every order of arrival ends the same. */
const byTime = (a: Touch, b: Touch): number =>
  a.at.getTime() - b.at.getTime() || (a.code < b.code ? -1 : Number(a.code > b.code));

/** Decides to whom an order belongs. A direct code beats every link; of touches the last or the first counts. */
export function attribute(facts: AttributionFacts, rules: AttributionRules): AttributionDecision {
  const { paidAt, direct } = facts;
  const opensAt = paidAt.getTime() - rules.windowDays * DAY_MS;
  const codeVerdict: TouchVerdict | undefined =
    direct &&
    (expired(direct.expiresAt, paidAt) ? 'link_expired' : (barrier(direct.kocId, facts, rules) ?? 'chosen'));
  const touches = [...facts.touches].sort(byTime).map((touch) => {
    const verdict: TouchVerdict | undefined =
      touch.at > paidAt
        ? 'after_payment'
        : touch.at.getTime() < opensAt
          ? 'outside_window'
          : expired(touch.expiresAt, touch.at)
            ? 'link_expired'
            : barrier(touch.kocId, facts, rules);
    return { touch, verdict };
  });
  const open = touches.filter(({ verdict }) => verdict === undefined);
  const taken =
    codeVerdict === 'chosen' ? undefined : rules.touch === 'last' ? open.at(-1)?.touch : open[0]?.touch;
  const considered = touches.map(({ touch, verdict }) => ({
    ...touch,
    verdict:
      verdict ??
      (touch === taken ? 'chosen' : codeVerdict === 'chosen' ? 'code_counts' : ('another_counts' as const)),
  }));
  const kocId = codeVerdict === 'chosen' ? direct!.kocId : taken?.kocId;
  const second = kocId === undefined ? undefined : secondLevel(kocId, facts, rules);
  return {
    by: codeVerdict === 'chosen' ? 'code' : taken ? 'link' : 'none',
    ...(kocId === undefined ? {} : { kocId }),
    ...(second ? { second } : {}),
    ...(direct ? { code: { code: direct.code, kocId: direct.kocId, verdict: codeVerdict! } } : {}),
    considered,
  };
}

/** The parent of whoever has the order, when there are two levels and nothing speaks against the parent. */
export function secondLevel(
  kocId: string,
  facts: Buying,
  rules: Pick<AttributionRules, 'levels' | 'secondSharePercent' | 'ownPurchase' | 'staff'>,
): AttributionDecision['second'] {
  const parentId = facts.kocs.get(kocId)?.parentId;
  const sharePercent = Math.min(rules.secondSharePercent, SECOND_SHARE_MAX);
  if (rules.levels < 2 || parentId === undefined || parentId === kocId || sharePercent === 0)
    return undefined;
  return barrier(parentId, facts, rules) === undefined ? { kocId: parentId, sharePercent } : undefined;
}

/** 11月21日 20:03, in Shanghai. */
const moment = (at: Date): string => {
  const { month, date, hour, minute } = shanghaiParts(at);
  return `${month}月${date}日 ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
};

/** Why an order is, or is not, this KOC's: one or two sentences without a word about who bought. */
export function attributionInWords(
  decision: AttributionDecision,
  readerId: string,
  rules: Pick<AttributionRules, 'windowDays' | 'touch'>,
): string {
  const chosen = decision.considered.find(({ verdict }) => verdict === 'chosen');
  const rule = rules.touch === 'last' ? '付款前最后一次' : `${rules.windowDays} 天内第一次`;
  if (decision.by === 'staff' && decision.kocId === undefined)
    return '运营核实，买家和 KOC 是同一个人，自己买的不算佣金。';
  if (decision.by === 'staff' && decision.second?.kocId !== readerId)
    return decision.kocId === readerId
      ? '运营核实后，这单算你的。'
      : '运营核实后，这单归另一位 KOC，所以不算你的。';
  if (decision.kocId === readerId)
    return decision.by === 'code'
      ? `下单时填了你的推荐码 ${decision.code!.code}，所以这单算你的。`
      : `对方在 ${moment(chosen!.at)} 打开了你的链接，是${rule}，所以这单算你的。`;
  if (decision.second?.kocId === readerId)
    return `这单是你带的 KOC 成交的，你得其中 ${decision.second.sharePercent}%。`;
  const mine = decision.considered.filter(({ kocId }) => kocId === readerId);
  const own = decision.code?.kocId === readerId ? decision.code.verdict : (mine.at(-1)?.verdict ?? undefined);
  if (own === undefined)
    return `付款前 ${rules.windowDays} 天内没有人从你的链接进来，订单里也没有你的推荐码，所以这单不算你的。`;
  switch (own) {
    case 'code_counts':
      return '这单填了另一位 KOC 的推荐码，推荐码优先于链接，所以不算你的。';
    case 'another_counts':
      return `对方打开过你的链接（${moment(mine.at(-1)!.at)}），但${rule}是另一位 KOC 的，所以不算你的。`;
    case 'outside_window':
      return `对方上次打开你的链接是 ${moment(mine.at(-1)!.at)}，离付款超过 ${rules.windowDays} 天，所以不算你的。`;
    default:
      return `这单不算你的：${TOUCH_VERDICTS[own]}。`;
  }
}
