import type { KeyRange } from './view';

/** Entries kept in the order of their keys; small, as what one transaction has written is. */
export class SortedEntries<T> {
  private readonly keys: Buffer[] = [];
  private readonly values: T[] = [];

  add(key: Buffer, value: T): void {
    const at = this.lower(key);
    if (this.keys[at]?.equals(key)) {
      this.values[at] = value;
      return;
    }
    this.keys.splice(at, 0, key);
    this.values.splice(at, 0, value);
  }

  remove(key: Buffer): void {
    const at = this.lower(key);
    if (!this.keys[at]?.equals(key)) return;
    this.keys.splice(at, 1);
    this.values.splice(at, 1);
  }

  /** What lies in the range, as it is now: later changes do not show. */
  range(range: KeyRange, reverse: boolean): T[] {
    const from = range.from ? this.lower(range.from) : 0;
    const to = range.to ? this.lower(range.to) : this.keys.length;
    const found = this.values.slice(from, to);
    return reverse ? found.reverse() : found;
  }

  private lower(key: Buffer): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.keys[middle]!.compare(key) < 0) low = middle + 1;
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
