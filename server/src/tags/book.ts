import type { TagCondition } from '@kouyi/shared/types';
import { type Derived, type Key } from './derive';
import { FIRST_SCALE, type RfmScale } from './value';

/** A rule that gives a tag or makes a segment. */
export interface RuleNode {
  readonly id: string;
  readonly kind: 'tag' | 'segment';
  readonly name: string;
  readonly condition: TagCondition;
  /** Version of the book since which it stands like this. */
  readonly since: number;
  /** Higher than that of every rule it asks for. */
  readonly rank: number;
  /** What it mentions. */
  readonly keys: readonly Key[];
}

/** All rules at one version, compiled: found by what they mention, so that what they don't mention costs nothing. */
export interface Book {
  readonly version: number;
  readonly nodes: ReadonlyMap<string, RuleNode>;
  readonly byKey: ReadonlyMap<Key, readonly RuleNode[]>;
  /** The latest changed first. */
  readonly newest: readonly RuleNode[];
  readonly scale: RfmScale;
  /** Names of all tags and segments, for words. */
  readonly names: ReadonlyMap<string, string>;
  /** Names of the boxes, coupons, products … that rules speak of, for words. */
  readonly things: ReadonlyMap<string, string>;
  /** What follows for somebody of whom nothing is known: every new person starts from here. */
  readonly blank: Derived;
}

/** A rule as it is stored. */
export type StoredRule = Pick<RuleNode, 'id' | 'kind' | 'name' | 'condition' | 'since'>;

/** What a rule mentions: `fact:bought`, `test`, `layer`, `rfm`, `value`, `group`, or the id of a tag or segment. */
export function keysOf(condition: TagCondition): Set<Key> {
  switch (condition.op) {
    case 'and':
    case 'or':
      return new Set(condition.of.flatMap((part) => [...keysOf(part)]));
    case 'not':
      return keysOf(condition.of);
    case 'count':
    case 'ago':
      return new Set([`fact:${condition.fact}`]);
    case 'score':
    case 'result':
      return new Set(['test']);
    case 'tag':
      return new Set([condition.tagId]);
    case 'segment':
      return new Set([condition.segmentId]);
    default:
      return new Set([condition.op]);
  }
}

/** A circle among rules: ids from one rule back to itself; undefined: there is none. */
export function cycleIn(rules: Iterable<Pick<StoredRule, 'id' | 'condition'>>): string[] | undefined {
  const asks = new Map([...rules].map(({ id, condition }) => [id, [...keysOf(condition)]]));
  const done = new Set<string>();
  const walk = (id: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(id)) return [...way.slice(way.indexOf(id)), id];
    if (done.has(id)) return undefined;
    for (const next of asks.get(id) ?? []) {
      const found = asks.has(next) ? walk(next, [...way, id]) : undefined;
      if (found) return found;
    }
    done.add(id);
    return undefined;
  };
  for (const id of asks.keys()) {
    const found = walk(id, []);
    if (found) return found;
  }
  return undefined;
}

/**
 * Compiles rules, all but what follows from an empty history: that takes the rules to work out.
 * @throws Error when rules ask for each other in a circle, which saving them refuses.
 */
export function compileBook(
  stored: readonly StoredRule[],
  version: number,
  names: ReadonlyMap<string, string> = new Map(),
  scale: RfmScale = FIRST_SCALE,
  things: ReadonlyMap<string, string> = new Map(),
): Omit<Book, 'blank'> {
  const circle = cycleIn(stored);
  if (circle) throw new Error(`rules ask for each other in a circle: ${circle.join(' > ')}`);
  const byId = new Map(stored.map((rule) => [rule.id, rule]));
  const keys = new Map(stored.map((rule) => [rule.id, keysOf(rule.condition)]));
  const ranks = new Map<string, number>();
  const rankOf = (id: string): number => {
    const known = ranks.get(id);
    if (known !== undefined) return known;
    const below = [...keys.get(id)!].filter((key) => byId.has(key)).map(rankOf);
    const rank = below.reduce((most, each) => Math.max(most, each + 1), 0);
    ranks.set(id, rank);
    return rank;
  };
  const nodes = new Map(
    stored.map((rule) => [rule.id, { ...rule, rank: rankOf(rule.id), keys: [...keys.get(rule.id)!] }]),
  );
  const byKey = new Map<Key, RuleNode[]>();
  for (const node of nodes.values()) {
    for (const key of node.keys) {
      const had = byKey.get(key);
      if (had) had.push(node);
      else byKey.set(key, [node]);
    }
  }
  const newest = [...nodes.values()].sort((a, b) => b.since - a.since);
  return { version, nodes, byKey, newest, scale, names, things };
}
