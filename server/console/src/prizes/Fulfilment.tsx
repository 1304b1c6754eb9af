import type { PrizeView } from '@kouyi/shared/contracts';
import { PRIZE_STATES, PRIZE_STATE_NAMES, type PrizeState } from '@kouyi/shared/types';
import { App, Button } from 'antd';
import { useState } from 'react';
import { routes, sentenceOf, useApi, useRows, useSend } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { BoxFind } from '../draws/BoxPicker';
import { type Column, PagedTable } from '../ui/DataTable';
import { ChoiceFilter, choices } from '../ui/Filters';
import { Blank, Card, Pill } from '../ui/pieces';
import { Tabs } from '../ui/Tabs';
import { count } from '../ui/number';
import { saveAs } from '../ui/save';
import { useGo, useParam } from '../ui/use';
import { until, when } from '../ui/when';
import { money } from '../ui/Yuan';
import { ImportShipping } from './ImportShipping';
import { type Doing, PrizeForms } from './PrizeForms';

const TONES: Partial<Record<PrizeState, 'live' | 'good' | 'care' | 'info'>> = {
  to_claim: 'info',
  to_ship: 'care',
  requested: 'care',
  approved: 'care',
  to_pick_up: 'info',
  shipped: 'info',
  received: 'good',
  redeemed: 'good',
  paid: 'good',
};

type Queue = 'to_ship' | 'requested' | 'approved' | 'to_pick_up' | 'to_claim' | 'all';
const QUEUES: { key: Queue; name: string }[] = [
  { key: 'to_ship', name: '待发货' },
  { key: 'requested', name: '红包待审核' },
  { key: 'approved', name: '红包待打款' },
  { key: 'to_pick_up', name: '待自提' },
  { key: 'to_claim', name: '待领取' },
  { key: 'all', name: '全部' },
];

const BLANKS: Record<Queue, [title: string, text: string]> = {
  to_ship: ['没有要寄的', '有人填好地址，就排到这里。'],
  requested: ['没有要审的红包', '有人填好收款账号，就排到这里。'],
  approved: ['没有要打款的红包', '审核通过的排到这里，由另一位同事转账并登记单号。'],
  to_pick_up: ['没有等自提的', '选了到店自提的排到这里，过期会自己收回。'],
  to_claim: ['没有等领取的', '中奖还没领的在这里，过期会自己收回。'],
  all: ['还没有奖品', '开一个盲盒，抽中的都会到这里。'],
};

const Act = ({ prize, doing }: { prize: PrizeView; doing: (what: Doing['what']) => void }) => {
  const can = useCan();
  const { message } = App.useApp();
  const approve = useSend('prizes', 'approve', { then: () => void message.info('通过了，等财务打款') });
  const [writes, pays] = [can('prizes.write'), can('prizes.pay')];
  const { state } = prize;
  return (
    <span className="row">
      {((writes && ['to_ship', 'shipped', 'requested', 'approved'].includes(state)) ||
        (pays && state === 'approved')) && (
        <Button size="small" type="text" onClick={() => doing('see')}>
          {prize.kind === 'red_packet' ? '看账号' : '看地址'}
        </Button>
      )}
      {writes && (state === 'to_ship' || state === 'shipped') && (
        <Button size="small" onClick={() => doing('ship')}>
          {state === 'shipped' ? '改单号' : '填单号'}
        </Button>
      )}
      {writes && state === 'requested' && (
        <Button
          size="small"
          loading={approve.isPending}
          onClick={() =>
            approve.mutate(
              { id: prize.id },
              { onError: (failure) => void message.warning(sentenceOf(failure)) },
            )
          }
        >
          通过
        </Button>
      )}
      {writes && (state === 'requested' || state === 'approved') && (
        <Button size="small" type="text" onClick={() => doing('decline')}>
          不通过
        </Button>
      )}
      {pays && state === 'approved' && (
        <Button size="small" onClick={() => doing('pay')}>
          登记打款
        </Button>
      )}
    </span>
  );
};

