import { Button } from 'antd';
import { type Out, useRows } from '../api';
import { Page } from '../app/Page';
import type { Column } from '../ui/DataTable';
import { NameFilter, NoneFit, given } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { Blank, Pill } from '../ui/pieces';
import { count } from '../ui/number';
import { useAsked, useGo } from '../ui/use';
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
  const asked = useAsked();
  const rows = useRows('people', 'list', { limit: 50, ...given({ q: asked }) });
  return (
    <Page title="人">
      <Listing
        label="人"
        of={rows}
        columns={columns}
        onOpen={({ id }) => go(`/people/${id}`)}
        filters={<NameFilter of="人" by="按昵称或渠道里的号找" />}
        blank={
          asked ? (
            <NoneFit of="人" to="/people" hint="换个写法，或者用渠道里的号找。" />
          ) : (
            <Blank
              title="还没有人"
              action={<Button onClick={() => go('/simulator')}>在模拟器里建个群试试</Button>}
            >
              有人进群或说话后，会自己出现在这里。
            </Blank>
          )
        }
      />
    </Page>
  );
};
