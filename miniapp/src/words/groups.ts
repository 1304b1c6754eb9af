/**
 * Things under the name that each has, names and things in the order they came.
 *
 * @example grouped(entries, ({ at }) => monthWord(at, nowMs())) // [['11月', […]], ['10月', […]]]
 */
export const grouped = <T>(
  items: readonly T[],
  nameOf: (item: T) => string,
): [name: string, items: T[]][] => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    const known = groups.get(name);
    if (known) known.push(item);
    else groups.set(name, [item]);
  }
  return [...groups];
};
