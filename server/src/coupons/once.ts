import { actorId } from '../kernel/actor';
import type { Tx } from '../kernel/command';
import { derivedId, inputHash } from '../kernel/ids';
import { native } from '../kernel/store';
import { Requests } from './model';
import { refuse } from './rules';

/**
 * Remembers a request of staff by its key: true the first time, false when the same was asked before.
 * @throws Refusal `key_used_differently` (409) for the same key with another input.
 */
export async function firstTime(
  tx: Tx,
  { kind, key, input }: { kind: string; key: string; input: unknown },
): Promise<boolean> {
  const _id = derivedId('req', kind, actorId(tx.actor), key);
  const hash = inputHash(input);
  const had = await native(Requests).findOne({ _id }, { session: tx.session });
  if (had && had.inputHash !== hash) throw refuse('key_used_differently', { field: 'requestKey' });
  if (had) return false;
  await native(Requests).insertOne({ _id, inputHash: hash, at: tx.now }, { session: tx.session });
  return true;
}
