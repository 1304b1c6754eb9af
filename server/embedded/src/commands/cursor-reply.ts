import { Raw, type Reply, type ReplyValue } from '../bson/codec';
import { Cursor, type ByteFlow } from '../session/cursors';
import type { Call } from './call';

/** How many documents a first batch holds when the client does not say. */
export const DEFAULT_BATCH = 101;

/** Answers with a first batch and, when there is more, a cursor that can be asked on. */
export async function cursorReply(
  call: Call,
  ns: string,
  rows: ByteFlow,
  o: { batchSize: number | undefined; single?: boolean; noTimeout?: boolean },
): Promise<Reply> {
  const release = call.transaction ? () => undefined : call.takeSnapshot();
  call.clock.stop();
  const cursor = new Cursor(ns, rows, release, call.clock, {
    session: call.session,
    transaction: call.transaction?.number,
  });
  cursor.noTimeout = o.noTimeout ?? false;
  const batch = await cursor.batch(o.batchSize ?? DEFAULT_BATCH);
  if (o.single) cursor.close();
  else if (!cursor.exhausted && o.batchSize !== 0) await cursor.peek();
  if (!cursor.exhausted) call.engine.cursors.keep(cursor);
  call.engine.counters.returned += batch.length;
  return batchReply('firstBatch', batch, cursor.exhausted ? 0n : cursor.id, ns);
}

/** The `cursor` document of a reply. */
export function batchReply(
  name: 'firstBatch' | 'nextBatch',
  batch: readonly Buffer[],
  id: bigint,
  ns: string,
): Reply {
  const cursor: Reply = new Map<string, ReplyValue>([
    [name, batch.map((bytes) => new Raw(bytes))],
    ['id', id],
    ['ns', ns],
  ]);
  return new Map<string, ReplyValue>([['cursor', cursor]]);
}

/** A list as a cursor's result; for commands such as listIndexes. */
export const listReply = (
  call: Call,
  ns: string,
  documents: Buffer[],
  batchSize: number | undefined,
): Promise<Reply> =>
  cursorReply(call, ns, documents[Symbol.iterator](), {
    batchSize: batchSize ?? Math.max(DEFAULT_BATCH, documents.length),
  });
