import { useApi } from '../api';
import { Page } from '../app/Page';
import { Tabs, useTab } from '../ui/Tabs';
import { Checklists } from './Checklists';
import { LessonList } from './LessonList';
import { Moments } from './Moments';
import { Wishes } from './Wishes';

/** What KOCs learn and prepare, what people wish for, and what is planned for them. */
export const Training = () => {
  const counts = useApi('wishes', 'counts', {}, { everyMs: 30_000 });
  const waiting = (counts.data?.wish ?? 0) + (counts.data?.suggestion ?? 0);
  const tabs = [
    { key: 'lessons', name: '课程' },
    { key: 'checklists', name: '活动清单' },
    { key: 'wishes', name: waiting > 0 ? `心愿与建议 ${waiting}` : '心愿与建议' },
    { key: 'moments', name: '专属时刻' },
  ] as const;
  const [tab, setTab] = useTab(tabs);
  return (
    <Page title="培训与心愿">
      <Tabs label="培训与心愿" tabs={tabs} at={tab} onGo={setTab} />
      {tab === 'lessons' && <LessonList />}
      {tab === 'checklists' && <Checklists />}
      {tab === 'wishes' && <Wishes />}
      {tab === 'moments' && <Moments />}
    </Page>
  );
};
