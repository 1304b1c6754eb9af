import {
  ACTIVITY_KINDS,
  ACTIVITY_KIND_NAMES,
  ACTIVITY_STATES,
  ACTIVITY_STATE_NAMES,
  type ActivityKind,
  type ActivityState,
} from '@kouyi/shared/types';
import type { ActivityView } from '@kouyi/shared/contracts';
import { Button } from 'antd';
import { Page } from '../app/Page';
import { IfCan, useCan } from '../app/session';
import { useRows } from '../api';
import { type Column, PagedTable } from '../ui/DataTable';
import { ChoiceFilter, NameFilter, NoneFit, choices } from '../ui/Filters';
import { Blank, Card } from '../ui/pieces';
import { StatePill } from '../ui/StatePill';
import { count } from '../ui/number';
import { useAsked, useGo, useParam } from '../ui/use';
import { openTimes } from '../ui/when';

const columns: Column<ActivityView>[] = [
  {
    head: '活动',
    cell: ({ rule, words }) => (
      <>
        <strong>{rule.title || '还没起名'}</strong>
        <small>{words.find(({ part }) => part === 'where')?.line ?? ''}</small>
      </>
    ),
    width: '28%',
  },
  { head: '类型', cell: ({ rule }) => ACTIVITY_KIND_NAMES[rule.kind], width: 90 },
  {
    head: '状态',
    cell: ({ state, rule }) => <StatePill state={state} endsAt={rule.window.endAt} />,
    wide: true,
    width: 170,
  },
  { head: '时间', cell: ({ rule }) => openTimes(rule.window), wide: true },
  { head: '群', cell: ({ groupCount }) => `${count(groupCount)} 个`, end: true, width: 80 },
  { head: '已扣 1', cell: (one) => count(one.counted), end: true, width: 90 },
  { head: '发出积分', cell: (one) => count(one.pointsGiven), end: true, width: 100 },
];

/** Every activity, newest first; filters stay in the address. */
export const ActivityList = () => {
  const go = useGo();
  const can = useCan();
  const [state] = useParam('state');
  const [kind] = useParam('kind');
  const asked = useAsked();
  const filtered = state !== '' || kind !== '' || asked !== '';
  const rows = useRows(
    'activities',
    'list',
    {
      limit: 50,
      ...(state ? { state: state as ActivityState } : {}),
      ...(kind ? { kind: kind as ActivityKind } : {}),
      ...(asked ? { q: asked } : {}),
    },
    { everyMs: 15_000 },
  );
  return (
    <Page
      title="活动"
      acts={
        <IfCan right="activities.write">
          <Button onClick={() => go('/activities/import')}>从表格导入</Button>
          <Button type="primary" onClick={() => go('/activities/new')}>
            建一个活动
          </Button>
        </IfCan>
      }
    >
      <div className="filters">
        <NameFilter of="活动" />
        <ChoiceFilter
          name="状态"
          param="state"
          all="全部状态"
          options={choices(ACTIVITY_STATES, ACTIVITY_STATE_NAMES)}
        />
        <ChoiceFilter
          name="类型"
          param="kind"
          all="全部类型"
          options={choices(ACTIVITY_KINDS, ACTIVITY_KIND_NAMES)}
        />
      </div>
      <Card>
        <PagedTable
          label="活动"
          of={rows}
          columns={columns}
          keyOf={(one) => one.id}
          onOpen={(one) => go(`/activities/${one.id}`)}
          blank={
            filtered ? (
              <NoneFit of="活动" to="/activities" />
            ) : (
              <Blank
                title="还没有活动"
                action={
                  can('activities.write') && (
                    <Button onClick={() => go('/activities/new')}>写一句话，建第一个</Button>
                  )
                }
              >
                比如：明晚8点 咖啡群 扣1打卡 送5积分
              </Blank>
            )
          }
        />
      </Card>
    </Page>
  );
};