const columnsFor = (doing: (what: Doing['what'], prize: PrizeView) => void): Column<PrizeView>[] => [
  {
    head: '奖品',
    cell: ({ name, boxName }) => (
      <>
        <strong>{name}</strong>
        <small>{boxName}</small>
      </>
    ),
  },
  {
    head: '谁',
    cell: ({ nickname, to }) => (
      <>
        {nickname}
        {to && <small>{to}</small>}
      </>
    ),
  },
  {
    head: '状态',
    cell: ({ state, shipment, storeName, reference, reason }) => (
      <>
        <Pill tone={TONES[state]}>{PRIZE_STATE_NAMES[state]}</Pill>
        <small>
          {shipment
            ? `${shipment.carrier} ${shipment.trackingNo}`
            : (storeName ?? (reference ? `单号 ${reference}` : (reason ?? '')))}
        </small>
      </>
    ),
  },
  { head: '价值', cell: ({ valueFen }) => money(valueFen), end: true, width: 100 },
  {
    head: '什么时候',
    wide: true,
    cell: ({ wonAt, until: ends }) => (
      <>
        {when(wonAt)}
        {ends && <small>{until(ends)} 过期</small>}
      </>
    ),
    width: 190,
  },
  {
    head: '',
    cell: (prize) => <Act prize={prize} doing={(what) => doing(what, prize)} />,
    end: true,
  },
];

/** The queue of prizes on their way to people: parcels, pick-ups, red packets. */
export const Fulfilment = () => {
  const go = useGo();
  const can = useCan();
  const [kept, setKept] = useParam('queue');
  const [state] = useParam('state');
  const [boxId, setBoxId] = useParam('box');
  const [doing, setDoing] = useState<Doing>();
  const queue = QUEUES.find(({ key }) => key === kept)?.key ?? 'to_ship';
  const counts = useApi('prizes', 'counts', {}, { everyMs: 10_000 });
  const countOf = new Map<string, number>(counts.data?.items.map((one) => [one.state, one.count]));
  const shown = queue === 'all' ? state : queue;
  const rows = useRows(
    'prizes',
    'list',
    { limit: 50, ...(shown ? { state: shown as PrizeState } : {}), ...(boxId ? { boxId } : {}) },
    { everyMs: 10_000 },
  );
  const writes = can('prizes.write');
  return (
    <Page
      title="奖品发放"
      lead="谁抽中的什么、寄到哪、领了没有。地址和账号加密存着，看一次记一次。"
      acts={
        <>
          {/* There before the list is: a button that comes later would push the page down on a phone. */}
          {writes && queue === 'to_ship' && (
            <Button
              disabled={rows.rows.length === 0}
              onClick={() =>
                saveAs(
                  `${routes.prizes.exportCsv[1]}${boxId ? `?boxId=${encodeURIComponent(boxId)}` : ''}`,
                  '待发货.csv',
                )
              }
            >
              导出待发货
            </Button>
          )}
          {writes && <ImportShipping />}
          {can('redeem.use') && <Button onClick={() => go('/redeem')}>门店核销</Button>}
        </>
      }
    >
      <Tabs
        label="排着的"
        tabs={QUEUES.map(({ key, name }) => {
          const waiting = countOf.get(key);
          return { key, name: waiting ? `${name} ${count(waiting)}` : name };
        })}
        at={queue}
        onGo={(key) => setKept(key === 'to_ship' ? '' : key)}
      />
      <div className="filters">
        {queue === 'all' && (
          <ChoiceFilter
            name="状态"
            param="state"
            all="全部状态"
            options={choices(PRIZE_STATES, PRIZE_STATE_NAMES)}
          />
        )}
        {can('draws.read') && <BoxFind value={boxId || undefined} onChange={(id) => setBoxId(id ?? '')} />}
      </div>
      <Card>
        <PagedTable
          label="奖品"
          of={rows}
          columns={columnsFor((what, prize) => setDoing({ what, prize }))}
          keyOf={({ id }) => id}
          blank={<Blank title={BLANKS[queue][0]}>{BLANKS[queue][1]}</Blank>}
        />
      </Card>
      <PrizeForms doing={doing} onClose={() => setDoing(undefined)} />
    </Page>
  );
};
