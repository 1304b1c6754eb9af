import type { Entry, EntryKind } from './history';

/** How recent, how often, how much, each as a quintile of all buyers; 5 is best. */
export interface Rfm {
  readonly recency: number;
  readonly frequency: number;
  readonly money: number;
  readonly lastOrderDays: number;
  readonly orders: number;
  readonly paidFen: number;
  /** The first day after today on which one of them may turn by the clock alone. */
  readonly due?: number;
}

/** What somebody brought within 365 days; VALUE.md says how and why. */
export interface Value {
  readonly fen: number;
  readonly marginFen: number;
  readonly referralFen: number;
  readonly rewardCostFen: number;
  /** 0–100. */
  readonly quality: number;
  readonly due?: number;
}

/** The four bounds between quintiles, each the greatest value that still belongs to the lower one. */
export interface RfmScale {
  readonly recencyDays: readonly number[];
  readonly orders: readonly number[];
  readonly paidFen: readonly number[];
}

/** Until there are enough buyers to learn bounds from. */
export const FIRST_SCALE: RfmScale = {
  recencyDays: [7, 30, 90, 180],
  orders: [1, 2, 3, 5],
  paidFen: [5_000, 15_000, 30_000, 60_000],
};

export const VALUE = {
  windowDays: 365,
  /** Interaction quality looks at so many days. */
  qualityDays: 90,
  /** So much of what makes quality up is worth 63 of 100 points. */
  qualityScale: 15,
  testWeight: 5,
  couponWeight: 2,
  /** What a point costs the brand, where nobody says otherwise. */
  pointCostFen: 1,
} as const;

type ByKind = ReadonlyMap<EntryKind, readonly Entry[]>;

const quintile = (value: number, bounds: readonly number[]): number =>
  1 + bounds.filter((bound) => value > bound).length;

/** Undefined: no order within 365 days that was not wholly refunded. */
export function rfmOf(byKind: ByKind, today: number, scale: RfmScale): Rfm | undefined {
  const bought = (byKind.get('bought') ?? []).filter(({ d, n }) => n > 0 && d > today - VALUE.windowDays);
  if (bought.length === 0) return undefined;
  const last = bought.reduce((latest, { d }) => Math.max(latest, d), -Infinity);
  const first = bought.reduce((earliest, { d }) => Math.min(earliest, d), Infinity);
  const lastOrderDays = Math.max(0, today - last);
  const nextBound = scale.recencyDays.find((bound) => bound >= lastOrderDays);
  return {
    recency: 6 - quintile(lastOrderDays, scale.recencyDays),
    frequency: quintile(sum(bought, 'n'), scale.orders),
    money: quintile(sum(bought, 's'), scale.paidFen),
    lastOrderDays,
    orders: sum(bought, 'n'),
    paidFen: sum(bought, 's'),
    due: Math.min(first + VALUE.windowDays, nextBound === undefined ? Infinity : last + nextBound + 1),
  };
}

/** Value over 365 days and interaction quality over 90. */
export function valueOf(byKind: ByKind, today: number): Value {
  const since = (kind: EntryKind, days: number) =>
    (byKind.get(kind) ?? []).filter(({ d }) => d > today - days);
  const [margin, referred, reward] = (['margin', 'referred', 'reward'] as const).map((kind) =>
    since(kind, VALUE.windowDays),
  ) as [Entry[], Entry[], Entry[]];
  const [active, tested, used] = (['activity', 'tested', 'coupon_used'] as const).map((kind) =>
    since(kind, VALUE.qualityDays),
  ) as [Entry[], Entry[], Entry[]];
  const [marginFen, referralFen, rewardCostFen] = [sum(margin, 's'), sum(referred, 's'), sum(reward, 's')];
  const lived =
    new Set(active.map(({ d }) => d)).size +
    VALUE.testWeight * sum(tested, 'n') +
    VALUE.couponWeight * sum(used, 'n');
  const due = Math.min(
    ...[margin, referred, reward].flat().map(({ d }) => d + VALUE.windowDays),
    ...[active, tested, used].flat().map(({ d }) => d + VALUE.qualityDays),
  );
  return {
    fen: marginFen + referralFen - rewardCostFen,
    marginFen,
    referralFen,
    rewardCostFen,
    quality: Math.round(100 * (1 - Math.exp(-lived / VALUE.qualityScale))),
    ...(Number.isFinite(due) ? { due } : {}),
  };
}

const sum = (entries: readonly Entry[], of: 'n' | 's'): number =>
  entries.reduce((total, entry) => total + entry[of], 0);

/** Bounds at 20, 40, 60 and 80 of 100 of the buyers. */
export function scaleFrom(buyers: readonly Pick<Rfm, 'lastOrderDays' | 'orders' | 'paidFen'>[]): RfmScale {
  const bounds = (of: 'lastOrderDays' | 'orders' | 'paidFen'): number[] => {
    const sorted = buyers.map((buyer) => buyer[of]).sort((a, b) => a - b);
    return [0.2, 0.4, 0.6, 0.8].map((share) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  };
  return { recencyDays: bounds('lastOrderDays'), orders: bounds('orders'), paidFen: bounds('paidFen') };
}

/** How values are counted for the picture: from so much (fen) up to the next. */
export const VALUE_STEPS = [-Infinity, 0, 1, 5_000, 10_000, 20_000, 50_000, 100_000] as const;

/** Index of the step a value lies in. */
export const valueStep = (fen: number): number => VALUE_STEPS.findLastIndex((from) => fen >= from);
