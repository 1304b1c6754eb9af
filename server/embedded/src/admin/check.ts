import { checkDocument, decode, field } from '../bson/codec';
import { Catalog, type Collection } from '../storage/catalog';
import { entriesOf } from '../storage/entries';
import { openEnvironment, u32, type Environment } from '../storage/environment';
import { idKey } from '../storage/keys';
import { LmdbView, type View } from '../storage/view';
import { BREATH, Budget, compileFilter } from '../language';

const MAX_FINDINGS = 100;

/** What a check has found; no findings means the directory is sound. */
export interface CheckResult {
  collections: number;
  documents: number;
  indexEntries: number;
  findings: string[];
}

const BREATH_DOCS = 100;

/**
 * Verifies one collection: BSON, keys, and that indexes and documents agree; with `counts` also what the
 * catalog has counted, which only a directory at rest can be asked. Gives way now and then.
 */
export function* checkCollection(
  view: View,
  c: Collection,
  result: CheckResult,
  counts: boolean,
): Iterable<typeof BREATH> {
  const indexes = view.indexes(c);
  const { findings } = result;
  const say = (what: string) => {
    if (findings.length < MAX_FINDINGS) findings.push(`${c.ns}: ${what}`);
  };
  let documents = 0;
  let bytes = 0;
  const expected = new Map(indexes.map((i) => [i, 0]));
  const entries = new Map(indexes.map((i) => [i, new Set<string>()]));
  for (const entry of view.scan(c, {}, false)) {
    documents++;
    if (documents % BREATH_DOCS === 0) yield BREATH;
    bytes += entry.bytes.length;
    try {
      if (checkDocument(entry.bytes) !== entry.bytes.length)
        say(`document ${entry.id.toString('hex')} has bytes behind it`);
      const id = field(entry.bytes, '_id');
      if (id === undefined || !idKey(id).equals(entry.id))
        say(`document ${entry.id.toString('hex')} lies under another _id`);
      for (const index of indexes) {
        const { keys } = entriesOf(index, entry.bytes);
        expected.set(index, expected.get(index)! + keys.length);
        for (const key of keys) {
          let there = false;
          const exact = Buffer.concat([key, entry.id]);
          for (const found of view.scanIndex(
            c,
            index,
            { from: exact, to: Buffer.concat([exact, Buffer.from([0])]) },
            false,
          )) {
            there = found.id.equals(entry.id);
          }
          if (!there) say(`index ${index.name} lacks an entry of document ${entry.id.toString('hex')}`);
          if (index.unique) {
            const name = key.toString('latin1');
            const seen = entries.get(index)!;
            if (seen.has(name)) say(`unique index ${index.name} holds a key twice`);
            seen.add(name);
          }
        }
      }
    } catch (error) {
      say(`document ${entry.id.toString('hex')}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  for (const index of indexes) {
    let n = 0;
    for (const _ of view.scanIndex(c, index, {}, false)) if (++n % (BREATH_DOCS * 20) === 0) yield BREATH;
    result.indexEntries += n;
    if (n !== expected.get(index))
      say(`index ${index.name} has ${n} entries, its documents have ${expected.get(index)} keys`);
  }
  if (counts && documents !== c.count) say(`${documents} documents, but ${c.count} counted`);
  if (counts && bytes !== c.bytes) say(`${bytes} bytes, but ${c.bytes} counted`);
  result.documents += documents;
}

/** Verifies a whole directory, which nobody may be serving. */
export async function checkDirectory(dir: string): Promise<CheckResult> {
  const env = openEnvironment(dir, { readOnly: true });
  try {
    const catalog = new Catalog((f) => compileFilter(f, { now: new Date(0), budget: new Budget({}) }));
    catalog.load(env);
    const view = new LmdbView(env, catalog, Infinity);
    const result: CheckResult = {
      collections: catalog.byNs.size,
      documents: 0,
      indexEntries: 0,
      findings: [],
    };
    for (const c of catalog.byNs.values()) {
      for (const _ of checkCollection(view, c, result, true)) continue;
    }
    checkSessions(env, result);
    checkStrays(env, catalog, result);
    return result;
  } finally {
    await env.root.close();
  }
}

function checkSessions(env: Environment, result: CheckResult): void {
  for (const { key, value } of env.sessions.getRange({})) {
    try {
      checkDocument(value);
      decode(value);
    } catch {
      result.findings.push(`session record ${Buffer.from(key).toString('hex')} is not readable`);
    }
  }
}

/** Everything stored belongs to a collection, an index, or to something that is being removed. */
function checkStrays(env: Environment, catalog: Catalog, result: CheckResult): void {
  const known = { docs: new Set<number>(), index: new Set<number>() };
  for (const c of catalog.byNs.values()) {
    known.docs.add(c.id);
    for (const i of c.indexes) known.index.add(i.id);
  }
  for (const key of env.meta.getKeys({ start: Buffer.from('p'), end: Buffer.from('q') })) {
    known[key[1] === 0x64 ? 'docs' : 'index'].add(Buffer.from(key).readUInt32BE(2));
  }
  for (const table of ['docs', 'index'] as const) {
    let from: Buffer | undefined = u32(0);
    while (from) {
      const [key]: Buffer[] = [...env[table].getKeys({ start: from, limit: 1 })];
      if (!key) break;
      const id = Buffer.from(key).readUInt32BE(0);
      if (!known[table].has(id)) result.findings.push(`${table} of the unknown number ${id}`);
      from = id === 0xffffffff ? undefined : u32(id + 1);
    }
  }
}
