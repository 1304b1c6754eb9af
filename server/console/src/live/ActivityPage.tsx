import type { ActivityView } from '@kouyi/shared/contracts';
import { Button } from 'antd';
import { useParams } from 'react-router';
import { useApi } from '../api';
import { NotYet } from '../app/NotYet';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { Notice } from '../ui/pieces';
import { StatePill } from '../ui/StatePill';
import { Tabs } from '../ui/Tabs';
import { useGo, useParam } from '../ui/use';
import { when } from '../ui/when';
import { Acts } from './Acts';
import { LiveBoard } from './LiveBoard';
import { Participations } from './Participations';
import { RuleTab } from './RuleTab';
import { ToRooms } from './ToRooms';
import { Versions } from './Versions';
import './live.scss';

type Tab = 'live' | 'rule' | 'rows' | 'versions';
const TABS: { key: Tab; name: string }[] = [
  { key: 'live', name: '现场' },
  { key: 'rule', name: '规则' },
  { key: 'rows', name: '明细' },
  { key: 'versions', name: '版本' },
];

/** A draft: whether it could be launched as it stands, or what it still lacks. */
const DraftStep = ({ activity }: { activity: ActivityView }) => {
  const go = useGo();
  const can = useCan();
  const preview = useApi('activities', 'preview', { rule: activity.rule, activityId: activity.id });
  if (preview.isPending) return <Notice tone="info">这是草稿，群里还看不到。正在看它还差什么…</Notice>;
  const problems = preview.data?.problems ?? [];
  if (problems.length === 0)
    return <Notice tone="info">这是草稿，群里还看不到。看一遍下面的规则，没问题就启动。</Notice>;
  return (
    <Notice
      action={
        can('activities.write') && (
          <Button size="small" onClick={() => go(`/activities/${activity.id}/edit`)}>
            去补上
          </Button>
        )
      }
    >
      这是草稿，群里还看不到；还差 {problems.length} 处才能启动：
      {problems.map(({ message }) => message).join(' ')}
    </Notice>
  );
};

/** What to do next, for an activity that does not run yet or has just begun. */
const NextStep = ({ activity }: { activity: ActivityView }) => {
  const can = useCan();
  const { state, rule } = activity;
  if (state === 'draft') return <DraftStep activity={activity} />;
  if (state === 'scheduled') return <Notice tone="info">{when(rule.window.startAt)} 自己开始。</Notice>;
  if (state === 'paused') return <Notice>暂停中，这段时间扣的不算。</Notice>;
  if (state === 'running' && activity.counted === 0 && can('simulator.use'))
    return (
      <Notice
        tone="good"
        action={
          <ToRooms activityId={activity.id} size="small">
            去模拟器
          </ToRooms>
        }
      >
        已经在 {activity.groupCount} 个群里开着了，去模拟器里扣个 1 看看。
      </Notice>
    );
  return null;
};

const Known = ({ activity }: { activity: ActivityView }) => {
  const [kept, setTab] = useParam('tab');
  const usual: Tab = activity.state === 'draft' || activity.state === 'scheduled' ? 'rule' : 'live';
  const tab = TABS.find(({ key }) => key === kept)?.key ?? usual;
  return (
    <Page
      title={activity.rule.title || '还没起名'}
      state={<StatePill state={activity.state} endsAt={activity.rule.window.endAt} />}
      back={{ name: '活动', to: '/activities' }}
      acts={<Acts activity={activity} />}
    >
      <Tabs label="这个活动" tabs={TABS} at={tab} onGo={(key) => setTab(key === usual ? '' : key)} />
      <div style={{ marginBottom: 16 }}>
        <NextStep activity={activity} />
      </div>
      {tab === 'live' && <LiveBoard activity={activity} />}
      {tab === 'rule' && <RuleTab activity={activity} />}
      {tab === 'rows' && <Participations activity={activity} />}
      {tab === 'versions' && <Versions activity={activity} />}
    </Page>
  );
};

/** One activity: what happens in it, its rule, every decision, and every version. */
export const ActivityPage = () => {
  const { id = '' } = useParams();
  const one = useApi('activities', 'get', { id }, { everyMs: 3_000 });
  if (one.data) return <Known activity={one.data} />;
  return <NotYet title="活动" back={{ name: '活动', to: '/activities' }} of={one} />;
};
