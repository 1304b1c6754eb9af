/** Whoever comes through somebody's code is remembered until they have signed in, and counted then, once. */
import { forget, keep, recall } from '@/platform/storage';
import { call } from './call';
import { isTransient } from './refusal';
import { session } from './session';

const KEY = 'visit';

/** Notes the code a page was opened with; anything that is no code is left alone. */
export const noteVisit = (scene: string | undefined): void => {
  if (scene !== undefined && /^[0-9a-z]{4,32}$/.test(scene)) keep(KEY, scene);
};

/** Tells the server through whose code the person came; answers whose it was. Without a network it waits. */
export const sendVisit = async (): Promise<string | undefined> => {
  const code = recall(KEY);
  if (typeof code !== 'string' || !session()) return undefined;
  // Taken away before it is sent: the page may open and show at the same moment, and both come here.
  forget(KEY);
  const answer = await call('member.visitLink', { code });
  if (answer.ok) return answer.value.kocName;
  if (isTransient(answer.refusal) || answer.refusal.status === 401) keep(KEY, code);
  return undefined;
};
