import type { GroupView } from '@kouyi/shared/contracts';
import { Button } from 'antd';
import { useApi, useRows } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import type { Column } from '../ui/DataTable';
import { ChoiceFilter, NameFilter, NoneFit, given } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { Blank, Pill, Tag } from '../ui/pieces';
import { count } from '../ui/number';
import { useAsked, useGo, useParam } from '../ui/use';
import { when } from '../ui/when';

const columns: Column<GroupView>[] = [
  {
    head: '群',
    cell: ({ name, unitName }) => (
      <>
        <strong>{name}</strong>
        <small>{unitName}</small>
      </>
    ),
  },
  {
    head: '标签',
    cell: ({ tags }) => (
      <span className="row" style={{ gap: 4 }}>
        {tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
      </span>
    ),
  },
  {
    head: '成员',
    cell: ({ memberCount, band }) => (
      <>
        {count(memberCount)}
        <small>{band}</small>
      </>
    ),
    end: true,
    width: 100,
  },
  {
    head: '活动',
    cell: ({ runningActivities }) =>
      runningActivities > 0 ? (
        <Pill tone="live">{runningActivities} 个进行中</Pill>
      ) : (
        <span className="quiet">–</span>
      ),
  },
  {
    head: '最近说话',
    cell: ({ lastMessageAt }) =>
      lastMessageAt ? when(lastMessageAt) : <span className="quiet">还没有</span>,
  },
  {
    head: '渠道能力',
    cell: ({ capabilities: { read, post } }) =>
      read && post ? '能看能说' : read ? '只能看，发不了' : post ? '只能发，看不到' : '只走小程序',
  },
];

/** Every group one may see, by name, tag and unit. */
export const GroupList = () => {
  const go = useGo();
  const can = useCan();
  const [tag] = useParam('tag');
  const [unitId] = useParam('unit');
  const tags = useApi('groups', 'tags', {});
  const units = useApi('org', 'units', {});
  const filters = given({ q: useAsked(), tag, unitId });
  const rows = useRows('groups', 'list', { limit: 50, ...filters });
  return (
    <Page title="群" acts={<Button onClick={() => go('/groups/bands')}>群规模分档</Button>}>
      <Listing
        label="群"
        of={rows}
        columns={columns}
        onOpen={({ id }) => go(`/groups/${id}`)}
        filters={
          <>
            <NameFilter of="群" />
            <ChoiceFilter
              name="标签"
              param="tag"
              all="全部标签"
              width={150}
              options={(tags.data?.items ?? []).map((one) => ({
                value: one.tag,
                label: `${one.tag}（${one.groups}）`,
              }))}
            />
            <ChoiceFilter
              name="门店或大区"
              param="unit"
              all="全部门店"
              width={180}
              options={(units.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            />
          </>
        }
        blank={
          Object.keys(filters).length > 0 ? (
            <NoneFit of="群" to="/groups" hint="换个名字、标签或门店再找找。" />
          ) : (
            <Blank
              title="还没有群"
              action={
                can('simulator.use') && <Button onClick={() => go('/simulator')}>在模拟器里建一个</Button>
              }
            >
              接上渠道后，机器人所在的群会自己出现。
            </Blank>
          )
        }
      />
    </Page>
  );
};
