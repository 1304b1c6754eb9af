import type { Collection, Index } from '../storage/catalog';
import { after, MAX_ID_KEY, MAX_INDEX_KEY } from '../storage/keys';
import type { KeyRange } from '../storage/view';
import { intersect, type Interval, type Predicate } from './predicates';

/** One way to reach the candidates: which keys of which index (or of the documents themselves) to read. */
export interface Access {
  /** Undefined means the documents in the order of their `_id`. */
  index: Index | undefined;
  ranges: KeyRange[];
  /** Fields, from the first, that are held to one value. */
  fixed: number;
  /** Fields that have any bounds. */
  bounded: number;
  /** Exactly the ids to fetch. */
  ids: Buffer[] | undefined;
  /** The entries in the ranges are exactly the matches, given that `complete` holds. */
  exact: boolean;
  /** Predicates that went into the ranges. */
  used: Set<Predicate>;
}

const MAX_RANGES = 1000;

/** Fields in order, for the documents (`_id`) or an index. */
const fieldsOf = (index: Index | undefined): { paths: readonly string[]; directions: readonly (1 | -1)[] } =>
  index ?? { paths: ['_id'], directions: [1] };

/** The ranges of an index that the predicates allow; the whole index when they say nothing about it. */
export function accessOf(c: Collection, index: Index | undefined, predicates: readonly Predicate[]): Access {
  const { paths, directions } = fieldsOf(index);
  const arrays = index?.arrays ?? 0;
  const multikey = arrays !== 0;
  const cut = index ? index.cut : c.cutIds;
  const used = new Set<Predicate>();
  let prefixes: Buffer[] = [Buffer.alloc(0)];
  let ranges: KeyRange[] = [{}];
  let fixed = 0;
  let bounded = 0;
  const roots = new Set<string>();
  for (let i = 0; i < paths.length; i++) {
    const path = paths[i]!;
    const root = path.split('.')[0]!;
    // Under one array, conditions on two fields may be met by different elements.
    if (multikey && roots.has(root)) break;
    roots.add(root);
    const intervals = boundsFor(path, predicates, isArray(arrays, i), used);
    if (!intervals || prefixes.length * Math.max(1, intervals.length) > MAX_RANGES) break;
    bounded++;
    const direction = directions[i]!;
    ranges = prefixes.flatMap((prefix) => intervals.map((interval) => place(prefix, interval, direction)));
    if (!intervals.every((x) => x.point)) break;
    if (fixed === i && intervals.length === 1) fixed++;
    prefixes = prefixes.flatMap((prefix) =>
      intervals.map((x) => Buffer.concat([prefix, direction === 1 ? x.from : invert(x.from)])),
    );
  }
  const max = index ? MAX_INDEX_KEY : MAX_ID_KEY;
  const tooLong = ranges.some((r) => (r.from?.length ?? 0) > max || (r.to?.length ?? 0) > max);
  ranges = ranges.map((r) => shorten(r, max - 32)).sort((a, b) => compareStart(a, b));
  const points = !index && bounded === 1 && !tooLong && ranges.every((r) => isPoint(r));
  return {
    index,
    ranges,
    fixed,
    bounded,
    ids: points ? ranges.map((r) => r.from!) : undefined,
    exact: !multikey && !cut && !tooLong,
    used,
  };
}

const isPoint = (r: KeyRange): boolean =>
  !!r.from && !!r.to && (after(r.from)?.equals(r.to) ?? false) && r.from.length > 1;

const compareStart = (a: KeyRange, b: KeyRange): number =>
  (a.from ?? Buffer.alloc(0)).compare(b.from ?? Buffer.alloc(0));

function boundsFor(
  path: string,
  predicates: readonly Predicate[],
  array: boolean,
  used: Set<Predicate>,
): Interval[] | undefined {
  const mine = predicates.filter((p) => p.path === path);
  if (mine.length === 0) return undefined;
  if (array) {
    // Each condition may be met by another element, so only one of them can bound the scan: the narrowest.
    const best = [...mine].sort((a, b) => width(a) - width(b))[0]!;
    used.add(best);
    return best.intervals;
  }
  for (const p of mine) used.add(p);
  return mine.slice(1).reduce((result, p) => intersect(result, p.intervals), mine[0]!.intervals);
}

/** Whether a field of an index, by its place, is an array in some document. */
const isArray = (arrays: number, place: number): boolean => (arrays & (1 << place)) !== 0;

const width = (p: Predicate): number => (p.intervals.every((i) => i.point) ? p.intervals.length : 10_000);

const invert = (key: Buffer): Buffer => Buffer.from(key.map((b) => ~b & 0xff));

function place(prefix: Buffer, interval: Interval, direction: 1 | -1): KeyRange {
  if (direction === 1) {
    return { from: Buffer.concat([prefix, interval.from]), to: Buffer.concat([prefix, interval.to]) };
  }
  // Inverted bytes sort the other way round, so the ends change places.
  const from = after(invert(interval.to));
  const to = after(invert(interval.from));
  return {
    from: Buffer.concat([prefix, from ?? Buffer.from([0xff])]),
    to: to ? Buffer.concat([prefix, to]) : after(prefix),
  };
}

function shorten(r: KeyRange, max: number): KeyRange {
  return {
    from: r.from && r.from.length > max ? r.from.subarray(0, max) : r.from,
    to: r.to && r.to.length > max ? after(r.to.subarray(0, max)) : r.to,
  };
}

/**
 * Whether reading the access forwards (1) or backwards (-1) gives the sort; 0 when neither does.
 * Fields with arrays and cut keys give no order. A field with arrays that is held to one value does no harm: every
 * document stands once below that value, and what follows is in order there.
 */
export function sortDirection(
  c: Collection,
  access: Access,
  sort: readonly { path: string; direction: 1 | -1 }[],
): 1 | -1 | 0 {
  const { index } = access;
  if (index ? index.cut : c.cutIds) return 0;
  const { paths, directions } = fieldsOf(index);
  const arrays = new Set(paths.filter((_, i) => isArray(index?.arrays ?? 0, i)));
  // Documents sort by the least or the greatest of their elements, whichever of them it was that met the filter.
  if (sort.some((s) => arrays.has(s.path))) return 0;
  const fixed = new Set(paths.slice(0, access.fixed));
  const wanted = sort.filter((s) => !fixed.has(s.path));
  let sign: 1 | -1 | 0 = 0;
  let at = 0;
  for (const want of wanted) {
    while (at < paths.length && fixed.has(paths[at]!)) at++;
    if (paths[at] !== want.path) {
      // Nothing can follow `_id`: it is unique.
      if (at > 0 && paths[at - 1] === '_id') break;
      return 0;
    }
    const step = (want.direction * directions[at]!) as 1 | -1;
    if (sign !== 0 && step !== sign) return 0;
    sign = step;
    at++;
  }
  return sign === 0 ? 1 : sign;
}
