import { system } from '../kernel/actor';
import { signInAsDemo } from '../people';
import { daysBefore } from './ground';
import type { Chapter } from './story';

/** Every so many customers have opened the mini-program by now, more of them from week to week. */
const EVERY = 6;
const SINCE_DAYS = 40;
const EVERY_DAYS = 2;
const CONSENT = '2026-11';

/** Customers sign in to the mini-program for the first time, those of a few days together. */
export function signInChapters(people: readonly string[], at: Date): Chapter[] {
  // By a step that no group's length divides, so that those of one group come at different times.
  const who = people.filter((_, i) => i % EVERY === 1).map((_, i, all) => all[(i * 37) % all.length]!);
  const lots = SINCE_DAYS / EVERY_DAYS;
  const upTo = (lot: number): number => Math.floor(who.length * (lot / lots) ** 1.3);
  return Array.from({ length: lots }, (_, lot): Chapter => ({
    at: daysBefore(at, SINCE_DAYS - lot * EVERY_DAYS - 0.4),
    tell: () => Promise.all([...new Set(who.slice(upTo(lot), upTo(lot + 1)))].map(signIn)),
  }));
}

const signIn = (personId: string): Promise<unknown> =>
  signInAsDemo({ actor: system('demo') }, { personId, consent: CONSENT });
