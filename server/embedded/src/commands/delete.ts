import type { Reply } from '../bson/codec';
import type { Value } from '../bson/value';
import { MongoError } from '../errors';
import { boolArg, docArg, docsArg, intArg, missing, onlyFields } from './args';
import type { Command } from './call';
import { MAX_BATCH } from './insert';
import { newProgress, recall, runStatements, targetOf, writeErrors } from './statements';

const FIELDS = new Set(['q', 'limit', 'collation', 'hint', 'sampleId']);

export const remove: Command = {
  name: 'delete',
  fields: ['deletes', 'ordered', 'let'],
  inTransaction: true,
  retryable: true,
  async run(call): Promise<Reply> {
    const specs = docsArg(call.body, 'deletes');
    if (!specs) throw missing('delete.deletes');
    if (specs.length === 0 || specs.length > MAX_BATCH) {
      throw new MongoError(
        16,
        'InvalidLength',
        `Write batch sizes must be between 1 and ${MAX_BATCH}. Got ${specs.length} operations.`,
      );
    }
    for (const s of specs) onlyFields(s, 'delete.deletes', FIELDS);
    const progress = recall(call) ?? newProgress();
    const { results } = progress;
    const ordered = boolArg(call.body, 'ordered') ?? true;
    await runStatements(call, call.ns, specs.length, ordered, progress, (i) => {
      const s = specs[i]!;
      const limit = intArg(s, 'limit');
      if (limit === undefined) throw missing('delete.deletes.limit');
      if (limit !== 0 && limit !== 1) {
        throw new MongoError(
          9,
          'FailedToParse',
          `The limit field in delete objects must be 0 or 1. Got ${limit}`,
        );
      }
      if (limit === 0 && call.txnNumber !== undefined && !call.transaction) {
        throw new MongoError(72, 'InvalidOptions', 'Cannot use retryable writes with limit=0');
      }
      const filter = docArg(s, 'q');
      if (!filter) throw missing('delete.deletes.q');
      return {
        target: targetOf(call, {
          filter,
          hint: s.get('hint'),
          collation: docArg(s, 'collation'),
          multi: limit === 0,
        }),
        apply: (store, c, row) => {
          // A scan outside the batch keeps only keys; what is removed is what is there now.
          const now = store.get(c, row.id);
          if (!now) return;
          store.remove(c, row.id, now);
          results.set('n', ((results.get('n') as number | undefined) ?? 0) + 1);
        },
      };
    });
    const n = (results.get('n') as number | undefined) ?? 0;
    call.engine.counters.deleted += n;
    const reply: Reply = new Map<string, Value>([['n', n]]);
    if (progress.errors.length > 0) reply.set('writeErrors', writeErrors(progress));
    return reply;
  },
};
