/** One line at the bottom of the screen that goes by itself: what just happened. */
interface Line {
  text: string;
  tone: 'plain' | 'good' | 'warn';
  /** Tells two equal lines apart. */
  id: number;
}

const STAYS_MS = 3_600;
let current: Line | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let count = 0;
const listeners = new Set<() => void>();
const show = (line: Line | undefined): void => {
  current = line;
  listeners.forEach((tell) => tell());
};

/** Shows a line; a newer one takes its place. */
export const say = (text: string, tone: Line['tone'] = 'plain'): void => {
  clearTimeout(timer);
  count += 1;
  show({ text, tone, id: count });
  timer = setTimeout(() => show(undefined), STAYS_MS);
};

/** Takes the line away: what it spoke of is over. */
export const hush = (): void => {
  clearTimeout(timer);
  show(undefined);
};

/** The line on show. */
export const lineNow = (): Line | undefined => current;

/** Calls `tell` on every change; returns how to stop. */
export const onLine = (tell: () => void): (() => void) => {
  listeners.add(tell);
  return () => void listeners.delete(tell);
};
