import { groupDirectory } from '../groups';
import type { Tx } from '../kernel/command';
import { type ClientSession, native } from '../kernel/store';
import { unitDirectory } from '../org';
import { type Book, compileBook, type StoredRule } from './book';
import { derive, type Surroundings } from './derive';
import type { GroupPlace } from './evaluate';
import { emptyHistory } from './history';
import { RULE_BOOK_ID, RuleBooks, Segments, Tags } from './model';
import { neighbours } from './neighbours';
import { thingsIn } from './rules';

let held: { revision: number; book: Book } | undefined;

/** Forgets the compiled rules: another database may follow in this process. */
export const forgetBook = (): void => {
  held = undefined;
};

/** A group as conditions look at it, from the directory in memory. */
export function groupPlace(groupId: string): GroupPlace | undefined {
  const group = groupDirectory.get(groupId);
  return (
    group && {
      id: group.id,
      name: group.name,
      tags: group.tags,
      unitPath: unitDirectory.pathOf(group.unitId),
    }
  );
}

/**
 * The rules as this transaction sees them. They are compiled again only after a change; the one row that is read
 * here makes sure that no batch works with rules that were changed before it.
 */
export async function bookFor(session?: ClientSession): Promise<Book> {
  const options = session ? { session } : {};
  const row = await native(RuleBooks).findOne({ _id: RULE_BOOK_ID }, options);
  const revision = row?.revision ?? 0;
  if (held?.revision === revision) return held.book;
  const [tags, segments] = [
    await native(Tags).find({}, options).toArray(),
    await native(Segments).find({}, options).toArray(),
  ];
  const rules: StoredRule[] = [
    ...tags.flatMap(({ _id: id, name, condition, since }) =>
      condition ? [{ id, kind: 'tag' as const, name, condition, since }] : [],
    ),
    ...segments.map(({ _id: id, name, condition, since }) => ({
      id,
      kind: 'segment' as const,
      name,
      condition,
      since,
    })),
  ];
  const names = new Map([...tags, ...segments].map(({ _id, name }) => [_id, name]));
  const things = await neighbours.namesOf(rules.flatMap(({ condition }) => thingsIn(condition)));
  const book = bookOf(rules, row?.version ?? 0, names, row?.scale, things);
  held = { revision, book };
  return book;
}

/** What the ids in rules are called; `things` besides those that the book knows. */
export const namer =
  ({ names, things }: Pick<Book, 'names' | 'things'>, more?: ReadonlyMap<string, string>) =>
  (id: string): string =>
    names.get(id) ?? things.get(id) ?? more?.get(id) ?? groupPlace(id)?.name ?? id;

/** Compiles rules with what follows from them for somebody of whom nothing is known. */
export function bookOf(...given: Parameters<typeof compileBook>): Book {
  const compiled = compileBook(...given);
  const nobody = { layer: 'stranger', path: [] } as const;
  const value = { fen: 0, marginFen: 0, referralFen: 0, rewardCostFen: 0, quality: 0 };
  const nothing = { book: -1, tags: [], segments: [], ...nobody, value, due: {} };
  const around = { book: { ...compiled, blank: nothing }, now: new Date(0), group: () => undefined };
  return { ...compiled, blank: derive(emptyHistory(), around, nothing, []) };
}

/** What working out needs, within a transaction. */
export const surroundings = async (tx: Pick<Tx, 'session' | 'now'>): Promise<Surroundings> => ({
  book: await bookFor(tx.session),
  now: tx.now,
  group: groupPlace,
});

/** Notes that rules (`everybody`: what follows from them, too) are others from now on; answers the new version. */
export async function turnPage(tx: Tx, { everybody }: { everybody: boolean }): Promise<number> {
  const row = await native(RuleBooks).findOneAndUpdate(
    { _id: RULE_BOOK_ID },
    { $inc: { revision: 1, version: everybody ? 1 : 0 } },
    { session: tx.session, upsert: true, returnDocument: 'after' },
  );
  return row!.version;
}
