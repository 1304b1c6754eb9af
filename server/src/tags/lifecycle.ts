import { LAYER_NAMES, LAYERS, type Layer } from '@kouyi/shared/types';
import { stateTable } from '../kernel/states';
import type { Entry, EntryKind } from './history';

/**
 * When somebody is in which layer. The higher of the layers that apply counts; who fell silent is
 * asleep, then lost, whatever they were, and comes back to their layer with the next thing they do.
 */
export const LIFECYCLE = {
  /** Different days with a participation that make somebody trusting; a finished test does, too. */
  trustingDays: 5,
  /** Orders that were not wholly refunded, within `orderWindowDays`. */
  buyingOrders: 1,
  loyalOrders: 3,
  orderWindowDays: 365,
  /** Whole days without anything that they did themself. */
  asleepDays: 30,
  lostDays: 90,
} as const;

/** Whoever has this tag is a KOC; people or the KOC domain give it. */
export const KOC_TAG_ID = 'tag_koc';
export const KOC_TAG_NAME = 'KOC';

/** One move on somebody's way. */
export interface Move {
  readonly layer: Layer;
  /** Shanghai day number. */
  readonly day: number;
  readonly why: string;
}

export interface LayerState {
  readonly layer: Layer;
  readonly path: readonly Move[];
  /** The first day after today on which silence or age alone moves them. */
  readonly due?: number;
}

/**
 * Which moves there are: from stranger everywhere, back to stranger never (what happened stays known), and nobody is
 * lost without having been asleep.
 */
const MOVES: Record<Layer, readonly Layer[]> = (() => {
  const awake = LAYERS.filter((layer) => !['stranger', 'asleep', 'lost'].includes(layer));
  const fromAwake = (layer: Layer): Layer[] => [...awake.filter((each) => each !== layer), 'asleep'];
  return {
    stranger: awake,
    aware: fromAwake('aware'),
    verified: fromAwake('verified'),
    trusting: fromAwake('trusting'),
    buying: fromAwake('buying'),
    loyal: fromAwake('loyal'),
    koc: fromAwake('koc'),
    asleep: [...awake, 'lost'],
    lost: awake,
  };
})();
export const layers = stateTable(MOVES, LAYER_NAMES);

/** What is known of a person up to a day, while their way is walked. */
interface Walked {
  activeDay?: number;
  signedIn: boolean;
  tested: boolean;
  days: number;
  orders: { day: number; n: number }[];
  /** Who says that they are a KOC. */
  koc: Set<string>;
}

/**
 * The whole way of a person up to today, from their history alone: what arrives late mends it, and the same history
 * gives the same way whenever it is asked for.
 */
export function layerOf(byKind: ReadonlyMap<EntryKind, readonly Entry[]>, today: number): LayerState {
  const days = turningDays(byKind);
  const walked: Walked = { signedIn: false, tested: false, days: 0, orders: [], koc: new Set() };
  const path: Move[] = [];
  let layer: Layer = 'stranger';
  const onDay = entriesByDay(byKind);
  for (const day of days) {
    const before = { ...walked };
    take(walked, onDay.get(day) ?? [], day);
    const next = layerWhen(walked, day);
    if (next === layer) continue;
    if (day > today) return { layer, path, due: day };
    layers.assertMove(layer, next);
    path.push({ layer: next, day, why: whyMoved(layer, next, before, walked) });
    layer = next;
  }
  return { layer, path };
}

const RELEVANT: readonly EntryKind[] = ['activity', 'participated', 'bought', 'tested', 'signed_in', 'koc'];

