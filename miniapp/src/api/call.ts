import Taro from '@tarojs/taro';
import { rememberPlace } from '@/platform/navigate';
import { reaching } from '@/platform/network';
import { address, type Outgoing } from './address';
import { learnTimeFrom } from './now';
import { type Answer, isTransient, NO_ANSWER, readRefusal } from './refusal';
import type { AnswerOf, AskOf, RouteName } from './routes';
import { endSession, session } from './session';

const TIMEOUT_MS = 12_000;
const RETRY_AFTER_MS = 700;

/** The only place that sends anything. */
const sendOnce = async (outgoing: Outgoing): Promise<Answer<unknown>> => {
  const token = session()?.token;
  const reached = reaching();
  try {
    const reply = await Taro.request<unknown>({
      url: API_BASE + outgoing.url,
      method: outgoing.method,
      data: outgoing.body,
      timeout: TIMEOUT_MS,
      header: {
        ...(outgoing.body ? { 'content-type': 'application/json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
    });
    reached();
    learnTimeFrom(reply.header);
    // An empty or cut-off answer is none: pages must be able to rely on what the contract promises.
    const whole = typeof reply.data === 'object' && reply.data !== null;
    if (reply.statusCode >= 200 && reply.statusCode < 300)
      return whole ? { ok: true, value: reply.data } : { ok: false, refusal: NO_ANSWER.unreadable };
    return { ok: false, refusal: readRefusal(reply.statusCode, reply.data) };
  } catch (failure) {
    const why = (failure as { errMsg?: string } | undefined)?.errMsg ?? '';
    return { ok: false, refusal: /timeout|abort/i.test(why) ? NO_ANSWER.timeout : NO_ANSWER.offline };
  }
};

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Only what can be repeated without doing it twice: reads, and writes that carry the key of their request. */
const mayRepeat = (outgoing: Outgoing): boolean =>
  outgoing.method === 'GET' || typeof outgoing.body?.requestKey === 'string';

/**
 * Asks the server. Refusals are values with a Chinese sentence; a lost or slow answer is asked for once more (writes
 * only with the same `requestKey`); an ended session leads to the sign-in page.
 *
 * @example const answer = await call('member.home', {}); if (answer.ok) show(answer.value.now);
 */
export const call = async <N extends RouteName>(name: N, input: AskOf<N>): Promise<Answer<AnswerOf<N>>> => {
  const outgoing = address(name, input as Readonly<Record<string, unknown>>);
  const before = session()?.token;
  let answer = await sendOnce(outgoing);
  if (!answer.ok && isTransient(answer.refusal) && answer.refusal.status !== 429 && mayRepeat(outgoing)) {
    await wait(RETRY_AFTER_MS);
    answer = await sendOnce(outgoing);
  }
  // Another session may have begun while the old one's answer was under way: only the refused one ends.
  if (!answer.ok && answer.refusal.status === 401 && before && before === session()?.token) {
    rememberPlace();
    endSession();
  }
  return answer as Answer<AnswerOf<N>>;
};
