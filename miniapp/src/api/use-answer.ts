import { useCallback, useEffect, useRef, useState } from 'react';
import { keep, recall } from '@/platform/storage';
import { call } from './call';
import { nowMs } from './now';
import type { Refusal } from './refusal';
import type { AnswerOf, AskOf, RouteName } from './routes';
import { session } from './session';

/** An answer on its way, arrived, or failed; `value` stays while a newer one is fetched or fails to come. */
export interface Asked<T> {
  value?: T;
  refusal?: Refusal;
  /** Nothing to show yet. */
  loading: boolean;
  /** When `value` was true, if it is the phone's copy and not the server's answer of now. Milliseconds since 1970. */
  copyOf?: number;
  /** Asks again; resolves when the answer is there. */
  refresh: () => Promise<void>;
  /** Shows a value that another call returned. */
  replace: (value: T) => void;
}

interface State<T> {
  key: string;
  value?: T;
  refusal?: Refusal;
  copyOf?: number;
}

interface Kept<T> {
  at: number;
  value: T;
}

/**
 * Asks once when the page opens and keeps the last answer on the phone, so that a page is never empty for want of a
 * network. `on: false` asks nothing, not even when it is asked again.
 */
export const useAnswer = <N extends RouteName>(
  name: N,
  input: AskOf<N>,
  options: { on?: boolean } = {},
): Asked<AnswerOf<N>> => {
  const on = options.on ?? true;
  const asked = JSON.stringify(input);
  const key = `answer:${name}:${session()?.personId ?? ''}:${asked}`;
  const [state, setState] = useState<State<AnswerOf<N>>>(() => opening(key));
  const latest = useRef(key);
  latest.current = key;
  // Answers may overtake each other: an older one never takes the place of what is shown.
  const turn = useRef({ asked: 0, shown: 0 });

  const refresh = useCallback(async (): Promise<void> => {
    if (!on) return;
    const mine = (turn.current.asked += 1);
    const answer = await call(name, JSON.parse(asked) as AskOf<N>);
    // The person may have moved on to another month or signed out meanwhile; that answer is nobody's any more.
    if (latest.current !== key || mine < turn.current.shown) return;
    if (answer.ok) {
      turn.current.shown = mine;
      keep(key, { at: nowMs(), value: answer.value } satisfies Kept<AnswerOf<N>>);
      setState({ key, value: answer.value });
    } else {
      setState((before) => ({ ...(before.key === key ? before : opening(key)), refusal: answer.refusal }));
    }
  }, [on, name, asked, key]);

  useEffect(() => {
    if (!on) return;
    setState((before) => (before.key === key ? before : opening(key)));
    void refresh();
  }, [on, key, refresh]);

  const replace = useCallback(
    (value: AnswerOf<N>) => {
      turn.current.shown = turn.current.asked += 1;
      setState({ key, value });
    },
    [key],
  );
  const shown: State<AnswerOf<N>> = state.key === key ? state : opening(key);
  return {
    value: shown.value,
    refusal: shown.refusal,
    copyOf: shown.copyOf,
    loading: shown.value === undefined && shown.refusal === undefined,
    refresh,
    replace,
  };
};

const opening = <T>(key: string): State<T> => {
  const kept = recall(key) as Kept<T> | null | undefined;
  return kept ? { key, value: kept.value, copyOf: kept.at } : { key };
};
