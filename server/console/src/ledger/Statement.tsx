import { Button, DatePicker } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Out, useApi, useRows } from '../api';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Card, Figure } from '../ui/pieces';
import { clockSeconds, dayWords, fromPicker } from '../ui/when';
import { amountOf, signedAmount, UNITS } from './amounts';
import { Whence } from './Whence';

type Line = Out<'ledger', 'statement'>['items'][number];
type Unit = Out<'ledger', 'statement'>['unit'];

const columns = (account: string, unit: Unit, onAccount: (account: string) => void): Column<Line>[] => [
  {
    head: '为什么',
    cell: ({ reason, cause, others }) => (
      <>
        {reason}
        <Whence cause={cause} accounts={[account, ...others.map((other) => other.account)]} />
      </>
    ),
  },
  { head: '什么时候', cell: ({ at }) => `${dayWords(at)} ${clockSeconds(at)}`, width: 170 },
  {
    head: '对面',
    cell: ({ others }) =>
      others.map(({ account: other, name }) => (
        <button key={other} type="button" className="link" onClick={() => onAccount(other)}>
          {name}{' '}
        </button>
      )),
  },
  {
    head: '进出',
    end: true,
    cell: ({ amount }) => (
      <span className={`num ${amount > 0 ? 'jade' : ''}`}>{signedAmount(amount, unit)}</span>
    ),
  },
  { head: '之后余额', end: true, cell: ({ balanceAfter }) => amountOf(balanceAfter, unit) },
];

/** The person whose account it is; system accounts have none. */
const Owner = ({ account }: { account: string }) => {
  const id = /^\w+:(?:member|koc):([^:]+)/.exec(account)?.[1] ?? '';
  const person = useApi('people', 'get', { id }, { enabled: id !== '' });
  return id === '' ? null : (
    <>
      <Link to={`/people/${id}`}>{person.data?.person.nickname ?? '这位会员'}</Link> ·{' '}
    </>
  );
};

/** One account: what it holds now or held at a moment, and every entry with the balance after it. */
export const Statement = ({
  account,
  onAccount,
  onClose,
}: {
  account: string;
  onAccount: (account: string) => void;
  onClose: () => void;
}) => {
  const [moment, setMoment] = useState<Dayjs | null>(null);
  const head = useApi('ledger', 'statement', { account, limit: 1 }, { everyMs: 10_000 });
  const at = fromPicker(moment);
  const then = useApi('ledger', 'balance', { account, ...(at ? { at } : {}) }, { enabled: at !== '' });
  const rows = useRows('ledger', 'statement', { account, limit: 50 }, { everyMs: 10_000 });
  const unit = head.data?.unit ?? 'point';
  return (
    <>
      <div className="figures">
        <Figure
          label={head.data?.name ?? '账户'}
          value={head.data ? amountOf(head.data.balance, unit) : '…'}
          note={`现在，${UNITS[unit]}`}
        />
        <Figure
          label="那时候是多少"
          value={at === '' ? '–' : then.data ? amountOf(then.data.balance, unit) : '…'}
        >
          <DatePicker
            showTime={{ format: 'HH:mm' }}
            format="YYYY-MM-DD HH:mm"
            placeholder="选一个时刻"
            aria-label="那时候"
            value={moment}
            onChange={setMoment}
          />
        </Figure>
      </div>
      <Card
        title="这个账户的每一笔"
        sub={
          <>
            <Owner account={account} />
            <span className="num">{account}</span>
          </>
        }
        extra={<Button onClick={onClose}>看全部账户</Button>}
      >
        <PagedTable
          label="账户流水"
          of={rows}
          columns={columns(account, unit, onAccount)}
          keyOf={({ id }) => id}
          blank={<Blank title="这个账户还没有流水" />}
        />
      </Card>
    </>
  );
};
