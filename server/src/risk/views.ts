import type { InputOf, OutputOf, contracts } from '@kouyi/shared/contracts';
import type { Actor } from '../kernel/actor';
import { afterCursor, pageOf } from '../kernel/paging';
import { native, rowsByIds } from '../kernel/store';
import { groupDirectory } from '../groups';
import { reachFor } from '../org';
import { nicknames, peopleWithin } from '../people';
import { Blacklist, type BlacklistRow, Blacklisted } from './model';

type Risk = (typeof contracts)['risk'];
type RowView = OutputOf<Risk['add']>;

/** Those of the people who get nothing now; one look by id. */
export async function blacklistedAmong(personIds: readonly string[]): Promise<Set<string>> {
  const rows = await rowsByIds(Blacklisted, personIds, { projection: { _id: 1 } });
  return new Set(rows.map(({ _id }) => _id));
}

/** Why and since when a person is on the blacklist; undefined: they are not. */
export async function blacklistingOf(
  personId: string,
): Promise<{ rowId: string; reason: string; at: Date } | undefined> {
  const mark = await native(Blacklisted).findOne({ _id: personId });
  const row = mark && (await native(Blacklist).findOne({ _id: mark.rowId }));
  return row ? { rowId: row._id, reason: row.reason, at: row.at } : undefined;
}

/** Those of the people who were on the blacklist at some time since a moment, lifted or not. */
export async function everBlacklistedAmong(personIds: readonly string[], since: Date): Promise<Set<string>> {
  const rows = await native(Blacklist)
    .find({ personId: { $in: [...personIds] }, at: { $gte: since } }, { projection: { personId: 1 } })
    .toArray();
  return new Set(rows.map(({ personId }) => personId));
}

/** What risk keeps about a person, for the export of their data. */
export async function riskDataOf(personId: string) {
  const rows = await native(Blacklist).find({ personId }).sort({ at: 1 }).limit(200).toArray();
  return rows.map(({ reason, by, at, liftedAt, evidence }) => ({ reason, by, at, liftedAt, evidence }));
}

/** How many people the rules put on the blacklist since a moment who still are, within the actor's branch. */
export async function blacklistedByRuleSince(actor: Actor, since: Date): Promise<number> {
  const rows = await native(Blacklist)
    .find(
      { at: { $gte: since }, rule: { $exists: true }, liftedAt: { $exists: false } },
      { projection: { personId: 1 } },
    )
    .limit(1_000)
    .toArray();
  const ids = rows.map(({ personId }) => personId);
  return (await peopleWithin(reachFor(actor, 'risk.read'), ids)).size;
}

/** Rows read at once when some of them may lie outside the actor's branch. */
const SCAN = 500;

/** Blacklistings, newest first; with a branch only those of people in its groups. */
export async function blacklistPage(
  actor: Actor,
  { lifted, personId, ...page }: InputOf<Risk['blacklist']>,
): Promise<OutputOf<Risk['blacklist']>> {
  const reach = reachFor(actor, 'risk.read');
  const shown: BlacklistRow[] = [];
  let last: BlacklistRow | undefined;
  // One row more than asked for tells whether there is a next page.
  while (shown.length <= page.limit) {
    const rows = await native(Blacklist)
      .find({
        $and: [
          last
            ? { $or: [{ at: { $lt: last.at } }, { at: last.at, _id: { $lt: last._id } }] }
            : afterCursor('at', page.cursor),
          lifted === undefined ? {} : { liftedAt: { $exists: lifted === 'yes' } },
          personId === undefined ? {} : { personId },
        ],
      })
      .sort({ at: -1, _id: -1 })
      .limit(reach ? SCAN : page.limit + 1)
      .toArray();
    last = rows.at(-1);
    if (!last) break;
    const ids = rows.map(({ personId }) => personId);
    const within = await peopleWithin(reach, ids);
    shown.push(...rows.filter(({ personId }) => within.has(personId)));
  }
  const views = await rowViews(shown.slice(0, page.limit));
  const byId = new Map(views.map((view) => [view.id, view]));
  return pageOf(
    shown,
    page,
    (row) => row.at,
    (row) => byId.get(row._id)!,
  );
}

/** One blacklisting as the console shows it. */
export const rowView = async (row: BlacklistRow): Promise<RowView> => (await rowViews([row]))[0]!;

async function rowViews(rows: readonly BlacklistRow[]): Promise<RowView[]> {
  const names = await nicknames(rows.map(({ personId }) => personId));
  return rows.map((row) => ({
    id: row._id,
    personId: row.personId,
    nickname: names.get(row.personId) ?? '',
    reason: row.reason,
    by: row.by,
    at: row.at.toISOString(),
    evidence: row.evidence.map(({ groupId, at }) => ({
      groupName: groupDirectory.get(groupId)?.name ?? groupId,
      at: at.toISOString(),
    })),
    ...(row.liftedAt ? { liftedAt: row.liftedAt.toISOString() } : {}),
    ...(row.liftedBy ? { liftedBy: row.liftedBy } : {}),
    ...(row.liftReason ? { liftReason: row.liftReason } : {}),
  }));
}
