import { useShareAppMessage } from '@tarojs/taro';
import picture from '@/assets/share.png';

interface ShareCard {
  title: string;
  /** Page address with its query, beginning with '/'. */
  path: string;
}

/** Whether a page can open WeChat's share sheet by a button. */
export const canShare = process.env.TARO_ENV === 'weapp';

/** What this page becomes when it is sent to a chat. WeChat never tells whether it was sent. */
export const useShareCard = (card: ShareCard): void => {
  useShareAppMessage(() => ({ ...card, imageUrl: picture }));
};

/** The address of a page as a link that can be pasted into a chat (h5 only). */
export const linkTo = (path: string): string =>
  `${window.location.origin}${window.location.pathname}#${path}`;

/** The server's address, for links that leave this app: the page's own origin on h5. */
export const serverAddress = (): string =>
  process.env.TARO_ENV === 'h5' ? window.location.origin : API_BASE;

/** Hands a text file to the person (h5 only; a mini-program has no place to put one). */
export const downloadText = (name: string, text: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
};

/** Whether files can be handed over here. */
export const canDownload = process.env.TARO_ENV === 'h5';
