import { LineChart as Lines } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
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

const optionOf = (
  points: readonly { at: number; counted: number }[],
  marks: readonly number[],
  words: AxisWords,
  unit: string,
): echarts.EChartsCoreOption => {
  const quiet = token('--ink-3');
  const loud = token('--cinnabar');
  const font = token('--font');
  return {
    animation: false,
    textStyle: { fontFamily: font },
    grid: { left: 44, right: 18, top: 14, bottom: 26 },
    tooltip: {
      trigger: 'axis',
      backgroundColor: token('--card'),
      borderColor: token('--line'),
      textStyle: { color: token('--ink'), fontFamily: font, fontSize: 12.5 },
      formatter: (params: unknown) => {
        const first = (params as { data: [number, number] }[])[0];
        return first ? `${words(first.data[0])}　<b>${first.data[1]}</b> ${unit}` : '';
      },
    },
    xAxis: {
      type: 'time',
      splitNumber: 5,
      minInterval: 60_000,
      max: Math.max(points.at(-1)?.at ?? 0, ...marks.slice(-1)),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: quiet, fontSize: 11, hideOverlap: true, formatter: (at: number) => words(at) },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitNumber: 3,
      axisLabel: { color: quiet, fontSize: 11 },
      splitLine: { lineStyle: { color: token('--sunk') } },
    },
    series: [
      {
        type: 'line',
        data: points.map(({ at, counted }) => [at, counted]),
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
          data: marks.map((xAxis) => ({ xAxis })),
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
  const { choice } = useLook();
  useEffect(() => {
    if (!box.current) return;
    const made = echarts.init(box.current);
    chart.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(optionOf(points, marks, words, unit), { notMerge: true });
  }, [points, marks, words, unit, choice]);
  useImperativeHandle(handle, () => ({
    png: () => chart.current?.getDataURL({ pixelRatio: 2, backgroundColor: token('--card') }) ?? '',
  }));
  return <div ref={box} className="chart-box" role="img" aria-label={label} />;
};
