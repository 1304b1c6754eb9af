/** One line at the top of the screen, away from what one taps, that goes by itself: what just happened. */
interface Line {
  text: string;
  tone: 'plain' | 'good' | 'warn';
  /** Tells two equal lines apart. */
  id: number;
}

let current: Line | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let count = 0;
const listeners = new Set<() => void>();
const show = (line: Line | undefined): void => {
  current = line;
  listeners.forEach((tell) => tell());
};

/** Long enough to be read, about fourteen letters a second, and no longer. */
const staysMs = (text: string): number => Math.min(4_500, 1_400 + text.length * 70);

/** Shows a line; a newer one takes its place. */
export const say = (text: string, tone: Line['tone'] = 'plain'): void => {
  clearTimeout(timer);
  count += 1;
  show({ text, tone, id: count });
  timer = setTimeout(() => show(undefined), staysMs(text));
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
