import { Checkbox } from 'antd';
import type { ReactNode } from 'react';

/** Rows of a table that can be chosen, to do one thing with all of them. */
export interface Picks<T> {
  /** What a row is called, for who does not see that its box stands beside it. */
  nameOf: (row: T) => string;
  /** Only these have a box. */
  may: (row: T) => boolean;
  keys: ReadonlySet<string>;
  onPick: (keys: ReadonlySet<string>) => void;
}

/** The choice with one more, or one less if it was in it. */
export const turned = (keys: ReadonlySet<string>, key: string): Set<string> => {
  const after = new Set(keys);
  if (!after.delete(key)) after.add(key);
  return after;
};

/** A row's box before what it is called; where there is none its room stays, so that the names stand in one line. */
export const PickOne = <T,>({
  picks,
  row,
  on,
  onTurn,
  children,
}: {
  picks: Picks<T>;
  row: T;
  on: boolean;
  onTurn: (() => void) | undefined;
  children: ReactNode;
}) => (
  <div className="picks">
    {/* A click beside the box by a hair is not meant to open the row. */}
    <span onClick={(event) => event.stopPropagation()}>
      {onTurn && <Checkbox aria-label={`选中${picks.nameOf(row)}`} checked={on} onChange={onTurn} />}
    </span>
    <div>{children}</div>
  </div>
);

/** All that are in sight and can be chosen, or none of them. */
export const PickAll = <T,>({
  picks: { may, keys, onPick },
  rows,
  keyOf,
}: {
  picks: Picks<T>;
  rows: T[];
  keyOf: (row: T) => string;
}) => {
  const able = rows.filter(may).map(keyOf);
  const on = able.filter((key) => keys.has(key)).length;
  return (
    <span className="picks">
      <Checkbox
        aria-label="全选"
        disabled={able.length === 0}
        checked={on > 0 && on === able.length}
        indeterminate={on > 0 && on < able.length}
        onChange={({ target }) => onPick(new Set(target.checked ? able : []))}
      />
    </span>
  );
};
