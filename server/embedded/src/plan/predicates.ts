import { BSONRegExp, Decimal128, Double, MaxKey, MinKey } from 'bson';
import { isDoc, type Doc, type Value } from '../bson/value';
import { after, keyOf, KIND, kindOf } from '../storage/keys';

/** A stretch of one field's keys, ascending and half-open. `point` means exactly one value. */
export interface Interval {
  from: Buffer;
  to: Buffer;
  point: boolean;
}

/** What one operator says about one path, as stretches of keys that contain every match. */
export interface Predicate {
  path: string;
  intervals: Interval[];
  /** The intervals hold nothing but matches, as long as no document has an array there. */
  exact: boolean;
  /** A document without the field cannot match. */
  excludesMissing: boolean;
}

/** A filter, taken apart as far as indexes understand it. */
export interface Conditions {
  predicates: Predicate[];
  /** Alternatives: each `$or` met at the top. */
  ors: Doc[][];
  /** Everything in the filter is in `predicates`. */
  complete: boolean;
  /** Paths of `{$exists: true}`. */
  present: Set<string>;
}

const bracket = (kind: number): Interval => ({
  from: Buffer.from([kind]),
  to: Buffer.from([kind + 1]),
  point: false,
});

/** Takes a filter apart. What it does not understand it leaves to the matcher, which sees every candidate anyway. */
export function conditionsOf(filter: Doc): Conditions {
  const out: Conditions = { predicates: [], ors: [], complete: true, present: new Set() };
  gather(filter, out);
  return out;
}

function gather(filter: Doc, out: Conditions): void {
  for (const [name, value] of filter) {
    if (name === '$and' && Array.isArray(value)) {
      for (const part of value) if (isDoc(part)) gather(part, out);
    } else if (name === '$or' && Array.isArray(value)) {
      if (value.length === 1 && isDoc(value[0])) gather(value[0], out);
      else {
        out.ors.push(value.filter(isDoc));
        out.complete = false;
      }
    } else if (name === '$comment') {
      continue;
    } else if (name.startsWith('$')) {
      out.complete = false;
    } else {
      gatherField(name, value, out);
    }
  }
}

function gatherField(path: string, value: Value, out: Conditions): void {
  if (!isDoc(value) || !isOperators(value)) {
    if (isDoc(value) && [...value.keys()][0]?.startsWith('$')) out.complete = false;
    else add(out, path, equality([value]));
    return;
  }
  for (const [op, operand] of value) {
    if (op === '$exists') {
      if (truthy(operand)) out.present.add(path);
      out.complete = false;
    } else if (op === '$regex') {
      add(out, path, undefined);
      const options = value.get('$options');
      const pattern = operand instanceof BSONRegExp ? operand.pattern : operand;
      const flags =
        typeof options === 'string' ? options : operand instanceof BSONRegExp ? operand.options : '';
      if (typeof pattern === 'string') add(out, path, regex(new BSONRegExp(pattern, flags)));
    } else {
      add(out, path, fromOperator(op, operand));
    }
  }
}

type Found = Omit<Predicate, 'path'> | undefined;

function add(out: Conditions, path: string, found: Found): void {
  if (!found) out.complete = false;
  else {
    out.predicates.push({ path, ...found });
    if (!found.exact) out.complete = false;
  }
}

const OPERATORS = /^\$(eq|in|gt|gte|lt|lte|all|exists|regex|options|ne|nin|not|type|size|mod|elemMatch)$/;
const isOperators = (d: Doc): boolean => d.size > 0 && [...d.keys()].every((k) => OPERATORS.test(k));
const truthy = (v: Value): boolean =>
  v !== false && v !== null && v !== 0 && v !== 0n && !(v instanceof Double && v.value === 0);

function fromOperator(op: string, operand: Value): Found {
  switch (op) {
    case '$eq':
      return operand instanceof BSONRegExp ? undefined : equality([operand]);
    case '$in':
      return Array.isArray(operand) ? equality(operand) : undefined;
    case '$all': {
      if (!Array.isArray(operand) || operand.length === 0) return undefined;
      const first = operand[0]!;
      const found = isDoc(first) ? undefined : equality([first]);
      return found && { ...found, exact: false };
    }
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return range(op, operand);
    default:
      return undefined;
  }
}

