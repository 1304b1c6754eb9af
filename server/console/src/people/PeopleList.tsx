import { Input } from 'antd';
import { type Out, useRows } from '../api';
import { Page } from '../app/Page';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Card, Pill } from '../ui/pieces';
import { count } from '../ui/number';
import { useGo, useParam, useStill } from '../ui/use';
import { when } from '../ui/when';

type Row = Out<'people', 'list'>['items'][number];

const columns: Column<Row>[] = [
  {
    head: '谁',
    cell: ({ nickname, identities }) => (
      <>
        <strong>{nickname || '还没有昵称'}</strong>
        <small>{identities.map(({ value }) => value).join('、')}</small>
      </>
    ),
  },
  { head: '积分', cell: ({ points }) => count(points), end: true },
  { head: '在几个群', cell: ({ groups }) => `${groups} 个`, end: true },
  { head: '第一次见', cell: ({ createdAt }) => when(createdAt) },
  { head: '', cell: ({ blacklisted }) => blacklisted && <Pill tone="care">黑名单</Pill> },
];

/** Everybody the brand knows. */
export const PeopleList = () => {
  const go = useGo();
  const [q, setQ] = useParam('q');
  const asked = useStill(q);
  const rows = useRows('people', 'list', { limit: 50, ...(asked ? { q: asked } : {}) });
  return (
    <Page title="人">
      <div className="filters">
        <Input
          allowClear
          placeholder="昵称或渠道里的号"
          aria-label="找人"
          value={q}
          onChange={({ target }) => setQ(target.value)}
        />
      </div>
      <Card>
        <PagedTable
          label="人"
          of={rows}
          columns={columns}
          keyOf={({ id }) => id}
          onOpen={({ id }) => go(`/people/${id}`)}
          blank={
            <Blank title={asked ? '没找到这个人' : '还没有人'}>
              {asked ? '换个写法，或者用渠道里的号找。' : '有人进群或说话后，会自己出现在这里。'}
            </Blank>
          }
        />
      </Card>
    </Page>
  );
};
