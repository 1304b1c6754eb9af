import { decode, isPlainReplacement, Raw, type Reply } from '../bson/codec';
import { fieldSpan, withoutField } from '../bson/scan';
import { isDoc, type Doc, type Value } from '../bson/value';
import { failedToParse, MongoError } from '../errors';
import { compileUpdate, upsertBase, type Updater } from '../language';
import type { Row } from '../plan/scan';
import type { Collection } from '../storage/catalog';
import type { Store } from '../storage/store';
import { boolArg, docArg, docsArg, missing, onlyFields } from './args';
import type { Call, Command } from './call';
import { changedDocument, newDocument, validate, wholeDocument } from './documents';
import { MAX_BATCH } from './insert';
import { withTimestamps } from './timestamps';
import {
  isOperatorUpdate,
  newProgress,
  recall,
  runStatements,
  targetOf,
  writeErrors,
  type Statement,
  type Target,
} from './statements';

/** One update as a command carries it. */
export interface UpdateSpec {
  q: Doc;
  /** Encoded where it is a plain replacement, which goes to the disk as it came. */
  u: Doc | Doc[] | Raw;
  multi: boolean;
  upsert: boolean;
  arrayFilters: Doc[] | undefined;
  collation: Doc | undefined;
  hint: Value | undefined;
  sort: Doc | undefined;
  /** Constants for a pipeline update. */
  constants: Doc | undefined;
  bypass: boolean;
}

/** What an update did to one document. */
export interface Change {
  before: Buffer | undefined;
  after: Buffer;
  modified: boolean;
  upserted: Value | undefined;
}

const FIELDS = new Set([
  'q',
  'u',
  'multi',
  'upsert',
  'arrayFilters',
  'collation',
  'hint',
  'c',
  'upsertSupplied',
  'sampleId',
]);

export const update: Command = {
  name: 'update',
  fields: [
    'updates',
    'ordered',
    'bypassDocumentValidation',
    'let',
    'allowShardKeyUpdatesWithoutFullShardKeyInQuery',
  ],
  inTransaction: true,
  retryable: true,
  async run(call): Promise<Reply> {
    const specs = call.sequences.get('updates') ?? docsArg(call.body, 'updates');
    if (!specs) throw missing('update.updates');
    if (specs.length === 0 || specs.length > MAX_BATCH) {
      throw new MongoError(
        16,
        'InvalidLength',
        `Write batch sizes must be between 1 and ${MAX_BATCH}. Got ${specs.length} operations.`,
      );
    }
    // A statement that cannot be read refuses the whole command, as in MongoDB.
    const parsed = specs.map((s) => readSpec(call, s));
    const { ns } = call;
    const progress = recall(call) ?? newProgress();
    const { results } = progress;
    const add = (name: string, by: number) =>
      results.set(name, ((results.get(name) as number | undefined) ?? 0) + by);
    const upserted = (results.get('upserted') as Value[] | undefined) ?? [];
    const ordered = boolArg(call.body, 'ordered') ?? true;
    await runStatements(call, ns, specs.length, ordered, progress, (i) =>
      updateStatement(call, ns, parsed[i]!, (change) => {
        add('n', 1);
        if (change.modified) add('nModified', 1);
        if (change.upserted !== undefined) {
          upserted.push(
            new Map<string, Value>([
              ['index', i],
              ['_id', change.upserted],
            ]),
          );
          results.set('upserted', upserted);
        }
      }),
    );
    const n = (results.get('n') as number | undefined) ?? 0;
    const nModified = (results.get('nModified') as number | undefined) ?? 0;
    call.engine.counters.updated += nModified;
    const reply: Reply = new Map<string, Value>([
      ['n', n],
      ['nModified', nModified],
    ]);
    if (upserted.length > 0) reply.set('upserted', upserted);
    if (progress.errors.length > 0) reply.set('writeErrors', writeErrors(progress));
    return reply;
  },
};

const DOCUMENT = 0x03;

function readSpec(call: Call, given: Raw | Doc): UpdateSpec {
  if (given instanceof Map) return specOf(call, given);
  const { bytes } = given;
  const span = fieldSpan(bytes, 'u');
  if (span?.type !== DOCUMENT) return specOf(call, decode(bytes));
  const update = bytes.subarray(span.value, span.end);
  return isPlainReplacement(update)
    ? specOf(call, decode(withoutField(bytes, span)), new Raw(update))
    : specOf(call, decode(bytes));
}

