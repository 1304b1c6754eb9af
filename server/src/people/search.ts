import type { Filter } from 'mongodb';
import {
  afterCursor,
  newestPage,
  type Page,
  pageOf,
  type PageRequest,
  searchPattern,
} from '../kernel/paging';
import { native } from '../kernel/store';
import { withinReach } from './facts';
import { People, type PersonRow } from './model';
import { keysToFind } from './rules';

interface Search extends PageRequest {
  /** Part of the nickname, or a whole identity. */
  readonly q?: string | undefined;
  /** Units whose groups they were seen in; absent: everybody. */
  readonly reach?: ReadonlySet<string> | undefined;
}

/**
 * Rows of living people, newest first: without a text whoever stands for somebody, with one every identity that it
 * finds. @throws Refusal `cursor_invalid` (400).
 */
export async function findPeople({ q, reach, ...page }: Search): Promise<Page<PersonRow>> {
  const text = q?.trim();
  const living = { $and: [withinReach(reach), { deletedAt: { $exists: false } }] } as Filter<PersonRow>;
  if (!text)
    return newestPage(
      People,
      'createdAt',
      { $and: [living, { mergedInto: { $exists: false } }] },
      page,
      (rows) => rows,
    );
  const after = afterCursor('createdAt', page.cursor) as Filter<PersonRow>;
  const firstOf = (filter: Filter<PersonRow>): Promise<PersonRow[]> =>
    native(People)
      .find({ $and: [filter, after, living] } as Filter<PersonRow>)
      .sort({ createdAt: -1, _id: -1 })
      .limit(page.limit + 1)
      .toArray();
  const [byName, byIdentity] = await Promise.all([
    named(text, reach !== undefined).then(firstOf),
    firstOf({ 'identities.value': text }),
  ]);
  const found = new Map([...byName, ...byIdentity].map((row) => [row._id, row]));
  const rows = [...found.values()].sort(
    (a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a._id < b._id ? 1 : -1),
  );
  return pageOf(
    rows,
    page,
    ({ createdAt }) => createdAt,
    (row) => row,
  );
}

/** Ids of the living people whose nickname holds a text; undefined where they are more than so many. */
export async function peopleNamed(text: string, most: number): Promise<string[] | undefined> {
  const rows = await native(People)
    .find(
      { $and: [await named(text, true), { deletedAt: { $exists: false } }] },
      { projection: { _id: 1 }, batchSize: most + 2 },
    )
    .limit(most + 1)
    .toArray();
  return rows.length > most ? undefined : rows.map(({ _id }) => _id);
}

/** So many people with a piece in their name are met often enough on the way from the newest to the oldest. */
const MANY = 2_000;
/** Pieces of a long text that are weighed. */
const WEIGHED = 8;

/**
 * The filter for names that hold a text: found by its rarest piece, compared by the others. What many names hold and
 * nothing else narrows down is met on the way, which spares sorting them all.
 */
async function named(text: string, narrowed: boolean): Promise<Filter<PersonRow>> {
  const nickname = searchPattern(text);
  const keys = keysToFind(text);
  const weighed = await Promise.all(
    keys.slice(0, WEIGHED).map(async (key) => ({
      key,
      people: await native(People).countDocuments({ nameKeys: key }, { limit: MANY }),
    })),
  );
  const [rarest, ...others] = weighed.sort((a, b) => a.people - b.people);
  if (!rarest || (!narrowed && others.length === 0 && rarest.people >= MANY)) return { nickname };
  return { nameKeys: { $all: [rarest, ...others].map(({ key }) => key) }, nickname };
}
