import { Page } from '../app/Page';
import { Tabs, useTab } from '../ui/Tabs';
import { Disputes } from './Disputes';
import { KocList } from './KocList';
import { Settings } from './Settings';

const TABS = [
  { key: 'list', name: '在任的' },
  { key: 'disputes', name: '归属申诉' },
  { key: 'settings', name: '归因规则' },
] as const;

/** KOCs with their earnings, their cases, and how orders are attributed. */
export const Kocs = () => {
  const [tab, setTab] = useTab(TABS);
  return (
    <Page title="在任与归因">
      <Tabs label="KOC" tabs={TABS} at={tab} onGo={setTab} />
      {tab === 'list' && <KocList />}
      {tab === 'disputes' && <Disputes />}
      {tab === 'settings' && <Settings />}
    </Page>
  );
};
