import type { KeyRange } from './view';

/**
 * Entries in the order of their keys, for what one transaction has written. They are sorted when somebody asks:
 * most transactions write much and scan nothing of it.
 */
export class SortedEntries<T> {
  private readonly entries = new Map<string, { key: Buffer; value: T }>();
  private sorted: { key: Buffer; value: T }[] | undefined;

  add(key: Buffer, value: T): void {
    this.entries.set(key.toString('latin1'), { key, value });
    this.sorted = undefined;
  }

  remove(key: Buffer): void {
    if (this.entries.delete(key.toString('latin1'))) this.sorted = undefined;
  }

  /** What lies in the range, as it is now: later changes do not show. */
  range(range: KeyRange, reverse: boolean): T[] {
    this.sorted ??= [...this.entries.values()].sort((a, b) => a.key.compare(b.key));
    const from = range.from ? this.lower(this.sorted, range.from) : 0;
    const to = range.to ? this.lower(this.sorted, range.to) : this.sorted.length;
    const found = this.sorted.slice(from, to).map((entry) => entry.value);
    return reverse ? found.reverse() : found;
  }

  private lower(sorted: readonly { key: Buffer }[], key: Buffer): number {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]!.key.compare(key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Two sequences in one order become one in that order. */
export function* merge<T>(
  left: Iterable<T>,
  right: Iterable<T>,
  key: (entry: T) => Buffer,
  tie: (entry: T) => Buffer,
  reverse: boolean,
): Iterable<T> {
  const sign = reverse ? -1 : 1;
  const others = right[Symbol.iterator]();
  let other = others.next();
  for (const entry of left) {
    while (!other.done) {
      const order = key(other.value).compare(key(entry)) || tie(other.value).compare(tie(entry));
      if (order * sign > 0) break;
      yield other.value;
      other = others.next();
    }
    yield entry;
  }
  while (!other.done) {
    yield other.value;
    other = others.next();
  }
}