function equality(values: readonly Value[]): Found {
  const intervals: Interval[] = [];
  let exact = true;
  let excludesMissing = true;
  for (const v of values) {
    // An array equals itself or an element; an index only has the elements.
    if (Array.isArray(v)) return undefined;
    if (v instanceof BSONRegExp) {
      intervals.push(...regex(v).intervals);
      exact = false;
    } else if (v === null) {
      intervals.push(bracket(KIND.null));
      exact = false;
      excludesMissing = false;
    } else {
      const from = keyOf(v);
      intervals.push({ from, to: after(from)!, point: true });
    }
  }
  return { intervals: normalise(intervals), exact, excludesMissing };
}

function range(op: string, v: Value): Found {
  if (v === null) return op === '$gte' || op === '$lte' ? equality([null]) : undefined;
  if (Array.isArray(v) || v instanceof BSONRegExp || v instanceof MinKey || v instanceof MaxKey)
    return undefined;
  if (isNaNValue(v)) return undefined;
  const key = keyOf(v);
  const whole = bracket(kindOf(v));
  // NaN sorts below all numbers, but no number is greater or less than it.
  if (kindOf(v) === KIND.number) whole.from = after(keyOf(new Double(NaN)))!;
  const interval: Interval = { ...whole };
  if (op === '$gt') interval.from = after(key)!;
  else if (op === '$gte') interval.from = key;
  else if (op === '$lt') interval.to = key;
  else interval.to = after(key)!;
  return { intervals: [interval], exact: true, excludesMissing: true };
}

const isNaNValue = (v: Value): boolean =>
  (v instanceof Double && Number.isNaN(v.value)) || (v instanceof Decimal128 && v.toString() === 'NaN');

/** A regex matches strings, and regexes that are the same as itself. */
function regex(v: BSONRegExp): Predicate {
  const prefix = v.options === '' ? literalPrefix(v.pattern) : '';
  const strings = bracket(KIND.string);
  if (prefix) {
    strings.from = Buffer.concat([strings.from, Buffer.from(prefix, 'utf8')]);
    strings.to = after(strings.from)!;
  }
  return {
    path: '',
    intervals: [strings, bracket(KIND.regex)],
    exact: false,
    excludesMissing: true,
  };
}

/** The text every match of the pattern begins with. */
function literalPrefix(pattern: string): string {
  if (!pattern.startsWith('^') || pattern.includes('|')) return '';
  const match = /^[^\\.*+?()[\]{}$^\0]+/.exec(pattern.slice(1));
  if (!match) return '';
  // The last character may be optional or repeated; a character outside the basic plane is two units long.
  const next = pattern[1 + match[0].length];
  if (next === undefined || !'*?{'.includes(next)) return match[0];
  return match[0].replace(/.$/su, '');
}

/** Sorted and without overlaps. */
export function normalise(intervals: readonly Interval[]): Interval[] {
  const sorted = [...intervals].sort((a, b) => a.from.compare(b.from));
  const out: Interval[] = [];
  for (const next of sorted) {
    const last = out.at(-1);
    if (last && last.to.compare(next.from) > 0) {
      if (next.to.compare(last.to) > 0) last.to = next.to;
      if (!next.point || !last.point) last.point = last.point && next.point;
    } else {
      out.push({ ...next });
    }
  }
  return out;
}

/** What lies in both lists; each is in order and without overlaps, so one pass over the two is enough. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const out: Interval[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const x = a[i]!;
    const y = b[j]!;
    const from = x.from.compare(y.from) >= 0 ? x.from : y.from;
    const xEndsFirst = x.to.compare(y.to) <= 0;
    const to = xEndsFirst ? x.to : y.to;
    if (from.compare(to) < 0) out.push({ from, to, point: x.point || y.point });
    if (xEndsFirst) i++;
    else j++;
  }
  return out;
}
