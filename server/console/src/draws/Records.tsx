import { type Out, useRows } from '../api';
import { type Column, PagedTable } from '../ui/DataTable';
import { ChoiceFilter } from '../ui/Filters';
import { Blank, Card, Pill } from '../ui/pieces';
import { useGo, useParam } from '../ui/use';
import { when } from '../ui/when';
import { money } from '../ui/Yuan';

type Row = Out<'draws', 'records'>['items'][number];

const columns: Column<Row>[] = [
  { head: '时间', cell: ({ at }) => when(at), width: 120 },
  {
    head: '谁',
    cell: ({ personName, groupName }) => (
      <>
        <strong>{personName}</strong>
        {groupName && <small>{groupName}</small>}
      </>
    ),
  },
  {
    head: '抽到',
    cell: ({ prize, guaranteed, won }) => (
      <>
        {prize.name} {guaranteed && <Pill tone="info">保底</Pill>}
        {!won && <small>没中</small>}
      </>
    ),
  },
  { head: '成本', cell: ({ costFen }) => money(costFen), end: true, width: 100 },
  {
    head: '凭什么',
    cell: ({ proof }) => (
      <span className="quiet num">
        第 {proof.roundNumber} 轮第 {proof.seq} 抽 · 概率第 {proof.oddsVersion} 版
      </span>
    ),
  },
];

/** Every draw, newest first; draws are never edited. */
export const Records = ({ id }: { id: string }) => {
  const go = useGo();
  const [won] = useParam('won');
  const rows = useRows(
    'draws',
    'records',
    { id, limit: 50, ...(won === 'yes' || won === 'no' ? { won } : {}) },
    { everyMs: 10_000 },
  );
  return (
    <Card
      title="每一抽"
      sub="只增不改，至少留三年"
      extra={
        <ChoiceFilter
          name="中没中"
          param="won"
          all="全部"
          width={110}
          options={[
            { value: 'yes', label: '中了' },
            { value: 'no', label: '没中' },
          ]}
        />
      }
    >
      <PagedTable
        label="每一抽"
        of={rows}
        columns={columns}
        keyOf={({ drawId }) => drawId}
        onOpen={({ personId }) => go(`/people/${personId}`)}
        blank={
          won ? (
            <Blank title={won === 'yes' ? '还没有人中' : '没有落空的'} />
          ) : (
            <Blank title="还没有人抽">开一个「扣1抽盲盒」的活动，群里就动起来了。</Blank>
          )
        }
      />
    </Card>
  );
};
