import { useCallback, useEffect, useRef, useState } from 'react';
import { useHref, useLocation, useNavigate, useSearchParams } from 'react-router';

/** A hand that types no more for so long has said what it wanted. */
const RESTS_MS = 300;

/** Goes to a page of the console. */
export const useGo = (): ((to: string, state?: unknown) => void) => {
  const navigate = useNavigate();
  return useCallback((to, state) => void navigate(to, { state }), [navigate]);
};

const withoutEnd = (path: string): string => path.replace(/\/$/, '');

/**
 * A filter that lives in the address, so that a page can be sent to a colleague; '' removes it. A page that was left
 * and only stands until the next one has come writes nothing any more: it would call back whoever is on the way.
 */
export const useParam = (name: string): [string, (value: string) => void] => {
  const [params, setParams] = useSearchParams();
  const here = withoutEnd(useHref(useLocation().pathname));
  const set = useCallback(
    (value: string) => {
      if (withoutEnd(location.pathname) !== here) return;
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          if (value === '') after.delete(name);
          else after.set(name, value);
          return after;
        },
        { replace: true },
      );
    },
    [name, here, setParams],
  );
  return [params.get(name) ?? '', set];
};

/**
 * A text that lives in the address while it is typed. What stands in the field is always what was typed; the address
 * follows once the hand rests. A value that came back from there would tear apart what an input method is composing and
 * throw the caret to the end; and Safari takes but a hundred addresses in half a minute.
 */
export const useTyped = (name: string): [string, (value: string) => void] => {
  const [kept, keep] = useParam(name);
  const [typed, type] = useState(kept);
  // Written from here and not seen in the address yet: it may be behind what was typed since.
  const written = useRef<string[]>([]);
  useEffect(() => {
    const at = written.current.indexOf(kept);
    // What comes from elsewhere, a link or the way back, takes the place of what stands in the field.
    if (at === -1) type(kept);
    else written.current.splice(0, at + 1);
  }, [kept]);
  useEffect(() => {
    if (typed === kept) return;
    const timer = setTimeout(() => {
      if (written.current.at(-1) !== typed) written.current.push(typed);
      keep(typed);
    }, RESTS_MS);
    return () => clearTimeout(timer);
  }, [typed, kept, keep]);
  return [typed, type];
};

/** One of a few that the address may name: the first of them where it names none, which it then needn't. */
export const useOneOf = <K extends string>(param: string, keys: readonly K[]): [K, (key: K) => void] => {
  const [named, name] = useParam(param);
  const [first] = keys;
  const go = useCallback((key: K) => name(key === first ? '' : key), [name, first]);
  return [keys.find((key) => key === named) ?? (first as K), go];
};

/** The value once it has been still for a while: what a search asks for. */
export const useStill = <T>(value: T, forMs = RESTS_MS): T => {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), forMs);
    return () => clearTimeout(timer);
  }, [value, forMs]);
  return still;
};

/** What a list is searched for, as it stands in the address (`q`) once it was typed: see `useTyped`. */
export const useAsked = (): string => useParam('q')[0];

/** Something new begins at its first field, where there is no keyboard that would come up over the page. */
export const useFirstField = (begins: boolean): void => {
  useEffect(() => {
    if (!begins || matchMedia('(hover: none)').matches) return;
    document.querySelector<HTMLElement>('#main .card input')?.focus({ preventScroll: true });
  }, [begins]);
};

/** Milliseconds since 1970, moving on every `everyMs`. */
export const useNow = (everyMs = 1000): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
};

/** Whether a media query holds; follows changes. */
export const useMedia = (query: string): boolean => {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const follow = () => setHolds(list.matches);
    list.addEventListener('change', follow);
    return () => list.removeEventListener('change', follow);
  }, [query]);
  return holds;
};
