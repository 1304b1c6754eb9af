import type { CouponView } from '@kouyi/shared/contracts';
import { shanghaiDay, shanghaiInstant, textToDay } from '@kouyi/shared/rules/time';
import { App, Button, Dropdown } from 'antd';
import { Suspense, lazy, useMemo, useState } from 'react';
import { useParams } from 'react-router';
import { freshRule } from '../activities/rule';
import { sentenceOf, useApi, useSend } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { DataTable } from '../ui/DataTable';
import { Bones, Card, Failed, Figure, Meter, Notice } from '../ui/pieces';
import { Tabs } from '../ui/Tabs';
import { count, percent } from '../ui/number';
import { useTell } from '../ui/tell';
import { useGo, useParam } from '../ui/use';
import { dayWords } from '../ui/when';
import { money } from '../ui/Yuan';
import { CouponCard } from './CouponCard';
import { CouponPill } from './CouponList';
import { IssuedTab } from './IssuedTab';
import { LinksTab } from './LinksTab';

const LineChart = lazy(async () => ({ default: (await import('../ui/LineChart')).LineChart }));
const NONE: readonly number[] = [];

type Tab = 'figures' | 'issued' | 'links';
const TABS: { key: Tab; name: string }[] = [
  { key: 'figures', name: '数字' },
  { key: 'issued', name: '发给了谁' },
  { key: 'links', name: '领券链接' },
];

/** A week at least, so that one busy day has something to stand beside. */
const DAYS_SHOWN = 7;
const atOf = (day: number): number => shanghaiInstant(day).getTime();
/** Only whole days have a name; the chart asks for moments between them, too. */
const words = (at: number): string =>
  at === atOf(shanghaiDay(new Date(at))) ? dayWords(new Date(at).toISOString()) : '';

/** What was given on each day until today, days without any included. */
const byDay = (days: readonly { day: string; issued: number }[]): { at: number; counted: number }[] => {
  const given = new Map(days.map(({ day, issued }) => [textToDay(day) ?? 0, issued]));
  const today = shanghaiDay(new Date());
  const first = Math.min(today - DAYS_SHOWN + 1, ...given.keys());
  return Array.from({ length: today - first + 1 }, (_, i) => ({
    at: atOf(first + i),
    counted: given.get(first + i) ?? 0,
  }));
};

const Figures = ({ coupon }: { coupon: CouponView }) => {
  const [asTable, setAsTable] = useState(false);
  const figures = useApi('coupons', 'figures', { id: coupon.id }, { everyMs: 5_000 });
  const days = figures.data?.days;
  const points = useMemo(() => (days && days.length > 0 ? byDay(days) : []), [days]);
  if (figures.isPending) return <Bones lines={8} />;
  if (!figures.data) return <Failed failure={figures.error} retry={() => void figures.refetch()} />;
  const { data } = figures;
  return (
    <div className="stack" style={{ gap: 18 }}>
      <div className="figures">
        <Figure lead label="发出" value={count(data.issued)} note={`还能发 ${count(data.left)} 张`}>
          <Meter share={coupon.rule.stock > 0 ? data.issued / coupon.rule.stock : 0} />
        </Figure>
        <Figure
          label="用掉"
          value={count(data.redeemed)}
          note={data.issued > 0 ? `占发出的 ${percent(data.redeemed, data.issued)}` : '还没发出去'}
        />
        <Figure label="还在手里" value={count(data.held)} note={`全用掉最多 ${money(data.liabilityFen)}`} />
        <Figure
          label="过期了"
          value={count(data.expired)}
          note={data.revoked > 0 ? `另外作废了 ${count(data.revoked)} 张` : '没有作废的'}
        />
        <Figure
          label="实际优惠"
          value={money(data.givenFen)}
          note={data.ordersFen > 0 ? `带来 ${money(data.ordersFen)} 的订单` : '还没有订单金额'}
        />
      </div>
      <div className="split">
        <Card
          title="每天发出"
          extra={
            points.length > 0 && (
              <Button size="small" type="text" onClick={() => setAsTable(!asTable)}>
                {asTable ? '看图' : '看数字'}
              </Button>
            )
          }
        >
          {points.length === 0 && <p className="quiet">还没发出去。第一张到了谁手里，这里就动起来。</p>}
          {points.length > 0 && !asTable && (
            <Suspense fallback={<Bones lines={4} />}>
              <LineChart points={points} marks={NONE} words={words} unit="张" label="每天发出" />
            </Suspense>
          )}
          {asTable && (
            <DataTable
              label="每天"
              rows={data.days}
              keyOf={({ day }) => day}
              columns={[
                { head: '日期', cell: ({ day }) => day },
                { head: '发出', cell: ({ issued }) => count(issued), end: true },
                { head: '用掉', cell: ({ redeemed }) => count(redeemed), end: true },
              ]}
            />
          )}
        </Card>
        <div className="stack">
          <Card title="券面">
            <CouponCard face={coupon.face} />
          </Card>
          {data.sources.length > 0 && (
            <Card title="从哪来的">
              <DataTable
                label="从哪来的"
                rows={data.sources}
                keyOf={({ source }) => source}
                columns={[
                  { head: '来源', cell: ({ source }) => source },
                  { head: '发出', cell: ({ issued }) => count(issued), end: true },
                ]}
              />
            </Card>
          )}
          {data.stores.length > 0 && (
            <Card title="在哪用的">
              <DataTable
                label="在哪用的"
                rows={data.stores}
                keyOf={({ storeName }) => storeName}
                columns={[
                  { head: '门店', cell: ({ storeName }) => storeName },
                  { head: '用掉', cell: ({ redeemed }) => count(redeemed), end: true },
                ]}
              />
            </Card>
          )}
        </div>
      </div>
    </div>
  );
};

