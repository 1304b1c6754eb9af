import Taro from '@tarojs/taro';
import { noteReachable } from '@/platform/network';
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
  filePath: string,
): Promise<Answer<AnswerOf<'member.sendPhoto'>>> => {
  try {
    const reply = await Taro.uploadFile({
      url: API_BASE + address('member.sendPhoto', { id: sessionId }).url,
      filePath,
      name: 'file',
      fileName: 'photo.jpg',
      formData: { questionId, consent: 'yes' },
      header: { authorization: `Bearer ${session()?.token ?? ''}` },
      timeout: TIMEOUT_MS,
    });
    noteReachable();
    const data = parsed(reply.data);
    if (reply.statusCode >= 200 && reply.statusCode < 300 && data)
      return { ok: true, value: data as AnswerOf<'member.sendPhoto'> };
    return { ok: false, refusal: readRefusal(reply.statusCode, data) };
  } catch (failure) {
    const why = (failure as { errMsg?: string } | undefined)?.errMsg ?? '';
    return { ok: false, refusal: /timeout|abort/i.test(why) ? NO_ANSWER.timeout : NO_ANSWER.offline };
  }
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
