import type { SystemPart } from '@kouyi/shared/contracts';

type State = SystemPart['state'];

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** How long something waited in words: `还没有`, `3 秒`, `12 分钟`, `5 小时`, `3 天`. */
export function agoInWords(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.max(0, Math.round(ms / 1000))} 秒`;
  if (ms < 60 * MINUTE_MS) return `${Math.round(ms / MINUTE_MS)} 分钟`;
  return ms < 2 * DAY_MS ? `${Math.round(ms / (60 * MINUTE_MS))} 小时` : `${Math.floor(ms / DAY_MS)} 天`;
}

/** The state of a queue: by how long its oldest has waited, and by what was given up. */
export function queueState({ oldestMs, stuck }: { oldestMs: number; stuck: number }): State {
  if (stuck > 0 || oldestMs > 5 * MINUTE_MS) return 'bad';
  return oldestMs > 15_000 ? 'care' : 'good';
}

/** A backup is to be made every day; after three days without one it is time to worry. */
export function backupState(ageMs: number | undefined): State {
  if (ageMs === undefined) return 'care';
  if (ageMs <= 1.5 * DAY_MS) return 'good';
  return ageMs <= 3 * DAY_MS ? 'care' : 'bad';
}

const GB = 1024 ** 3;

/** The state of a disk by what is free. */
export const diskState = (freeBytes: number): State =>
  freeBytes < GB ? 'bad' : freeBytes < 5 * GB ? 'care' : 'good';

/** `3.2 GB`. */
export const gigabytes = (bytes: number): string => `${(bytes / GB).toFixed(1)} GB`;

const WORST: readonly State[] = ['bad', 'care', 'good', 'off'];

/** The worst of some states. */
export const worst = (...states: readonly State[]): State =>
  WORST.find((state) => states.includes(state)) ?? 'good';
