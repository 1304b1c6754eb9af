import Taro from '@tarojs/taro';
import { reaching } from '@/platform/network';
import { address } from './address';
import { type Answer, NO_ANSWER, readRefusal } from './refusal';
import type { AskOf } from './routes';
import { session } from './session';

/** Pictures are drawn on the server first, and are larger than words. */
const TIMEOUT_MS = 20_000;

/** The picture of a product; anybody may see it, so it needs no session. */
export const productPicture = (id: string): string => API_BASE + address('products.picture', { id }).url;

/** What one gets, as the picture of a card in a chat; drawn by the server, 5:4. */
export const cardPicture = (about: AskOf<'sharing.card'>['about'], id: string): string =>
  API_BASE + address('sharing.card', { about, id }).url;

/** A picture that anybody may see, by its path on our server. */
export const openPicture = (path: string): string => API_BASE + path;

/**
 * Fetches a picture that the server shows only to whom it belongs: an `<img>` brings no session. Answers with an
 * address on this phone, good for showing and for saving; on h5 give it back with `letGo`.
 *
 * @param url path on our server, e.g. '/api/member/links/ab12/poster.png'
 */
export const fetchPicture = async (url: string): Promise<Answer<string>> => {
  const header = { authorization: `Bearer ${session()?.token ?? ''}` };
  const reached = reaching();
  try {
    const answer = await (process.env.TARO_ENV === 'h5' ? asBlob(url, header) : asFile(url, header));
    reached();
    return answer;
  } catch (failure) {
    const { errMsg } = failure as { errMsg?: string };
    const why = errMsg ?? String(failure);
    return { ok: false, refusal: /timeout|abort/i.test(why) ? NO_ANSWER.timeout : NO_ANSWER.offline };
  }
};

/** WeChat puts what it downloads into a file, also the words of a refusal. */
const asFile = async (url: string, header: Record<string, string>): Promise<Answer<string>> => {
  const reply = await Taro.downloadFile({ url: API_BASE + url, header, timeout: TIMEOUT_MS });
  if (reply.statusCode === 200) return { ok: true, value: reply.tempFilePath };
  return { ok: false, refusal: readRefusal(reply.statusCode, wordsIn(reply.tempFilePath)) };
};

const wordsIn = (filePath: string): unknown => {
  try {
    return JSON.parse(Taro.getFileSystemManager().readFileSync(filePath, 'utf8') as string) as unknown;
  } catch {
    // No file or no JSON in it: the status alone has to do.
    return undefined;
  }
};

const asBlob = async (url: string, headers: Record<string, string>): Promise<Answer<string>> => {
  const reply = await fetch(API_BASE + url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (reply.ok) return { ok: true, value: URL.createObjectURL(await reply.blob()) };
  return { ok: false, refusal: readRefusal(reply.status, await reply.json().catch(() => undefined)) };
};

/** Gives the room of a fetched picture back (h5; WeChat tidies its files itself). */
export const letGo = (src: string | undefined): void => {
  if (process.env.TARO_ENV === 'h5' && src?.startsWith('blob:')) URL.revokeObjectURL(src);
};
