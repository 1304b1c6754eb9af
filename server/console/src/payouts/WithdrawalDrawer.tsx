import { WITHDRAWAL_STATE_NAMES } from '@kouyi/shared/types';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Out, useApi, useSend } from '../api';
import { useCan, useMe } from '../app/session';
import { Bones } from '../ui/Bones';
import { Facts, Failed, Notice, Pill, Trouble } from '../ui/pieces';
import { when } from '../ui/when';
import { money } from '../ui/Yuan';
import { approvedBy } from './approved';
import { ApproveBox, ByHandBox, GiveUpBox, ReasonBox, type Reasoned } from './boxes';
import { TONES } from './tones';
import './payouts.scss';

type Detail = Out<'payouts', 'get'>;
type Asking = 'approve' | 'byHand' | 'giveUp' | Reasoned;

const Acts = ({ withdrawal, provider }: Pick<Detail, 'withdrawal'> & { provider: string | undefined }) => {
  const [asking, setAsking] = useState<Asking>();
  const look = useSend('payouts', 'lookNow', { refresh: ['ledger'] });
  const { id, state, amountFen } = withdrawal;
  const isMine = approvedBy(useMe().id, withdrawal);
  const close = () => setAsking(undefined);
  const ask = (what: Asking, name: string, type: 'primary' | 'default' = 'default') => (
    <Button key={what} type={type} onClick={() => setAsking(what)}>
      {name}
    </Button>
  );
  const byHand = provider === 'by_hand';
  return (
    <>
      <div className="row">
        {state === 'requested' && !isMine && ask('approve', '通过', 'primary')}
        {state === 'approved' && byHand && ask('byHand', '登记手工打款', 'primary')}
        {(state === 'sending' || state === 'waiting_confirm') && !byHand && (
          <Button loading={look.isPending} onClick={() => look.mutate({ id })}>
            现在问一下微信支付
          </Button>
        )}
        {state === 'sending' && !byHand && ask('giveUp', '作废')}
        {(state === 'requested' || state === 'approved') && ask('freeze', '冻结')}
        {state === 'frozen' && ask('unfreeze', '解冻')}
        {(state === 'requested' || state === 'frozen' || state === 'approved') && ask('reject', '退回')}
      </div>
      {state === 'requested' && isMine && <p className="quiet">你已经批过，还要另一位同事批。</p>}
      <Trouble failure={look.error} />
      <ApproveBox
        byHand={byHand}
        ids={[id]}
        title={`通过 ${money(amountFen)}`}
        open={asking === 'approve'}
        onClose={close}
      />
      <ByHandBox id={id} open={asking === 'byHand'} onClose={close} />
      <GiveUpBox id={id} open={asking === 'giveUp'} onClose={close} />
      {(['reject', 'freeze', 'unfreeze'] as const).map((what) => (
        <ReasonBox key={what} id={id} what={what} open={asking === what} onClose={close} />
      ))}
    </>
  );
};

const Known = ({ detail, provider }: { detail: Detail; provider: string | undefined }) => {
  const { withdrawal, history, attempts, providerNo, reference, ledgerKey } = detail;
  const { approvals, approvalsNeeded, personId, nickname, shares } = withdrawal;
  const can = useCan();
  return (
    <div className="stack">
      {withdrawal.inDoubt && (
        <Notice>上一次请求没有回音，正在用同一个单号询问微信支付。不要另外打款。</Notice>
      )}
      {withdrawal.problem && <Notice>{withdrawal.problem}</Notice>}
      <p className="payout-sum">
        <b className="num">{money(withdrawal.amountFen)}</b>
        <Pill tone={TONES[withdrawal.state]}>{WITHDRAWAL_STATE_NAMES[withdrawal.state]}</Pill>
      </p>
      <Facts
        of={[
          [
            '申请人',
            <Link className="link" to={`/people/${personId}`}>
              {nickname}
            </Link>,
          ],
          ['单号', <span className="num">{withdrawal.billNo}</span>],
          // Identities that are one person: each gives from its own account.
          ...(shares
            ? ([
                ['钱来自', shares.map((share) => `${share.nickname} ${money(share.fen)}`).join('，')],
              ] as const)
            : []),
          ...(providerNo ? ([['微信单号', <span className="num">{providerNo}</span>]] as const) : []),
          ...(reference ? ([['流水号', reference]] as const) : []),
          [
            '审核',
            approvals.length === 0
              ? `需要 ${approvalsNeeded} 人`
              : `${approvals.map(({ name, at }) => `${name} ${when(at)}`).join('，')}（${approvals.length}/${approvalsNeeded}）`,
          ],
          ...(attempts > 0 ? ([['请求次数', attempts]] as const) : []),
          [
            '账本',
            <>
              <Link className="link" to={`/ledger?key=${encodeURIComponent(ledgerKey)}`}>
                看这笔的分录
              </Link>
              {' · '}
              <Link className="link" to={`/ledger?account=fen:koc:${personId}:available`}>
                看佣金从哪来
              </Link>
            </>,
          ],
        ].map(([name, value]) => [name as string, value])}
      />
      {can('payouts.approve') && <Acts withdrawal={withdrawal} provider={provider} />}
      <ol className="payout-steps">
        {history.map(({ at, state, words }, i) => (
          <li key={i}>
            <b>{WITHDRAWAL_STATE_NAMES[state]}</b> <span className="quiet">{when(at)}</span>
            <p>{words}</p>
          </li>
        ))}
      </ol>
    </div>
  );
};

/** One withdrawal: where it is, everything that happened to it, and what can be done. */
export const WithdrawalDrawer = ({
  id,
  provider,
  onClose,
}: {
  id: string;
  provider: string | undefined;
  onClose: () => void;
}) => {
  const asked = useApi('payouts', 'get', { id }, { enabled: id !== '', everyMs: 3_000 });
  return (
    <Drawer
      title={asked.data ? `${asked.data.withdrawal.nickname} 的提现` : '一笔提现'}
      open={id !== ''}
      onClose={onClose}
      size={520}
      destroyOnHidden
    >
      {asked.data && asked.data.withdrawal.id === id ? (
        <Known detail={asked.data} provider={provider} />
      ) : asked.error ? (
        <Failed failure={asked.error} retry={() => void asked.refetch()} />
      ) : (
        <Bones />
      )}
    </Drawer>
  );
};
