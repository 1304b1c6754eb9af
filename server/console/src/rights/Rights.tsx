import { useApi } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { Tabs } from '../ui/Tabs';
import { useParam } from '../ui/use';
import { Budgets } from './Budgets';
import { Catalogue } from './Catalogue';
import { Claims } from './Claims';
import { Gifts } from './Gifts';

type Tab = 'claims' | 'catalogue' | 'budgets' | 'gifts';

/** What tiers bring, who claimed it, and what KOCs give in the brand's name. */
export const Rights = () => {
  const can = useCan();
  const [kept, setTab] = useParam('tab');
  const counts = useApi('rights', 'claims', { limit: 1 }, { everyMs: 30_000 });
  const waiting = (counts.data?.requested ?? 0) + (counts.data?.approved ?? 0);
  const tabs: { key: Tab; name: string }[] = [
    { key: 'claims', name: waiting > 0 ? `权益申请 ${waiting}` : '权益申请' },
    { key: 'catalogue', name: '权益目录' },
    ...(can('budgets.read')
      ? [
          { key: 'budgets' as const, name: '交给 KOC 的预算' },
          { key: 'gifts' as const, name: '送出的礼' },
        ]
      : []),
  ];
  const tab = tabs.find(({ key }) => key === kept)?.key ?? 'claims';
  return (
    <Page
      title="权益与预算"
      lead="等级带来什么、谁来领，都有数；交到 KOC 手里的每一笔，送给谁、还剩多少、没送完去哪，都在账上。"
    >
      <Tabs label="权益与预算" tabs={tabs} at={tab} onGo={(key) => setTab(key === 'claims' ? '' : key)} />
      {tab === 'claims' && <Claims />}
      {tab === 'catalogue' && <Catalogue />}
      {tab === 'budgets' && <Budgets />}
      {tab === 'gifts' && <Gifts />}
    </Page>
  );
};
