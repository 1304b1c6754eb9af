import { useApi } from '../api';
import { Page } from '../app/Page';
import { Tabs, useTab } from '../ui/Tabs';
import { SubGroupList } from './SubGroupList';
import { Suggestions } from './Suggestions';

/** Groups that KOCs run, and groups that lack a KOC. */
export const SubGroups = () => {
  const counts = useApi('subGroups', 'list', { limit: 1 }, { everyMs: 30_000 });
  const waiting = (counts.data?.requested ?? 0) + (counts.data?.adrift ?? 0);
  const tabs = [
    { key: 'groups', name: waiting > 0 ? `子群 · ${waiting} 个等你` : '子群' },
    { key: 'suggestions', name: '该添 KOC 的群' },
  ] as const;
  const [tab, setTab] = useTab(tabs);
  return (
    <Page title="子群" lead="KOC 自己带的小群：人从哪来、热不热、今天发什么；每 20 位群友该有 1 位 KOC。">
      <Tabs label="子群" tabs={tabs} at={tab} onGo={setTab} />
      {tab === 'groups' && <SubGroupList counts={counts.data} />}
      {tab === 'suggestions' && <Suggestions />}
    </Page>
  );
};
