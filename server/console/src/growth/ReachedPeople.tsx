import { REACH_WAY_NAMES } from '@kouyi/shared/types';
import { Link } from 'react-router';
import { type Out, useRows } from '../api';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Card, Pill } from '../ui/pieces';
import { when } from '../ui/when';

type Row = Out<'growth', 'reached'>['items'][number];

const columns: Column<Row>[] = [
  {
    head: '谁',
    cell: ({ id, nickname }) => <Link to={`/people/${id}`}>{nickname || '还没有昵称'}</Link>,
  },
  { head: '怎么来的', cell: ({ way }) => REACH_WAY_NAMES[way] },
  { head: '什么时候', cell: ({ at }) => when(at) },
  {
    head: '算不算激活',
    cell: ({ activatedAt, words }) => (
      <>
        <Pill tone={activatedAt ? 'good' : undefined}>{activatedAt ? '激活' : '带来'}</Pill>
        <small>{words}</small>
      </>
    ),
  },
];

/** Whom somebody brought before anybody else did. */
export const ReachedPeople = ({ id }: { id: string }) => {
  const rows = useRows('growth', 'reached', { id, limit: 20 });
  return (
    <Card title="第一个带来的人" sub="同一个人只算最早带来的那一位，晚到的消息也按时间算">
      <PagedTable
        label="第一个带来的人"
        of={rows}
        columns={columns}
        keyOf={(row) => row.id}
        blank={<Blank title="还没有">有人点开 TA 的链接，或者进了 TA 的子群，就会出现在这里。</Blank>}
      />
    </Card>
  );
};
