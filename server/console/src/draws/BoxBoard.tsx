import type { BoxLive } from '@kouyi/shared/contracts';
import { MINUTE_MS } from '@kouyi/shared/rules/time';
import { Select } from 'antd';
import { useMemo, useState } from 'react';
import { useApi } from '../api';
import { ChartCard } from '../ui/ChartCard';
import { type Column, DataTable } from '../ui/DataTable';
import { Bones } from '../ui/Bones';
import { Blank, Card, Failed, Figure, Meter, Notice } from '../ui/pieces';
import { buckets } from '../live/buckets';
import { count, percent } from '../ui/number';
import { useNow } from '../ui/use';
import { axisWords, when } from '../ui/when';
import { money } from '../ui/Yuan';

type Stock = BoxLive['stock'][number];
type Minute = BoxLive['perMinute'][number];

const columns: Column<Stock>[] = [
  { head: '奖品', cell: ({ name }) => <strong>{name}</strong> },
  {
    head: '剩余',
    cell: ({ stock, left }) =>
      stock === undefined || left === undefined ? (
        '不限'
      ) : (
        <>
          <Meter className="thin" share={stock > 0 ? left / stock : 0} />
          {count(left)} / {count(stock)}
        </>
      ),
  },
  { head: '送出', cell: ({ given }) => count(given), end: true, width: 80 },
  {
    head: '按概率该有',
    cell: ({ expected }) => expected.toFixed(1),
    end: true,
    width: 100,
  },
  {
    head: '保底送出 / 还留',
    cell: ({ guaranteed, reserveLeft }) =>
      reserveLeft === undefined ? '–' : `${count(guaranteed)} / ${count(reserveLeft)}`,
    end: true,
    width: 130,
  },
  { head: '花费', cell: ({ costFen }) => money(costFen), end: true, width: 110 },
];

const SHOWS = {
  draws: { name: '抽了多少', unit: '次', of: ({ draws }: Minute) => draws, perUnit: 1 },
  left: { name: '还剩多少', unit: '份', of: ({ left }: Minute) => left, perUnit: 1 },
  cost: { name: '花了多少', unit: '元', of: ({ costFen }: Minute) => costFen, perUnit: 100 },
} as const;
type Show = keyof typeof SHOWS;

/** The board holds the last two hours in which somebody drew. */
const MINUTES_SENT = 120;

/** What runs out within a day is worth a word; days ahead, ten minutes say nothing. */
const WORTH_SAYING_MINUTES = 24 * 60;

/** The minutes as a line: what flows is summed without holes, what is left is a level at each of them. */
function lineOf(perMinute: readonly Minute[], show: Show, until: number) {
  const { of, perUnit } = SHOWS[show];
  const levels = perMinute.map((minute) => ({ at: minute.at, counted: of(minute) }));
  const { width, points } = buckets(levels, until);
  if (show === 'left')
    return { width, points: levels.map(({ at, counted }) => ({ at: Date.parse(at), counted })) };
  return { width, points: points.map(({ at, counted }) => ({ at, counted: counted / perUnit })) };
}

/** What happens over time: draws, stock that burns down, cost; the table is behind the picture. */
const Over = ({ perMinute, open }: { perMinute: readonly Minute[]; open: boolean }) => {
  const [show, setShow] = useState<Show>('draws');
  const now = useNow(MINUTE_MS);
  const until = open ? Math.floor(now / MINUTE_MS) * MINUTE_MS : Date.parse(perMinute.at(-1)?.at ?? '');
  const { width, points } = useMemo(() => lineOf(perMinute, show, until), [perMinute, show, until]);
  const words = useMemo(() => axisWords(width.ms), [width.ms]);
  const { unit } = SHOWS[show];
  const name = show === 'left' ? '奖品还剩' : `${width.name}${show === 'draws' ? '抽了' : '花了'}`;
  return (
    <ChartCard
      title={name}
      sub={perMinute.length < MINUTES_SENT ? '从第一抽到现在' : '最近这一段'}
      label={name}
      points={points}
      words={words}
      unit={unit}
      blank="还没有人抽。第一抽来了，这里就动起来。"
      extra={
        <Select
          size="small"
          aria-label="看什么"
          value={show}
          onChange={(key: Show) => setShow(key)}
          options={(Object.keys(SHOWS) as Show[]).map((key) => ({ value: key, label: SHOWS[key].name }))}
        />
      }
      table={() => (
        <DataTable
          label={name}
          rows={[...perMinute]}
          keyOf={({ at }) => at}
          columns={[
            { head: '时间', cell: ({ at }) => when(at) },
            { head: '抽', cell: ({ draws }) => count(draws), end: true },
            { head: '中', cell: ({ wins }) => count(wins), end: true },
            { head: '花费', cell: ({ costFen }) => money(costFen), end: true },
            { head: '剩余', cell: ({ left }) => count(left), end: true },
          ]}
        />
      )}
    />
  );
};

/** A box while it is open and after: how fast it is drawn, what is left, what it costs. */
export const BoxBoard = ({ id, open }: { id: string; open: boolean }) => {
  const live = useApi('draws', 'live', { id }, { everyMs: open ? 2_000 : 15_000 });
  if (live.isPending) return <Bones lines={10} />;
  if (!live.data) return <Failed failure={live.error} retry={() => void live.refetch()} />;
  const { data } = live;
  return (
    <>
      <div className="live-figures" aria-live="off">
        <Figure
          lead
          label="抽了"
          value={count(data.draws)}
          note={<span className="good">{count(data.people)} 人</span>}
        />
        <Figure label="这一分钟" value={count(data.drawsPerMinute)} note="次" />
        <Figure
          label="中奖"
          value={count(data.wins)}
          note={data.draws > 0 ? `占 ${percent(data.wins, data.draws)}` : '还没人抽'}
        />
        <Figure label="还在手里的机会" value={count(data.chancesOut)} note="发出去还没抽的" />
        <Figure
          label="花费"
          value={money(data.costFen)}
          note={`按概率该花 ${money(data.expectedCostFen)}，预算 ${money(data.budgetFen)}`}
        >
          <Meter share={data.budgetFen > 0 ? data.costFen / data.budgetFen : 0} />
        </Figure>
      </div>
      <div className="stack" style={{ gap: 18 }}>
        {data.runsOut && data.runsOut.inMinutes <= WORTH_SAYING_MINUTES && (
          <Notice>
            照最近十分钟的速度，「{data.runsOut.prizeName}」大约{' '}
            {data.runsOut.inMinutes < 120
              ? `${count(data.runsOut.inMinutes)} 分钟`
              : `${count(Math.round(data.runsOut.inMinutes / 60))} 小时`}
            后抽完。
          </Notice>
        )}
        <Over perMinute={data.perMinute} open={open} />
        <Card title="奖品还剩多少">
          {data.stock.length === 0 ? (
            <Blank title="开放以后才有库存" />
          ) : (
            <DataTable
              label="奖品还剩多少"
              rows={data.stock}
              columns={columns}
              keyOf={({ prizeId }) => prizeId}
            />
          )}
        </Card>
      </div>
    </>
  );
};
