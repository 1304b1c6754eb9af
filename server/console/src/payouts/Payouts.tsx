import { Button } from 'antd';
import { WITHDRAWAL_STATE_NAMES, type WithdrawalState } from '@kouyi/shared/types';
import { useState } from 'react';
import { useApi, useRows } from '../api';
import { Page } from '../app/Page';
import { useCan, useMe } from '../app/session';
import { PickFilter, given, usePicked } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { Bones, Together } from '../ui/Bones';
import { Blank, Notice, Pill } from '../ui/pieces';
import { Tabs, useTab } from '../ui/Tabs';
import { useParam } from '../ui/use';
import { when } from '../ui/when';
import { money } from '../ui/Yuan';
import { approvedBy } from './approved';
import { ApproveBox } from './boxes';
import { Limits } from './Limits';
import { Reconciling } from './Reconciling';
import { TONES } from './tones';
import { WithdrawalDrawer } from './WithdrawalDrawer';

const TABS = [
  { key: 'queue', name: '提现' },
  { key: 'reconcile', name: '对账' },
  { key: 'limits', name: '上限' },
] as const;

/** What one looks through, in the order of a day's work. */
const SHOWN: { value: WithdrawalState | 'all'; label: string }[] = [
  { value: 'requested', label: '待审核' },
  { value: 'frozen', label: '冻结' },
  { value: 'sending', label: '打款中' },
  { value: 'waiting_confirm', label: '待确认' },
  { value: 'paid', label: '已到账' },
  { value: 'all', label: '全部' },
];

const NONE: Partial<Record<WithdrawalState | 'all', string>> = {
  requested: '没有等你审核的提现',
  frozen: '没有冻结的提现',
  sending: '没有正在打款的',
  waiting_confirm: '没有等本人确认的',
  paid: '还没有到账的提现',
};

const Queue = () => {
  const [shown] = usePicked('state', SHOWN);
  const [open, setOpen] = useParam('id');
  const can = useCan();
  const rows = useRows(
    'payouts',
    'list',
    { limit: 50, ...given({ state: shown === 'all' ? undefined : shown }) },
    { everyMs: 5_000 },
  );
  const sums = useApi('payouts', 'list', { limit: 1 }, { everyMs: 5_000 });
  // What was seen when it was pressed: the list goes on, and what comes meanwhile is nobody's yes.
  const [approving, setApproving] = useState({ ids: [] as string[], title: '', open: false });
  const me = useMe().id;
  const waiting = rows.rows.filter((row) => row.state === 'requested' && !approvedBy(me, row));
  const total = waiting.reduce((sum, row) => sum + row.amountFen, 0);
  return (
    <Together>
      <div className="stack">
        {sums.isPending && <Bones lines={1} />}
        {sums.data?.provider === 'by_hand' && (
          <Notice tone="info">还没有接入微信支付：通过之后由财务手工打款，再把流水号登记回来。</Notice>
        )}
        <Listing
          label="提现"
          of={rows}
          pickedKey={open}
          onOpen={(row) => setOpen(row.id)}
          filters={
            <PickFilter
              name="状态"
              param="state"
              options={SHOWN.map(({ value, label }) => ({
                value,
                label: value === 'requested' && sums.data?.waiting ? `${label} ${sums.data.waiting}` : label,
              }))}
            />
          }
          acts={
            shown === 'requested' &&
            waiting.length > 1 &&
            can('payouts.approve') && (
              <Button
                onClick={() =>
                  setApproving({
                    ids: waiting.map((row) => row.id),
                    title: `通过 ${waiting.length} 笔，共 ${money(total)}`,
                    open: true,
                  })
                }
              >
                通过这 {waiting.length} 笔（{money(total)}）
              </Button>
            )
          }
          blank={<Blank title={NONE[shown] ?? '还没有人提过现'}>有人申请提现，会出现在这里。</Blank>}
          columns={[
            { head: '申请人', cell: (row) => row.nickname },
            { head: '金额', cell: (row) => money(row.amountFen), end: true },
            {
              head: '状态',
              cell: (row) => <Pill tone={TONES[row.state]}>{WITHDRAWAL_STATE_NAMES[row.state]}</Pill>,
            },
            { head: '申请时间', cell: (row) => when(row.requestedAt) },
            { head: '进展', cell: (row) => row.problem ?? row.words, wide: true },
          ]}
        />
      </div>
      <ApproveBox
        {...approving}
        byHand={sums.data?.provider === 'by_hand'}
        onClose={() => setApproving((it) => ({ ...it, open: false }))}
      />
      <WithdrawalDrawer id={open} provider={sums.data?.provider} onClose={() => setOpen('')} />
    </Together>
  );
};

/** Withdrawals: who asks for money, who said yes, where it is, and whether the provider's books agree. */
export const Payouts = () => {
  const [tab, setTab] = useTab(TABS);
  return (
    <Page
      title="提现"
      lead="申请时钱就先留出来；财务输密码通过才打款，大额要两个人。没有回音的一律用原单号去问，绝不换单号重打。"
    >
      <Tabs label="提现" tabs={TABS} at={tab} onGo={setTab} />
      {tab === 'queue' && <Queue />}
      {tab === 'reconcile' && <Reconciling />}
      {tab === 'limits' && <Limits />}
    </Page>
  );
};
