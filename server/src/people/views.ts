import type { InputOf, OutputOf, contracts } from '@kouyi/shared/contracts';
import type { Actor } from '../kernel/actor';
import { afterCursor, type Page, pageOf, type PageRequest, searchPattern } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { reachFor } from '../org';
import { peopleWithin, withinReach } from './facts';
import { People, type PersonRow } from './model';
import { type Membership, neighbours } from './neighbours';
import { masked } from './rules';

type PeopleContracts = (typeof contracts)['people'];
type PersonView = OutputOf<PeopleContracts['list']>['items'][number];

/** What a person's page shows of their past at once. */
const RECENT = 50;

/** People of the actor's branch, newest first, by part of the nickname or a whole identity. */
export async function personPage(
  actor: Actor,
  { q, ...page }: InputOf<PeopleContracts['list']>,
): Promise<OutputOf<PeopleContracts['list']>> {
  const { items, nextCursor } = await findPeople({ q, reach: reachFor(actor, 'people.read'), ...page });
  return { items: await personViews(items), ...(nextCursor ? { nextCursor } : {}) };
}

/** One person with groups, participations and points. @throws Refusal `not_found`, also outside the branch. */
export async function personDetails(actor: Actor, id: string): Promise<OutputOf<PeopleContracts['get']>> {
  const reach = reachFor(actor, 'people.read');
  const row = await native(People).findOne({ _id: id });
  if (!row || !(await peopleWithin(reach, [id])).has(id)) throw refuseAnywhere('not_found');
  const shown = reach && new Set(neighbours.groupsIn(reach));
  const [[person], memberships, participations, entries] = await Promise.all([
    personViews([row]),
    neighbours.memberships([id]),
    neighbours.participations(id, RECENT, shown),
    neighbours.entries(id, RECENT, shown),
  ]);
  return {
    person: person!,
    groups: (memberships.get(id) ?? [])
      .filter(({ groupId }) => !shown || shown.has(groupId))
      .map(({ groupId, joinedAt, leftAt }) => ({
        id: groupId,
        name: groupName(groupId),
        joinedAt: joinedAt.toISOString(),
        ...(leftAt ? { leftAt: leftAt.toISOString() } : {}),
      })),
    participations: [...participations],
    entries: [...entries],
  };
}

/** Rows of living people, newest first. The nickname is searched by any part, so a search reads on until it has a page. */
export function findPeople({
  q,
  reach,
  ...page
}: PageRequest & { q?: string | undefined; reach?: ReadonlySet<string> | undefined }): Promise<
  Page<PersonRow>
> {
  const text = q?.trim();
  return native(People)
    .find({
      $and: [
        afterCursor('createdAt', page.cursor),
        withinReach(reach),
        { deletedAt: { $exists: false } },
        text ? { $or: [{ nickname: searchPattern(text) }, { 'identities.value': text }] } : {},
      ],
    })
    .sort({ createdAt: -1, _id: -1 })
    .limit(page.limit + 1)
    .toArray()
    .then((rows) =>
      pageOf(
        rows,
        page,
        (row) => row.createdAt,
        (row) => row,
      ),
    );
}

async function personViews(rows: readonly PersonRow[]): Promise<PersonView[]> {
  const ids = rows.map(({ _id }) => _id);
  const [balances, blacklisted, groups] = await Promise.all([
    neighbours.balances(ids),
    neighbours.blacklisted(ids),
    groupsNow(ids),
  ]);
  return rows.map((row) => ({
    id: row._id,
    nickname: row.nickname,
    identities: row.identities.map(masked),
    points: balances.get(row._id) ?? 0,
    groups: groups.get(row._id)?.length ?? 0,
    createdAt: row.createdAt.toISOString(),
    blacklisted: blacklisted.has(row._id),
  }));
}

/** The groups each of these people is in now, the latest joined first. */
export async function groupsNow(personIds: readonly string[]): Promise<Map<string, Membership[]>> {
  const all = await neighbours.memberships(personIds);
  return new Map([...all].map(([id, groups]) => [id, groups.filter(({ leftAt }) => leftAt === undefined)]));
}

/** The groups somebody is in now, the latest joined first. */
export const presentIn = async (personId: string): Promise<Membership[]> =>
  (await groupsNow([personId])).get(personId) ?? [];

/** A group's name for people, also when it is gone. */
export const groupName = (groupId: string): string => neighbours.group(groupId)?.name ?? '已不在的群';
