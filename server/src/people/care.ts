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

/** Whose openid it is, and the openid itself. */
interface WeChatSelf {
  readonly personId: string;
  readonly openid: string;
}

/**
 * As whom WeChat knows a person: themself, or who is seen as one with them; undefined: they never signed in by WeChat.
 */
export async function weChatSelfOf(personId: string): Promise<WeChatSelf | undefined> {
  const cluster = (await clusterOf(personId)).filter(({ deletedAt }) => !deletedAt);
  const own = cluster.filter(({ _id }) => _id === personId);
  for (const { _id, identities } of [...own, ...cluster]) {
    const openid = identities.find(({ kind }) => kind === 'openid')?.value;
    if (openid !== undefined) return { personId: _id, openid };
  }
  return undefined;
}

/** The openid under which WeChat knows a person; see `weChatSelfOf`. */
export const openidOf = async (personId: string): Promise<string | undefined> =>
  (await weChatSelfOf(personId))?.openid;
