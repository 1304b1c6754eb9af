/** Something that was opened from the search before. */
interface Opened {
  kind: string;
  name: string;
  note: string;
  to: string;
}

const KEPT = 'kouyi.search.recent';
const MOST = 6;

const isOpened = (one: unknown): one is Opened =>
  typeof one === 'object' &&
  one !== null &&
  ['kind', 'name', 'note', 'to'].every(
    (field) => typeof (one as Record<string, unknown>)[field] === 'string',
  );

/** What was opened before, the latest first. `whose`: machines of a shop are shared, what one looked at is one's own. */
export const openedBefore = (whose: string, store: Pick<Storage, 'getItem'> = localStorage): Opened[] => {
  try {
    const kept = JSON.parse(store.getItem(`${KEPT}.${whose}`) ?? '[]') as unknown;
    return Array.isArray(kept) ? kept.filter(isOpened).slice(0, MOST) : [];
  } catch {
    // Not written by us: as if nothing had been opened.
    return [];
  }
};

/** Remembers what was opened; each page stands once. */
export const rememberOpened = (
  whose: string,
  { kind, name, note, to }: Opened,
  store: Pick<Storage, 'getItem' | 'setItem'> = localStorage,
): void => {
  const others = openedBefore(whose, store).filter((one) => one.to !== to);
  const all = [{ kind, name, note, to }, ...others].slice(0, MOST);
  try {
    store.setItem(`${KEPT}.${whose}`, JSON.stringify(all));
  } catch {
    // The browser has no room left: it is opened all the same.
  }
};
