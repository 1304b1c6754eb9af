/** Counts that operators take as operands. */
import { exactInt } from '../bson/numbers';
import { isNumeric, type Maybe } from '../bson/value';
import { location } from './expressions/common';
import { show } from './show';

/** `n` of the N operators: a positive whole number. */
export function positiveCount(name: string, v: Maybe): number {
  if (!isNumeric(v)) throw location(5787902, `Value for 'n' must be of integral type, but found ${show(v)}`);
  const n = exactInt(v);
  if (n === undefined)
    throw location(5787903, `Value for 'n' must be of integral type, but found ${show(v)}`);
  if (n <= 0) throw location(5787908, `'n' must be greater than 0, found ${show(v)} for ${name}`);
  return n;
}
