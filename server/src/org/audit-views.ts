import type { InputOf, OutputOf, contracts } from '@kouyi/shared/contracts';
import type { Filter } from 'mongodb';
import type { Actor } from '../kernel/actor';
import { type AuditRow, AuditRows, AuditWords } from '../kernel/audit';
import { afterCursor, newestPage, pageOf, searchPattern } from '../kernel/paging';
import { native } from '../kernel/store';
import { assertEverywhere } from './policy';

type AuditPage = OutputOf<(typeof contracts)['org']['audit']>;
type Asked = InputOf<(typeof contracts)['org']['audit']>;

/** Every change, newest first. Changes have no branch, so only who reads everywhere sees them. */
export async function auditPage(actor: Actor, { q, actions, subject, ...page }: Asked): Promise<AuditPage> {
  assertEverywhere(actor, 'audit.read');
  const within: Filter<AuditRow> = subject === undefined ? {} : { subject };
  const text = q?.trim();
  if (!text) return newestPage(AuditRows, 'at', within, page, (rows) => rows.map(viewOf));
  const ways = await waysTo(text, actions?.split(',') ?? []);
  // What is meant by many words is met soon on the way through time.
  if (ways.length > MOST_WAYS)
    return newestPage(AuditRows, 'at', { $and: [within, { $or: ways }] }, page, (rows) => rows.map(viewOf));
  const after = afterCursor('at', page.cursor);
  const found = await Promise.all(
    ways.map((way) =>
      native(AuditRows)
        .find({ $and: [way, within, after] } as Filter<AuditRow>)
        .sort({ at: -1, _id: -1 })
        .limit(page.limit + 1)
        .toArray(),
    ),
  );
  const rows = [...new Map(found.flat().map((row) => [row._id, row])).values()].sort(
    (a, b) => b.at.getTime() - a.at.getTime() || (a._id < b._id ? 1 : -1),
  );
  return pageOf(rows, page, ({ at }) => at, viewOf);
}

/** Ways that are walked one by one, each in its own index. */
const MOST_WAYS = 24;

/** What a text may mean: a whole id, or a part of a name or of an action that stands in the record. */
async function waysTo(text: string, actions: readonly string[]): Promise<Filter<AuditRow>[]> {
  const words = await native(AuditWords)
    .find({ $or: [{ word: searchPattern(text) }, { _id: { $in: actions.map((each) => `action:${each}`) } }] })
    .toArray();
  return [
    { subject: text },
    // Members are named by their ids.
    { actorName: text },
    ...words.map(({ field, word }): Filter<AuditRow> =>
      field === 'action' ? { action: word } : { actorName: word },
    ),
  ];
}

const viewOf = ({
  _id,
  at,
  actor,
  actorName,
  action,
  subject,
  before,
  after,
}: AuditRow): AuditPage['items'][number] => ({
  id: _id,
  at: at.toISOString(),
  actor,
  actorName,
  action,
  subject,
  before,
  after,
});
