import { Button } from 'antd';
import type { ReactNode } from 'react';
import { type Out, useApi, useRows } from '../api';
import { type Column, DataTable, PagedTable } from '../ui/DataTable';
import { Bones } from '../ui/Bones';
import { Blank, Card, Failed } from '../ui/pieces';
import { amountOf, UNITS } from './amounts';

type Row = Out<'ledger', 'book'>['items'][number];

const columns = (onPick: (account: string) => void): Column<Row>[] => [
  {
    head: '谁的',
    cell: ({ account, name }) => (
      <>
        <button type="button" className="link" onClick={() => onPick(account)}>
          {name}
        </button>
        <small className="num">{account}</small>
      </>
    ),
  },
  { head: '笔数', end: true, cell: ({ entries }) => entries.toLocaleString('zh-CN') },
  { head: '余额', end: true, cell: ({ balance, unit }) => `${amountOf(balance, unit)} ${UNITS[unit]}` },
];

const ofPeople = { title: '没有人有余额', words: '有余额的账户会列在这里，点开看每一笔。' };

/** The accounts of people that a number sums up. */
const People = ({ book, onPick, back }: Props & { back: ReactNode }) => {
  const name = useApi('ledger', 'book', { book, limit: 1 }).data?.name;
  const rows = useRows('ledger', 'book', { book, limit: 50 });
  return (
    <Card title={name ?? '每个人的账户'} sub="余额不是 0 的账户；点名字看每一笔" extra={back}>
      <PagedTable
        label="账户"
        of={rows}
        columns={columns(onPick)}
        keyOf={({ account }) => account}
        blank={<Blank title={ofPeople.title}>{ofPeople.words}</Blank>}
      />
    </Card>
  );
};

/** The accounts that boxes or coupons have of their own. */
const Things = ({ book, onPick, back }: Props & { back: ReactNode }) => {
  const accounts = useApi('ledger', 'accounts', {});
  return (
    <Card title={book} sub="点名字看每一笔" extra={back}>
      {accounts.error && !accounts.data ? (
        <Failed failure={accounts.error} retry={() => void accounts.refetch()} />
      ) : !accounts.data ? (
        <Bones />
      ) : (
        <DataTable
          label="账户"
          rows={accounts.data.items.filter(({ name }) => name === book)}
          columns={columns(onPick)}
          keyOf={({ account }) => account}
        />
      )}
    </Card>
  );
};

interface Props {
  book: string;
  onPick: (account: string) => void;
}

/** What one number of the summary is made of: account by account, each with the way to its entries. */
export const Book = ({ book, onPick, onClose }: Props & { onClose: () => void }) => {
  const back = <Button onClick={onClose}>回到账本</Button>;
  const of = { book, onPick, back };
  return book.includes('*') ? <People {...of} /> : <Things {...of} />;
};
