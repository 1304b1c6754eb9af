import type { LinkChannel } from '@kouyi/shared/types';
import { call } from '@/api/call';
import { copyText } from '@/platform/clipboard';
import { say } from '@/ui/line';
import { withNumber } from '@/words/say';

/** Makes (or finds again) my link for a product and a place, and copies it with a name in front; false: there is none. */
export const copyLinkFor = async (
  of: { productId?: string; name: string },
  channel: LinkChannel,
): Promise<boolean> => {
  const answer = await call('member.createMyLink', {
    channel,
    ...(of.productId === undefined ? {} : { productId: of.productId }),
  });
  if (answer.ok) await copyLink(`${of.name} ${answer.value.url}`);
  else say(withNumber(answer.refusal), 'warn');
  return answer.ok;
};

/** Copies a link and says where it is when the phone does not want to. */
export const copyLink = async (text: string): Promise<void> => {
  if (await copyText(text)) say('链接复制好了，去粘贴给朋友。', 'good');
  else say('没复制上，链接在「我的链接」里，长按也能选。', 'warn');
};
