import { useApi } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { Tabs, useTab } from '../ui/Tabs';
import { Budgets } from './Budgets';
import { Catalogue } from './Catalogue';
import { Claims } from './Claims';
import { Gifts } from './Gifts';

/** What tiers bring, who claimed it, and what KOCs give in the brand's name. */
export const Rights = () => {
  const can = useCan();
  const counts = useApi('rights', 'claims', { limit: 1 }, { everyMs: 30_000 });
  const waiting = (counts.data?.requested ?? 0) + (counts.data?.approved ?? 0);
  const tabs = [
    { key: 'claims', name: waiting > 0 ? `权益申请 ${waiting}` : '权益申请' },
    { key: 'catalogue', name: '权益目录' },
    ...(can('budgets.read')
      ? ([
          { key: 'budgets', name: '交给 KOC 的预算' },
          { key: 'gifts', name: '送出的礼' },
        ] as const)
      : []),
  ] as const;
  const [tab, setTab] = useTab(tabs);
  return (
    <Page
      title="权益与预算"
      lead="等级带来什么、谁来领，都有数；交到 KOC 手里的每一笔，送给谁、还剩多少、没送完去哪，都在账上。"
    >
      <Tabs label="权益与预算" tabs={tabs} at={tab} onGo={setTab} />
      {tab === 'claims' && <Claims />}
      {tab === 'catalogue' && <Catalogue />}
      {tab === 'budgets' && <Budgets />}
      {tab === 'gifts' && <Gifts />}
    </Page>
  );
};
