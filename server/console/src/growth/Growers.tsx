import { GROWTH_STAGES, GROWTH_STANDING_NAMES } from '@kouyi/shared/types';
import { Button } from 'antd';
import { type Out, useRows } from '../api';
import { routes } from '../api/routes';
import type { Column } from '../ui/DataTable';
import { NameFilter, NoneFit, PickFilter, given, usePicked } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { Blank, Pill } from '../ui/pieces';
import { count } from '../ui/number';
import { saveAs } from '../ui/save';
import { useAsked, useGo } from '../ui/use';
import { dayWords, when } from '../ui/when';
import { stageTone } from './tones';

type Row = Out<'growth', 'people'>['items'][number];

const columns: Column<Row>[] = [
  {
    head: '谁',
    cell: ({ nickname, unitName }) => (
      <>
        <strong>{nickname || '还没有昵称'}</strong>
        <small>{unitName ?? '不在任何群里'}</small>
      </>
    ),
  },
  {
    head: '阶段',
    cell: ({ stage, warnedUntil }) => (
      <>
        <Pill tone={stageTone(stage)}>{GROWTH_STANDING_NAMES[stage]}</Pill>
        {warnedUntil && <small>条件断了，留到 {dayWords(warnedUntil)}</small>}
      </>
    ),
  },
  { head: '带来', cell: ({ reached }) => count(reached), end: true },
  { head: '其中激活', cell: ({ activated }) => count(activated), end: true },
  {
    head: '复用',
    cell: ({ reuse }) => (reuse === undefined ? '–' : `${Math.round(reuse * 100)}%`),
    end: true,
  },
  { head: '分数', cell: ({ score }) => (score === undefined ? '–' : <b>{score.toFixed(1)}</b>), end: true },
  { head: '从', cell: ({ since }) => when(since) },
];

const STAGES = [
  { value: '', label: '全部' } as const,
  ...GROWTH_STAGES.map((value) => ({ value, label: GROWTH_STANDING_NAMES[value] })),
];
const SORTS = [
  { value: 'score', label: '按分数' },
  { value: 'since', label: '按时间' },
] as const;

/** People on their way, found by name and stage, by score or by when they came. */
export const Growers = () => {
  const go = useGo();
  const asked = useAsked();
  const [stage] = usePicked('stage', STAGES);
  const [sort] = usePicked('sort', SORTS);
  const filter = given({ q: asked, stage });
  const rows = useRows('growth', 'people', { limit: 50, sort, ...filter });
  return (
    <Listing
      label="在路上的人"
      of={rows}
      columns={columns}
      onOpen={({ id }) => go(`/koc/people/${id}`)}
      filters={
        <>
          <NameFilter of="人" by="按昵称找" />
          <PickFilter name="阶段" param="stage" options={STAGES} />
          <PickFilter name="排序" param="sort" options={SORTS} />
        </>
      }
      acts={
        <Button
          onClick={() =>
            saveAs(
              `${routes.growth.exportPeople[1]}?${new URLSearchParams(filter).toString()}`,
              'KOC 成长.csv',
            )
          }
        >
          导出
        </Button>
      }
      blank={
        asked || stage ? (
          <NoneFit of="人" to="/koc?tab=people&sort=since" hint="换个名字或阶段看看。" />
        ) : (
          <Blank title="还没有人有分数">
            {sort === 'since'
              ? '等会员参加几天活动，就会出现在这里。'
              : '走到「分享」或带来过人，才有分数；换成「按时间」能看到更早的阶段。'}
          </Blank>
        )
      }
    />
  );
};
