import {
  GROUP_HEALTH_NAMES,
  KOC_TIER_NAMES,
  SUB_GROUP_STATE_NAMES,
  type SubGroupState,
} from '@kouyi/shared/types';
import { type Out, useRows } from '../api';
import type { Column } from '../ui/DataTable';
import { PickFilter } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { count } from '../ui/number';
import { Blank, Meter, Pill } from '../ui/pieces';
import { useGo, useOneOf } from '../ui/use';
import { when } from '../ui/when';
import { HEALTH_TONES, STATE_TONES } from './tones';

type Row = Out<'subGroups', 'list'>['items'][number];

const SHOWN = ['open', 'requested', 'adrift', 'closed', 'all'] as const;

const columns: Column<Row>[] = [
  {
    head: '子群',
    cell: ({ name, groupName, channel }) => (
      <>
        <strong>{name}</strong>
        <small>{channel === 'simulator' ? '模拟器' : (groupName ?? '真实的群，还没接上')}</small>
      </>
    ),
  },
  {
    head: 'KOC',
    cell: ({ kocName, kocTier }) => (
      <>
        {kocName}
        <small>{kocTier ? KOC_TIER_NAMES[kocTier] : '已结束'}</small>
      </>
    ),
  },
  {
    head: '人',
    end: true,
    cell: ({ members, newcomers7d }) => (
      <>
        <span className="num">{count(members)}</span>
        {newcomers7d > 0 && <small>本周新来 {newcomers7d}</small>}
      </>
    ),
  },
  {
    head: '本周活跃',
    wide: true,
    cell: ({ active7d, members }) => (
      <>
        <Meter share={members > 0 ? active7d / members : 0} className="thin plain" />{' '}
        <span className="num">{active7d} 人</span>
      </>
    ),
  },
  {
    head: '状态',
    wide: true,
    cell: ({ state, health, words }) =>
      health ? (
        <>
          <Pill tone={HEALTH_TONES[health.level]}>
            {GROUP_HEALTH_NAMES[health.level]} {health.score}
          </Pill>
          <small>{health.tip}</small>
        </>
      ) : (
        <>
          <Pill tone={STATE_TONES[state]}>{SUB_GROUP_STATE_NAMES[state]}</Pill>
          <small>{words}</small>
        </>
      ),
  },
  { head: '从', cell: ({ createdAt, openedAt }) => when(openedAt ?? createdAt) },
];

/** Sub-groups by state; what waits for somebody says how much. */
export const SubGroupList = ({ counts }: { counts: { requested: number; adrift: number } | undefined }) => {
  const go = useGo();
  const [shown] = useOneOf('state', SHOWN);
  const rows = useRows('subGroups', 'list', { limit: 50, ...(shown === 'all' ? {} : { state: shown }) });
  const label = (value: SubGroupState | 'all'): string => {
    if (value === 'all') return '全部';
    const waiting = value === 'requested' ? counts?.requested : value === 'adrift' ? counts?.adrift : 0;
    return waiting ? `${SUB_GROUP_STATE_NAMES[value]} ${waiting}` : SUB_GROUP_STATE_NAMES[value];
  };
  return (
    <Listing
      label="子群"
      of={rows}
      columns={columns}
      onOpen={({ id }) => go(`/sub-groups/${id}`)}
      filters={
        <PickFilter
          name="状态"
          param="state"
          options={SHOWN.map((value) => ({ value, label: label(value) }))}
        />
      }
      blank={
        <Blank title={shown === 'open' ? '还没有 KOC 开子群' : '这里是空的'}>
          KOC 在小程序里点「开一个子群」，模拟器里马上建好；真实的微信群由总部建好再接上。
        </Blank>
      }
    />
  );
};
