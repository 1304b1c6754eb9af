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
import { useState } from 'react';
import { useLocation } from 'react-router';
import { Page } from '../app/Page';
import { IfCan, useCan } from '../app/session';
import { useRows } from '../api';
import type { Column } from '../ui/DataTable';
import { ChoiceFilter, NameFilter, NoneFit, choices, given } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { turned } from '../ui/Picks';
import { Blank } from '../ui/pieces';
import { StatePill } from '../ui/StatePill';
import { count } from '../ui/number';
import { useAsked, useGo, useParam } from '../ui/use';
import { openTimes } from '../ui/when';
import { LaunchMany } from './LaunchMany';

const columns: Column<ActivityView>[] = [
  {
    head: '活动',
    cell: ({ rule, words }) => (
      <>
        <strong>{rule.title || '还没起名'}</strong>
        <small>{words.find(({ part }) => part === 'where')?.line ?? ''}</small>
      </>
    ),
    width: '22%',
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

/** Every activity, newest first; filters stay in the address. Drafts can be launched several at once. */
export const ActivityList = () => {
  const go = useGo();
  const can = useCan();
  const [state] = useParam('state');
  const [kind] = useParam('kind');
  const asked = useAsked();
  const filters = given({ state: state as ActivityState | '', kind: kind as ActivityKind | '', q: asked });
  const rows = useRows('activities', 'list', { limit: 50, ...filters }, { everyMs: 15_000 });
  // What was just made from a table comes chosen.
  const { picked: made = [] } = (useLocation().state ?? {}) as { picked?: string[] };
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set(made));
  const [launching, setLaunching] = useState<ActivityView[]>([]);
  const isDraft = (one: ActivityView): boolean => one.state === 'draft';
  const picked = rows.rows.filter((one) => isDraft(one) && keys.has(one.id));
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
      <Listing
        label="活动"
        of={rows}
        columns={columns}
        onOpen={({ id }) => go(`/activities/${id}`)}
        picks={
          can('activities.run') && (state === '' || state === 'draft')
            ? { nameOf: ({ rule }) => `「${rule.title || '还没起名'}」`, may: isDraft, keys, onPick: setKeys }
            : undefined
        }
        filters={
          <>
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
          </>
        }
        acts={
          picked.length > 0 && (
            <>
              <Button type="text" onClick={() => setKeys(new Set())}>
                不选了
              </Button>
              <Button type="primary" onClick={() => setLaunching(picked)}>
                启动选中的 {picked.length} 个
              </Button>
            </>
          )
        }
        blank={
          Object.keys(filters).length > 0 ? (
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
      {launching.length > 0 && (
        <LaunchMany
          drafts={launching}
          onLeave={({ id }) => {
            setLaunching(launching.filter((one) => one.id !== id));
            setKeys(turned(keys, id));
          }}
          onClose={() => setLaunching([])}
        />
      )}
    </Page>
  );
};
