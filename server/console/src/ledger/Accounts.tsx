import { type Out, useApi } from '../api';
import { Bones, Failed, Figure } from '../ui/pieces';
import { amountOf, UNITS } from './amounts';

type Account = Out<'ledger', 'accounts'>['items'][number];

/** Accounts of one kind, of which every box and every coupon has its own, make one number. */
function byKind(accounts: readonly Account[]): Account[][] {
  const kinds = new Map<string, Account[]>();
  for (const one of accounts) {
    const kind = `${one.unit} ${one.name}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  return [...kinds.values()];
}

const Kind = ({
  of,
  onPick,
  onBook,
}: {
  of: Account[];
  onPick: (account: string) => void;
  onBook: (book: string) => void;
}) => {
  const { account, name, unit } = of[0]!;
  const whole = of.length > 1 || account.includes('*');
  const words =
    of.length > 1
      ? `看 ${of.length} 个账户`
      : !whole
        ? '看流水'
        : /^\w+:(member|koc):/.test(account)
          ? '看每个人的'
          : '看每个账户';
  return (
    <Figure
      label={name}
      value={amountOf(
        of.reduce((sum, { balance }) => sum + balance, 0),
        unit,
      )}
      note={
        <>
          {UNITS[unit]}
          {' · '}
          <button
            type="button"
            className="link"
            aria-label={`${name}：${words}`}
            onClick={() =>
              of.length > 1 ? onBook(name) : account.includes('*') ? onBook(account) : onPick(account)
            }
          >
            {words}
          </button>
        </>
      }
    />
  );
};

/** What the books hold, each number with the way to what it is made of. */
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
    <div className="figures">
      {byKind(accounts.data.items).map((of) => (
        <Kind key={of[0]!.account} of={of} onPick={onPick} onBook={onBook} />
      ))}
    </div>
  );
};
