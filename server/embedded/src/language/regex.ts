/**
 * MongoDB's regular expressions (PCRE, UTF-8) on JavaScript's engine.
 *
 * Patterns are translated token by token; what JavaScript cannot express is refused by name. Because JavaScript
 * backtracks without a limit, a pattern is given a cost: `degree` n means that time may grow with the n-th power of
 * the subject's length, infinity that it may double with each character (a repeated group that repeats or chooses
 * inside). Subjects so long that a match could hold the server for about a second are refused.
 */
import { BSONRegExp } from 'bson';
import { badValue, MongoError } from '../errors';
import { translate } from './regex-translate';

const MAX_PATTERN = 32_764;
const MAX_STEPS = 1e9;
const MAX_EXPONENTIAL_SUBJECT = 24;

/** A compiled pattern with its guard. */
export interface Regex {
  /** Whether it matches anywhere. Throws BadValue (2) on a subject too long for the pattern's cost. */
  test(subject: string): boolean;
  /** Throws as `test` does. */
  guard(subject: string): void;
  /** For finding: with the flags given. */
  withFlags(flags: string): RegExp;
}

const invalid = (reason: string) =>
  new MongoError(51091, 'Location51091', `Regular expression is invalid: ${reason}`);

/** Compiles a pattern. Errors: 51091 invalid, 51108 unknown flag, 115 for constructs that are not supported. */
export function compileRegex(pattern: string, options: string): Regex {
  if (pattern.length > MAX_PATTERN) throw invalid('regular expression is too large');
  if (pattern.includes('\0')) throw badValue('Regular expression cannot contain an embedded null byte');
  for (const flag of options)
    if (!'imsxu'.includes(flag))
      throw new MongoError(51108, 'Location51108', `invalid flag in regex options: ${flag}`);
  const { source, ignoreCase, degree } = translate(pattern, options);
  const flags = ignoreCase ? 'iu' : 'u';
  let engine: RegExp;
  try {
    engine = new RegExp(source, flags);
  } catch (e) {
    throw invalid(e instanceof Error ? e.message : 'syntax');
  }
  const longest =
    degree === Infinity
      ? MAX_EXPONENTIAL_SUBJECT
      : degree <= 1
        ? Infinity
        : Math.floor(MAX_STEPS ** (1 / degree));
  const guard = (subject: string) => {
    if (subject.length > longest)
      throw badValue(
        `Regular expression /${pattern.slice(0, 100)}/ could take too long on a string of ${subject.length} characters: ` +
          `the embedded database tries it on up to ${longest}; anchor it or use fewer repetitions`,
      );
  };
  return {
    guard,
    test(subject) {
      if (longest !== Infinity) guard(subject);
      return engine.test(subject);
    },
    withFlags: (more) => new RegExp(source, flags + more),
  };
}

/** The same for a BSON regular expression. */
export const compileBsonRegex = (r: BSONRegExp): Regex => compileRegex(r.pattern, r.options);
