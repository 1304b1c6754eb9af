import { Button } from 'antd';
import type { ReactNode } from 'react';
import { type Rows, sentenceOf } from '../api';
import { Bones } from './Bones';
import { Failed, Notice } from './pieces';

/** What is shown of a paged list: its waiting, failing and empty faces, or the rows so far and the way to more. */
export const Paged = <T,>({
  of,
  blank,
  lines = 8,
  children,
}: {
  of: Rows<T>;
  blank: ReactNode;
  /** How much is likely to come. */
  lines?: number;
  children: (rows: T[]) => ReactNode;
}) => {
  if (of.isLoading) return <Bones lines={lines} />;
  // What is already here stays to be read, whatever became of the next look.
  if (of.failure && of.rows.length === 0) return <Failed failure={of.failure} retry={of.retry} />;
  if (of.rows.length === 0) return <>{blank}</>;
  return (
    <>
      {children(of.rows)}
      {of.failure !== null && <Notice>{sentenceOf(of.failure)}</Notice>}
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
