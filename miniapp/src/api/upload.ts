import Taro from '@tarojs/taro';
import { reaching } from '@/platform/network';
import type { ChosenPhoto } from '@/platform/photo';
import { address } from './address';
import { type Answer, NO_ANSWER, readRefusal } from './refusal';
import type { AnswerOf } from './routes';
import { session } from './session';

/** A photo needs longer than words. */
const TIMEOUT_MS = 60_000;

/** Sends a photo of this phone as the answer to a question, with the person's consent. */
export const uploadPhoto = async (
  sessionId: string,
  questionId: string,
  photo: ChosenPhoto,
): Promise<Answer<AnswerOf<'member.sendPhoto'>>> => {
  const reached = reaching();
  try {
    const url = API_BASE + address('member.sendPhoto', { id: sessionId }).url;
    const { status, data } = await (photo.file
      ? sendFile(url, questionId, photo.file)
      : sendPath(url, questionId, photo.path));
    reached();
    if (status >= 200 && status < 300 && data)
      return { ok: true, value: data as AnswerOf<'member.sendPhoto'> };
    return { ok: false, refusal: readRefusal(status, data) };
  } catch (failure) {
    const why = String((failure as { errMsg?: string } | undefined)?.errMsg ?? failure);
    return { ok: false, refusal: /timeout|abort/i.test(why) ? NO_ANSWER.timeout : NO_ANSWER.offline };
  }
};

interface Reply {
  status: number;
  data: unknown;
}

const authorization = (): string => `Bearer ${session()?.token ?? ''}`;

/** WeChat reads the file from where it lies. */
const sendPath = async (url: string, questionId: string, filePath: string): Promise<Reply> => {
  const reply = await Taro.uploadFile({
    url,
    filePath,
    name: 'file',
    fileName: 'photo.jpg',
    formData: { questionId, consent: 'yes' },
    header: { authorization: authorization() },
    timeout: TIMEOUT_MS,
  });
  return { status: reply.statusCode, data: parsed(reply.data) };
};

/** On h5 Taro would fetch the file back from an address that the page's security policy forbids. */
const sendFile = async (url: string, questionId: string, file: File): Promise<Reply> => {
  const body = new FormData();
  body.append('questionId', questionId);
  body.append('consent', 'yes');
  body.append('file', file, 'photo.jpg');
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const reply = await fetch(url, {
    method: 'POST',
    headers: { authorization: authorization() },
    body,
    signal,
  });
  return { status: reply.status, data: parsed(await reply.text()) };
};

/** The answer comes as text on WeChat, parsed on h5. */
const parsed = (data: unknown): unknown => {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
};
