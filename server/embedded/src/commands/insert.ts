import { decode, field, Raw, withIdFirst, type Reply } from '../bson/codec';
import { encode } from '../bson/encode';
import type { Value } from '../bson/value';
import { MongoError } from '../errors';
import { CloseConnection } from '../failpoint';
import { idKey } from '../storage/keys';
import { arrayArg, boolArg, missing } from './args';
import type { Call, Command } from './call';
import { fillTimestamps } from './timestamps';
import { checkId, checkSize, validate } from './documents';
import { breaksAround, newProgress, noteProgress, recall, writeErrors, type Progress } from './statements';
import { Blocked } from '../storage/locks';
import type { DirectStore } from '../storage/direct';
import type { Store } from '../storage/store';

/** How many statements one command may carry, as MongoDB. */
export const MAX_BATCH = 100_000;

export const insert: Command = {
  name: 'insert',
  fields: ['documents', 'ordered', 'bypassDocumentValidation', 'collation', 'maxTimeMS'],
  inTransaction: true,
  retryable: true,
  async run(call): Promise<Reply> {
    const documents = call.sequences.get('documents') ?? rawArray(call);
    if (documents.length === 0 || documents.length > MAX_BATCH) {
      throw new MongoError(
        16,
        'InvalidLength',
        `Write batch sizes must be between 1 and ${MAX_BATCH}. Got ${documents.length} operations.`,
      );
    }
    const progress = recall(call) ?? newProgress();
    const job = new InsertJob(call, call.ns, documents, progress);
    await job.run();
    const n =
      documents.length -
      progress.errors.length -
      ((progress.results.get('skipped') as number | undefined) ?? 0);
    call.engine.counters.inserted += n;
    const reply: Reply = new Map<string, Value>([['n', n]]);
    if (progress.errors.length > 0) reply.set('writeErrors', writeErrors(progress));
    return reply;
  },
};

function rawArray(call: Call): Raw[] {
  const list = arrayArg(call.body, 'documents');
  if (!list) throw missing('insert.documents');
  return list.map((d) => {
    if (!(d instanceof Map))
      throw new MongoError(14, 'TypeMismatch', "BSON field 'insert.documents' must hold objects");
    return new Raw(encode(d));
  });
}

const STEP_MS = 12;

/** Documents go to the disk as they came: they are checked and their `_id` moved to the front, nothing else. */
class InsertJob {
  private readonly ordered: boolean;
  private readonly bypass: boolean;
  private prepared: { index: number; key: Buffer; bytes: Buffer } | undefined;

  constructor(
    private readonly call: Call,
    private readonly ns: string,
    private readonly documents: readonly Raw[],
    private readonly progress: Progress,
  ) {
    this.ordered = boolArg(call.body, 'ordered') ?? true;
    this.bypass = boolArg(call.body, 'bypassDocumentValidation') ?? false;
  }

  async run(): Promise<void> {
    while (this.progress.next < this.documents.length) {
      const result = await this.call.write((store) => this.step(store));
      if (result === 'done') return;
      if (result === 'close') throw new CloseConnection();
      if (result instanceof Blocked) await this.call.wait(result);
      else this.call.budget.tick();
    }
  }

  private step(store: Store): 'done' | 'more' | 'close' | Blocked {
    const { progress, documents } = this;
    const until = performance.now() + STEP_MS;
    const before = 'writes' in store ? (store as DirectStore).writes : 0;
    try {
      while (progress.next < documents.length) {
        if ((progress.next & 15) === 0 && performance.now() > until) return 'more';
        const broken = breaksAround(this.call);
        if (broken === 'before') return 'close';
        try {
          const { key, bytes } = this.prepare(progress.next);
          const c = store.ensure(this.ns);
          validate(c, () => decode(bytes), this.bypass);
          store.insert(c, key, bytes);
        } catch (error) {
          if (error instanceof Blocked) return error;
          if (this.call.transaction || !(error instanceof MongoError)) throw error;
          progress.errors.push({ index: progress.next, error });
          if (this.ordered) {
            progress.results.set('skipped', documents.length - progress.next - 1);
            progress.next = documents.length;
          }
        }
        if (progress.next < documents.length) progress.next++;
        if (broken === 'after') return 'close';
      }
      return 'done';
    } finally {
      this.note(store, before);
    }
  }

  /** The document as it will be stored; made once even when the step has to be repeated. */
  private prepare(index: number): { key: Buffer; bytes: Buffer } {
    if (this.prepared?.index === index) return this.prepared;
    // The wire has checked the bytes already.
    const bytes = withIdFirst(this.documents[index]!.bytes);
    fillTimestamps(bytes, () => this.call.engine.now());
    checkSize(bytes, 'insert');
    const id = field(bytes, '_id')!;
    checkId(id);
    this.prepared = { index, key: idKey(id), bytes };
    return this.prepared;
  }

  private note(store: Store, before: number): void {
    noteProgress(this.call, store, before, this.progress);
  }
}
