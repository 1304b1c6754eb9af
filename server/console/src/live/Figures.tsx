import type { ActivityView, LiveView } from '@kouyi/shared/contracts';
import { Popover } from 'antd';
import { Figure, Meter } from '../ui/pieces';
import { count, percent } from '../ui/number';
import { useNow } from '../ui/use';
import { clock } from '../ui/when';
import { outcomeWords } from '../ui/words';
import { weekOnWeek } from './buckets';

const Reasons = ({ of }: { of: LiveView['notCounted'] }) => (
  <ul className="reasons">
    {[...of]
      .sort((a, b) => b.times - a.times)
      .map(({ outcome, times }) => (
        <li key={outcome}>
          <span>{outcomeWords(outcome)}</span>
          <b className="num">{count(times)}</b>
        </li>
      ))}
  </ul>
);

const Spent = ({ live, activity }: { live: LiveView; activity: ActivityView }) => {
  const budget = live.budgetPoints;
  const places = activity.rule.limits.total;
  const left = live.totalLeft === undefined ? '' : `还剩 ${count(live.totalLeft)} 个名额`;
  const share =
    budget !== undefined && budget > 0
      ? live.pointsGiven / budget
      : places !== undefined && live.totalLeft !== undefined
        ? 1 - live.totalLeft / places
        : undefined;
  const base = budget === undefined ? '没设预算' : `预算 ${count(budget)}`;
  return (
    <Figure
      label="发出积分"
      value={count(live.pointsGiven)}
      note={[budget === undefined && left ? '' : base, left].filter(Boolean).join(' · ')}
    >
      {share !== undefined && <Meter share={share} />}
    </Figure>
  );
};

const lastMinute = (live: LiveView, now: number): number => {
  const from = now - 60_000;
  return live.perMinute
    .filter(({ at }) => Date.parse(at) > from - 60_000 && Date.parse(at) <= now)
    .slice(-1)
    .reduce((sum, { counted }) => sum + counted, 0);
};

/** How today stands beside the same day last week; nothing before there was one. */
const Week = ({ live, activity, now }: { live: LiveView; activity: ActivityView; now: number }) => {
  if (live.state !== 'running') return null;
  const startedAt = Date.parse(activity.rule.window.startAt);
  const week = weekOnWeek([...live.earlier, ...live.perMinute], startedAt, now);
  if (!week) return null;
  const more = week.today - week.lastWeek;
  const than =
    week.lastWeek === 0
      ? '上周同一天还没人扣'
      : more === 0
        ? '和上周同一天一样多'
        : `比上周同一天${more > 0 ? '多' : '少'} ${percent(Math.abs(more), week.lastWeek)}`;
  return (
    <>
      <br />
      今天到 {week.hour} 点 {count(week.today)}，{than}
    </>
  );
};

/** The five numbers that lead the live board. */
export const Figures = ({ live, activity }: { live: LiveView; activity: ActivityView }) => {
  const now = useNow(1_000);
  const missed = live.notCounted.reduce((sum, { times }) => sum + times, 0);
  const { peak } = live;
  const running = live.state === 'running';
  return (
    <div className="live-figures" aria-live="off">
      <Figure
        lead
        label={activity.rule.kind === 'check_in' ? '已打卡（人次）' : '已扣 1'}
        value={count(live.counted)}
        note={
          <>
            <span className="good">
              {count(live.people)} 人，占 {count(live.groupCount)} 个群 {count(live.members)} 位成员的{' '}
              {percent(live.people, live.members)}
            </span>
            <Week live={live} activity={activity} now={now} />
          </>
        }
      />
      <Figure
        label={running ? '这一分钟' : '最快的一分钟'}
        value={count(running ? lastMinute(live, now) : (peak?.counted ?? 0))}
        note={
          peak ? (
            <span className="good">
              {running ? `峰值 ${count(peak.counted)} · ` : ''}
              {clock(peak.at)}
            </span>
          ) : (
            '还没人扣'
          )
        }
      />
      <Figure
        label="第一次参加"
        value={count(live.firstTimers)}
        note={
          live.people > 0 ? (
            <span className="good">{percent(live.firstTimers, live.people)} 是新面孔</span>
          ) : (
            '还没有人'
          )
        }
      />
      <Figure
        label="重复 / 未计"
        value={count(missed)}
        note={
          missed > 0 ? (
            <Popover
              content={<Reasons of={live.notCounted} />}
              title="为什么没计"
              trigger="click"
              placement="bottom"
            >
              <button type="button" className="link">
                看原因
              </button>
            </Popover>
          ) : (
            '每一条都计上了'
          )
        }
      />
      <Spent live={live} activity={activity} />
    </div>
  );
};
