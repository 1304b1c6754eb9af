/** A stretch of the sentence: understood as a part, left aside, or between. */
export interface Stretch {
  text: string;
  part?: string;
  ignored?: boolean;
}

interface Found {
  from: number;
  to: number;
  part?: string;
  ignored?: boolean;
}

const place = (text: string, piece: string, taken: Found[]): number => {
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1))
    if (!taken.some(({ from, to }) => at < to && at + piece.length > from)) return at;
  return -1;
};

/**
 * Cuts the sentence into what was understood, what was left aside and the rest; longer pieces are placed first, and
 * a piece that stands twice takes the next free place.
 */
export const highlight = (
  sentence: string,
  understood: readonly { text: string; part: string }[],
  ignored: readonly string[],
): Stretch[] => {
  const pieces = [
    ...understood.map(({ text, part }) => ({ text, part })),
    ...ignored.map((text) => ({ text, ignored: true })),
  ].sort((a, b) => b.text.length - a.text.length);
  const taken: Found[] = [];
  for (const { text, ...how } of pieces) {
    const from = text === '' ? -1 : place(sentence, text, taken);
    if (from >= 0) taken.push({ from, to: from + text.length, ...how });
  }
  taken.sort((a, b) => a.from - b.from);
  const stretches: Stretch[] = [];
  let at = 0;
  for (const { from, to, ...how } of taken) {
    if (from > at) stretches.push({ text: sentence.slice(at, from) });
    stretches.push({ text: sentence.slice(from, to), ...how });
    at = to;
  }
  if (at < sentence.length) stretches.push({ text: sentence.slice(at) });
  return stretches;
};
