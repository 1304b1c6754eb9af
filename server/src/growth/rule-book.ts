import { DEFAULT_GROWTH } from './default-rules';
import type { ClientSession } from '../kernel/store';
import { native } from '../kernel/store';
import { RulesRows } from './model';
import type { Book } from './stages';

/** What counts since ever, as long as nobody has saved anything. */
const FIRST = { version: 0, fromDay: -1_000_000, rules: DEFAULT_GROWTH } as const;

/**
 * All versions of the rules, the first first. Of two that begin on the same day the later saved counts, which is why
 * the order is by day and then by version.
 */
export async function growthBook(session?: ClientSession): Promise<Book> {
  const rows = await native(RulesRows)
    .find({}, session ? { session } : {})
    .sort({ version: 1 })
    .toArray();
  // A version that was to begin after one saved later never comes into force.
  const standing = rows.filter((row, i) => rows.slice(i + 1).every((later) => later.fromDay > row.fromDay));
  return [FIRST, ...standing.map(({ version, fromDay, rules }) => ({ version, fromDay, rules }))];
}

/** The latest version that was saved; 0: none. */
export const growthVersion = async (): Promise<number> =>
  (await native(RulesRows).find().sort({ version: -1 }).limit(1).next())?.version ?? 0;
