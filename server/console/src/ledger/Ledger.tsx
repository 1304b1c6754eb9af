import { Button } from 'antd';
import { Link } from 'react-router';
import { type Out, useApi, useRows } from '../api';
import { Page } from '../app/Page';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Bones, Card, Failed, Figure, Tag } from '../ui/pieces';
import { count, signed } from '../ui/number';
import { useParam } from '../ui/use';
import { clockSeconds, dayWords } from '../ui/when';

type Row = Out<'ledger', 'transactions'>['items'][number];
const UNITS: Record<Row['unit'], string> = { point: '积分', fen: '分', chance: '次机会' };
/** A member's account is named after the person. */
const personOf = (account: string): string | undefined => /^\w+:member:(.+)$/.exec(account)?.[1];

const Posting = ({
  posting,
  onAccount,
}: {
  posting: Row['postings'][number];
  onAccount: (account: string) => void;
}) => (
  <li className="row" style={{ justifyContent: 'space-between', flexWrap: 'nowrap' }}>
    <button type="button" className="link" onClick={() => onAccount(posting.account)}>
      {posting.accountName}
    </button>
    <span className={`num ${posting.amount > 0 ? 'jade' : ''}`}>{signed(posting.amount)}</span>
  </li>
);

const columns = (onAccount: (account: string) => void): Column<Row>[] => [
  {
    head: '为什么',
    cell: ({ reason, cause }) => (
      <>
        {reason}
        <small>
          {cause.kind === 'activity' ? (
            <Link to={`/activities/${cause.id}`}>看这个活动</Link>
          ) : (
            `凭证 ${cause.id}`
          )}
        </small>
      </>
    ),
  },
  { head: '什么时候', cell: ({ at }) => `${dayWords(at)} ${clockSeconds(at)}`, width: 170 },
  {
    head: '两边',
    cell: ({ postings }) => (
      <ul>
        {postings.map((posting, i) => (
          <Posting key={i} posting={posting} onAccount={onAccount} />
        ))}
      </ul>
    ),
    width: '38%',
  },
  { head: '单位', cell: ({ unit }) => UNITS[unit], width: 70 },
];

const Accounts = ({ picked, onPick }: { picked: string; onPick: (account: string) => void }) => {
  const accounts = useApi('ledger', 'accounts', {}, { everyMs: 10_000 });
  if (accounts.isPending) return <Bones lines={3} />;
  if (accounts.error) return <Failed failure={accounts.error} retry={() => void accounts.refetch()} />;
  return (
    <div className="figures">
      {accounts.data.items.map(({ account, name, unit, balance }) => (
        <Figure
          key={account}
          label={name}
          value={count(balance)}
          note={
            <>
              {UNITS[unit as Row['unit']] ?? unit} ·{' '}
              <button
                type="button"
                className="link"
                onClick={() => onPick(picked === account ? '' : account)}
              >
                {picked === account ? '看全部' : '看流水'}
              </button>
            </>
          }
        />
      ))}
    </div>
  );
};

/** The ledger: every account recomputed from its entries, every transaction with both its sides and its cause. */
export const Ledger = () => {
  const [account, setAccount] = useParam('account');
  const [personId, setPerson] = useParam('person');
  const [activityId, setActivity] = useParam('activity');
  const person = useApi('people', 'get', { id: personId }, { enabled: personId !== '' });
  const activity = useApi('activities', 'get', { id: activityId }, { enabled: activityId !== '' });
  const rows = useRows(
    'ledger',
    'transactions',
    {
      limit: 50,
      ...(account ? { account } : {}),
      ...(personId ? { personId } : {}),
      ...(activityId ? { activityId } : {}),
    },
    { everyMs: 10_000 },
  );
  const pick = (next: string): void => {
    const someone = personOf(next);
    if (someone) setPerson(someone);
    else setAccount(next);
  };
  return (
    <Page title="账本" lead="复式记账：每一笔都有来处和去处，记下就不改；余额随时能从头算一遍。">
      <div className="stack" style={{ gap: 18 }}>
        <Accounts picked={account} onPick={setAccount} />
        <Card
          title="流水"
          sub="最近的在前；点账户名，只看它的"
          extra={
            <span className="row">
              {account && <Filter name={account} onDrop={() => setAccount('')} />}
              {personId && (
                <Filter name={person.data?.person.nickname ?? '某人'} onDrop={() => setPerson('')} />
              )}
              {activityId && (
                <Filter name={activity.data?.rule.title ?? '某活动'} onDrop={() => setActivity('')} />
              )}
            </span>
          }
        >
          <PagedTable
            label="流水"
            of={rows}
            columns={columns(pick)}
            keyOf={({ id }) => id}
            blank={<Blank title="还没有流水">有人参加给积分的活动后，每一笔都会记在这里。</Blank>}
          />
        </Card>
      </div>
    </Page>
  );
};

const Filter = ({ name, onDrop }: { name: string; onDrop: () => void }) => (
  <Tag>
    只看 {name}{' '}
    <Button type="text" size="small" aria-label={`不再只看 ${name}`} onClick={onDrop}>
      ×
    </Button>
  </Tag>
);
