/**
 * The sentence while it is being read: every piece that is understood is taken out, so that no two readings claim
 * the same characters and what is left at the end is what was not understood.
 */

/** Stands for a character that was taken; no pattern matches it. */
export const TAKEN = '\u0001';

export type Part = 'time' | 'where' | 'trigger' | 'kind' | 'limit' | 'reward' | 'title';

/** A piece of the input and what it was read as. */
export interface Understood {
  text: string;
  part: Part;
  meaning: string;
}

// One character in, one character out: so that every position in the plain text is a position in the input.
const plainChar = (char: string): string => {
  const folded = char.normalize('NFKC').toLowerCase();
  if (folded.length !== 1) return char;
  return folded === TAKEN || /\s/.test(folded) ? ' ' : folded;
};

/** The text in half width and lower case, character by character: `８点` → `8点`, `：` → `:`. Keeps its length. */
export const plainText = (text: string): string =>
  Array.from({ length: text.length }, (_, i) => plainChar(text[i]!)).join('');

/** Full-width digits and letters in half width; Chinese punctuation stays. For names and labels that are kept. */
export const narrow = (text: string): string =>
  text.replace(/[０-９Ａ-Ｚａ-ｚ]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));

export class Source {
  /** What is left, in half width and lower case, with {@link TAKEN} for what was taken. */
  rest: string;
  readonly plain: string;
  private readonly pieces: (Understood & { at: number })[] = [];

  constructor(readonly raw: string) {
    this.plain = plainText(raw);
    this.rest = this.plain;
  }

  /** Takes a stretch out and records what it means; without a meaning it is only taken. */
  take(at: number, length: number, part: Part, meaning?: string): void {
    this.rest = this.rest.slice(0, at) + TAKEN.repeat(length) + this.rest.slice(at + length);
    if (meaning !== undefined) this.note(at, length, part, meaning);
  }

  /** Records a meaning of a stretch that may already be taken. */
  note(at: number, length: number, part: Part, meaning: string): void {
    const text = this.raw.slice(at, at + length).trim();
    if (text !== '') this.pieces.push({ at, text, part, meaning });
  }

  /**
   * Offers every match to `read`, left to right; what it gives a meaning is taken. A match that begins in the middle
   * of a number ("2.5积分" holds no "5积分") is not offered.
   */
  each(pattern: RegExp, part: Part, read: (match: RegExpExecArray) => string | undefined): void {
    const global = new RegExp(pattern.source, 'g');
    for (let match = global.exec(this.rest); match; match = global.exec(this.rest)) {
      if (match[0] === '') {
        global.lastIndex += 1;
        continue;
      }
      const before = this.rest[match.index - 1] ?? '';
      if (/^\d/.test(match[0]) && /[\d.]/.test(before)) continue;
      const meaning = read(match);
      if (meaning !== undefined) this.take(match.index, match[0].length, part, meaning);
    }
  }

  /** What was understood, in the order of the sentence. */
  understood(): Understood[] {
    return [...this.pieces]
      .sort((a, b) => a.at - b.at)
      .map(({ text, part, meaning }) => ({ text, part, meaning }));
  }

  /** The pieces that nothing took, without the small words that carry no meaning. */
  leftovers(filler: RegExp): string[] {
    const left: string[] = [];
    for (const found of this.rest.matchAll(/[^\u0001\s,.;:!?。，、；：！？…~～"'“”‘’()（）|/\\+-]+/g)) {
      const start = found.index;
      const bare = found[0].replace(filler, (word) => ' '.repeat(word.length));
      for (const word of bare.matchAll(/\S+/g)) {
        const at = start + word.index;
        left.push(this.raw.slice(at, at + word[0].length));
      }
    }
    return left;
  }
}
