import { ORDER_STATE_NAMES, ORDER_STATES, type OrderState } from '@kouyi/shared/types';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { type Out, useRows } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Card, Pill } from '../ui/pieces';
import { Tabs } from '../ui/Tabs';
import { useGo, useParam, useStill } from '../ui/use';
import { when } from '../ui/when';
import { money } from '../ui/Yuan';
import { ImportOrders } from './ImportOrders';
import { Quarantine } from './Quarantine';
import { STATE_TONES } from './words';

type Row = Out<'orders', 'list'>['items'][number];
type Tab = 'list' | 'quarantine';
const TABS: { key: Tab; name: string }[] = [
  { key: 'list', name: '订单' },
  { key: 'quarantine', name: '没收进来的' },
];

const columns: Column<Row>[] = [
  {
    head: '订单',
    cell: ({ number, nickname }) => (
      <>
        <strong className="num">{number}</strong>
        <small>{nickname ?? '不知道是谁买的'}</small>
      </>
    ),
  },
  {
    head: '状态',
    cell: ({ state }) => <Pill tone={STATE_TONES[state]}>{ORDER_STATE_NAMES[state]}</Pill>,
  },
  {
    head: '实付',
    end: true,
    cell: ({ paidFen, refundedFen }) => (
      <>
        {money(paidFen)}
        {refundedFen > 0 && <small>退了 {money(refundedFen)}</small>}
      </>
    ),
  },
  { head: '归谁', cell: ({ kocName }) => kocName ?? <span className="quiet">不归谁</span> },
  {
    head: '佣金',
    end: true,
    cell: ({ commissionFen = 0 }) => (commissionFen > 0 ? money(commissionFen) : '–'),
  },
  { head: '付款', cell: ({ paidAt }) => (paidAt ? when(paidAt) : '–') },
];

const List = () => {
  const go = useGo();
  const [q, setQ] = useParam('q');
  const [state, setState] = useParam('state');
  const asked = useStill(q);
  const rows = useRows(
    'orders',
    'list',
    { limit: 50, ...(asked ? { q: asked } : {}), ...(state ? { state: state as OrderState } : {}) },
    { everyMs: 10_000 },
  );
  return (
    <>
      <div className="filters">
        <Input
          allowClear
          placeholder="完整的订单号"
          aria-label="找订单"
          value={q}
          onChange={({ target }) => setQ(target.value)}
        />
        <Select
          allowClear
          placeholder="全部状态"
          aria-label="状态"
          style={{ minWidth: 140 }}
          value={state || null}
          onChange={(value: string | null) => setState(value ?? '')}
          options={ORDER_STATES.map((value) => ({ value, label: ORDER_STATE_NAMES[value] }))}
        />
      </div>
      <Card>
        <PagedTable
          label="订单"
          of={rows}
          columns={columns}
          keyOf={({ id }) => id}
          onOpen={({ id }) => go(`/orders/${id}`)}
          blank={
            <Blank title={asked || state ? '没有这样的订单' : '还没有订单'}>
              {asked || state
                ? '订单号要写全；或者换个状态看看。'
                : '让商城用接口密钥把订单发过来（怎么签名看接口文档），或者导入一张表。'}
            </Blank>
          }
        />
      </Card>
    </>
  );
};

/** Orders with whose they are, and the lines that could not be taken. */
export const Orders = () => {
  const can = useCan();
  const [kept, setTab] = useParam('tab');
  const [importing, setImporting] = useState(false);
  const tab = TABS.find(({ key }) => key === kept)?.key ?? 'list';
  return (
    <Page
      title="订单"
      lead="商城推过来的每一单，乱序、重发都只算一次。点开看它归谁、为什么、付多少佣金。"
      acts={can('orders.write') && <Button onClick={() => setImporting(true)}>从表格导入</Button>}
    >
      <Tabs label="订单" tabs={TABS} at={tab} onGo={(key) => setTab(key === 'list' ? '' : key)} />
      {tab === 'list' ? <List /> : <Quarantine />}
      <ImportOrders open={importing} onClose={() => setImporting(false)} />
    </Page>
  );
};
