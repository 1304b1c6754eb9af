import { useApi } from '../api';
import { Page } from '../app/Page';
import { Tabs } from '../ui/Tabs';
import { useParam } from '../ui/use';
import { Checklists } from './Checklists';
import { LessonList } from './LessonList';
import { Moments } from './Moments';
import { Wishes } from './Wishes';

type Tab = 'lessons' | 'checklists' | 'wishes' | 'moments';

/** What KOCs learn and prepare, what people wish for, and what is planned for them. */
export const Training = () => {
  const [kept, setTab] = useParam('tab');
  const counts = useApi('wishes', 'counts', {}, { everyMs: 30_000 });
  const waiting = (counts.data?.wish ?? 0) + (counts.data?.suggestion ?? 0);
  const tabs: { key: Tab; name: string }[] = [
    { key: 'lessons', name: '课程' },
    { key: 'checklists', name: '活动清单' },
    { key: 'wishes', name: waiting > 0 ? `心愿与建议 ${waiting}` : '心愿与建议' },
    { key: 'moments', name: '专属时刻' },
  ];
  const tab = tabs.find(({ key }) => key === kept)?.key ?? 'lessons';
  return (
    <Page title="培训与心愿">
      <Tabs label="培训与心愿" tabs={tabs} at={tab} onGo={(key) => setTab(key === 'lessons' ? '' : key)} />
      {tab === 'lessons' && <LessonList />}
      {tab === 'checklists' && <Checklists />}
      {tab === 'wishes' && <Wishes />}
      {tab === 'moments' && <Moments />}
    </Page>
  );
};
