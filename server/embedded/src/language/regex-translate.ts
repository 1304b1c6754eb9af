/** PCRE source to JavaScript source (with the `u` flag), with a bound on how its matching time may grow. */
import { MongoError, notSupported } from '../errors';

/** A translated pattern. `degree`: see regex.ts. */
export interface Translated {
  source: string;
  ignoreCase: boolean;
  degree: number;
}

const SPACE = ' \\t\\n\\r\\f\\v';
const CLASSES: Record<string, string> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: SPACE,
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`\\{-~',
  xdigit: '0-9a-fA-F',
  word: '\\w',
  cntrl: '\\x00-\\x1f\\x7f',
  print: ' -~',
  graph: '!-~',
};
const START = '(?<![\\s\\S])';
const END = '(?![\\s\\S])';

const invalid = (reason: string) =>
  new MongoError(51091, 'Location51091', `Regular expression is invalid: ${reason}`);

/** One open group while reading: does it repeat or choose inside, and how do its branches begin? */
interface Frame {
  repeats: boolean;
  branches: (string | null)[];
  atStart: boolean;
}

export function translate(pattern: string, options: string): Translated {
  return new Translator(pattern, options).run();
}

class Translator {
  private at = 0;
  private out = '';
  private ignoreCase: boolean;
  private multiline: boolean;
  private dotAll: boolean;
  private extended: boolean;
  private repeats = 0;
  private lastRepeatEnd = -1;
  private exponential = false;
  private anchored = false;
  private readonly frames: Frame[] = [newFrame()];
  /** The frame of the group that has just closed, for a quantifier that follows. */
  private closed: Frame | undefined;

  constructor(
    private readonly pattern: string,
    options: string,
  ) {
    this.ignoreCase = options.includes('i');
    this.multiline = options.includes('m');
    this.dotAll = options.includes('s');
    this.extended = options.includes('x');
  }

  run(): Translated {
    this.leadingSettings();
    this.anchored = this.pattern[this.at] === '^' && !this.multiline;
    while (this.at < this.pattern.length) this.token();
    if (this.frames.length > 1) throw invalid('missing closing parenthesis');
    if (this.frames[0]!.branches.length > 1) this.anchored = false;
    const inner =
      this.lastRepeatEnd === this.out.length && this.repeats > 0 ? this.repeats - 1 : this.repeats;
    const degree = this.exponential ? Infinity : inner + (this.anchored ? 0 : 1);
    return { source: this.out, ignoreCase: this.ignoreCase, degree };
  }

  private leadingSettings(): void {
    for (;;) {
      const rest = this.pattern.slice(this.at);
      const settings = /^\(\?([imsx]+)\)/.exec(rest);
      const verb = /^\(\*UTF8?\)/.exec(rest);
      if (!settings && !verb) return;
      for (const flag of settings?.[1] ?? '') {
        if (flag === 'i') this.ignoreCase = true;
        if (flag === 'm') this.multiline = true;
        if (flag === 's') this.dotAll = true;
        if (flag === 'x') this.extended = true;
      }
      this.at += (settings ?? verb)![0].length;
    }
  }

  private get frame(): Frame {
    return this.frames[this.frames.length - 1]!;
  }

  /** Emits one atom; `first` is the literal character it begins with, or null when it is no single one. */
  private atom(text: string, first: string | null): void {
    this.begin(first);
    this.out += text;
    this.closed = undefined;
  }

  private begin(first: string | null): void {
    if (!this.frame.atStart) return;
    this.frame.branches[this.frame.branches.length - 1] = first;
    this.frame.atStart = false;
  }

  private token(): void {
    const c = this.pattern[this.at]!;
    switch (c) {
      case '\\':
        return this.escape();
      case '[':
        return this.bracket();
      case '(':
        return this.open();
      case ')': {
        if (this.frames.length === 1) throw invalid('unmatched closing parenthesis');
        const inner = this.frames.pop()!;
        this.closed = inner;
        if (inner.repeats) this.frame.repeats = true;
        this.out += ')';
        this.at++;
        return;
      }
      case '|':
        this.frame.branches.push(null);
        this.frame.atStart = true;
        this.out += '|';
        this.at++;
        return;
      case '*':
      case '+':
      case '?':
        return this.quantifier(c, c !== '?', c === '?' ? 1 : Infinity);
      case '{': {
        const m = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.pattern.slice(this.at));
        if (!m) break;
        const max = m[2] === undefined ? Number(m[1]) : m[3] === '' ? Infinity : Number(m[3]);
        return this.quantifier(m[0], max > 10, max);
      }
      case '^':
        this.out += this.multiline ? `(?<=\\n|${START})` : '^';
        this.at++;
        return;
      case '$':
        this.out += this.multiline ? `(?=\\n|${END})` : `(?=\\n?${END})`;
        this.at++;
        return;
      case '.':
        this.at++;
        return this.atom(this.dotAll ? '[^]' : '[^\\n]', null);
      default:
    }
    if (this.extended && /\s/.test(c)) {
      this.at++;
      return;
    }
    if (this.extended && c === '#') {
      const end = this.pattern.indexOf('\n', this.at);
      this.at = end < 0 ? this.pattern.length : end + 1;
      return;
    }
    const char = String.fromCodePoint(this.pattern.codePointAt(this.at)!);
    this.at += char.length;
    this.atom('{}]/'.includes(char) ? `\\${char}` : char, char);
  }

  private quantifier(text: string, many: boolean, max: number): void {
    if (this.out === '' || this.pattern[this.at - 1] === '|' || this.pattern[this.at - 1] === '(')
      throw invalid('quantifier does not follow a repeatable item');
    this.at += text.length;
    const next = this.pattern[this.at];
    if (next === '+') throw notSupported('a possessive quantifier in a regular expression');
    this.out += text;
    if (next === '?') {
      this.out += '?';
      this.at++;
    }
    if (max > 1000 && max !== Infinity)
      throw notSupported('a regular expression that repeats more than 1000 times');
    const group = this.closed;
    // Cautious: a branch with an optional part counts as one that may begin with anything.
    if (text === '*' || text === '?' || text.startsWith('{0'))
      this.frame.branches[this.frame.branches.length - 1] = null;
    if (many) {
      if (group && (group.repeats || ambiguous(group.branches))) this.exponential = true;
      this.repeats++;
      this.frame.repeats = true;
      this.lastRepeatEnd = this.out.length;
    } else if (group && text !== '?' && (group.repeats || ambiguous(group.branches))) {
      // A group repeated a few times multiplies its own repetitions.
      this.repeats += Math.min(max, 10) - 1;
    }
    this.closed = undefined;
  }

  private open(): void {
    const rest = this.pattern.slice(this.at);
    const comment = /^\(\?#[^)]*\)/.exec(rest);
    if (comment) {
      this.at += comment[0].length;
      return;
    }
    const named = /^\(\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/.exec(rest);
    const backName = /^\(\?P=([A-Za-z_]\w*)\)/.exec(rest);
    const plain = /^\((?:\?(?:<?[=!]|:))?/.exec(rest)![0];
    if (backName) {
      this.at += backName[0].length;
      this.repeats++;
      return this.atom(`\\k<${backName[1]}>`, null);
    }
    if (!named && plain === '(' && (rest[1] === '?' || rest[1] === '*'))
      throw notSupported(`"${rest.slice(0, 4)}" in a regular expression`);
    this.begin(null);
    this.at += (named ? named[0] : plain).length;
    this.out += named ? `(?<${named[1] ?? named[2]}>` : plain;
    this.frames.push(newFrame());
    this.closed = undefined;
  }

  private escape(): void {
    const rest = this.pattern.slice(this.at);
    const c = rest[1];
    if (c === undefined) throw invalid('\\ at end of pattern');
    if (c === 'Q') {
      const end = this.pattern.indexOf('\\E', this.at + 2);
      const text = this.pattern.slice(this.at + 2, end < 0 ? undefined : end);
      for (const char of text) this.atom(char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'), char);
      this.at = end < 0 ? this.pattern.length : end + 2;
      return;
    }
    if (c === 'E') {
      this.at += 2;
      return;
    }
    const fixed: Record<string, string> = { A: '^', Z: `(?=\\n?${END})`, z: END, b: '\\b', B: '\\B' };
    if (fixed[c] !== undefined) {
      if (c === 'A' && this.out === '') this.anchored = true;
      this.out += fixed[c];
      this.at += 2;
      return;
    }
    if (/[1-9]/.test(c)) {
      const digits = /^\\(\d+)/.exec(rest)!;
      this.at += digits[0].length;
      this.repeats++;
      return this.atom(`(?:${digits[0]})`, null);
    }
    const { text, length, first } = simpleEscape(rest, false);
    this.at += length;
    this.atom(text, first);
  }

  private bracket(): void {
    const { pattern } = this;
    let i = this.at + 1;
    let text = '[';
    if (pattern[i] === '^') {
      text += '^';
      i++;
    }
    let first = true;
    for (; ; first = false) {
      const c = pattern[i];
      if (c === undefined) throw invalid('missing terminating ] for character class');
      if (c === ']' && !first) break;
      const posix = /^\[:(\^?)(\w+):\]/.exec(pattern.slice(i, i + 14));
      if (posix) {
        const members = CLASSES[posix[2]!];
        if (members === undefined) throw invalid('unknown POSIX class name');
        if (posix[1] === '^') throw notSupported('a negated POSIX class in a regular expression');
        text += members;
        i += posix[0].length;
      } else if (c === '\\') {
        const piece = simpleEscape(pattern.slice(i), true);
        text += piece.text;
        i += piece.length;
      } else {
        text += c === ']' || c === '[' ? `\\${c}` : c;
        i++;
      }
    }
    this.at = i + 1;
    this.atom(`${text}]`, null);
  }
}

function newFrame(): Frame {
  return { repeats: false, branches: [null], atStart: true };
}

/** Whether two branches may begin alike, so that a repetition could go several ways. */
function ambiguous(branches: (string | null)[]): boolean {
  if (branches.length < 2) return false;
  if (branches.includes(null)) return true;
  return new Set(branches.map((b) => b!.toLowerCase())).size < branches.length;
}

/** Escapes that stand for one character or a class of them. */
function simpleEscape(
  rest: string,
  inClass: boolean,
): { text: string; length: number; first: string | null } {
  const c = String.fromCodePoint(rest.codePointAt(1) ?? 0);
  const set = (text: string) => ({ text, length: 2, first: null });
  if ('dDwWnrtf'.includes(c)) return set(`\\${c}`);
  if (c === 's') return set(inClass ? SPACE : `[${SPACE}]`);
  if (c === 'S' && !inClass) return set(`[^${SPACE}]`);
  if (c === 'h') return set(inClass ? ' \\t' : '[ \\t]');
  if (c === 'v') return set(inClass ? '\\n\\v\\f\\r' : '[\\n\\v\\f\\r]');
  if (c === 'R' && !inClass) return set('(?:\\r\\n|[\\n\\v\\f\\r])');
  if (c === 'N' && !inClass) return set('[^\\n]');
  if (c === 'e') return set('\\x1b');
  if (c === 'a') return set('\\x07');
  if (c === 'b' && inClass) return set('\\x08');
  const hex = /^\\x(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{2}))/.exec(rest);
  if (hex) return { text: `\\u{${hex[1] ?? hex[2]}}`, length: hex[0].length, first: null };
  const octal = /^\\0([0-7]{0,2})/.exec(rest);
  if (octal)
    return {
      text: `\\u{${parseInt(octal[1] || '0', 8).toString(16)}}`,
      length: octal[0].length,
      first: null,
    };
  const property = /^\\([pP])(?:\{(\^?)(\w+)\}|(\w))/.exec(rest);
  if (property) {
    const negated = (property[1] === 'P') !== (property[2] === '^');
    const name = property[3] ?? property[4]!;
    const script = /^[A-Z][a-z]{2,}/.test(name) && name !== 'Any' ? `Script=${name}` : name;
    return { text: `\\${negated ? 'P' : 'p'}{${script}}`, length: property[0].length, first: null };
  }
  if (/[A-Za-z0-9]/.test(c)) throw notSupported(`\\${c} in a regular expression`);
  const needsEscape = '^$\\.*+?()[]{}|/'.includes(c) || (inClass && c === '-');
  return { text: needsEscape ? `\\${c}` : c, length: 1 + c.length, first: c };
}
