import { ORDER_STATE_NAMES, ORDER_STATES } from '@kouyi/shared/types';
import { Button } from 'antd';
import { useState } from 'react';
import { type Out, useRows } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import type { Column } from '../ui/DataTable';
import { ChoiceFilter, NameFilter, NoneFit, choices, given } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { Blank, Pill } from '../ui/pieces';
import { Tabs, useTab } from '../ui/Tabs';
import { useAsked, useGo, useOneOf } from '../ui/use';
import { when } from '../ui/when';
import { money } from '../ui/Yuan';
import { ImportOrders } from './ImportOrders';
import { Quarantine } from './Quarantine';
import { STATE_TONES } from './words';

type Row = Out<'orders', 'list'>['items'][number];
const TABS = [
  { key: 'list', name: '订单' },
  { key: 'quarantine', name: '没收进来的' },
] as const;

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
  const asked = useAsked();
  const [state] = useOneOf('state', ['', ...ORDER_STATES]);
  const rows = useRows('orders', 'list', { limit: 50, ...given({ q: asked, state }) }, { everyMs: 10_000 });
  return (
    <Listing
      label="订单"
      of={rows}
      columns={columns}
      onOpen={({ id }) => go(`/orders/${id}`)}
      filters={
        <>
          <NameFilter of="订单" by="按完整的订单号找" />
          <ChoiceFilter
            name="状态"
            param="state"
            all="全部状态"
            options={choices(ORDER_STATES, ORDER_STATE_NAMES)}
          />
        </>
      }
      blank={
        asked || state ? (
          <NoneFit of="订单" to="/orders" hint="订单号要写全；或者换个状态看看。" />
        ) : (
          <Blank title="还没有订单">
            让商城用接口密钥把订单发过来（怎么签名看接口文档），或者导入一张表。
          </Blank>
        )
      }
    />
  );
};

/** Orders with whose they are, and the lines that could not be taken. */
export const Orders = () => {
  const can = useCan();
  const [tab, setTab] = useTab(TABS);
  const [importing, setImporting] = useState(false);
  return (
    <Page
      title="订单"
      lead="商城推过来的每一单，乱序、重发都只算一次。点开看它归谁、为什么、付多少佣金。"
      acts={can('orders.write') && <Button onClick={() => setImporting(true)}>从表格导入</Button>}
    >
      <Tabs label="订单" tabs={TABS} at={tab} onGo={setTab} />
      {tab === 'list' ? <List /> : <Quarantine />}
      <ImportOrders open={importing} onClose={() => setImporting(false)} />
    </Page>
  );
};
