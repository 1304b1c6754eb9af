import type { Right, Role } from '@kouyi/shared/types';
import { DAILY, PLACES, type Place, placeOf } from './places';

/** A part of the rail under a head of its own. */
export interface Part {
  head: string;
  places: Place[];
  open: boolean;
  /** The page on show is of this part: it stays open whatever was chosen. */
  here: boolean;
}

/** The rail as one person sees it. */
interface RailParts {
  /** What they open every day; always in sight. */
  daily: Place[];
  parts: Part[];
  /** Below everything: how all this works. */
  foot: Place[];
}

/** Parts that somebody opened or folded by hand, by head. */
export type Chosen = Readonly<Record<string, 'open' | 'folded'>>;

/** So many rows, heads among them, stand in a window of 900 px without scrolling. */
const ROWS_IN_SIGHT = 20;

/**
 * Where somebody may go, by right and role. Who has few places sees all of them; for others a part is folded until they
 * open it or stand in it, so that a day's few things are not lost among thirty.
 */
export const railParts = (seen: {
  can: (right: Right) => boolean;
  roles: readonly Role[];
  pathname: string;
  chosen: Chosen;
}): RailParts => {
  const may = ({ right }: Place): boolean => right === undefined || seen.can(right);
  const all = PLACES.flatMap(({ places }) => places.filter(may));
  const wanted = [...new Set(['/', ...seen.roles.flatMap((role) => DAILY[role])])];
  const daily = wanted.flatMap((to) => all.find((place) => place.to === to) ?? []);
  const here = placeOf(seen.pathname);
  const rest = PLACES.flatMap(({ head, places }) => {
    const others = places.filter((place) => may(place) && !daily.includes(place));
    return head === undefined || others.length === 0 ? [] : [{ head, places: others }];
  });
  const rows = rest.reduce((sum, { places }) => sum + places.length + 1, daily.length);
  return {
    daily,
    parts: rest.map(({ head, places }) => {
      const isHere = places.some(({ to }) => to === here);
      const open = seen.chosen[head] ?? (rows <= ROWS_IN_SIGHT ? 'open' : 'folded');
      return { head, places, open: isHere || open === 'open', here: isHere };
    }),
    foot: PLACES.filter(({ head }) => head === undefined)
      .flatMap(({ places }) => places)
      .filter((place) => !daily.includes(place)),
  };
};

/** What was kept of a hand's choices; anything else than that is no choice. */
export const chosenOf = (kept: string | null): Chosen => {
  try {
    const read = JSON.parse(kept ?? '{}') as unknown;
    if (typeof read !== 'object' || read === null) return {};
    return Object.fromEntries(
      Object.entries(read).flatMap(([head, how]): [string, 'open' | 'folded'][] =>
        how === 'open' || how === 'folded' ? [[head, how]] : [],
      ),
    );
  } catch {
    // Written by hand or by another version: as if nothing had been chosen.
    return {};
  }
};

/** How much there is to do at each place, told by the links of what needs attention. */
export const todoAt = (attention: readonly { link: string; count: number }[]): Map<string, number> => {
  const at = new Map<string, number>();
  for (const { link, count } of attention) {
    const to = placeOf(addressOf(link).replace(/[?#].*$/, ''));
    if (to !== undefined && to !== '/help') at.set(to, (at.get(to) ?? 0) + count);
  }
  return at;
};

/** The server's links are places of the console; they may carry its folder. */
export const addressOf = (link: string): string => link.replace(/^\/console(?=\/|$)/, '') || '/';
