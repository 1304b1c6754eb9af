import { Button } from 'antd';
import { Link } from 'react-router';
import { type Out, useApi } from '../api';
import { Page } from '../app/Page';
import { addressOf } from '../app/rail-parts';
import { IfCan, useCan } from '../app/session';
import { Bones } from '../ui/Bones';
import { Blank, Card, Failed, Figure } from '../ui/pieces';
import { count, percent } from '../ui/number';
import { useGo, useNow } from '../ui/use';
import { left, when } from '../ui/when';
import { DayChart } from './DayChart';
import { FirstRun } from './FirstRun';
import './today.scss';

type Day = Out<'insights', 'today'>;

const Attention = ({ rows }: { rows: Day['attention'] }) => (
  <Card
    title="要你看一眼"
    sub={rows.length > 0 ? `${rows.reduce((sum, row) => sum + row.count, 0)} 件事等着` : '没有等着你的事'}
  >
    {rows.length === 0 ? (
      <p className="quiet">都好着。有人被拉黑、消息没发出去、预算快用完时，会出现在这里。</p>
    ) : (
      <div className="todo">
        {rows.map(({ kind, line, link, count: n }) => (
          <Link key={kind + link} to={addressOf(link)}>
            <b>{n}</b>
            <span>{line}</span>
            <i aria-hidden>→</i>
          </Link>
        ))}
      </div>
    )}
  </Card>
);

const Running = ({ rows }: { rows: Day['running'] }) => {
  const now = useNow();
  const go = useGo();
  const can = useCan();
  return (
    <Card title="正在进行">
      {rows.length === 0 ? (
        <Blank
          title="现在没有活动"
          action={can('activities.write') && <Button onClick={() => go('/activities/new')}>办一个</Button>}
        >
          一句话就能办一个。
        </Blank>
      ) : (
        rows.map(({ id, title, counted, groups, endsAt }) => (
          <Link key={id} to={`/activities/${id}`} className="running-row">
            <strong>{title}</strong>
            <b>{count(counted)}</b>
            <small className="num">
              {groups} 个群 · 还剩 {left(endsAt, now) || '一会儿'}
            </small>
          </Link>
        ))
      )}
    </Card>
  );
};

const Next = ({ rows }: { rows: Day['next'] }) => (
  <Card title="接下来">
    {rows.length === 0 ? (
      <p className="quiet">没有排好的活动。</p>
    ) : (
      <div className="todo">
        {rows.map(({ id, title, startsAt }) => (
          <Link key={id} to={`/activities/${id}`}>
            <span>{title}</span>
            <i className="num">{when(startsAt)}</i>
          </Link>
        ))}
      </div>
    )}
  </Card>
);

const compare = (now: number, before: number, then: string): string => {
  if (before === 0) return `${then}还没人扣`;
  const more = now - before;
  return more === 0
    ? `和${then}一样多`
    : `比${then}${more > 0 ? '多' : '少'} ${percent(Math.abs(more), before)}`;
};

/** What needs a look today, the day so far, what runs now and what comes next. */
export const Today = () => {
  const go = useGo();
  const day = useApi('insights', 'today', {}, { everyMs: 5_000 });
  const acts = (
    <IfCan right="activities.write">
      <Button type="primary" onClick={() => go('/activities/new')}>
        建一个活动
      </Button>
    </IfCan>
  );
  return (
    <Page title={day.data?.greeting ?? '今天'} acts={acts}>
      {day.isPending && <Bones lines={8} />}
      {day.error && !day.data && <Failed failure={day.error} retry={() => void day.refetch()} />}
      {day.data && (
        <div className="stack" style={{ gap: 18 }}>
          <FirstRun />
          <div className="figures">
            <Figure
              lead
              label="今天已扣 1"
              value={count(day.data.counted)}
              note={
                <>
                  {compare(day.data.counted, day.data.countedYesterdaySameTime, '昨天这时')}
                  <br />
                  {compare(day.data.counted, day.data.countedLastWeekSameTime, '上周同一天这时')}
                </>
              }
            />
            <Figure label="今天参与的人" value={count(day.data.people)} note="一个人只算一次" />
            <Figure label="群里说了" value={count(day.data.messages)} note="条消息，今天到现在" />
            <Figure label="今天发出积分" value={count(day.data.pointsGiven)} note="每一笔都在账本里" />
          </div>
          <div className="split today-split">
            <div className="stack" style={{ gap: 18 }}>
              <Attention rows={day.data.attention} />
              <Next rows={day.data.next} />
            </div>
            <div className="stack" style={{ gap: 18 }}>
              <DayChart byHour={day.data.byHour} />
              <Running rows={day.data.running} />
            </div>
          </div>
        </div>
      )}
    </Page>
  );
};
