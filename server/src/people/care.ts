import type { ClientSession } from '../kernel/store';
import type { Tx } from '../kernel/command';
import { native } from '../kernel/store';
import { clusterOf } from './merge';
import { People } from './model';

/**
 * End of a person's care period, in which no promotion may reach them, by whichever of their identities they were
 * advised; undefined: never had one.
 */
export async function careUntilOf(personId: string, session?: ClientSession): Promise<Date | undefined> {
  const ends = (await clusterOf(personId, session)).flatMap(({ careUntil }) => careUntil ?? []);
  return ends.reduce<Date | undefined>((last, end) => (last && last > end ? last : end), undefined);
}

/** Puts a person into care until then; a longer care period that runs already stays. */
export async function careFor(tx: Tx, personId: string, until: Date): Promise<void> {
  await native(People).updateOne({ _id: personId }, { $max: { careUntil: until } }, { session: tx.session });
}
