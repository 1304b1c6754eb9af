const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/**
 * A name of one character or of digits only says itself in any sentence (扣 1, 好): it counts as a name only where
 * a list or a greeting names people, i.e. after 、：欢迎 or before 、～.
 */
const alone = (name: string): string =>
  `(?<=[、：:]\\s?|欢迎\\s)${escaped(name)}(?![\\p{L}\\p{N}])|(?<![\\p{L}\\p{N}])${escaped(name)}(?=[、～])`;

const isWeak = (name: string): boolean => /^.$/u.test(name) || /^[\p{N}\s]+$/u.test(name);

/** Finds any of the names in a text; undefined when there is none to look for. Longer names are found first. */
function namePattern(names: readonly string[]): RegExp | undefined {
  const parts = [...new Set(names)]
    .filter((name) => name !== '')
    .sort((a, b) => b.length - a.length)
    .map((name) => (isWeak(name) ? alone(name) : escaped(name)));
  return parts.length === 0 ? undefined : new RegExp(parts.join('|'), 'gu');
}

/** A text in which `mark` stands where one of these names stood; the same text when none did. */
export function withoutNames(text: string, names: readonly string[], mark: string): string {
  const pattern = namePattern(names);
  return pattern ? text.replace(pattern, mark) : text;
}

/** Fields in which people write freely about people; all others hold facts, which may look like a name. */
const FREE_TEXT = new Set(['reason', 'note', 'liftReason']);

/**
 * A record without these names: values that are a name or an identity, and mentions in free text. A record that
 * merely contains the same characters elsewhere (somebody is called 咖啡, an activity is for 咖啡群) stays as it is.
 * Answers the very same value when nothing had to go.
 */
export function recordWithoutNames(
  value: unknown,
  names: readonly string[],
  mark: string,
  key = '',
): unknown {
  if (typeof value === 'string') {
    if (names.includes(value)) return mark;
    return FREE_TEXT.has(key) ? withoutNames(value, names, mark) : value;
  }
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => recordWithoutNames(item, names, mark, key));
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  const entries = Object.entries(value);
  const cleaned = entries.map(
    ([field, item]) => [field, recordWithoutNames(item, names, mark, field)] as const,
  );
  return cleaned.some(([, item], i) => item !== entries[i]![1]) ? Object.fromEntries(cleaned) : value;
}
