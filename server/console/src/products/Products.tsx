import { Page } from '../app/Page';
import { Tabs, useTab } from '../ui/Tabs';
import { Links } from './Links';
import { ProductList } from './ProductList';
import { Rules } from './Rules';
import { TryOut } from './TryOut';

const TABS = [
  { key: 'list', name: '商品' },
  { key: 'rules', name: '佣金规则' },
  { key: 'try', name: '试算一单' },
  { key: 'links', name: '推广链接' },
] as const;

/** What the brand sells, what recommending it pays, and the links by which it is recommended. */
export const Products = () => {
  const [tab, setTab] = useTab(TABS);
  return (
    <Page title="商品与佣金">
      <Tabs label="商品与佣金" tabs={TABS} at={tab} onGo={setTab} />
      {tab === 'list' && <ProductList />}
      {tab === 'rules' && <Rules />}
      {tab === 'try' && <TryOut />}
      {tab === 'links' && <Links />}
    </Page>
  );
};
