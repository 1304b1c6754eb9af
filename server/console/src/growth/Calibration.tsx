import { shanghaiDay } from '@kouyi/shared/rules/time';
import { type Out, useApi } from '../api';
import { type Column, DataTable } from '../ui/DataTable';
import { Bones } from '../ui/Bones';
import { Blank, Card, Failed, Figure, Meter } from '../ui/pieces';
import { count } from '../ui/number';
import { dayWords } from '../ui/when';
import { money } from '../ui/Yuan';

type Answer = Out<'growth', 'calibration'>;
type Decile = Answer['deciles'][number];

const columnsOf = (deciles: Decile[]): Column<Decile>[] => {
  const most = Math.max(1, ...deciles.map(({ meanOrders }) => meanOrders));
  return [
    {
      head: '当时的分',
      cell: ({ decile, fromScore, toScore }) => (
        <>
          第 {decile} 段<small>{`${fromScore.toFixed(1)}–${toScore.toFixed(1)}`}</small>
        </>
      ),
    },
    {
      head: '之后 60 天的订单',
      cell: ({ meanOrders }) => <Meter className="plain" share={meanOrders / most} />,
    },
    { head: '平均几单', cell: ({ meanOrders }) => meanOrders.toFixed(2), end: true },
    { head: '平均成交', cell: ({ meanFen }) => money(meanFen), end: true },
    { head: '平均激活', cell: ({ meanActivated }) => meanActivated.toFixed(2), end: true },
    { head: '几组', cell: ({ pairs }) => count(pairs), end: true },
  ];
};

/** Spearman's coefficient for who knows no statistics. */
const RANK_NOTE = '1 是完全对得上，0 是没关系';

/** How far a day lies ahead. */
const inDays = (at: string): string => {
  const days = shanghaiDay(new Date(at)) - shanghaiDay(new Date());
  return days <= 0 ? '今天' : `${days} 天后`;
};

/** Whether the score foretells anything: what it said, against what came of it. */
export const Calibration = () => {
  const found = useApi('growth', 'calibration', {});
  if (found.isPending) return <Bones lines={8} />;
  if (!found.data) return <Failed failure={found.error} retry={() => void found.refetch()} />;
  const { pairs, people, needed, enough, words, rank, deciles, oldest, newest, waiting } = found.data;
  return (
    <div className="stack" style={{ gap: 18 }}>
      <div className="figures">
        <Figure label="能对照的" value={`${count(pairs)} 组`} note={`要 ${needed} 组才看得出`}>
          <Meter className="plain" share={pairs / needed} />
        </Figure>
        <Figure label="来自" value={`${count(people)} 位 KOC`} note="同一位的 60 天不重叠" />
        {waiting && (
          <Figure
            label={pairs > 0 ? '下一批结果' : '第一批结果'}
            value={inDays(waiting.at)}
            note={`${dayWords(waiting.at)}，在等 ${count(waiting.people)} 位的 60 天`}
          />
        )}
        {rank && <Figure label="分高的订单也多吗" value={rank.orders.toFixed(2)} note={RANK_NOTE} />}
        {rank && <Figure label="分高的激活也多吗" value={rank.activated.toFixed(2)} note={RANK_NOTE} />}
      </div>
      <Card
        title="分数准不准"
        sub={
          oldest && newest
            ? `${dayWords(oldest)} 到 ${dayWords(newest)} 记下的分`
            : '每周一记一次当时的分，60 天后看结果'
        }
      >
        {enough ? (
          <>
            <p style={{ marginBottom: 12 }}>{words}</p>
            <DataTable
              label="十段对照"
              rows={deciles}
              columns={columnsOf(deciles)}
              keyOf={({ decile }) => String(decile)}
            />
          </>
        ) : (
          <Blank title="数据还不够，先不下结论">{words}</Blank>
        )}
      </Card>
    </div>
  );
};