/** Days on which somebody's layer may turn: when something happened, and when its effect ends. */
function turningDays(byKind: ReadonlyMap<EntryKind, readonly Entry[]>): number[] {
  const days = new Set<number>();
  for (const kind of RELEVANT) for (const { d } of byKind.get(kind) ?? []) days.add(d);
  const active = [...new Set((byKind.get('activity') ?? []).map(({ d }) => d))].sort((a, b) => a - b);
  for (const [i, day] of active.entries()) {
    const next = active[i + 1] ?? Infinity;
    for (const silence of [LIFECYCLE.asleepDays, LIFECYCLE.lostDays])
      if (day + silence < next) days.add(day + silence);
  }
  for (const { d } of byKind.get('bought') ?? []) days.add(d + LIFECYCLE.orderWindowDays);
  return [...days].sort((a, b) => a - b);
}

function entriesByDay(byKind: ReadonlyMap<EntryKind, readonly Entry[]>): Map<number, Entry[]> {
  const byDay = new Map<number, Entry[]>();
  for (const kind of RELEVANT) {
    for (const entry of byKind.get(kind) ?? []) {
      const had = byDay.get(entry.d);
      if (had) had.push(entry);
      else byDay.set(entry.d, [entry]);
    }
  }
  return byDay;
}

function take(walked: Walked, entries: readonly Entry[], day: number): void {
  const has = (kind: EntryKind) => entries.some(({ k, n }) => k === kind && n > 0);
  if (has('activity')) walked.activeDay = day;
  if (has('signed_in')) walked.signedIn = true;
  if (has('tested')) walked.tested = true;
  // Days of long ago may lie in one entry.
  walked.days += entries.reduce(
    (most, { k, n, days }) => (k === 'participated' && n > 0 ? Math.max(most, days ?? 1) : most),
    0,
  );
  for (const { k, a, s } of entries) {
    if (k !== 'koc') continue;
    if (s > 0) walked.koc.add(a);
    else walked.koc.delete(a);
  }
  const n = entries.reduce((sum, entry) => sum + (entry.k === 'bought' ? entry.n : 0), 0);
  if (n > 0) walked.orders = [...walked.orders, { day, n }];
  walked.orders = walked.orders.filter((order) => order.day > day - LIFECYCLE.orderWindowDays);
}

function layerWhen(walked: Walked, day: number): Layer {
  const awake = awakeLayer(walked);
  if (awake === 'stranger' || walked.activeDay === undefined) return awake;
  const silent = day - walked.activeDay;
  return silent >= LIFECYCLE.lostDays ? 'lost' : silent >= LIFECYCLE.asleepDays ? 'asleep' : awake;
}

function awakeLayer(walked: Walked): Layer {
  const orders = walked.orders.reduce((sum, { n }) => sum + n, 0);
  if (walked.koc.size > 0) return 'koc';
  if (orders >= LIFECYCLE.loyalOrders) return 'loyal';
  if (orders >= LIFECYCLE.buyingOrders) return 'buying';
  if (walked.tested || walked.days >= LIFECYCLE.trustingDays) return 'trusting';
  if (walked.signedIn) return 'verified';
  return walked.activeDay === undefined ? 'stranger' : 'aware';
}

function whyMoved(from: Layer, to: Layer, before: Walked, after: Walked): string {
  if (to === 'asleep') return `${LIFECYCLE.asleepDays} 天没有动静`;
  if (to === 'lost') return `${LIFECYCLE.lostDays} 天没有动静`;
  const back = from === 'asleep' || from === 'lost' ? '又回来了，' : '';
  if (to === 'koc') return `${back}成为 KOC`;
  if (to === 'loyal') return `${back}一年内下了 ${LIFECYCLE.loyalOrders} 单`;
  if (to === 'buying')
    return from === 'loyal' || from === 'koc' ? `${back}一年内还有订单` : `${back}一年内有订单`;
  if (from === 'buying' || from === 'loyal') return '一年内没有留下的订单';
  if (to === 'trusting')
    return !before.tested && after.tested
      ? `${back}做完了测试`
      : `${back}${after.tested ? '做过测试' : `在 ${LIFECYCLE.trustingDays} 个不同的日子参加过活动`}`;
  if (to === 'verified') return `${back}登录了小程序`;
  return back === '' ? '第一次参与' : '又回来了';
}
