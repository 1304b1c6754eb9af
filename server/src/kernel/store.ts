import mongoose, {
  Schema,
  type IndexDefinition,
  type IndexOptions,
  type Model,
  type SchemaDefinition,
} from 'mongoose';
import type { ClientSession, Collection, Document, FindOptions, IndexDescription } from 'mongodb';
import { log } from './log';

// A model's query inside a transaction joins it by itself; the native driver's calls name the session.
mongoose.set('transactionAsyncLocalStorage', true);
mongoose.set('autoIndex', false);
mongoose.set('autoCreate', false);
mongoose.set('strictQuery', 'throw');

export type { ClientSession };

const models: Model<never>[] = [];

/** An index and why it is there is said beside it. */
export interface IndexSpec {
  readonly keys: IndexDefinition;
  readonly options?: IndexOptions;
}

/**
 * A collection with string ids, its fields and its indexes.
 * Unknown fields are refused on write, so that a typo can't become data.
 */
export function model<T extends { _id: string }>(
  name: string,
  fields: SchemaDefinition,
  indexes: readonly IndexSpec[] = [],
): Model<T> {
  const schema = new Schema(
    { _id: { type: String, required: true }, ...fields },
    {
      collection: name,
      strict: 'throw',
      versionKey: false,
      minimize: false,
      id: false,
    },
  );
  for (const { keys, options } of indexes) schema.index(keys, options);
  // A test file may load a model twice through different paths.
  const made = mongoose.model(name, schema) as unknown as Model<T>;
  models.push(made as unknown as Model<never>);
  return made;
}

/** Any JSON-like content. */
export const Mixed = Schema.Types.Mixed;

/** The driver's own collection, for hot paths that want no casting. Calls inside a transaction must name its session. */
export const native = <T extends { _id: string }>(of: Model<T>): Collection<T & Document> =>
  of.collection as unknown as Collection<T & Document>;

/** Connects, creates collections and indexes. Safe to run by several processes at once. */
export async function connectStore(uri: string, dbName: string): Promise<void> {
  await mongoose.connect(uri, {
    dbName,
    maxPoolSize: 24,
    serverSelectionTimeoutMS: 15_000,
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
  });
  for (const each of models)
    await (each.schema.indexes().length > 0 ? createIndexes(each) : each.createCollection());
  log.debug({ collections: models.length }, 'store ready');
}

/**
 * The collection with all of its indexes, in one command: a start asks for hundreds. An index of the same name with
 * other options is one of an earlier version: it is made anew.
 */
async function createIndexes(of: Model<never>): Promise<void> {
  const wanted = of.schema.indexes().map(([key, options]) => ({ ...options, key })) as IndexDescription[];
  try {
    await of.collection.createIndexes(wanted);
  } catch (error) {
    if (!INDEX_DIFFERS.has((error as { code?: number }).code ?? 0)) throw error;
    const { toDrop } = await of.diffIndexes();
    for (const name of toDrop as string[]) {
      log.warn({ collection: of.collection.name, index: name }, 'index of an earlier version is made anew');
      await of.collection.dropIndex(name);
    }
    await of.collection.createIndexes(wanted);
  }
}

/** IndexOptionsConflict and IndexKeySpecsConflict. */
const INDEX_DIFFERS = new Set([85, 86]);

/** Closes all connections. */
export const disconnectStore = (): Promise<void> => mongoose.disconnect();

/** Throws unless the database answers. */
export async function pingStore(): Promise<void> {
  await mongoose.connection.db!.command({ ping: 1 });
}

/** The one place that opens transactions; `kernel/command` is its only caller. */
export const inTransaction = <T>(work: (session: ClientSession) => Promise<T>): Promise<T> =>
  mongoose.connection.transaction<T>((session) => work(session), {
    readConcern: { level: 'snapshot' },
    writeConcern: { w: 'majority', journal: true },
  });

/** A row as `replaceOne` takes it: what is found by its id keeps it. */
export const withoutId = <T extends { _id: string }>({ _id, ...rest }: T): Omit<T, '_id'> => rest;

/** The filter for one of these; a single one plainly, so that an index is walked in its order. */
export const anyOf = (ids: readonly string[]): string | { $in: string[] } =>
  ids.length === 1 ? ids[0]! : { $in: [...ids] };

