import { BUDGET_STATE_NAMES, BUDGET_STATES, BUDGET_UNIT_NAMES, type BudgetState } from '@kouyi/shared/types';
import { Button, Drawer, Form, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Out, useApi, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import type { Column } from '../ui/DataTable';
import { PickFilter, choices, given, usePicked } from '../ui/Filters';
import { FormModal } from '../ui/FormModal';
import { Listing } from '../ui/Listing';
import { count } from '../ui/number';
import { Bones } from '../ui/Bones';
import { Blank, Facts, Failed, Figure, Meter, Pill, Tag } from '../ui/pieces';
import { useParam } from '../ui/use';
import { when } from '../ui/when';
import { amountWords } from './amounts';
import { GiftTable } from './Gifts';
import { GrantBox } from './GrantBox';

type Row = Out<'budgets', 'list'>['items'][number];

const TONES: Record<BudgetState, 'good' | undefined> = {
  open: 'good',
  ended: undefined,
  withdrawn: undefined,
};

const SHOWN = [...choices(BUDGET_STATES, BUDGET_STATE_NAMES), { value: 'all', label: '全部' } as const];

const columns: Column<Row>[] = [
  {
    head: 'KOC',
    cell: ({ kocName, title }) => (
      <>
        <strong>{kocName}</strong>
        <small>{title}</small>
      </>
    ),
  },
  { head: '送什么', cell: ({ unit }) => <Tag>{BUDGET_UNIT_NAMES[unit]}</Tag> },
  { head: '交给 TA', end: true, cell: ({ unit, granted }) => amountWords(unit, granted) },
  {
    head: '送了',
    wide: true,
    end: true,
    cell: ({ unit, given, granted, people }) => (
      <>
        <Meter share={granted > 0 ? given / granted : 0} className="thin" /> {amountWords(unit, given)}
        <small>{people} 个人</small>
      </>
    ),
  },
  {
    head: '还剩',
    end: true,
    cell: ({ unit, left, returned }) => (
      <>
        {amountWords(unit, left)}
        {returned > 0 && <small>回到品牌 {amountWords(unit, returned)}</small>}
      </>
    ),
  },
  {
    head: '状态',
    cell: ({ state, until, endedAt }) => (
      <>
        <Pill tone={TONES[state]}>{BUDGET_STATE_NAMES[state]}</Pill>
        <small>{endedAt ? `${when(endedAt)} 结束` : `到 ${when(until)}`}</small>
      </>
    ),
  },
];

/** What is in the hands of KOCs, and how it is going. */
export const Budgets = () => {
  const can = useCan();
  const [shown] = usePicked('state', SHOWN);
  const [open, setOpen] = useParam('id');
  const [granting, setGranting] = useState(false);
  const rows = useRows('budgets', 'list', {
    limit: 50,
    ...given({ state: shown === 'all' ? undefined : shown }),
  });
  const sums = useApi('budgets', 'list', { limit: 1 });
  return (
    <>
      <div className="figures" style={{ marginBottom: 16 }}>
        <Figure
          label="KOC 手里的积分"
          value={sums.data ? count(sums.data.leftPoints) : '–'}
          note="还没送出去的"
        />
        <Figure
          label="KOC 手里的红包"
          value={sums.data ? amountWords('fen', sums.data.leftFen) : '–'}
          note="到期没送完的自动回来"
        />
      </div>
      <Listing
        label="预算"
        of={rows}
        columns={columns}
        pickedKey={open}
        onOpen={({ id }) => setOpen(id)}
        filters={<PickFilter name="状态" param="state" options={SHOWN} />}
        acts={
          can('budgets.write') && (
            <Button type="primary" onClick={() => setGranting(true)}>
              给一位 KOC 预算
            </Button>
          )
        }
        blank={
          shown === 'open' ? (
            <Blank title="还没有交给 KOC 的预算">
              把一笔积分或红包交给信得过的 KOC，由 TA 决定送给谁；每人、每天的上限你来定。
            </Blank>
          ) : (
            <Blank title="这里是空的">用完、到期和收回的预算会在这里。</Blank>
          )
        }
      />
      {granting && <GrantBox onClose={() => setGranting(false)} />}
      <BudgetDrawer id={open} onClose={() => setOpen('')} />
    </>
  );
};

const BudgetDrawer = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const can = useCan();
  const [taking, setTaking] = useState(false);
  const one = useApi('budgets', 'get', { id }, { enabled: id !== '' });
  const row = one.data;
  return (
    <Drawer
      open={id !== ''}
      onClose={onClose}
      size={720}
      title={row ? `${row.kocName} · ${row.title}` : '预算'}
      extra={
        row?.state === 'open' &&
        can('budgets.write') && <Button onClick={() => setTaking(true)}>收回剩下的</Button>
      }
    >
      {one.error && <Failed failure={one.error} retry={() => void one.refetch()} />}
      {!row && !one.error && <Bones lines={8} />}
      {row && (
        <div className="stack" style={{ gap: 16 }}>
          <Facts
            of={[
              ['交给 TA', amountWords(row.unit, row.granted)],
              ['送了', `${amountWords(row.unit, row.given)}，${row.gifts} 次，${row.people} 个人`],
              ['回到品牌', amountWords(row.unit, row.returned)],
              ['还剩', amountWords(row.unit, row.left)],
              ['规则', row.rules.join('；')],
              ['谁给的', `${row.grantedBy}，${when(row.createdAt)}`],
              ...(row.endReason ? ([['为什么结束', row.endReason]] as [string, string][]) : []),
              ...(can('ledger.read')
                ? ([
                    [
                      '账本',
                      <Link
                        key="ledger"
                        className="link"
                        to={`/ledger?account=${encodeURIComponent(`${row.unit}:koc-budget:${row.id}`)}`}
                      >
                        每一笔进出
                      </Link>,
                    ],
                  ] as [string, React.ReactNode][])
                : []),
            ]}
          />
          <GiftTable budgetId={row.id} />
        </div>
      )}
      {row && taking && <TakeBack row={row} onClose={() => setTaking(false)} />}
    </Drawer>
  );
};

const TakeBack = ({ row, onClose }: { row: Row; onClose: () => void }) => {
  const withdraw = useSend('budgets', 'withdraw', { then: onClose });
  return (
    <FormModal<{ reason: string }>
      title={`收回剩下的 ${amountWords(row.unit, row.left)}？`}
      open
      ok="收回"
      busy={withdraw.isPending}
      failure={withdraw.error}
      onClose={onClose}
      onFinish={({ reason }) => withdraw.mutate({ id: row.id, reason })}
    >
      <p>已经送出的不动；还没领的红包到期没人领，也会回到品牌。</p>
      <Form.Item
        name="reason"
        label="为什么（KOC 会看到）"
        rules={[{ required: true, min: 2, max: 200, message: '写上原因，至少两个字' }]}
      >
        <Input />
      </Form.Item>
    </FormModal>
  );
};
