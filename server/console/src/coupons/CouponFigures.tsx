import type { CouponView } from '@kouyi/shared/contracts';
import { shanghaiDay, shanghaiInstant, textToDay } from '@kouyi/shared/rules/time';
import { useMemo } from 'react';
import { useApi } from '../api';
import { ChartCard } from '../ui/ChartCard';
import { DataTable } from '../ui/DataTable';
import { Bones } from '../ui/Bones';
import { Card, Failed, Figure, Meter } from '../ui/pieces';
import { count, percent } from '../ui/number';
import { wholeDays } from '../ui/when';
import { money } from '../ui/Yuan';
import { CouponCard } from './CouponCard';

/** A week at least, so that one busy day has something to stand beside. */
const DAYS_SHOWN = 7;
const atOf = (day: number): number => shanghaiInstant(day).getTime();

/** What was given on each day until today, days without any included. */
const byDay = (days: readonly { day: string; issued: number }[]): { at: number; counted: number }[] => {
  const given = new Map(days.map(({ day, issued }) => [textToDay(day) ?? 0, issued]));
  const today = shanghaiDay(new Date());
  const first = Math.min(today - DAYS_SHOWN + 1, ...given.keys());
  return Array.from({ length: today - first + 1 }, (_, i) => ({
    at: atOf(first + i),
    counted: given.get(first + i) ?? 0,
  }));
};

/** What a coupon came to: how many are out, used and expired, what they cost, day by day and store by store. */
export const CouponFigures = ({ coupon }: { coupon: CouponView }) => {
  const figures = useApi('coupons', 'figures', { id: coupon.id }, { everyMs: 5_000 });
  const days = figures.data?.days;
  const points = useMemo(() => (days && days.length > 0 ? byDay(days) : []), [days]);
  if (figures.isPending) return <Bones lines={8} />;
  if (!figures.data) return <Failed failure={figures.error} retry={() => void figures.refetch()} />;
  const { data } = figures;
  return (
    <div className="stack" style={{ gap: 18 }}>
      <div className="live-figures" style={{ marginBottom: 0 }}>
        <Figure lead label="发出" value={count(data.issued)} note={`还能发 ${count(data.left)} 张`}>
          <Meter share={coupon.rule.stock > 0 ? data.issued / coupon.rule.stock : 0} />
        </Figure>
        <Figure
          label="用掉"
          value={count(data.redeemed)}
          note={data.issued > 0 ? `占发出的 ${percent(data.redeemed, data.issued)}` : '还没发出去'}
        />
        <Figure label="还在手里" value={count(data.held)} note={`全用掉最多 ${money(data.liabilityFen)}`} />
        <Figure
          label="过期了"
          value={count(data.expired)}
          note={data.revoked > 0 ? `另外作废了 ${count(data.revoked)} 张` : '没有作废的'}
        />
        <Figure
          label="实际优惠"
          value={money(data.givenFen)}
          note={data.ordersFen > 0 ? `带来 ${money(data.ordersFen)} 的订单` : '还没有订单金额'}
        />
      </div>
      <div className="split">
        <ChartCard
          title="每天发出（张）"
          file="每天发出"
          label="每天发出"
          points={points}
          words={wholeDays}
          unit="张"
          blank="还没发出去。第一张到了谁手里，这里就动起来。"
          table={() => (
            <DataTable
              label="每天"
              rows={data.days}
              keyOf={({ day }) => day}
              columns={[
                { head: '日期', cell: ({ day }) => day },
                { head: '发出', cell: ({ issued }) => count(issued), end: true },
                { head: '用掉', cell: ({ redeemed }) => count(redeemed), end: true },
              ]}
            />
          )}
        />
        <div className="stack">
          <Card title="券面">
            <CouponCard face={coupon.face} />
          </Card>
          {data.sources.length > 0 && (
            <Card title="从哪来的">
              <DataTable
                label="从哪来的"
                rows={data.sources}
                keyOf={({ source }) => source}
                columns={[
                  { head: '来源', cell: ({ source }) => source },
                  { head: '发出', cell: ({ issued }) => count(issued), end: true },
                ]}
              />
            </Card>
          )}
          {data.stores.length > 0 && (
            <Card title="在哪用的">
              <DataTable
                label="在哪用的"
                rows={data.stores}
                keyOf={({ storeName }) => storeName}
                columns={[
                  { head: '门店', cell: ({ storeName }) => storeName },
                  { head: '用掉', cell: ({ redeemed }) => count(redeemed), end: true },
                ]}
              />
            </Card>
          )}
        </div>
      </div>
    </div>
  );
};
