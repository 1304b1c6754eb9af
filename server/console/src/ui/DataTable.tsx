import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Rows } from '../api';
import { PickAll, PickOne, type Picks, turned } from './Picks';
import { Paged } from './Paged';
import './table.scss';

/** One column: its heading, what stands in it, `end` for figures, `wide` for what needs a phone's whole width. */
export interface Column<T> {
  head: string;
  cell: (row: T) => ReactNode;
  end?: boolean;
  wide?: boolean;
  width?: number | string;
}

interface Props<T> {
  columns: Column<T>[];
  rows: T[];
  keyOf: (row: T) => string;
  /** Click or Enter on a row; ↑ and ↓ (or k and j), Home and End move between rows. */
  onOpen?: ((row: T) => void) | undefined;
  pickedKey?: string | undefined;
  /** Rows that can be chosen to do one thing with all of them; Space chooses the row one stands on. */
  picks?: Picks<T> | undefined;
  label: string;
}

const rowsOf = (row: HTMLElement): HTMLElement[] => [
  ...(row.closest('table')?.querySelectorAll<HTMLElement>('tr.opens') ?? []),
];

const down = (at: number): number => at + 1;
const up = (at: number): number => at - 1;

const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowDown: down,
  j: down,
  ArrowUp: up,
  k: up,
  Home: () => 0,
  End: (_at, last) => last,
};

const move = (event: KeyboardEvent<HTMLTableRowElement>, open: () => void, pick?: () => void): void => {
  if (event.target !== event.currentTarget) return;
  if (event.key === 'Enter') return open();
  if (event.key === ' ' && pick) {
    event.preventDefault();
    return pick();
  }
  const step = STEPS[event.key];
  if (!step) return;
  const rows = rowsOf(event.currentTarget);
  const next = rows[step(rows.indexOf(event.currentTarget), rows.length - 1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
};

type RowProps<T> = Pick<Props<T>, 'columns' | 'keyOf' | 'onOpen' | 'pickedKey' | 'picks'>;

const Row = <T,>({ row, columns, keyOf, onOpen, pickedKey, picks }: RowProps<T> & { row: T }) => {
  const key = keyOf(row);
  const pick = picks?.may(row) ? () => picks.onPick(turned(picks.keys, key)) : undefined;
  return (
    <tr
      className={`${onOpen ? 'opens' : ''} ${pickedKey === key ? 'on' : picks?.keys.has(key) ? 'picked' : ''}`}
      {...(onOpen
        ? {
            tabIndex: 0,
            onClick: () => onOpen(row),
            onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => move(event, () => onOpen(row), pick),
          }
        : {})}
    >
      {columns.map(({ head, cell, end, wide }, i) => (
        <td key={head} data-label={head} className={`${end ? 'end' : ''} ${wide ? 'wide' : ''}`.trim()}>
          <div className="cell">
            {picks && i === 0 ? (
              <PickOne picks={picks} row={row} on={picks.keys.has(key)} onTurn={pick}>
                {cell(row)}
              </PickOne>
            ) : (
              cell(row)
            )}
          </div>
        </td>
      ))}
    </tr>
  );
};

/** Rows of one stretch of a long table. */
const STRETCH = 50;
/** From so many rows on, those far from the screen are not drawn. */
const MANY = 200;
const NEAR = '1200px 0px';
const GUESSED_ROW_PX = 56;

/** A stretch of rows; while it is far from the screen, empty room of the height it had. */
const Stretch = <T,>({ rows, ...table }: RowProps<T> & { rows: T[] }) => {
  const box = useRef<HTMLTableSectionElement>(null);
  const [near, setNear] = useState(false);
  const heightPx = useRef(rows.length * GUESSED_ROW_PX);
  useEffect(() => {
    const it = box.current;
    if (!it) return;
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (!entry) return;
        // Whoever stands in it with the keyboard is not left without a row.
        if (!entry.isIntersecting && it.contains(document.activeElement)) return;
        if (!entry.isIntersecting && it.offsetHeight > 0) heightPx.current = it.offsetHeight;
        setNear(entry.isIntersecting);
      },
      { rootMargin: NEAR },
    );
    watch.observe(it);
    return () => watch.disconnect();
  }, []);
  return (
    <tbody ref={box}>
      {near ? (
        rows.map((row) => <Row key={table.keyOf(row)} row={row} {...table} />)
      ) : (
        <tr aria-hidden>
          <td colSpan={table.columns.length} style={{ height: heightPx.current, padding: 0, border: 0 }} />
        </tr>
      )}
    </tbody>
  );
};

const stretches = <T,>(rows: T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / STRETCH) }, (_, i) =>
    rows.slice(i * STRETCH, (i + 1) * STRETCH),
  );

/**
 * Rows of figures and words; on a phone each row folds into a small card with its headings. A long table draws only
 * what is near the screen.
 */
export const DataTable = <T,>({ rows, label, ...table }: Props<T>) => (
  <div className="table-wrap">
    <table
      className="table folds"
      aria-label={label}
      {...(rows.length > MANY ? { 'aria-rowcount': rows.length + 1 } : {})}
    >
      <thead>
        <tr>
          {table.columns.map(({ head, end, width }, i) => (
            <th key={head} scope="col" className={end ? 'end' : ''} style={width ? { width } : {}}>
              {i === 0 && table.picks && <PickAll picks={table.picks} rows={rows} keyOf={table.keyOf} />}
              {head}
            </th>
          ))}
        </tr>
      </thead>
      {rows.length > MANY ? (
        stretches(rows).map((part, i) => <Stretch key={i} rows={part} {...table} />)
      ) : (
        <tbody>
          {rows.map((row) => (
            <Row key={table.keyOf(row)} row={row} {...table} />
          ))}
        </tbody>
      )}
    </table>
  </div>
);

/** A table over a paged list, with its waiting, failing and empty faces. */
export const PagedTable = <T,>({
  of,
  blank,
  ...table
}: Omit<Props<T>, 'rows'> & { of: Rows<T>; blank: ReactNode }) => (
  <Paged of={of} blank={blank}>
    {(rows) => <DataTable {...table} rows={rows} />}
  </Paged>
);
