import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { Tabs, useTab } from '../ui/Tabs';
import { Calibration } from './Calibration';
import { Funnel } from './Funnel';
import { Growers } from './Growers';
import { Moves } from './Moves';
import { Proposals } from './Proposals';
import { Rules } from './Rules';

const TABS = [
  { key: 'board', name: '看板' },
  { key: 'people', name: '在路上' },
  { key: 'proposals', name: '待决定' },
  { key: 'moves', name: '升降' },
  { key: 'rules', name: '规则' },
  { key: 'calibration', name: '准不准' },
] as const;

/** How customers grow into KOCs: where they stand, who waits for an answer, and by which rules. */
export const KocBoard = () => {
  const can = useCan();
  const tabs = TABS.filter(({ key }) => key !== 'proposals' || can('koc.write'));
  const [tab, setTab] = useTab(tabs);
  return (
    <Page title="KOC 看板" lead="从活跃的会员，到愿意分享、带得动人，再到 KOC：走到哪了，差什么。">
      <Tabs label="KOC 看板" tabs={tabs} at={tab} onGo={setTab} />
      {tab === 'board' && <Funnel />}
      {tab === 'people' && <Growers />}
      {tab === 'proposals' && <Proposals />}
      {tab === 'moves' && <Moves />}
      {tab === 'rules' && <Rules />}
      {tab === 'calibration' && <Calibration />}
    </Page>
  );
};
