import type { WeChatSignIn } from '../adapters/wechat';
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
