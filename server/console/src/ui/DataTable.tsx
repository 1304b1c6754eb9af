import { Button } from 'antd';
import { type KeyboardEvent, type ReactNode } from 'react';
import type { Rows } from '../api';
import { Bones, Failed } from './pieces';
import './table.scss';

/** One column: its heading, what stands in it, `end` for figures. */
export interface Column<T> {
  head: string;
  cell: (row: T) => ReactNode;
  end?: boolean;
  width?: number | string;
}

interface Props<T> {
  columns: Column<T>[];
  rows: T[];
  keyOf: (row: T) => string;
  /** Click or Enter on a row; ↑ and ↓ move between rows. */
  onOpen?: ((row: T) => void) | undefined;
  pickedKey?: string | undefined;
  label: string;
}

const move = (event: KeyboardEvent<HTMLTableRowElement>, open: () => void): void => {
  if (event.target !== event.currentTarget) return;
  const row = event.currentTarget;
  const next =
    event.key === 'ArrowDown'
      ? row.nextElementSibling
      : event.key === 'ArrowUp'
        ? row.previousElementSibling
        : null;
  if (next instanceof HTMLElement) {
    event.preventDefault();
    next.focus();
  }
  if (event.key === 'Enter') open();
};

/** Rows of figures and words; on a phone each row folds into a small card with its headings. */
export const DataTable = <T,>({ columns, rows, keyOf, onOpen, pickedKey, label }: Props<T>) => (
  <div className="table-wrap">
    <table className="table folds" aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ head, end, width }) => (
            <th key={head} scope="col" className={end ? 'end' : ''} style={width ? { width } : {}}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={keyOf(row)}
            className={`${onOpen ? 'opens' : ''} ${pickedKey === keyOf(row) ? 'on' : ''}`}
            {...(onOpen
              ? {
                  tabIndex: 0,
                  onClick: () => onOpen(row),
                  onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => move(event, () => onOpen(row)),
                }
              : {})}
          >
            {columns.map(({ head, cell, end }) => (
              <td key={head} data-label={head} className={end ? 'end' : ''}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

/** A table over a paged list, with its waiting, failing and empty faces. */
export const PagedTable = <T,>({
  of,
  blank,
  ...table
}: Omit<Props<T>, 'rows'> & { of: Rows<T>; blank: ReactNode }) => {
  if (of.isLoading) return <Bones lines={8} />;
  if (of.failure) return <Failed failure={of.failure} retry={of.retry} />;
  if (of.rows.length === 0) return <>{blank}</>;
  return (
    <>
      <DataTable {...table} rows={of.rows} />
      {of.more && (
        <div className="table-foot">
          <Button onClick={of.more} loading={of.isMore}>
            再看一些
          </Button>
        </div>
      )}
    </>
  );
};
