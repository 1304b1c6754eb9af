import { KOC_TIER_NAMES, KOC_TIERS, type KocTier } from '@kouyi/shared/types';
import { App, Button, DatePicker, Form, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Out, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import type { Column } from '../ui/DataTable';
import { given, NameFilter, NoneFit, PickFilter, usePicked } from '../ui/Filters';
import { FormModal } from '../ui/FormModal';
import { Listing } from '../ui/Listing';
import { Blank, Pill } from '../ui/pieces';
import { useAsked } from '../ui/use';
import { fromPicker, when } from '../ui/when';
import { money } from '../ui/Yuan';
import { PersonPick } from '../people/PersonPick';
import { KocPick } from './KocPick';

type Row = Out<'koc', 'list'>['items'][number];
const TIERS = KOC_TIERS.map((value) => ({ value, label: KOC_TIER_NAMES[value] }));

const SHOWN = [
  { value: 'now', label: '在任' },
  { value: 'ended', label: '已结束' },
] as const;

/** A number that leads to the entries it is made of. */
const Money = ({ fen, id, purpose }: { fen: number; id: string; purpose: string }) => (
  <Link className="link num" to={`/ledger?account=${encodeURIComponent(`fen:koc:${id}:${purpose}`)}`}>
    {money(fen)}
  </Link>
);

/** Who earns by recommending: tier, earnings, code; appoint and end. */
export const KocList = () => {
  const can = useCan();
  const [which] = usePicked('which', SHOWN);
  const q = useAsked();
  const rows = useRows('koc', 'list', {
    limit: 50,
    ended: which === 'ended' ? 'yes' : 'no',
    ...given({ q }),
  });
  const [appointing, setAppointing] = useState(false);
  const [changing, setChanging] = useState<Row>();
  const [ending, setEnding] = useState<Row>();
  const writes = can('commission.write') && which !== 'ended';
  const columns: Column<Row>[] = [
    {
      head: '谁',
      cell: ({ id, nickname, code, parentName }) => (
        <>
          <Link to={`/koc/people/${id}`}>
            <strong>{nickname}</strong>
          </Link>
          <small>
            推荐码 <span className="num">{code}</span>
            {parentName && ` · ${parentName} 带的`}
          </small>
        </>
      ),
    },
    {
      head: '等级',
      cell: ({ tier, nextTier }) => (
        <>
          <Pill tone="info">{KOC_TIER_NAMES[tier]}</Pill>
          {nextTier && (
            <small>
              {when(nextTier.from)} 起 {KOC_TIER_NAMES[nextTier.tier]}
            </small>
          )}
        </>
      ),
    },
    {
      head: '待到账',
      end: true,
      cell: ({ id, pendingFen }) => <Money id={id} fen={pendingFen} purpose="pending" />,
    },
    {
      head: '可提现',
      end: true,
      cell: ({ id, availableFen }) => <Money id={id} fen={availableFen} purpose="available" />,
    },
    { head: '已提现', end: true, cell: ({ id, paidFen }) => <Money id={id} fen={paidFen} purpose="paid" /> },
    { head: '任命', cell: ({ since, endedAt }) => (endedAt ? `${when(endedAt)} 结束` : when(since)) },
    {
      head: '',
      end: true,
      cell: (row) =>
        writes && (
          <span className="row" style={{ justifyContent: 'flex-end' }}>
            <Button size="small" onClick={() => setChanging(row)}>
              改等级
            </Button>
            <Button size="small" onClick={() => setEnding(row)}>
              结束
            </Button>
          </span>
        ),
    },
  ];
  return (
    <>
      <Listing
        label="KOC"
        of={rows}
        columns={columns}
        filters={
          <>
            <NameFilter of="KOC" by="按昵称或推荐码找" />
            <PickFilter name="哪些" param="which" options={SHOWN} />
          </>
        }
        acts={
          can('commission.write') && (
            <Button type="primary" onClick={() => setAppointing(true)}>
              任命一位 KOC
            </Button>
          )
        }
        blank={
          q ? (
            <NoneFit of=" KOC" to="/koc/serving" hint="换个写法，或者到另一栏找找。" />
          ) : (
            <Blank title={which === 'ended' ? '没有结束的 KOC' : '还没有 KOC'}>
              任命一位信得过的会员，TA 就能生成自己的链接和海报，成交了有佣金。
            </Blank>
          )
        }
      />
      <Appoint open={appointing} onClose={() => setAppointing(false)} />
      <ChangeTier key={changing?.id ?? 'nobody'} row={changing} onClose={() => setChanging(undefined)} />
      <End row={ending} onClose={() => setEnding(undefined)} />
    </>
  );
};

const Appoint = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const { message } = App.useApp();
  const appoint = useSend('koc', 'appoint', {
    then: ({ nickname, code }) => {
      onClose();
      void message.info(`${nickname} 是 KOC 了，推荐码 ${code}`);
    },
  });
  return (
    <FormModal<{ personId: string; tier: KocTier; parentId?: string }>
      title="任命一位 KOC"
      open={open}
      ok="任命"
      initial={{ tier: 'starter' }}
      busy={appoint.isPending}
      failure={appoint.error}
      onClose={onClose}
      onFinish={({ personId, tier, parentId }) =>
        appoint.mutate({ personId, tier, ...(parentId ? { parentId } : {}) })
      }
    >
      <Form.Item name="personId" label="谁" rules={[{ required: true, message: '选一位会员' }]}>
        <PersonPick />
      </Form.Item>
      <Form.Item name="tier" label="等级">
        <Select options={TIERS} />
      </Form.Item>
      <Form.Item name="parentId" label="谁带的（最多两级，可以不填）">
        <KocPick />
      </Form.Item>
    </FormModal>
  );
};

const ChangeTier = ({ row, onClose }: { row: Row | undefined; onClose: () => void }) => {
  const change = useSend('koc', 'setTier', { then: onClose });
  return (
    <FormModal<{ tier: KocTier; from?: Dayjs }>
      title={`改 ${row?.nickname ?? ''} 的等级`}
      open={row !== undefined}
      ok="改好"
      initial={{ tier: row?.tier }}
      busy={change.isPending}
      failure={change.error}
      onClose={onClose}
      onFinish={({ tier, from }) =>
        row && change.mutate({ id: row.id, tier, ...(from ? { from: fromPicker(from) } : {}) })
      }
    >
      <Form.Item name="tier" label="改成">
        <Select options={TIERS} />
      </Form.Item>
      <Form.Item name="from" label="从什么时候起（不选就是现在；已付款的订单不变）">
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
      </Form.Item>
    </FormModal>
  );
};

const End = ({ row, onClose }: { row: Row | undefined; onClose: () => void }) => {
  const end = useSend('koc', 'end', { then: onClose });
  return (
    <FormModal<{ reason: string }>
      title={`结束 ${row?.nickname ?? ''} 的 KOC 身份？`}
      open={row !== undefined}
      ok="结束"
      busy={end.isPending}
      failure={end.error}
      onClose={onClose}
      onFinish={({ reason }) => row && end.mutate({ id: row.id, reason })}
    >
      <p>之后付款的订单不再算 TA 的；已经挣到的还是 TA 的，照样能提。</p>
      <Form.Item
        name="reason"
        label="为什么"
        rules={[{ required: true, min: 2, max: 200, message: '写上原因' }]}
      >
        <Input />
      </Form.Item>
    </FormModal>
  );
};
