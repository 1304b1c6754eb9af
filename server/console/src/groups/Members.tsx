import { Input } from 'antd';
import { useState } from 'react';
import { type Out, useRows } from '../api';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Card, Pill } from '../ui/pieces';
import { useGo, useStill } from '../ui/use';
import { when } from '../ui/when';

type Row = Out<'groups', 'members'>['items'][number];

const columns: Column<Row>[] = [
  { head: '谁', cell: ({ name }) => <strong>{name}</strong> },
  { head: '进群', cell: ({ joinedAt }) => when(joinedAt) },
  {
    head: '状态',
    cell: ({ leftAt, blacklisted }) =>
      blacklisted ? <Pill tone="care">黑名单</Pill> : leftAt ? `${when(leftAt)} 离开` : '在群里',
  },
];

/** Who is in the group. */
export const Members = ({ groupId }: { groupId: string }) => {
  const go = useGo();
  const [q, setQ] = useState('');
  const asked = useStill(q);
  const rows = useRows('groups', 'members', { id: groupId, limit: 50, ...(asked ? { q: asked } : {}) });
  return (
    <Card
      title="成员"
      extra={
        <Input
          allowClear
          size="small"
          style={{ width: 160 }}
          placeholder="按名字找"
          aria-label="按名字找成员"
          value={q}
          onChange={({ target }) => setQ(target.value)}
        />
      }
    >
      <PagedTable
        label="成员"
        of={rows}
        columns={columns}
        keyOf={({ userId }) => userId}
        onOpen={({ personId }) => go(`/people/${personId}`)}
        blank={<Blank title={asked ? '没有这个人' : '还没有成员'} />}
      />
    </Card>
  );
};
