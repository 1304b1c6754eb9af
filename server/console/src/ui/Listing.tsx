import type { ComponentProps, ReactNode } from 'react';
import type { Rows } from '../api';
import { PagedTable } from './DataTable';
import { Paged } from './Paged';
import { Card } from './pieces';

interface Bar {
  /** What narrows the list down; each keeps its choice in the address. */
  filters?: ReactNode;
  /** What one can do with the list as a whole, at the end of the same line. */
  acts?: ReactNode;
}

const Bar = ({ filters, acts }: Bar) =>
  filters || acts ? (
    <div className="filters">
      {filters}
      {acts && <span className="push row">{acts}</span>}
    </div>
  ) : null;

type Table<T> = Omit<ComponentProps<typeof PagedTable<T>>, 'keyOf'>;

/** A list as every page has it: what narrows it down, what one can do, and its rows on a sheet. */
export const Listing = <T extends { id: string }>({ filters, acts, ...table }: Bar & Table<T>) => (
  <>
    <Bar filters={filters} acts={acts} />
    <Card>
      <PagedTable keyOf={({ id }) => id} {...table} />
    </Card>
  </>
);

/** The same for what needs more room than a row: a sheet for each. */
export const Sheets = <T extends { id: string }>({
  filters,
  acts,
  of,
  blank,
  one,
}: Bar & {
  of: Rows<T>;
  blank: ReactNode;
  /** A sheet with its `key`. */
  one: (row: T) => ReactNode;
}) => (
  <>
    <Bar filters={filters} acts={acts} />
    <Paged of={of} blank={<Card>{blank}</Card>} lines={6}>
      {(rows) => <div className="stack">{rows.map(one)}</div>}
    </Paged>
  </>
);
