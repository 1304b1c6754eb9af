/** Numbers as people write them: 50, ５０, 五十, 两百, 一百五十, 一千五. */

const DIGITS: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const UNITS: Record<string, number> = { 十: 10, 百: 100, 千: 1_000, 万: 10_000 };

/** Pattern source of a number; use with {@link numberOf}. */
export const NUM = '(?:\\d{1,9}|[零〇一二两三四五六七八九十百千万]{1,9})';

/**
 * The whole number that a text says, or undefined: "二三" is no number (it is "two or three"), nor is "百".
 * "一千五" is 1500, as it is spoken.
 */
export const numberOf = (text: string): number | undefined => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  let lastUnit = 0;
  let zero = false;
  for (const char of text) {
    const unit = UNITS[char];
    const value = DIGITS[char];
    if (value !== undefined) {
      if (digit !== undefined && digit !== 0) return undefined;
      zero = value === 0;
      if (value !== 0 || text.length === 1) digit = value;
    } else if (unit !== undefined) {
      if (digit === undefined && !(unit === 10 && section === 0)) {
        if (unit !== 10_000 || section === 0) return undefined;
      }
      if (unit === 10_000) {
        total = (total + section + (digit ?? 0)) * unit;
        section = 0;
      } else section += (digit ?? 1) * unit;
      digit = undefined;
      lastUnit = unit;
      zero = false;
    } else return undefined;
  }
  if (digit !== undefined)
    section += lastUnit >= 100 && !zero && !/零.$/.test(text) ? digit * (lastUnit / 10) : digit;
  return total + section;
};
