import { Combiner } from '../kernel/combiner';
import { metrics } from '../kernel/metrics';
import { insertNewRows, isDuplicateKey, native } from '../kernel/store';
import { Journal, type JournalRow } from './model';

/** Whether a row was new; false: it was stored before, and counted then. */
type Stored = boolean;

/** More rows than this are not written at once: it bounds the time of one insert. */
const ROWS_AT_ONCE = 1_000;

const writer = new Combiner<readonly JournalRow[], readonly Stored[]>({
  name: 'journal',
  maxBatch: 32,
  gatherMs: 3,
  concurrency: 1,
  maxQueued: 2_000,
  run: async (_key, requests) => {
    const stored = await insertNew(requests.flat());
    let from = 0;
    return requests.map((rows) => stored.slice(from, (from += rows.length)));
  },
});

/** Room for another request; otherwise the sender is told to come back. @throws Refusal `queue_full` (503) */
export const assertJournalRoom = (): void => writer.assertRoomFor(1);

/** Stores events durably; resolves only then. Answers for each whether it was new. */
export const storeEvents = (rows: readonly JournalRow[]): Promise<readonly Stored[]> =>
  writer.add('journal', rows);

/** Resolves when everything that was handed over is stored. */
export const drainJournal = (): Promise<void> => writer.drain();

async function insertNew(rows: readonly JournalRow[]): Promise<Stored[]> {
  const stored: Stored[] = [];
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    stored.push(...(await insertChunk(rows.slice(from, from + ROWS_AT_ONCE))));
  }
  const fresh = stored.filter(Boolean).length;
  metrics.eventsAccepted.inc(fresh);
  metrics.eventsDuplicate.inc(rows.length - fresh);
  return stored;
}

/** One insert for all; what exists already is told apart by its key. */
async function insertChunk(rows: readonly JournalRow[]): Promise<Stored[]> {
  const told = await insertNewRows(Journal, rows);
  if (told) return told;
  const stored = rows.map(() => true);
  try {
    await native(Journal).insertMany([...rows], { ordered: false, ignoreUndefined: true });
  } catch (error) {
    for (const { index, code } of writeErrors(error)) {
      if (code !== 11000) throw error;
      stored[index] = false;
    }
  }
  return stored;
}

function writeErrors(error: unknown): { index: number; code: number }[] {
  const { writeErrors: found } = error as {
    writeErrors?: { index: number; code: number }[] | { index: number; code: number };
  };
  if (found === undefined) {
    if (isDuplicateKey(error)) throw new Error('a duplicate key without its index', { cause: error });
    throw error;
  }
  return Array.isArray(found) ? found : [found];
}
