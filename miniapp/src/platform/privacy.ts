/** WeChat's own privacy authorisation: an API that touches personal data waits until the person agreed once. */
interface Answer {
  event: 'agree' | 'disagree';
  buttonId?: string;
}
type Ask = (answer: Answer) => void;

interface PrivacyApi {
  onNeedPrivacyAuthorization?: (listener: (resolve: Ask) => void) => void;
  openPrivacyContract?: () => void;
}
declare const wx: PrivacyApi | undefined;

/** The button that carries the agreement must have this id. */
export const AGREE_BUTTON_ID = 'agree-privacy';

let waiting: Ask[] = [];
const listeners = new Set<(asked: boolean) => void>();
const tell = (): void => listeners.forEach((listener) => listener(waiting.length > 0));

const api = (): PrivacyApi => (process.env.TARO_ENV === 'weapp' && typeof wx !== 'undefined' ? wx : {});

/** Starts listening; called once when the app starts. Older WeChat versions never ask. */
export const watchPrivacy = (): void =>
  api().onNeedPrivacyAuthorization?.((resolve) => {
    waiting.push(resolve);
    tell();
  });

/** Calls `listener` when WeChat asks and when it was answered; returns how to stop. */
export const onPrivacyAsked = (listener: (asked: boolean) => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Passes the person's answer on to everything that waits for it. */
export const answerPrivacy = (agreed: boolean): void => {
  const asked = waiting;
  waiting = [];
  for (const resolve of asked)
    resolve(agreed ? { event: 'agree', buttonId: AGREE_BUTTON_ID } : { event: 'disagree' });
  tell();
};

/** Opens the privacy text registered with WeChat. */
export const openPrivacyContract = (): void => api().openPrivacyContract?.();
