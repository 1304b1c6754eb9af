import type { Out } from '../api';
import { ChartFrame } from '../ui/ChartFrame';
import { DataTable } from '../ui/DataTable';
import { count } from '../ui/number';
import { pngOfDay } from './day-picture';

type ByHour = Out<'insights', 'today'>['byHour'];

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/** What the chart comes to, in a sentence. */
function pointOf({ today, yesterday }: ByHour): string {
  const most = Math.max(...today);
  if (most > 0) return `今天最热闹的是 ${clock(today.indexOf(most))}，扣了 ${count(most)} 次`;
  const before = Math.max(...yesterday);
  return before > 0
    ? `今天还没人扣；昨天最热闹的是 ${clock(yesterday.indexOf(before))}`
    : '这两天还没人扣，第一个 1 来了，这里就动起来';
}

/** The day by the hour beside yesterday's: bars that need no library, and the table behind them. */
export const DayChart = ({ byHour }: { byHour: ByHour }) => {
  const { today, yesterday } = byHour;
  const top = Math.max(1, ...today, ...yesterday);
  const share = (of: number | undefined) => `${((of ?? 0) / top) * 100}%`;
  return (
    <ChartFrame
      title="每小时扣 1"
      sub={pointOf(byHour)}
      file="今天每小时扣 1"
      legend={
        <span className="day-key">
          <i className="today" /> 今天 <i /> 昨天
        </span>
      }
      png={() => pngOfDay(today, yesterday)}
      csv={() =>
        [
          '时间,今天,昨天',
          ...HOURS.map((hour) => `${clock(hour)},${today[hour] ?? ''},${yesterday[hour] ?? 0}`),
        ].join('\r\n')
      }
      table={() => (
        <DataTable
          label="每小时扣 1"
          rows={HOURS}
          keyOf={String}
          columns={[
            { head: '时间', cell: clock },
            {
              head: '今天',
              cell: (hour) => (hour < today.length ? count(today[hour] ?? 0) : '–'),
              end: true,
            },
            { head: '昨天', cell: (hour) => count(yesterday[hour] ?? 0), end: true },
          ]}
        />
      )}
      picture={
        <div
          className="day-chart"
          role="img"
          aria-label={`每小时扣 1 的次数，今天和昨天。${pointOf(byHour)}`}
        >
          {HOURS.map((hour) => (
            <span key={hour} className={hour === today.length - 1 ? 'now' : undefined}>
              <span className="bars">
                <i style={{ height: share(yesterday[hour]) }} />
                <i className="today" style={{ height: share(today[hour]) }} />
              </span>
              <small>{hour % 3 === 0 ? hour : ''}</small>
            </span>
          ))}
        </div>
      }
    />
  );
};
