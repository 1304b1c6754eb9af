import type { ActivityView, LiveView } from '@kouyi/shared/contracts';
import { DAY_MS, MINUTE_MS } from '@kouyi/shared/rules/time';
import { useMemo } from 'react';
import { ChartCard } from '../ui/ChartCard';
import { DataTable } from '../ui/DataTable';
import { count } from '../ui/number';
import { useNow } from '../ui/use';
import { axisWords, when } from '../ui/when';
import { type Point, buckets } from './buckets';

const MOST_MARKS = 60;

const peakOf = (points: readonly Point[]): Point | undefined =>
  points.reduce<Point | undefined>(
    (best, one) => (best && best.counted >= one.counted ? best : one),
    undefined,
  );

/** Joins over time: its point in a sentence, marks where the bot spoke, the table behind it, and as a picture. */
export const JoinChart = ({ activity, live }: { activity: ActivityView; live: LiveView }) => {
  const now = useNow(1_000);
  const until = live.state === 'running' ? now : Math.min(now, Date.parse(activity.rule.window.endAt));
  // To the minute: the chart is drawn again when there is something new, not every second.
  const end = Math.floor(until / MINUTE_MS) * MINUTE_MS;
  const { width, points } = useMemo(
    () => buckets(live.perMinute, end, live.earlier),
    [live.earlier, live.perMinute, end],
  );
  // Over weeks the bot's answers would be a fence before the line, and say nothing of their rhythm.
  const marked = width.ms < DAY_MS && live.answers.length <= MOST_MARKS;
  const marks = useMemo(
    () => (marked ? live.answers.map(({ at }) => Date.parse(at)) : []),
    [live.answers, marked],
  );
  const words = useMemo(() => axisWords(width.ms), [width.ms]);
  const peak = peakOf(points);
  const { everyPeople, everySeconds } = activity.rule.answer;
  const point = peak && peak.counted > 0 ? `最多的时候 ${words(peak.at)}，${count(peak.counted)} 人。` : '';
  const rhythm = `每 ${everyPeople} 人或 ${everySeconds} 秒回一次，不逐条回`;
  const sub = `${point}${marks.length > 0 ? '竖线是机器人回应的时刻：' : '机器人'}${rhythm}`;
  return (
    <ChartCard
      title={`${width.name}扣 1`}
      sub={sub}
      label={`${width.name}扣 1 的人数。${point}`}
      points={points}
      marks={marks}
      words={words}
      blank="还没有人扣。第一个 1 来了，这里就动起来。"
      file={`${activity.rule.title}-${width.name}`}
      table={() => (
        <DataTable
          label={`${width.name}扣 1`}
          rows={points.filter(({ counted }) => counted > 0)}
          keyOf={({ at }) => String(at)}
          columns={[
            { head: '时间', cell: ({ at }) => when(new Date(at).toISOString()) },
            { head: '扣 1', cell: ({ counted }) => count(counted), end: true },
          ]}
        />
      )}
    />
  );
};