function specOf(call: Call, s: Doc, replacement?: Raw): UpdateSpec {
  onlyFields(s, 'update.updates', FIELDS);
  const multi = boolArg(s, 'multi') ?? false;
  if (multi && call.txnNumber !== undefined && !call.transaction) {
    throw new MongoError(72, 'InvalidOptions', 'Cannot use retryable writes with multi=true');
  }
  return {
    q: docArg(s, 'q') ?? fail('update.updates.q'),
    u: replacement ?? updateOf(s.get('u')),
    multi,
    upsert: boolArg(s, 'upsert') ?? false,
    arrayFilters: docsArg(s, 'arrayFilters'),
    collation: docArg(s, 'collation'),
    hint: s.get('hint'),
    sort: undefined,
    constants: docArg(s, 'c'),
    bypass: boolArg(call.body, 'bypassDocumentValidation') ?? false,
  };
}

const fail = (name: string): never => {
  throw missing(name);
};

/** A modification: a document, or a pipeline. */
export function updateOf(u: Value | undefined): Doc | Doc[] {
  if (isDoc(u)) return u;
  if (Array.isArray(u) && u.every(isDoc)) return u;
  throw failedToParse('Update argument must be either an object or an array');
}

/** An update as a statement; `done` hears of every document it touched. */
export function updateStatement(
  call: Call,
  ns: string,
  spec: UpdateSpec,
  done: (change: Change) => void,
): Statement {
  const variables = mergeDocs(docArg(call.body, 'let'), spec.constants);
  const target = targetOf(call, {
    filter: spec.q,
    sort: spec.sort,
    hint: spec.hint,
    collation: spec.collation,
    multi: spec.multi,
    variables,
  });
  let compiled: Updater | undefined;
  const updater = (): Updater =>
    (compiled ??= compileUpdate(
      timed(call, spec.u instanceof Raw ? decode(spec.u.bytes) : spec.u),
      target.env,
      { matcher: target.matcher, ...(spec.arrayFilters ? { arrayFilters: spec.arrayFilters } : {}) },
    ));
  const whole = spec.u instanceof Raw && !spec.multi && !spec.arrayFilters ? spec.u.bytes : undefined;
  if (!whole && updater().kind === 'replacement' && spec.multi) {
    throw failedToParse('multi update is not supported for replacement-style update');
  }
  const changed = (row: Row): Buffer | undefined =>
    whole ? wholeDocument(row.bytes, whole, () => call.engine.now()) : changedBytes(row, target, updater());
  return {
    target,
    apply: (store, c, row) => done(change(store, c, row, changed(row), spec)),
    ...(spec.upsert ? { missing: (store: Store) => done(upsert(store, ns, updater(), spec)) } : {}),
  };
}

/** A replacement gets the server's time where it asks for it. */
const timed = (call: Call, u: Doc | Doc[]): Doc | Doc[] =>
  Array.isArray(u) || isOperatorUpdate(u) ? u : withTimestamps(u, () => call.engine.now());

const mergeDocs = (a: Doc | undefined, b: Doc | undefined): Doc | undefined =>
  b ? new Map([...(a ?? []), ...b]) : a;

function change(store: Store, c: Collection, row: Row, bytes: Buffer | undefined, spec: UpdateSpec): Change {
  if (!bytes || bytes.equals(row.bytes))
    return { before: row.bytes, after: row.bytes, modified: false, upserted: undefined };
  validate(c, () => decode(bytes), spec.bypass);
  store.replace(c, row.id, row.bytes, bytes);
  return { before: row.bytes, after: bytes, modified: true, upserted: undefined };
}

/** The document after the update; undefined when nothing changed. */
function changedBytes(row: Row, target: Target, updater: Updater): Buffer | undefined {
  const positional = updater.positional ? target.matcher.match(row.doc)?.positional : undefined;
  const next = updater.apply(row.doc, {
    isInsert: false,
    ...(positional === undefined ? {} : { positional }),
  });
  return next === row.doc ? undefined : changedDocument(row.doc, next, row.id);
}

function upsert(store: Store, ns: string, updater: Updater, spec: UpdateSpec): Change {
  const base = upsertBase(spec.q);
  let seed = base;
  if (updater.kind === 'replacement') {
    const id = base.get('_id');
    seed = id === undefined ? new Map<string, Value>() : new Map([['_id', id]]);
  }
  const made = updater.apply(seed, { isInsert: true });
  const wanted = base.get('_id');
  const doc =
    wanted !== undefined && made.get('_id') === undefined ? new Map([['_id', wanted], ...made]) : made;
  const { id, key, bytes } = newDocument(doc);
  const c = store.ensure(ns);
  validate(c, () => doc, spec.bypass);
  store.insert(c, key, bytes);
  return { before: undefined, after: bytes, modified: false, upserted: id };
}
