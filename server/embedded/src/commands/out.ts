import type { Doc, Value } from '../bson/value';
import { MongoError } from '../errors';
import { BREATH, Budget, compileFilter, valuesAt, type Flow, type MergeSpec } from '../language';
import { planQuery } from '../plan/planner';
import { matches, Row } from '../plan/scan';
import { duplicateKey } from '../storage/entries';
import { encode } from '../bson/codec';
import type { Collection, Index } from '../storage/catalog';
import { Blocked } from '../storage/locks';
import type { DirectStore } from '../storage/direct';
import type { Store } from '../storage/store';
import type { Call } from './call';
import { changedDocument, newDocument, validate } from './documents';
import { buildIndexes, dropCollection } from './schema';
import { splitNs } from '../storage/catalog';

const CHUNK = 500;

/** Runs `write` over documents, several to a batch, waiting where a transaction is in the way. */
async function inChunks(call: Call, rows: Flow, write: (store: Store, doc: Doc) => void): Promise<void> {
  let chunk: Doc[] = [];
  const flush = async (): Promise<void> => {
    let at = 0;
    while (at < chunk.length) {
      const blocked = await call.write((store) => {
        for (; at < chunk.length; at++) {
          try {
            write(store, chunk[at]!);
          } catch (error) {
            if (error instanceof Blocked) return error;
            throw error;
          }
        }
        return undefined;
      });
      if (blocked) await call.wait(blocked);
    }
    chunk = [];
  };
  for (const doc of rows) {
    if (doc === BREATH) await call.breathe();
    else if (chunk.push(doc) >= CHUNK) await flush();
  }
  await flush();
}

/** $out: the result replaces the collection in one step, with the indexes it had. */
export async function writeOut(call: Call, ns: string, rows: Flow): Promise<void> {
  const { engine } = call;
  const { db } = splitNs(ns);
  const temporary = `${db}.tmp.agg_out.${engine.catalog.takeId()}`;
  const old = engine.catalog.get(ns);
  await call.write((store) => store.ensure(temporary, old?.options ?? new Map()));
  try {
    await buildIndexes(call, temporary, old?.indexes.map((i) => i.spec) ?? []);
    await inChunks(call, rows, (store, doc) => {
      const { key, bytes } = newDocument(doc);
      store.insert(store.ensure(temporary), key, bytes);
    });
    await engine.committer.submit((store: DirectStore) => {
      const target = engine.catalog.get(ns);
      if (target) dropCollection(engine, store, target);
      engine.catalog.rename(engine.catalog.get(temporary)!, ns);
      store.writes++;
    });
  } catch (error) {
    await engine.committer.submit((store) => {
      const half = engine.catalog.get(temporary);
      if (half) dropCollection(engine, store, half);
    });
    throw error;
  }
}

/** $merge: each document goes to the one with the same key, or in as new. */
export async function writeMerge(
  call: Call,
  ns: string,
  rows: Flow,
  spec: MergeSpec,
  apply: (existing: Doc, incoming: Doc) => Doc | 'keep',
): Promise<void> {
  const existing = call.engine.catalog.get(ns);
  checkMergeKey(existing, spec.on);
  await inChunks(call, rows, (store, doc) => {
    const c = store.ensure(ns);
    const incoming = doc;
    const found = findTarget(store, c, spec.on, incoming);
    if (!found) {
      if (spec.whenNotMatched === 'discard') return;
      if (spec.whenNotMatched === 'fail') {
        throw new MongoError(
          13113,
          'MergeStageNoMatchingDocument',
          '$merge could not find a matching document in the target collection',
        );
      }
      const { key, bytes } = newDocument(incoming);
      validate(c, () => incoming, false);
      store.insert(c, key, bytes);
      return;
    }
    if (spec.whenMatched === 'fail')
      throw duplicateKey(c, mergeIndex(c, spec.on) ?? '_id_', encode(incoming));
    const next = apply(found.doc, incoming);
    if (next === 'keep') return;
    const bytes = changedDocument(found.doc, next, found.id);
    if (!bytes.equals(found.bytes)) store.replace(c, found.id, found.bytes, bytes);
  });
}

/** The fields documents are told apart by must be unique, or "the" matching document would be a guess. */
function checkMergeKey(c: Collection | undefined, on: readonly string[]): void {
  if (on.length === 1 && on[0] === '_id') return;
  if (c && mergeIndex(c, on)) return;
  throw new MongoError(51183, 'Location51183', 'Cannot find index to verify that join fields will be unique');
}

function mergeIndex(c: Collection, on: readonly string[]): Index | undefined {
  const wanted = [...on].sort().join('\0');
  return c.indexes.find((i) => i.unique && !i.partial && [...i.paths].sort().join('\0') === wanted);
}

function findTarget(store: Store, c: Collection, on: readonly string[], doc: Doc): Row | undefined {
  const filter: Doc = new Map();
  for (const path of on) {
    const value: Value | undefined = valuesAt(doc, path)[0];
    if (value === undefined && path === '_id') return undefined;
    if (value === undefined || (value === null && path !== '_id') || Array.isArray(value)) {
      throw new MongoError(
        51132,
        'Location51132',
        `$merge write error: 'on' field '${path}' cannot be missing, null, undefined or an array`,
      );
    }
    filter.set(path, new Map<string, Value>([['$eq', value]]));
  }
  const budget = new Budget({});
  const matcher = compileFilter(filter, { now: new Date(0), budget });
  for (const row of matches(store, c, planQuery(store, c, { filter }), matcher, budget)) {
    if (row !== BREATH) return row;
  }
  return undefined;
}
