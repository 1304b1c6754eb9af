/** Which of today's messages were copied on this phone; yesterday's are forgotten. */
import { dayToText, shanghaiDay } from '@kouyi/shared/rules/time';
import { nowMs } from '@/api/now';
import { keep, recall } from '@/platform/storage';

interface Copied {
  day: string;
  ids: string[];
}

const KEY = 'copied';
const today = (): string => dayToText(shanghaiDay(new Date(nowMs())));
const idsOfToday = (): string[] => {
  const kept = recall(KEY) as Copied | null | undefined;
  return kept?.day === today() ? kept.ids : [];
};

/** Whether this message was copied today. */
export const wasCopied = (id: string): boolean => idsOfToday().includes(id);

/** Remembers that it was. */
export const markCopied = (id: string): void =>
  void keep(KEY, { day: today(), ids: [...new Set([...idsOfToday(), id])] } satisfies Copied);
