import { LruMap } from './collections';

/** An answer is kept for so many times as long as it took to find: at most a twentieth of the time is spent on it. */
const KEPT_TIMES = 20;
const KEPT_MAX_MS = 120_000;

/**
 * Answers that many screens ask for every few seconds, found anew as often as they are cheap: a small brand sees every
 * change at once, a large one waits a little. Until an answer is found, everybody who asks waits for the same one;
 * a failure is not kept.
 */
export function keptAnswers<T>(maxKeys: number): (key: string, find: () => Promise<T>) => Promise<T> {
  const recent = new LruMap<string, { until: number; answer: Promise<T> }>(maxKeys);
  return (key, find) => {
    const startedAt = performance.now();
    const known = recent.get(key);
    if (known && startedAt < known.until) return known.answer;
    const entry = { until: Infinity, answer: find() };
    recent.set(key, entry);
    entry.answer.then(
      () => {
        const tookMs = performance.now() - startedAt;
        entry.until = performance.now() + Math.min(KEPT_MAX_MS, KEPT_TIMES * tookMs);
      },
      () => recent.delete(key),
    );
    return entry.answer;
  };
}
