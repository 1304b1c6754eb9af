import { Page } from '../app/Page';
import { Tabs } from '../ui/Tabs';
import { useParam } from '../ui/use';
import { Links } from './Links';
import { ProductList } from './ProductList';
import { Rules } from './Rules';
import { TryOut } from './TryOut';

type Tab = 'list' | 'rules' | 'try' | 'links';
const TABS: { key: Tab; name: string }[] = [
  { key: 'list', name: '商品' },
  { key: 'rules', name: '佣金规则' },
  { key: 'try', name: '试算一单' },
  { key: 'links', name: '推广链接' },
];

/** What the brand sells, what recommending it pays, and the links by which it is recommended. */
export const Products = () => {
  const [kept, setTab] = useParam('tab');
  const tab = TABS.find(({ key }) => key === kept)?.key ?? 'list';
  return (
    <Page title="商品与佣金">
      <Tabs label="商品与佣金" tabs={TABS} at={tab} onGo={(key) => setTab(key === 'list' ? '' : key)} />
      {tab === 'list' && <ProductList />}
      {tab === 'rules' && <Rules />}
      {tab === 'try' && <TryOut />}
      {tab === 'links' && <Links />}
    </Page>
  );
};
