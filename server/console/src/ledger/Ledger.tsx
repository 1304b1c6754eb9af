import { Button } from 'antd';
import { type Out, useApi, useRows } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { type Column, PagedTable } from '../ui/DataTable';
import { Together } from '../ui/Bones';
import { Blank, Card, Tag } from '../ui/pieces';
import { useParam } from '../ui/use';
import { clockSeconds, dayWords } from '../ui/when';
import { Accounts } from './Accounts';
import { signedAmount, UNITS } from './amounts';
import { AdjustButton, ReverseButton } from './Adjust';
import { Audits } from './Audits';
import { Book } from './Book';
import { Statement } from './Statement';
import { Whence } from './Whence';

type Row = Out<'ledger', 'transactions'>['items'][number];

const Posting = ({
  posting,
  unit,
  onAccount,
}: {
  posting: Row['postings'][number];
  unit: Row['unit'];
  onAccount: (account: string) => void;
}) => (
  <li>
    <button type="button" className="link" onClick={() => onAccount(posting.account)}>
      {posting.accountName}
    </button>
    <span className={`num ${posting.amount > 0 ? 'jade' : ''}`}>
      {signedAmount(posting.amount, unit)} {UNITS[unit]}
    </span>
  </li>
);

const columns = (onAccount: (account: string) => void, mayReverse: boolean): Column<Row>[] => [
  {
    head: '为什么',
    cell: ({ reason, cause, activityId, personId, personName, postings }) => (
      <>
        {reason}
        <Whence
          cause={cause}
          accounts={postings.map(({ account }) => account)}
          activityId={activityId}
          person={personId ? { id: personId, name: personName } : undefined}
        />
      </>
    ),
  },
  { head: '什么时候', cell: ({ at }) => `${dayWords(at)} ${clockSeconds(at)}`, width: 170 },
  {
    head: '两边',
    cell: ({ postings, unit }) => (
      <ul className="postings">
        {postings.map((posting, i) => (
          <Posting key={i} posting={posting} unit={unit} onAccount={onAccount} />
        ))}
      </ul>
    ),
    width: '40%',
    wide: true,
  },
  {
    head: '',
    end: true,
    width: 90,
    cell: ({ id, cause, reverses }) =>
      mayReverse && cause.kind === 'adjustment' && reverses === undefined && <ReverseButton id={id} />,
  },
];

/** The ledger: every account recomputed from its entries, every transaction with both its sides and its cause. */
export const Ledger = () => {
  const can = useCan();
  const [account, setAccount] = useParam('account');
  const [book, setBook] = useParam('book');
  const [personId, setPerson] = useParam('person');
  const [activityId, setActivity] = useParam('activity');
  const [keyPrefix, setKey] = useParam('key');
  const person = useApi('people', 'get', { id: personId }, { enabled: personId !== '' });
  const activity = useApi('activities', 'get', { id: activityId }, { enabled: activityId !== '' });
  const rows = useRows(
    'ledger',
    'transactions',
    {
      limit: 50,
      ...(personId ? { personId } : {}),
      ...(activityId ? { activityId } : {}),
      ...(keyPrefix ? { keyPrefix } : {}),
    },
    { everyMs: 10_000 },
  );
  return (
    <Page
      title="账本"
      lead="复式记账：每一笔都有来处和去处，记下就不改；余额随时能从头算一遍。"
      acts={can('ledger.write') && <AdjustButton />}
    >
      <div className="stack" style={{ gap: 18 }}>
        {account ? (
          <Statement key={account} account={account} onAccount={setAccount} onClose={() => setAccount('')} />
        ) : book ? (
          <Book key={book} book={book} onPick={setAccount} onClose={() => setBook('')} />
        ) : (
          <Together>
            <div className="stack" style={{ gap: 18 }}>
              <Audits />
              <Accounts onPick={setAccount} onBook={setBook} />
              <Card
                title="流水"
                sub="最近的在前；点账户名，只看它的"
                extra={
                  <span className="row">
                    {keyPrefix && (
                      <Filter
                        name={keyPrefix.startsWith('hold:') ? '一笔提现' : '一个订单'}
                        onDrop={() => setKey('')}
                      />
                    )}
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
                  columns={columns(setAccount, can('ledger.write'))}
                  keyOf={({ id }) => id}
                  blank={<Blank title="还没有流水">有人参加给积分的活动后，每一笔都会记在这里。</Blank>}
                />
              </Card>
            </div>
          </Together>
        )}
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
