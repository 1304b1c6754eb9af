import { Page } from '../app/Page';
import { Tabs, useTab } from '../ui/Tabs';
import { Keys } from './Keys';
import { Roles } from './Roles';
import { Staff } from './Staff';
import { Units } from './Units';

const TABS = [
  { key: 'staff', name: '员工' },
  { key: 'units', name: '门店与大区' },
  { key: 'roles', name: '角色能做什么' },
  { key: 'keys', name: '接口密钥' },
] as const;

/** Units, staff and their roles, and the keys of machines. */
export const Org = () => {
  const [tab, setTab] = useTab(TABS);
  return (
    <Page title="组织与权限">
      <Tabs label="组织与权限" tabs={TABS} at={tab} onGo={setTab} />
      {tab === 'staff' && <Staff />}
      {tab === 'units' && <Units />}
      {tab === 'roles' && <Roles />}
      {tab === 'keys' && <Keys />}
    </Page>
  );
};
