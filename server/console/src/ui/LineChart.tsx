import { DAY_MS, HOUR_MS, MINUTE_MS } from '@kouyi/shared/rules/time';
import { LineChart as Lines } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';
import { token } from '../app/theme';
import { useLook } from '../app/look';

echarts.use([Lines, GridComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

/** What one can ask a chart for. */
export interface ChartHandle {
  /** The picture as a data address, with the background of the page. */
  png: () => string;
}

/** How a moment is written on the axis. */
export type AxisWords = (at: number) => string;

// From label to label: round stretches of the clock, so that labels are evenly apart and begin at a full hour or day.
const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR_MS),
  ...[1, 2, 5, 10, 20, 50, 100].map((n) => n * DAY_MS),
];
const LABEL_PX = 96;
const SHANGHAI_MS = 8 * HOUR_MS;

const optionOf = (
  points: readonly { at: number; counted: number }[],
  marks: readonly number[],
  words: AxisWords,
  unit: string,
  widthPx: number,
): echarts.EChartsCoreOption => {
  const first = points[0]?.at ?? 0;
  const last = Math.max(points.at(-1)?.at ?? 0, ...marks.slice(-1));
  const room = Math.max(2, Math.floor(widthPx / LABEL_PX));
  const step = STEPS_MS.find((ms) => (last - first) / ms <= room) ?? DAY_MS * 365;
  // The axis counts from Shanghai's midnight, which its even steps then fall upon.
  const there = (at: number): number => at + SHANGHAI_MS;
  const here = (at: number): number => at - SHANGHAI_MS;
  const labelled: number[] = [];
  for (let at = Math.ceil(there(first) / step) * step; at <= there(last); at += step) labelled.push(at);
  const quiet = token('--ink-3');
  const loud = token('--cinnabar');
  const font = token('--font');
  return {
    animation: false,
    textStyle: { fontFamily: font },
    grid: { left: 44, right: 26, top: 14, bottom: 26 },
    tooltip: {
      trigger: 'axis',
      backgroundColor: token('--card'),
      borderColor: token('--line'),
      textStyle: { color: token('--ink'), fontFamily: font, fontSize: 12.5 },
      formatter: (params: unknown) => {
        const first = (params as { data: [number, number] }[])[0];
        return first ? `${words(here(first.data[0]))}　<b>${first.data[1]}</b> ${unit}` : '';
      },
    },
    xAxis: {
      type: 'value',
      min: there(first),
      max: there(last > first ? last : first + MINUTE_MS),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        color: quiet,
        fontSize: 11,
        hideOverlap: true,
        customValues: labelled,
        formatter: (at: number) => words(here(at)),
      },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitNumber: 3,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: quiet, fontSize: 11 },
      splitLine: { lineStyle: { color: token('--sunk') } },
    },
    series: [
      {
        type: 'line',
        data: points.map(({ at, counted }) => [there(at), counted]),
        showSymbol: points.length < 2,
        symbolSize: 7,
        lineStyle: { color: loud, width: 2.4 },
        itemStyle: { color: loud },
        areaStyle: { color: token('--cinnabar-soft'), opacity: 1 },
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          lineStyle: { color: token('--jade'), opacity: 0.22, width: 3, type: 'solid' },
          data: marks.map((at) => ({ xAxis: there(at) })),
        },
      },
    ],
  };
};

/** Joins over time, with the moments the bot spoke as upright lines. */
export const LineChart = ({
  points,
  marks,
  words,
  label,
  unit = '人',
  handle,
}: {
  points: readonly { at: number; counted: number }[];
  marks: readonly number[];
  words: AxisWords;
  label: string;
  /** What a point counts. */
  unit?: string;
  handle?: Ref<ChartHandle>;
}) => {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.ECharts>();
  const [widthPx, setWidthPx] = useState(0);
  const { dark } = useLook();
  useEffect(() => {
    if (!box.current) return;
    const made = echarts.init(box.current);
    chart.current = made;
    const watch = new ResizeObserver(([box]) => {
      made.resize();
      setWidthPx(box?.contentRect.width ?? 0);
    });
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    // Drawn again when the colours change: the tokens it reads are already those of the new theme.
    chart.current?.setOption(optionOf(points, marks, words, unit, widthPx), { notMerge: true });
  }, [points, marks, words, unit, widthPx, dark]);
  useImperativeHandle(handle, () => ({
    png: () => chart.current?.getDataURL({ pixelRatio: 2, backgroundColor: token('--card') }) ?? '',
  }));
  return <div ref={box} className="chart-box" role="img" aria-label={label} />;
};
