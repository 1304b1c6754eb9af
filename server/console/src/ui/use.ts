import { useCallback, useEffect, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';

/** Goes to a page of the console. */
export const useGo = (): ((to: string, state?: unknown) => void) => {
  const navigate = useNavigate();
  return useCallback((to, state) => void navigate(to, { state }), [navigate]);
};

/** A filter that lives in the address, so that a page can be sent to a colleague; '' removes it. */
export const useParam = (name: string): [string, (value: string) => void] => {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (value: string) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          if (value === '') after.delete(name);
          else after.set(name, value);
          return after;
        },
        { replace: true },
      ),
    [name, setParams],
  );
  return [params.get(name) ?? '', set];
};

/** One of a few that the address may name: the first of them where it names none, which it then needn't. */
export const useOneOf = <K extends string>(param: string, keys: readonly K[]): [K, (key: K) => void] => {
  const [named, name] = useParam(param);
  const [first] = keys;
  const go = useCallback((key: K) => name(key === first ? '' : key), [name, first]);
  return [keys.find((key) => key === named) ?? (first as K), go];
};

/** The value once it has been still for a while: what a search asks for. */
export const useStill = <T>(value: T, forMs = 300): T => {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), forMs);
    return () => clearTimeout(timer);
  }, [value, forMs]);
  return still;
};

/** The name that is looked for, as it stands in the address (`q`), once it has been still for a while. */
export const useAsked = (): string => useStill(useParam('q')[0]);

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
