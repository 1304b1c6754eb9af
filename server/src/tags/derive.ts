import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import type { Layer } from '@kouyi/shared/types';
import type { Book, RuleNode } from './book';
import { earlier, entriesByKind, evaluate, type GroupPlace, type Person } from './evaluate';
import type { History } from './history';
import { layerOf, type Move } from './lifecycle';
import { why } from './words';
import { type Rfm, rfmOf, type Value, valueOf } from './value';

/** A tag that somebody has now. */
export interface HeldTag {
  readonly id: string;
  /** In Chinese, as it was when they got it. */
  readonly reason: string;
  readonly by: string;
  readonly since: Date;
  readonly expiresAt?: Date;
  /** People or other domains gave it; a rule may give the same tag besides. */
  readonly given?: true;
}

/** Everything that follows from a history and the rules. */
export interface Derived {
  /** Version of the rules it was worked out with. */
  readonly book: number;
  readonly tags: readonly HeldTag[];
  readonly segments: readonly { readonly id: string; readonly why: string }[];
  readonly layer: Layer;
  readonly path: readonly Move[];
  readonly rfm?: Rfm;
  readonly value: Value;
  /** By rule, the Shanghai day on which the clock may turn it. */
  readonly due: Readonly<Record<string, number>>;
  /** When to look again without being told. */
  readonly dueAt?: Date;
}

/** What working out needs besides the history. */
export interface Surroundings {
  readonly book: Book;
  readonly now: Date;
  readonly group: (groupId: string) => GroupPlace | undefined;
}

/** The name under which rules are found that ask for what a person says, does or is; see `keysOf`. */
export type Key = string;

/** By whom a tag is that a rule gives. */
export const BY_RULE = '规则';

/**
 * What follows from a history. With `before`, only the rules are asked that mention what changed (`keys`), that are
 * newer than `before`, or whose day has come: the result is the same as asking all of them.
 * `asked` hears of every rule that was evaluated.
 */
export function derive(
  history: History,
  around: Surroundings,
  before: Derived | undefined,
  keys: Iterable<Key>,
  asked: (node: RuleNode) => void = () => undefined,
): Derived {
  const { book, now } = around;
  const start = before ?? book.blank;
  const today = shanghaiDay(now);
  const byKind = entriesByKind(history);
  const layer = layerOf(byKind, today);
  const rfm = rfmOf(byKind, today, book.scale);
  const value = valueOf(byKind, today);
  const given = givenTags(history, around);
  const held = new Map<string, HeldTag>();
  for (const tag of start.tags)
    if (!tag.given && book.nodes.get(tag.id)?.kind === 'tag')
      held.set(tag.id, before ? tag : { ...tag, since: now });
  const segments = new Map(start.segments.filter(({ id }) => book.nodes.has(id)).map((one) => [one.id, one]));
  const due = new Map(Object.entries(start.due).filter(([id]) => book.nodes.has(id)));

  const changed = new Set<Key>(keys);
  if (layer.layer !== start.layer) changed.add('layer');
  if (JSON.stringify(scores(rfm)) !== JSON.stringify(scores(start.rfm))) changed.add('rfm');
  if (value.fen !== start.value.fen || value.quality !== start.value.quality) changed.add('value');
  for (const id of differing(start.tags, given)) changed.add(id);
  const waiting = new Waiting();
  for (const key of changed) waiting.addAll(book.byKey.get(key));
  for (const [id, day] of due) if (day <= today) waiting.add(book.nodes.get(id)!);
  for (const node of book.newest) {
    if (node.since <= start.book) break;
    waiting.add(node);
  }

  const person: Person = {
    history,
    byKind,
    today,
    layer,
    rfm,
    value,
    has: (id) => held.has(id) || segments.has(id) || given.has(id),
    group: around.group,
    nameOf: (id) => book.names.get(id) ?? book.things.get(id) ?? around.group(id)?.name ?? id,
  };
  for (let node = waiting.next(); node; node = waiting.next()) {
    asked(node);
    const had = held.has(node.id) || segments.has(node.id);
    const verdict = evaluate(node.condition, person);
    if (verdict.due === undefined) due.delete(node.id);
    else due.set(node.id, verdict.due);
    if (verdict.holds === had) continue;
    if (!verdict.holds) {
      held.delete(node.id);
      segments.delete(node.id);
    } else if (node.kind === 'tag') {
      held.set(node.id, { id: node.id, reason: why(node.condition, person), by: BY_RULE, since: now });
    } else segments.set(node.id, { id: node.id, why: why(node.condition, person) });
    waiting.addAll(book.byKey.get(node.id));
  }
  return {
    book: book.version,
    tags: [...held.values(), ...given.values()],
    segments: [...segments.values()],
    layer: layer.layer,
    path: layer.path,
    ...(rfm ? { rfm } : {}),
    value,
    due: Object.fromEntries(due),
    ...dueOf([...due.values(), layer.due, rfm?.due, value.due], given),
  };
}

const scores = (rfm: Rfm | undefined) => rfm && [rfm.recency, rfm.frequency, rfm.money];

/** Rules to be asked, those that others ask for first, so that each is asked once. */
class Waiting {
  readonly #byRank: Set<RuleNode>[] = [];
  #rank = 0;

  add(node: RuleNode): void {
    (this.#byRank[node.rank] ??= new Set()).add(node);
  }

  addAll(nodes: readonly RuleNode[] = []): void {
    for (const node of nodes) this.add(node);
  }

  next(): RuleNode | undefined {
    for (; this.#rank < this.#byRank.length; this.#rank += 1) {
      const [node] = this.#byRank[this.#rank] ?? [];
      if (!node) continue;
      this.#byRank[this.#rank]!.delete(node);
      return node;
    }
    return undefined;
  }
}

/** Tags that people and other domains gave and that have not expired and still exist; the earliest word counts for each. */
function givenTags(history: History, { book, now }: Surroundings): Map<string, HeldTag> {
  const given = new Map<string, HeldTag>();
  const words = [...history.given].sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
  for (const { tagIds, reason, by, at, expiresAt } of words) {
    if (expiresAt && expiresAt <= now) continue;
    for (const id of tagIds)
      if (book.names.has(id) && !given.has(id))
        given.set(id, { id, reason, by, since: at, ...(expiresAt ? { expiresAt } : {}), given: true });
  }
  return given;
}

/** Given tags that came or went. */
function differing(before: readonly HeldTag[], given: ReadonlyMap<string, HeldTag>): Set<string> {
  const had = new Set(before.filter((tag) => tag.given).map(({ id }) => id));
  const differ = new Set<string>();
  for (const id of had) if (!given.has(id)) differ.add(id);
  for (const id of given.keys()) if (!had.has(id)) differ.add(id);
  return differ;
}

function dueOf(days: readonly (number | undefined)[], given: ReadonlyMap<string, HeldTag>): { dueAt?: Date } {
  const day = days.reduce(earlier, undefined);
  const expiries = [...given.values()].flatMap(({ expiresAt }) => expiresAt?.getTime() ?? []);
  const at = Math.min(day === undefined ? Infinity : shanghaiInstant(day).getTime(), ...expiries);
  return Number.isFinite(at) ? { dueAt: new Date(at) } : {};
}
