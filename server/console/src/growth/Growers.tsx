import { GROWTH_STAGES, GROWTH_STANDING_NAMES, type GrowthStage } from '@kouyi/shared/types';
import { Button, Input, Segmented } from 'antd';
import { type Out, useRows } from '../api';
import { routes } from '../api/routes';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Card, Pill } from '../ui/pieces';
import { count } from '../ui/number';
import { saveAs } from '../ui/save';
import { useGo, useParam, useStill } from '../ui/use';
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
  { value: '', label: '全部' },
  ...GROWTH_STAGES.map((value) => ({ value, label: GROWTH_STANDING_NAMES[value] })),
];

/** People on their way, found by name and stage, by score or by when they came. */
export const Growers = () => {
  const go = useGo();
  const [q, setQ] = useParam('q');
  const [stage, setStage] = useParam('stage');
  const [sort, setSort] = useParam('sort');
  const asked = useStill(q);
  const filter = {
    ...(asked ? { q: asked } : {}),
    ...(GROWTH_STAGES.includes(stage as GrowthStage) ? { stage: stage as GrowthStage } : {}),
  };
  const rows = useRows('growth', 'people', {
    limit: 50,
    sort: sort === 'since' ? 'since' : 'score',
    ...filter,
  });
  return (
    <>
      <div className="filters">
        <Input
          allowClear
          placeholder="昵称"
          aria-label="找人"
          value={q}
          onChange={({ target }) => setQ(target.value)}
        />
        <Segmented aria-label="阶段" options={STAGES} value={stage} onChange={setStage} />
        <Segmented
          aria-label="排序"
          options={[
            { value: '', label: '按分数' },
            { value: 'since', label: '按时间' },
          ]}
          value={sort}
          onChange={setSort}
        />
        <Button
          className="push"
          onClick={() =>
            saveAs(
              `${routes.growth.exportPeople[1]}?${new URLSearchParams(filter).toString()}`,
              'KOC 成长.csv',
            )
          }
        >
          导出
        </Button>
      </div>
      <Card>
        <PagedTable
          label="在路上的人"
          of={rows}
          columns={columns}
          keyOf={({ id }) => id}
          onOpen={({ id }) => go(`/koc/people/${id}`)}
          blank={
            <Blank title={asked || stage ? '没有这样的人' : '还没有人有分数'}>
              {sort === 'since'
                ? '换个阶段看看，或者等会员参加几天活动。'
                : '走到「分享」或带来过人，才有分数；换成「按时间」能看到更早的阶段。'}
            </Blank>
          }
        />
      </Card>
    </>
  );
};
