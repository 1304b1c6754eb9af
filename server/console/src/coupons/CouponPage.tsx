import { useParams } from 'react-router';
import { useApi } from '../api';
import { NotYet } from '../app/NotYet';
import { Page } from '../app/Page';
import { Notice } from '../ui/pieces';
import { Tabs } from '../ui/Tabs';
import { useParam } from '../ui/use';
import { CouponActs } from './CouponActs';
import { CouponFigures } from './CouponFigures';
import { CouponPill } from './CouponList';
import { IssuedTab } from './IssuedTab';
import { LinksTab } from './LinksTab';

type Tab = 'figures' | 'issued' | 'links';
const TABS: { key: Tab; name: string }[] = [
  { key: 'figures', name: '数字' },
  { key: 'issued', name: '发给了谁' },
  { key: 'links', name: '领券链接' },
];

/** One coupon: its numbers, who has one, the links under which people take one. */
export const CouponPage = () => {
  const { id = '' } = useParams();
  const [kept, setTab] = useParam('tab');
  const tab = TABS.find(({ key }) => key === kept)?.key ?? 'figures';
  const one = useApi('coupons', 'get', { id }, { everyMs: 5_000 });
  if (!one.data) return <NotYet title="优惠券" back={{ name: '优惠券', to: '/coupons' }} of={one} />;
  const coupon = one.data;
  return (
    <Page
      title={coupon.rule.name || '还没起名'}
      state={<CouponPill state={coupon.state} />}
      back={{ name: '优惠券', to: '/coupons' }}
      acts={<CouponActs coupon={coupon} />}
    >
      <Tabs label="这张券" tabs={TABS} at={tab} onGo={(key) => setTab(key === 'figures' ? '' : key)} />
      {coupon.state === 'draft' && (
        <div style={{ marginBottom: 16 }}>
          <Notice tone="info">这是草稿，还发不出去。看一遍券面和花费，没问题就开始发放。</Notice>
        </div>
      )}
      {tab === 'figures' && <CouponFigures coupon={coupon} />}
      {tab === 'issued' && <IssuedTab coupon={coupon} />}
      {tab === 'links' && <LinksTab coupon={coupon} />}
    </Page>
  );
};
