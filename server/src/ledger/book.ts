import type { PageRequest } from '../kernel/paging';
import { native } from '../kernel/store';
import { nicknames } from '../people';
import { Accounts } from './model';
import { accountInWords } from './rules';

/**
 * The accounts of people that a book sums up and that hold something, by name, so that a number of the summary leads to
 * whose it is and from there to its entries.
 */
export async function bookAccounts({ book, cursor, limit }: PageRequest & { book: string }) {
  const at = book.indexOf('*');
  const [prefix, suffix] = [book.slice(0, at), book.slice(at + 1)];
  const rows = await native(Accounts)
    .find({
      _id: {
        ...(cursor === undefined ? { $gte: prefix } : { $gt: cursor }),
        $lt: `${prefix}\uffff`,
        // Owners have no colon in their ids.
        $regex: new RegExp(`^${literal(prefix)}[^:]+${literal(suffix)}$`),
      },
      balance: { $ne: 0 },
    })
    .sort({ _id: 1 })
    .limit(limit + 1)
    .toArray();
  const shown = rows.slice(0, limit);
  const ownerOf = (account: string): string => account.slice(prefix.length).split(':')[0]!;
  const names = await nicknames(shown.map(({ _id }) => ownerOf(_id)));
  return {
    name: accountInWords(book),
    items: shown.map(({ _id, unit, balance, entries }) => ({
      account: _id,
      name: names.get(ownerOf(_id)) ?? accountInWords(_id),
      unit,
      balance,
      entries,
    })),
    ...(rows.length > limit ? { nextCursor: shown.at(-1)!._id } : {}),
  };
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