const Acts = ({ coupon }: { coupon: CouponView }) => {
  const go = useGo();
  const can = useCan();
  const { message, modal } = App.useApp();
  const tell = useTell();
  const one = { id: coupon.id };
  const options = { onError: (failure: unknown) => void message.warning(sentenceOf(failure)) };
  const told = (text: string) => () => void message.info(text);
  const open = useSend('coupons', 'open', { then: told('可以发了') });
  const pause = useSend('coupons', 'pause', {
    then: () => tell('暂停发放，发出去的照样能用', () => open.mutate(one, options)),
  });
  const end = useSend('coupons', 'end', { then: told('停发了，发出去的照样能用') });
  const { state } = coupon;
  if (!can('coupons.write')) return null;
  return (
    <>
      {state !== 'ended' && <Button onClick={() => go(`/coupons/${coupon.id}/edit`)}>编辑</Button>}
      {state === 'open' && (
        <Button loading={pause.isPending} onClick={() => pause.mutate(one, options)}>
          暂停发放
        </Button>
      )}
      {state !== 'ended' && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              {
                key: 'end',
                label: '不再发了',
                onClick: () =>
                  void modal.confirm({
                    title: '不再发这张券？',
                    content: '停发后不能再开；发出去的照样能用到期。',
                    okText: '停发',
                    cancelText: '先不',
                    onOk: () => end.mutate(one, options),
                  }),
              },
            ],
          }}
        >
          <Button aria-label="更多操作">⋯</Button>
        </Dropdown>
      )}
      {(state === 'draft' || state === 'paused') && (
        <Button type="primary" loading={open.isPending} onClick={() => open.mutate(one, options)}>
          开始发放
        </Button>
      )}
      {state === 'open' && can('activities.write') && (
        <Button
          type="primary"
          onClick={() =>
            go('/activities/edit', {
              rule: {
                ...freshRule('coupon_grab'),
                title: `抢${coupon.rule.name}`,
                reward: { points: 0, couponId: coupon.id },
              },
            })
          }
        >
          开个扣1抢券
        </Button>
      )}
    </>
  );
};

/** One coupon: its numbers, who has one, the links under which people take one. */
export const CouponPage = () => {
  const { id = '' } = useParams();
  const [kept, setTab] = useParam('tab');
  const tab = TABS.find(({ key }) => key === kept)?.key ?? 'figures';
  const one = useApi('coupons', 'get', { id }, { everyMs: 5_000 });
  if (!one.data)
    return (
      <Page title="优惠券" back={{ name: '优惠券', to: '/coupons' }}>
        {one.error ? <Failed failure={one.error} retry={() => void one.refetch()} /> : <Bones lines={10} />}
      </Page>
    );
  const coupon = one.data;
  return (
    <Page
      title={coupon.rule.name || '还没起名'}
      state={<CouponPill state={coupon.state} />}
      back={{ name: '优惠券', to: '/coupons' }}
      acts={<Acts coupon={coupon} />}
    >
      <Tabs label="这张券" tabs={TABS} at={tab} onGo={(key) => setTab(key === 'figures' ? '' : key)} />
      {coupon.state === 'draft' && (
        <div style={{ marginBottom: 16 }}>
          <Notice tone="info">这是草稿，还发不出去。看一遍券面和花费，没问题就开始发放。</Notice>
        </div>
      )}
      {tab === 'figures' && <Figures coupon={coupon} />}
      {tab === 'issued' && <IssuedTab coupon={coupon} />}
      {tab === 'links' && <LinksTab coupon={coupon} />}
    </Page>
  );
};
