import mongoose, {
  Schema,
  type IndexDefinition,
  type IndexOptions,
  type Model,
  type SchemaDefinition,
} from 'mongoose';
import type { ClientSession, Collection, Document } from 'mongodb';
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
  for (const each of models) {
    await each.createCollection();
    await createIndexes(each);
  }
  log.debug({ collections: models.length }, 'store ready');
}

/** An index of the same name with other options is one of an earlier version: it is made anew. */
async function createIndexes(of: Model<never>): Promise<void> {
  try {
    await of.createIndexes();
  } catch (error) {
    if (!INDEX_DIFFERS.has((error as { code?: number }).code ?? 0)) throw error;
    const { toDrop } = await of.diffIndexes();
    for (const name of toDrop as string[]) {
      log.warn({ collection: of.collection.name, index: name }, 'index of an earlier version is made anew');
      await of.collection.dropIndex(name);
    }
    await of.createIndexes();
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
