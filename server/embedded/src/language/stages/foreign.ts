/** The other side of a $lookup, read once and kept by the values of its join field. */
import type { Order } from '../../bson/compare';
import type { Doc, Maybe, Value } from '../../bson/value';
import type { Budget, Context } from '../env';
import { BREATH, type Flow } from '../flow';
import { parsePath, someAt } from '../paths';
import { BREATH_EVERY, sizeOf } from './stage';

/** A field of the other side, and the values one of which it must equal. */
export interface Equal {
  field: string;
  values: Value[];
}

/** What one document asks of the other side: all conditions, those of every document, and the join. */
export interface Asked {
  all: Doc | undefined;
  plain: Doc | undefined;
  equals: Equal | undefined;
}

/**
 * The other collection of a $lookup. When there is no index for the join, the second document has it read
 * whole into a hash, if memory allows; without that every document would read it from end to end.
 */
export class Foreign {
  private documentsSeen = 0;
  private settled = false;
  private hash: ForeignHash | undefined;

  constructor(
    private readonly collection: string,
    private readonly read: (match?: Doc) => Flow,
    private readonly ctx: Context,
  ) {}

  /** The documents that may be meant, at least; the caller tests them. */
  *documents({ all, plain, equals }: Asked): Generator<typeof BREATH, Flow> {
    const { env, order } = this.ctx;
    if (!this.settled && all && equals && ++this.documentsSeen > 1) {
      this.settled = true;
      if (env.scans?.(this.collection, all))
        this.hash = yield* ForeignHash.build(this.read(plain), equals.field, order, env.budget);
    }
    return equals && this.hash?.field === equals.field ? this.hash.find(equals.values) : this.read(all);
  }
}

class ForeignHash {
  private readonly docs: Doc[] = [];
  private readonly byKey = new Map<string, number[]>();

  private constructor(
    readonly field: string,
    private readonly order: Order,
  ) {}

  /**
   * Reads `source` to its end, breathing now and then. Undefined when it would take more than half of the
   * memory the operation may use: then the caller goes on reading it for each document.
   */
  static *build(
    source: Flow,
    field: string,
    order: Order,
    budget: Budget,
  ): Generator<typeof BREATH, ForeignHash | undefined> {
    const hash = new ForeignHash(field, order);
    const path = parsePath(field);
    let charged = 0;
    for (const doc of source) {
      if (doc === BREATH) {
        yield BREATH;
        continue;
      }
      budget.tick();
      const keys = new Set<string>();
      // Every value that an equality on the field would be tried on.
      someAt(doc, path, true, (v) => !keys.add(hash.key(v)), null);
      const bytes = sizeOf(doc) + [...keys].reduce((n, key) => n + key.length + 48, 16);
      if (!budget.reserve(bytes)) {
        budget.release(charged);
        return undefined;
      }
      charged += bytes;
      hash.add(doc, keys);
      if (hash.docs.length % BREATH_EVERY === 0) yield BREATH;
    }
    return hash;
  }

  /** The documents in which the field may equal any of the values, in the order they were read. */
  *find(values: readonly Value[]): Flow {
    const found = new Set<number>();
    for (const v of values) for (const at of this.byKey.get(this.key(v)) ?? []) found.add(at);
    const places = values.length > 1 ? [...found].sort((a, b) => a - b) : found;
    for (const at of places) yield this.docs[at]!;
  }

  private add(doc: Doc, keys: ReadonlySet<string>): void {
    const at = this.docs.push(doc) - 1;
    for (const key of keys) {
      const places = this.byKey.get(key);
      if (places) places.push(at);
      else this.byKey.set(key, [at]);
    }
  }

  /** A missing field joins with null. */
  private key(v: Maybe): string {
    return this.order.key(v ?? null);
  }
}
