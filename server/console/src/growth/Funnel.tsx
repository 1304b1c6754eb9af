import { GROWTH_STAGES, GROWTH_STANDING_NAMES } from '@kouyi/shared/types';
import { Button } from 'antd';
import { Link } from 'react-router';
import { type Out, useApi } from '../api';
import { type Column, DataTable } from '../ui/DataTable';
import { Bones } from '../ui/Bones';
import { Blank, Card, Failed, Meter, Notice } from '../ui/pieces';
import { count } from '../ui/number';
import { useGo, useParam } from '../ui/use';
import './growth.scss';

type Board = Out<'growth', 'board'>;
type Unit = Board['units'][number];

const KIND_NAMES: Record<string, string> = { hq: '总部', region: '大区', store: '门店', partner: '伙伴' };

const Stages = ({ stages }: { stages: Board['stages'] }) => {
  const go = useGo();
  const most = Math.max(1, ...stages.map(({ reached }) => reached));
  return (
    <ol className="growth-funnel">
      {stages.map(({ stage, name, people, reached, conversion, up, down }) => (
        <li key={stage}>
          <button type="button" onClick={() => go(`/koc?tab=people&stage=${stage}&sort=since`)}>
            <span className="name">
              <b>{name}</b>
              <small>{conversion?.words ?? '走到这里或更远'}</small>
            </span>
            <Meter className="plain" share={reached / most} />
            <span className="num">
              <b>{count(reached)}</b>
              <small>停在这里 {count(people)} 位</small>
            </span>
            <span className="flow">
              <small>
                近 7 天 <i className="up">升上来 {count(up)}</i> ·{' '}
                <i className="down">退下去 {count(down)}</i>
              </small>
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
};

const unitColumns: Column<Unit>[] = [
  {
    head: '哪里',
    cell: ({ name, kind }) => (
      <>
        <strong>{name}</strong>
        <small>{KIND_NAMES[kind] ?? ''}</small>
      </>
    ),
  },
  ...GROWTH_STAGES.map((stage): Column<Unit> => ({
    head: GROWTH_STANDING_NAMES[stage],
    cell: ({ people }) => count(people[stage]),
    end: true,
  })),
  {
    head: '平均分',
    cell: ({ averageScore }) =>
      averageScore === undefined ? (
        <span className="quiet">还没有</span>
      ) : (
        <span className="growth-score">
          <Meter share={averageScore / 100} className="thin plain" /> {averageScore.toFixed(1)}
        </span>
      ),
    end: true,
  },
];

/** The funnel of the stages, and every unit beside its peers. */
export const Funnel = () => {
  const go = useGo();
  const [unitId, setUnit] = useParam('unit');
  const board = useApi('growth', 'board', unitId ? { unitId } : {}, { everyMs: 30_000, keep: true });
  if (board.isPending) return <Bones lines={8} />;
  if (!board.data) return <Failed failure={board.error} retry={() => void board.refetch()} />;
  const { stages, openProposals, units } = board.data;
  const chosen = units.find((unit) => unit.unitId === unitId)?.name;
  const nobody = stages.every(({ reached }) => reached === 0);
  return (
    <div className="stack" style={{ gap: 18 }}>
      {openProposals > 0 && (
        <Notice
          tone="info"
          action={<Button onClick={() => go('/koc?tab=proposals')}>去看看</Button>}
        >{`有 ${openProposals} 位等你决定：任命，还是再等等。`}</Notice>
      )}
      <Card
        title={chosen ? `${chosen}的成长漏斗` : '成长漏斗'}
        sub="参加活动 → 分享有人来 → 带来的人真参加 → KOC。条和大字是现在的人数，百分比看的是同一批人后来走没走下一步"
        extra={
          unitId && (
            <Button size="small" onClick={() => setUnit('')}>
              看全部
            </Button>
          )
        }
      >
        {nobody ? (
          <Blank title="还没有人起步">
            会员参加几天活动，就会出现在「活跃」里。要几天，在<Link to="/koc?tab=rules">成长规则</Link>里定。
          </Blank>
        ) : (
          <Stages stages={stages} />
        )}
      </Card>
      {units.length > 0 && (
        <Card title="各处对比" sub="人算在最近一次参加活动的群所在的门店；点一行只看那里">
          <DataTable
            label="各处对比"
            rows={units}
            columns={unitColumns}
            keyOf={(unit) => unit.unitId}
            pickedKey={unitId}
            onOpen={(unit) => setUnit(unit.unitId)}
          />
        </Card>
      )}
    </div>
  );
};
