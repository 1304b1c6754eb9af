import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Rows } from '../api';
import { Bones, Card, Failed } from '../ui/pieces';

/** A paged list of cards, with its waiting, failing and empty faces. */
export const Listed = <T extends { id: string }>({
  of,
  blank,
  one,
}: {
  of: Rows<T>;
  blank: ReactNode;
  one: (row: T) => ReactNode;
}) => {
  if (of.isLoading) return <Bones lines={6} />;
  if (of.failure && of.rows.length === 0) return <Failed failure={of.failure} retry={of.retry} />;
  if (of.rows.length === 0) return <Card>{blank}</Card>;
  return (
    <>
      <div className="stack">{of.rows.map(one)}</div>
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
