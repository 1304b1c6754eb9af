import { WEEKDAY_NAMES } from '@kouyi/shared/rules/time';
import { Button } from 'antd';
import { useState } from 'react';
import { type Out, useApi } from '../api';
import { Bones } from '../ui/Bones';
import { Card, Failed } from '../ui/pieces';
import { count } from '../ui/number';
import './groups.scss';

type Cell = Out<'groups', 'heat'>['cells'][number];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const DAYS = [1, 2, 3, 4, 5, 6, 7];

const Numbers = ({ at }: { at: (weekday: number, hour: number) => number }) => (
  <div className="heat-table" tabIndex={0} role="region" aria-label="每小时消息数">
    <table>
      <thead>
        <tr>
          <th scope="col">时</th>
          {HOURS.map((hour) => (
            <th key={hour} scope="col">
              {hour}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {DAYS.map((weekday) => (
          <tr key={weekday}>
            <th scope="row">{WEEKDAY_NAMES[weekday]}</th>
            {HOURS.map((hour) => (
              <td key={hour}>{at(weekday, hour) || ''}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const Picture = ({ at, most }: { at: (weekday: number, hour: number) => number; most: number }) => (
  <div className="heat" role="img" aria-label="各星期各小时的消息多少，颜色越深越多">
    <span />
    {HOURS.map((hour) => (
      <span key={hour} className="hour">
        {hour % 3 === 0 ? hour : ''}
      </span>
    ))}
    {DAYS.map((weekday) => (
      <div key={weekday} style={{ display: 'contents' }}>
        <span>{WEEKDAY_NAMES[weekday]}</span>
        {HOURS.map((hour) => (
          <i
            key={hour}
            title={`${WEEKDAY_NAMES[weekday] ?? ''} ${hour} 点：${at(weekday, hour)} 条`}
            style={{
              ['--heat' as string]: most > 0 ? Math.round(Math.sqrt(at(weekday, hour) / most) * 100) : 0,
            }}
          />
        ))}
      </div>
    ))}
  </div>
);

/** When a group speaks: weekday by hour over the last 28 days, with the numbers behind it. */
export const Heat = ({ groupId }: { groupId: string }) => {
  const [asTable, setAsTable] = useState(false);
  const heat = useApi('groups', 'heat', { id: groupId });
  if (heat.isPending) return <Bones />;
  if (heat.error) return <Failed failure={heat.error} retry={() => void heat.refetch()} />;
  const sums = new Map(heat.data.cells.map(({ weekday, hour, messages }) => [weekday * 24 + hour, messages]));
  const at = (weekday: number, hour: number): number => sums.get(weekday * 24 + hour) ?? 0;
  const peak = heat.data.cells.reduce<Cell | undefined>(
    (best, one) => (best && best.messages >= one.messages ? best : one),
    undefined,
  );
  const point =
    peak && peak.messages > 0
      ? `${WEEKDAY_NAMES[peak.weekday] ?? ''} ${peak.hour} 点最热闹，近 28 天 ${count(peak.messages)} 条`
      : '近 28 天没人说话';
  return (
    <Card
      title="什么时候热闹"
      sub={point}
      extra={
        <Button size="small" type="text" onClick={() => setAsTable(!asTable)}>
          {asTable ? '看图' : '看数字'}
        </Button>
      }
    >
      {asTable ? <Numbers at={at} /> : <Picture at={at} most={peak?.messages ?? 0} />}
    </Card>
  );
};
