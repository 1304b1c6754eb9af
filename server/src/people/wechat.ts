import type { WeChatSignIn } from '../adapters/wechat';
import { clusterOf } from './merge';
import { refuse } from './rules';

let client: WeChatSignIn | undefined;

/** Boot says how WeChat is reached; undefined: it is not, and sign-in by WeChat is refused. */
export const useWeChat = (given: WeChatSignIn | undefined): void => {
  client = given;
};

/** @throws Refusal `wechat_unavailable` (503) where no mini-program is configured. */
export function weChat(): WeChatSignIn {
  if (!client) throw refuse('wechat_unavailable');
  return client;
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
