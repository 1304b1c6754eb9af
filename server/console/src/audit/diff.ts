import { isRule } from './condition';

/** One place where two things differ; absent on a side: not there. */
export interface Change {
  path: string;
  before?: unknown;
  after?: unknown;
}

// A rule is one thing: its parts mean nothing by themselves.
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isRule(value);

const saysNothing = (value: unknown): boolean =>
  value === false || value === '' || value === null || (Array.isArray(value) && value.length === 0);

/** Where `before` and `after` differ, leaf by leaf; lists are compared whole. Equal things give nothing. */
export const diff = (before: unknown, after: unknown, path = ''): Change[] => {
  if (isPlain(before) && isPlain(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => diff(before[name], after[name], path === '' ? name : `${path}.${name}`));
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isPlain(before) && after === undefined)
    return Object.entries(before).flatMap(([name, value]) =>
      diff(value, undefined, path === '' ? name : `${path}.${name}`),
    );
  if (isPlain(after) && before === undefined)
    return Object.entries(after).flatMap(([name, value]) =>
      diff(undefined, value, path === '' ? name : `${path}.${name}`),
    );
  // A new thing is told by what it has, not by what it could have had.
  if (before === undefined && saysNothing(after)) return [];
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
};
