import { useShareAppMessage } from '@tarojs/taro';
import ones from '@/assets/share.png';
import box from '@/assets/share-box.png';
import coupon from '@/assets/share-coupon.png';
import test from '@/assets/share-test.png';

interface ShareCard {
  title: string;
  /** Page address with its query, beginning with '/'. */
  path: string;
  /** The kind of thing it is, whose picture the app brings along: a group of ones, unless it is about something else. */
  about?: keyof typeof PICTURES;
  /** Address of a picture of this very thing; without it the kind has to do. */
  picture?: string | undefined;
}

const PICTURES = { ones, box, coupon, test };

/** Whether a page can open WeChat's share sheet by a button. */
export const canShare = process.env.TARO_ENV === 'weapp';

/**
 * What this page becomes when it is sent to a chat. WeChat never tells whether it was sent, and it asks only pages whose
 * `index.config.ts` says `enableShareAppMessage`: of the others it would send the page as it is.
 */
export const useShareCard = ({ title, path, about = 'ones', picture }: ShareCard): void => {
  useShareAppMessage(() => ({ title, path, imageUrl: picture ?? PICTURES[about] }));
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
