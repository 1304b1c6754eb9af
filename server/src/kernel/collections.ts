/** Items by key, in order of first appearance. */
export function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Items by a unique key; a later item replaces an earlier one. */
export const indexBy = <K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T> => {
  const index = new Map<K, T>();
  for (const item of items) index.set(keyOf(item), item);
  return index;
};

const kept = new Set<WeakRef<{ clear(): void }>>();

/** Empties every `LruMap` of this process: after the database beneath them was emptied, what they hold is not true. */
export function forgetEverythingKept(): void {
  for (const each of kept) each.deref()?.clear();
}

/** A map that forgets what was not used for longest; its size is its bound. */
export class LruMap<K, V> {
  readonly #map = new Map<K, V>();

  constructor(readonly maxSize: number) {
    kept.add(new WeakRef<{ clear(): void }>(this));
  }

  get size(): number {
    return this.#map.size;
  }

  get(key: K): V | undefined {
    const value = this.#map.get(key);
    if (value === undefined) return undefined;
    this.#map.delete(key);
    this.#map.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    this.#map.delete(key);
    this.#map.set(key, value);
    if (this.#map.size > this.maxSize) this.#map.delete(this.#map.keys().next().value!);
  }

  delete(key: K): void {
    this.#map.delete(key);
  }

  clear(): void {
    this.#map.clear();
  }
}
