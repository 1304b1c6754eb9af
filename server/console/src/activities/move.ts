import { DAY_MS } from '@kouyi/shared/rules/time';
import type { ActivityRule } from '@kouyi/shared/types';

/** The rule so many whole days later (or earlier); hours of the day stay as they are. */
export const movedByDays = (rule: ActivityRule, days: number): ActivityRule => {
  const move = (iso: string): string => new Date(Date.parse(iso) + days * DAY_MS).toISOString();
  return {
    ...rule,
    window: { ...rule.window, startAt: move(rule.window.startAt), endAt: move(rule.window.endAt) },
  };
};
