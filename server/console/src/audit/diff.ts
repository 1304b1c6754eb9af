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

/** Things that keep their `id` wherever they stand in their list. */
type Known = Record<string, unknown> & { id: string };

const areKnown = (value: unknown): value is Known[] =>
  Array.isArray(value) && value.every((one: unknown) => isPlain(one) && typeof one.id === 'string');

const idsOf = (list: readonly Known[], among: readonly Known[]): string =>
  list
    .map(({ id }) => id)
    .filter((id) => among.some((one) => one.id === id))
    .join();

/** One change for each thing that came or went, and within those that stayed; undefined when their order changed. */
const diffById = (before: readonly Known[], after: readonly Known[], path: string): Change[] | undefined => {
  if (idsOf(before, after) !== idsOf(after, before)) return undefined;
  const gone = before.filter(({ id }) => !after.some((one) => one.id === id));
  return [
    ...after.flatMap((one, i): Change[] => {
      const was = before.find(({ id }) => id === one.id);
      return was ? diff(was, one, `${path}.${i}`) : [{ path: `${path}.${i}`, after: one }];
    }),
    ...gone.map((one): Change => ({ path: `${path}.${before.indexOf(one)}`, before: one })),
  ];
};

/**
 * Where `before` and `after` differ, leaf by leaf; things in lists that have an `id` are looked at one by one, other
 * lists are compared whole. Equal things give nothing.
 */
export const diff = (before: unknown, after: unknown, path = ''): Change[] => {
  if (isPlain(before) && isPlain(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => diff(before[name], after[name], path === '' ? name : `${path}.${name}`));
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const byId = areKnown(before) && areKnown(after) ? diffById(before, after, path) : undefined;
  if (byId) return byId;
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
