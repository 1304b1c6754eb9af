import { Button } from 'antd';
import { type ReactNode, type Ref, Suspense, lazy, useState } from 'react';
import type { AxisWords, ChartHandle } from './LineChart';
import { Bones, Card } from './pieces';
import './chart.scss';

const LineChart = lazy(async () => ({ default: (await import('./LineChart')).LineChart }));

const NO_MARKS: readonly number[] = [];

/** A line over time, with the table behind it; while there is nothing to draw, what to wait for. */
export const ChartCard = ({
  title,
  sub,
  label,
  points,
  marks = NO_MARKS,
  words,
  unit,
  blank,
  table,
  extra,
  onPicture,
  handle,
}: {
  title: string;
  sub?: string;
  /** What the picture shows, for who does not see it. */
  label: string;
  points: readonly { at: number; counted: number }[];
  marks?: readonly number[];
  words: AxisWords;
  unit?: string;
  blank: string;
  /** The same as figures; asked for only when it is looked at. */
  table: () => ReactNode;
  extra?: ReactNode;
  /** Keeps the picture as a file; without it nobody is offered to. */
  onPicture?: () => void;
  handle?: Ref<ChartHandle>;
}) => {
  const [asTable, setAsTable] = useState(false);
  const drawn = points.length > 0;
  return (
    <Card
      title={title}
      {...(sub === undefined ? {} : { sub })}
      extra={
        <span className="row">
          {extra}
          {drawn && (
            <Button size="small" type="text" onClick={() => setAsTable(!asTable)}>
              {asTable ? '看图' : '看数字'}
            </Button>
          )}
          {drawn && !asTable && onPicture && (
            <Button size="small" type="text" onClick={onPicture}>
              存成图
            </Button>
          )}
        </span>
      }
    >
      {!drawn && <p className="quiet">{blank}</p>}
      {drawn && !asTable && (
        <Suspense fallback={<Bones lines={4} />}>
          <LineChart
            points={points}
            marks={marks}
            words={words}
            label={label}
            {...(unit === undefined ? {} : { unit })}
            {...(handle === undefined ? {} : { handle })}
          />
        </Suspense>
      )}
      {drawn && asTable && <div className="chart-table">{table()}</div>}
    </Card>
  );
};