/** Whether an error says that a unique key exists already. */
export const isDuplicateKey = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && (error as { code?: unknown }).code === 11000;

/** Empties every collection but for these documents, by collection and id. Only for an empty start, while nobody else writes. */
export async function emptyAllBut(kept: Readonly<Record<string, readonly string[]>>): Promise<void> {
  for (const each of models) {
    const { collection } = each;
    const ids = kept[collection.name] ?? [];
    await collection.deleteMany(ids.length > 0 ? { _id: { $nin: ids as never[] } } : {});
  }
}

/** So many rows go in one command: far below the 16 MB that one may have, far above what a batch holds. */
const ROWS_A_COMMAND = 1_000;

/** What a write command answers; the driver leaves it untouched. */
interface WriteReply {
  n: number;
  writeErrors?: { index: number; code: number; errmsg: string }[];
}

/** A write that the database refused for one of its rows. `code` 11000: the key is taken. */
class RowRefused extends Error {
  constructor(
    message: string,
    readonly code: number,
  ) {
    super(message);
  }
}

/**
 * Adds rows inside the open transaction: the plain command. The driver's `insertMany` works out the size of every
 * row before it writes the row out, which costs as much as writing it, and a batch has thousands.
 * @throws an error that `isDuplicateKey` knows, where a row's key is taken; the transaction is over then.
 */
export const insertRows = async <T extends { _id: string }>(
  session: ClientSession,
  of: Model<T>,
  rows: readonly T[],
): Promise<void> => {
  for (let from = 0; from < rows.length; from += ROWS_A_COMMAND) {
    const documents = rows.slice(from, from + ROWS_A_COMMAND);
    await writeRows(session, { insert: of.collection.name, documents, ordered: false });
  }
};

/**
 * Adds rows outside of any transaction, durably, each on its own; answers for each whether it was new. Undefined
 * where the command did not get through: what has become of it is then for the driver's `insertMany` to find out,
 * which knows how to try again.
 */
export async function insertNewRows<T extends { _id: string }>(
  of: Model<T>,
  documents: readonly T[],
): Promise<boolean[] | undefined> {
  const writeConcern = { w: 'majority', j: true };
  const command = { insert: of.collection.name, documents, ordered: false, writeConcern };
  const reply = await mongoose.connection
    .db!.command(command, { ignoreUndefined: true })
    .catch(() => undefined);
  if (!reply || reply['writeConcernError']) return undefined;
  const isNew = documents.map(() => true);
  for (const { index, code, errmsg } of (reply as unknown as WriteReply).writeErrors ?? []) {
    if (code !== 11000) throw new RowRefused(errmsg, code);
    isNew[index] = false;
  }
  return isNew;
}

/** One change of `changeRows`: `u` replaces or changes the first row that `q` finds. */
export interface RowChange {
  readonly q: { readonly _id: string; readonly rev?: number };
  readonly u: Document;
  readonly upsert?: boolean;
}

/** Changes rows inside the open transaction, as `insertRows` adds them; answers how many were found or made. */
export const changeRows = async <T extends { _id: string }>(
  session: ClientSession,
  of: Model<T>,
  changes: readonly RowChange[],
): Promise<number> => {
  let found = 0;
  for (let from = 0; from < changes.length; from += ROWS_A_COMMAND) {
    const updates = changes.slice(from, from + ROWS_A_COMMAND);
    found += await writeRows(session, { update: of.collection.name, updates, ordered: false });
  }
  return found;
};

async function writeRows(session: ClientSession, command: Document): Promise<number> {
  const reply = await mongoose.connection.db!.command(command, { session, ignoreUndefined: true });
  const { n, writeErrors } = reply as unknown as WriteReply;
  const [refused] = writeErrors ?? [];
  if (refused) throw new RowRefused(refused.errmsg, refused.code);
  return n;
}

/**
 * Rows by their ids, in no order, in one answer: by itself the database sends the first hundred and waits to be
 * asked for the others.
 */
export const rowsByIds = <T extends { _id: string }>(
  of: Model<T>,
  ids: readonly string[],
  options: FindOptions = {},
): Promise<T[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : (native(of)
        .find({ _id: { $in: [...ids] } } as never, { batchSize: ids.length + 1, ...options })
        .toArray() as unknown as Promise<T[]>);
