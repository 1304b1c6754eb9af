import { randomBytes } from 'node:crypto';
import { Binary } from 'bson';
import { decode, encode } from '../bson/codec';
import { toNumber, type Num } from '../bson/numbers';
import type { Doc, Value } from '../bson/value';
import type { Matcher } from '../language';
import { u32, type Environment } from './environment';

/** One secondary index. (`_id_` is the document table itself.) */
export interface Index {
  readonly id: number;
  readonly name: string;
  readonly paths: string[];
  readonly directions: (1 | -1)[];
  readonly unique: boolean;
  readonly sparse: boolean;
  /** Only documents that match are indexed. */
  readonly partial: Doc | undefined;
  partialMatcher: Matcher | undefined;
  expireAfterSeconds: number | undefined;
  hidden: boolean;
  /** As the client gave it, for listIndexes. */
  spec: Doc;
  /** Fields that are an array in some document, a bit each: their bounds cannot be intersected, they give no order. */
  arrays: number;
  /** Some key was cut: order cannot be used. */
  cut: boolean;
  /** The batch that completed the index; older snapshots lack its entries. */
  readonly since: number;
}

/** One collection, as the running server knows it. */
export interface Collection {
  readonly id: number;
  ns: string;
  readonly uuid: Buffer;
  options: Doc;
  indexes: Index[];
  count: number;
  bytes: number;
  /** Some `_id` was too long to keep its order in the key. */
  cutIds: boolean;
  /** The batch that made it. */
  readonly since: number;
  dropped: boolean;
  /** While an index is built over existing documents, writers wait for this. */
  building: Promise<void> | undefined;
}

/** The database part and the collection part of a namespace. */
export const splitNs = (ns: string): { db: string; name: string } => {
  const dot = ns.indexOf('.');
  return { db: ns.slice(0, dot), name: ns.slice(dot + 1) };
};

/** What the server knows of its collections. Changed only inside a write batch, so memory and disk agree. */
export class Catalog {
  readonly byNs = new Map<string, Collection>();
  /** Bumped by every change of collections or indexes. */
  version = 0;
  private nextId = 1;
  private savedNextId = 1;
  private readonly dirty = new Set<Collection>();

  constructor(private readonly compilePartial: (filter: Doc) => Matcher) {}

  load(env: Environment): void {
    for (const { value } of env.meta.getRange({ start: Buffer.from('c'), end: Buffer.from('d') })) {
      const c = this.fromDoc(decode(value));
      this.byNs.set(c.ns, c);
    }
    const next = env.meta.get(Buffer.from('n'));
    if (next) this.nextId = this.savedNextId = next.readUInt32BE(0);
  }

  /** A fresh number for a collection or an index. A number taken by an aborted transaction is never used again. */
  takeId(): number {
    return this.nextId++;
  }

  get(ns: string): Collection | undefined {
    return this.byNs.get(ns);
  }

  /** Collections of one database, by name. */
  inDatabase(db: string): Collection[] {
    const prefix = `${db}.`;
    return [...this.byNs.values()]
      .filter((c) => c.ns.startsWith(prefix))
      .sort((a, b) => (a.ns < b.ns ? -1 : 1));
  }

  /** A collection that is in nobody's catalog yet. */
  draft(ns: string, options: Doc, since: number): Collection {
    const uuid = randomBytes(16);
    uuid[6] = (uuid[6]! & 0x0f) | 0x40;
    uuid[8] = (uuid[8]! & 0x3f) | 0x80;
    return {
      id: this.takeId(),
      ns,
      uuid,
      options,
      indexes: [],
      count: 0,
      bytes: 0,
      cutIds: false,
      since,
      dropped: false,
      building: undefined,
    };
  }

  add(c: Collection): void {
    this.byNs.set(c.ns, c);
    this.touch(c);
    this.version++;
  }

  remove(c: Collection): void {
    if (this.byNs.get(c.ns) === c) this.byNs.delete(c.ns);
    c.dropped = true;
    this.touch(c);
    this.version++;
  }

  rename(c: Collection, ns: string): void {
    this.byNs.delete(c.ns);
    c.ns = ns;
    this.add(c);
  }

  /** Notes that a collection must be saved with the batch. */
  touch(c: Collection): void {
    this.dirty.add(c);
  }

  /** Saves what has changed; called at the end of every batch, inside it. */
  flush(env: Environment): boolean {
    const changed = this.dirty.size > 0 || this.savedNextId !== this.nextId;
    for (const c of this.dirty) {
      const key = Buffer.concat([Buffer.from('c'), u32(c.id)]);
      if (c.dropped) env.meta.removeSync(key);
      else env.meta.putSync(key, encode(toDoc(c)));
    }
    this.dirty.clear();
    if (this.savedNextId !== this.nextId) {
      env.meta.putSync(Buffer.from('n'), u32(this.nextId));
      this.savedNextId = this.nextId;
    }
    return changed;
  }

  /** An index from its specification as a client gives it. */
  index(id: number, spec: Doc, since: number, seen: { arrays: number; cut: boolean }): Index {
    const key = spec.get('key') as Doc;
    const partial = spec.get('partialFilterExpression') as Doc | undefined;
    const ttl = spec.get('expireAfterSeconds');
    return {
      id,
      name: spec.get('name') as string,
      paths: [...key.keys()],
      directions: [...key.values()].map((d) => (toNumber(d as Num) < 0 ? -1 : 1)),
      unique: spec.get('unique') === true,
      sparse: spec.get('sparse') === true,
      partial,
      partialMatcher: partial ? this.compilePartial(partial) : undefined,
      expireAfterSeconds: ttl === undefined ? undefined : toNumber(ttl as Num),
      hidden: spec.get('hidden') === true,
      spec,
      arrays: seen.arrays,
      cut: seen.cut,
      since,
    };
  }

  private fromDoc(d: Doc): Collection {
    return {
      id: d.get('id') as number,
      ns: d.get('ns') as string,
      uuid: Buffer.from((d.get('uuid') as Binary).buffer),
      options: d.get('options') as Doc,
      indexes: (d.get('indexes') as Doc[]).map((i) =>
        this.index(i.get('id') as number, i.get('spec') as Doc, 0, {
          arrays: arraysOf(i),
          cut: i.get('cut') === true,
        }),
      ),
      count: toNumber(d.get('count') as Num),
      bytes: toNumber(d.get('bytes') as Num),
      cutIds: d.get('cutIds') === true,
      since: 0,
      dropped: false,
      building: undefined,
    };
  }
}

/** Earlier versions only kept that there are arrays, and not where: then they may be anywhere. */
function arraysOf(saved: Doc): number {
  const arrays = saved.get('arrays');
  return arrays !== undefined ? toNumber(arrays as Num) : saved.get('multikey') === true ? ANYWHERE : 0;
}

const ANYWHERE = -1;

function toDoc(c: Collection): Doc {
  const indexes: Value[] = c.indexes.map(
    (i) =>
      new Map<string, Value>([
        ['id', i.id],
        ['spec', i.spec],
        ['multikey', i.arrays !== 0],
        ['arrays', i.arrays],
        ['cut', i.cut],
      ]),
  );
  return new Map<string, Value>([
    ['id', c.id],
    ['ns', c.ns],
    ['uuid', new Binary(c.uuid, 4)],
    ['options', c.options],
    ['indexes', indexes],
    ['count', BigInt(c.count)],
    ['bytes', BigInt(c.bytes)],
    ['cutIds', c.cutIds],
  ]);
}
