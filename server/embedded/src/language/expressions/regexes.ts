/** $regexMatch, $regexFind, $regexFindAll. */
import { BSONRegExp } from 'bson';
import { type Doc, type Maybe, type Value, typeName } from '../../bson/value';
import { compileRegex, type Regex } from '../regex';
import { type Build, location, named, nullish, type Operators } from './common';

const REQUIRED = ['input', 'regex'] as const;

function regexOf(name: string, regex: Maybe, options: Maybe): Regex | null {
  if (nullish(regex)) return null;
  if (!nullish(options) && typeof options !== 'string')
    throw location(51106, `${name} needs 'options' to be of type string`);
  if (regex instanceof BSONRegExp) {
    if (regex.options !== '' && !nullish(options))
      throw location(51107, `${name} found regex option(s) specified in both 'regex' and 'option' fields`);
    return compileRegex(regex.pattern, regex.options || (options ?? ''));
  }
  if (typeof regex !== 'string') throw location(51105, `${name} needs 'regex' to be of type string or regex`);
  return compileRegex(regex, options ?? '');
}

const operator =
  (run: (subject: string, regex: Regex) => Value, empty: () => Value): Build =>
  (operand, c, name) => {
    const parts = named(name, operand, ['input', 'regex', 'options'], REQUIRED, {
      shape: 51103,
      unknown: 31024,
      missing: 31022,
    });
    const input = c.compile(parts.input!);
    const pattern = c.compile(parts.regex!);
    const flags = parts.options === undefined ? () => undefined : c.compile(parts.options);
    let last: { regex: Maybe; options: Maybe; compiled: Regex | null } | undefined;
    return (root) => {
      const subject = input(root);
      const [regex, options] = [pattern(root), flags(root)];
      if (!last || last.regex !== regex || last.options !== options)
        last = { regex, options, compiled: regexOf(name, regex, options) };
      if (nullish(subject) || !last.compiled) return empty();
      if (typeof subject !== 'string')
        throw location(51104, `${name} needs 'input' to be of type string, not ${typeName(subject)}`);
      return run(subject, last.compiled);
    };
  };

/** One match as MongoDB reports it; positions count code points. */
function found(m: RegExpMatchArray, subject: string): Doc {
  return new Map<string, Value>([
    ['match', m[0]],
    ['idx', Array.from(subject.slice(0, m.index)).length],
    ['captures', m.slice(1).map((g): Value => (g as string | undefined) ?? null)],
  ]);
}

export const regexes: Operators = {
  $regexMatch: operator(
    (subject, regex) => regex.test(subject),
    () => false,
  ),
  $regexFind: operator(
    (subject, regex) => {
      regex.guard(subject);
      const m = regex.withFlags('').exec(subject);
      return m ? found(m, subject) : null;
    },
    () => null,
  ),
  $regexFindAll: operator(
    (subject, regex) => {
      regex.guard(subject);
      return [...subject.matchAll(regex.withFlags('g'))].map((m): Value => found(m, subject));
    },
    () => [],
  ),
};
