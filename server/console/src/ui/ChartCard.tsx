import { dayToText, shanghaiDay } from '@kouyi/shared/rules/time';
import { type ReactNode, Suspense, lazy, useRef } from 'react';
import { ChartFrame } from './ChartFrame';
import type { AxisWords, ChartHandle } from './LineChart';
import { Bones } from './Bones';
import { clock } from './when';

const LineChart = lazy(async () => ({ default: (await import('./LineChart')).LineChart }));

const NO_MARKS: readonly number[] = [];

const moment = (at: number): string => {
  const day = new Date(at);
  return `${dayToText(shanghaiDay(day))} ${clock(day.toISOString())}`;
};

/** A line over time, with the table behind it and both as files; while there is nothing to draw, what to wait for. */
export const ChartCard = ({
  title,
  sub,
  label,
  points,
  marks = NO_MARKS,
  words,
  unit = '人',
  blank,
  table,
  extra,
  file = title,
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
  /** What its files are called, where the title alone says too little. */
  file?: string;
}) => {
  const handle = useRef<ChartHandle>(null);
  return (
    <ChartFrame
      title={title}
      sub={sub}
      extra={extra}
      blank={blank}
      file={file}
      png={() => handle.current?.png() ?? ''}
      csv={() =>
        [`时间,${unit}`, ...points.map(({ at, counted }) => `${moment(at)},${counted}`)].join('\r\n')
      }
      table={table}
      picture={
        points.length > 0 ? (
          <Suspense fallback={<Bones lines={4} />}>
            <LineChart
              points={points}
              marks={marks}
              words={words}
              label={label}
              unit={unit}
              handle={handle}
            />
          </Suspense>
        ) : null
      }
    />
  );
};
