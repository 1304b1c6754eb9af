import type { GrowthRules, ReachWay } from '@kouyi/shared/types';
import { DAY_MS, shanghaiDay } from '@kouyi/shared/rules/time';

/** Somebody came through somebody else: a link, a sub-group. */
export interface Contact {
  readonly personId: string;
  /** Through whom. */
  readonly kocId: string;
  readonly at: Date;
  readonly way: ReachWay;
  /** The link's code or the sub-group's id. */
  readonly ref: string;
}

/** What somebody did on one day in one campaign or with one order; the first and the last moment of that day. */
export interface Act {
  readonly kind: 'activity' | 'order';
  readonly ref: string;
  readonly day: number;
  readonly from: Date;
  readonly to: Date;
}

/** What of a first contact counts, and for which days. Follows from contacts and acts alone. */
export interface Counted {
  readonly kocId: string;
  readonly reachedDay: number;
  readonly activatedDay?: number;
  /** First day of each further campaign or order, by what it was. */
  readonly repeats: Readonly<Record<string, number>>;
}

/** Why somebody who was reached does not count as activated. */
type NotActivated = 'was_here' | 'not_yet' | 'too_late';

export interface Outcome {
  readonly activatedAt?: Date;
  /** In which campaign or with which order. */
  readonly activatedBy?: string;
  readonly why?: NotActivated;
}

/** The earlier contact; of the same moment always the same one. */
export const first = <C extends Contact>(a: C, b: C): C => {
  const byTime = a.at.getTime() - b.at.getTime();
  if (byTime !== 0) return byTime < 0 ? a : b;
  return `${a.kocId} ${a.personId}` <= `${b.kocId} ${b.personId}` ? a : b;
};

/** Whether, when and by what a first contact activated somebody. Acts may come in any order. */
export function outcomeOf(
  at: Date,
  acts: readonly Act[],
  { activationDays, freshDays }: Pick<GrowthRules, 'activationDays' | 'freshDays'>,
): Outcome {
  const freshSince = at.getTime() - freshDays * DAY_MS;
  const wasHere = acts.some(({ from, to }) =>
    [from, to].some((moment) => moment < at && moment.getTime() >= freshSince),
  );
  if (wasHere) return { why: 'was_here' };
  const after = acts
    .flatMap((act) => {
      const moment = [act.from, act.to].find((each) => each >= at);
      return moment ? [{ moment, ref: `${act.kind}:${act.ref}` }] : [];
    })
    .sort((a, b) => a.moment.getTime() - b.moment.getTime() || (a.ref < b.ref ? -1 : 1));
  const [earliest] = after;
  if (!earliest) return { why: 'not_yet' };
  if (earliest.moment.getTime() > at.getTime() + activationDays * DAY_MS) return { why: 'too_late' };
  return { activatedAt: earliest.moment, activatedBy: earliest.ref };
}

/** Repeats are counted for so long after the first contact. */
const REPEATS_DAYS = 365;

/** What a first contact counts for, with everything known now. */
export function countedOf(contact: Contact, acts: readonly Act[], outcome: Outcome): Counted {
  const reachedDay = shanghaiDay(contact.at);
  const base = { kocId: contact.kocId, reachedDay };
  const { activatedAt, activatedBy } = outcome;
  if (!activatedAt) return { ...base, repeats: {} };
  const repeats: Record<string, number> = {};
  for (const { kind, ref, day, to } of acts) {
    const name = `${kind}:${ref}`;
    if (name === activatedBy || to <= activatedAt || day > reachedDay + REPEATS_DAYS) continue;
    repeats[name] = Math.min(repeats[name] ?? day, day);
  }
  return { ...base, activatedDay: shanghaiDay(activatedAt), repeats };
}
