import { type Out, useApi } from '../api';
import { Bones } from '../ui/Bones';
import { Card, Failed } from '../ui/pieces';
import { amountOf, UNITS } from './amounts';
import { chaptersOf } from './chapters';
import './ledger.scss';

type Account = Out<'ledger', 'accounts'>['items'][number];

/** What is behind a number: the accounts of a kind, those of people, or the entries of the one account it is. */
const behind = (of: readonly Account[]): { words: string; book?: string } => {
  const { account, name } = of[0]!;
  if (of.length > 1) return { words: `${of.length} 个账户`, book: name };
  if (!account.includes('*')) return { words: '流水' };
  return { words: /^\w+:(member|koc):/.test(account) ? '每个人的' : '每个账户', book: account };
};

const Line = ({
  of,
  onPick,
  onBook,
}: {
  of: readonly Account[];
  onPick: (account: string) => void;
  onBook: (book: string) => void;
}) => {
  const { account, name, unit } = of[0]!;
  const { words, book } = behind(of);
  const total = of.reduce((sum, { balance }) => sum + balance, 0);
  return (
    <li>
      <button type="button" onClick={() => (book === undefined ? onPick(account) : onBook(book))}>
        <span>{name}</span>
        <small>{words}</small>
        <b className="num">{amountOf(total, unit)}</b>
        <small className="unit">{UNITS[unit]}</small>
      </button>
    </li>
  );
};

/** What the books hold, subject by subject; each number with the way to what it is made of. */
export const Accounts = ({
  onPick,
  onBook,
}: {
  onPick: (account: string) => void;
  onBook: (book: string) => void;
}) => {
  const accounts = useApi('ledger', 'accounts', {}, { everyMs: 10_000 });
  if (accounts.isPending) return <Bones lines={3} />;
  if (accounts.error) return <Failed failure={accounts.error} retry={() => void accounts.refetch()} />;
  return (
    <div className="books">
      {chaptersOf(accounts.data.items).map(({ title, sub, kinds }) => (
        <Card key={title} title={title} sub={sub}>
          <ul>
            {kinds.map((of) => (
              <Line key={of[0]!.account} of={of} onPick={onPick} onBook={onBook} />
            ))}
          </ul>
        </Card>
      ))}
    </div>
  );
};
