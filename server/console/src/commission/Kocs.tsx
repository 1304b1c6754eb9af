import { Page } from '../app/Page';
import { Tabs } from '../ui/Tabs';
import { useParam } from '../ui/use';
import { Disputes } from './Disputes';
import { KocList } from './KocList';
import { Settings } from './Settings';

type Tab = 'list' | 'disputes' | 'settings';
const TABS: { key: Tab; name: string }[] = [
  { key: 'list', name: '在任的' },
  { key: 'disputes', name: '归属申诉' },
  { key: 'settings', name: '归因规则' },
];

/** KOCs with their earnings, their cases, and how orders are attributed. */
export const Kocs = () => {
  const [kept, setTab] = useParam('tab');
  const tab = TABS.find(({ key }) => key === kept)?.key ?? 'list';
  return (
    <Page title="在任与归因">
      <Tabs label="KOC" tabs={TABS} at={tab} onGo={(key) => setTab(key === 'list' ? '' : key)} />
      {tab === 'list' && <KocList />}
      {tab === 'disputes' && <Disputes />}
      {tab === 'settings' && <Settings />}
    </Page>
  );
};
