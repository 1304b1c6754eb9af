import { Page } from '../app/Page';
import { Tabs } from '../ui/Tabs';
import { useParam } from '../ui/use';
import { Keys } from './Keys';
import { Roles } from './Roles';
import { Staff } from './Staff';
import { Units } from './Units';

type Tab = 'units' | 'staff' | 'roles' | 'keys';
const TABS: { key: Tab; name: string }[] = [
  { key: 'staff', name: '员工' },
  { key: 'units', name: '门店与大区' },
  { key: 'roles', name: '角色能做什么' },
  { key: 'keys', name: '接口密钥' },
];

/** Units, staff and their roles, and the keys of machines. */
export const Org = () => {
  const [kept, setTab] = useParam('tab');
  const tab = TABS.find(({ key }) => key === kept)?.key ?? 'staff';
  return (
    <Page title="组织与权限">
      <Tabs label="组织与权限" tabs={TABS} at={tab} onGo={(key) => setTab(key === 'staff' ? '' : key)} />
      {tab === 'staff' && <Staff />}
      {tab === 'units' && <Units />}
      {tab === 'roles' && <Roles />}
      {tab === 'keys' && <Keys />}
    </Page>
  );
};
