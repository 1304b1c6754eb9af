import type { GroupView } from '@kouyi/shared/contracts';
import type { Actor } from '../kernel/actor';
import { groupBy } from '../kernel/collections';
import { newestPage, type Page, type PageRequest, searchPattern } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { anyOf, native, rowsByIds } from '../kernel/store';
import { reachFor, unitDirectory } from '../org';
import { bandFor, groupDirectory, type GroupFacts } from './directory';
import { type MemberDoc, memberKey, Members } from './model';
import { neighbours } from './neighbours';
import { assertReachesGroup } from './policy';

/** What a rule asks about a member of a group. */
export interface MemberFacts {
  readonly personId: string;
  readonly name: string;
  readonly joinedAt: Date;
  /** Set when not in the group any more. */
  readonly leftAt?: Date;
}

const FACTS = { personId: 1, name: 1, joinedAt: 1, leftAt: 1 } as const;

/** Facts of many members in one look by id; keys are `${groupId}:${userId}`. Unknown members are absent. */
export async function memberFacts(
  pairs: readonly { groupId: string; userId: string }[],
): Promise<Map<string, MemberFacts>> {
  const ids = [...new Set(pairs.map(({ groupId, userId }) => memberKey(groupId, userId)))];
  const facts = new Map<string, MemberFacts>();
  const rows = await rowsByIds(Members, ids, { projection: FACTS });
  for (const { _id, personId, name, joinedAt, leftAt } of rows)
    facts.set(_id, { personId, name, joinedAt, ...(leftAt ? { leftAt } : {}) });
  return facts;
}

/** A group in which a person is or was. */
export interface GroupOfPerson {
  readonly groupId: string;
  /** How they are called there. */
  readonly name: string;
  readonly joinedAt: Date;
  readonly leftAt?: Date;
}

const GROUP_OF = { personId: 1, groupId: 1, name: 1, joinedAt: 1, leftAt: 1 } as const;
const groupOf = ({ groupId, name, joinedAt, leftAt }: MemberDoc): GroupOfPerson => ({
  groupId,
  name,
  joinedAt,
  ...(leftAt ? { leftAt } : {}),
});

/** The groups a person is or was in, the latest joined first; at most 200. */
export async function groupsOfPerson(personId: string): Promise<GroupOfPerson[]> {
  const rows = await native(Members)
    .find({ personId }, { projection: GROUP_OF })
    .sort({ joinedAt: -1 })
    .limit(200)
    .toArray();
  return rows.map(groupOf);
}

/** The same for a page of people, in one look; who is in none is absent. */
export async function groupsOfPeople(personIds: readonly string[]): Promise<Map<string, GroupOfPerson[]>> {
  if (personIds.length === 0) return new Map();
  const rows = await native(Members)
    .find({ personId: { $in: [...new Set(personIds)] } }, { projection: GROUP_OF })
    .toArray();
  rows.sort((a, b) => b.joinedAt.getTime() - a.joinedAt.getTime());
  const byPerson = groupBy(rows, ({ personId }) => personId);
  return new Map([...byPerson].map(([id, groups]) => [id, groups.map(groupOf)]));
}

// Building a collator is slow; numeric, so that 咖啡 2 群 comes before 咖啡 10 群.
const byName = new Intl.Collator('zh-Hans-CN', { numeric: true });
const before = (a: GroupFacts, b: GroupFacts): number =>
  byName.compare(a.name, b.name) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

let sorted: { version: number; ids: string[] } = { version: -1, ids: [] };

/** All groups by name; sorted again only when a group appeared or was renamed. */
function groupsByName(): GroupFacts[] {
  if (sorted.version !== groupDirectory.version) {
    const ids = [...groupDirectory.all()].sort(before).map((group) => group.id);
    sorted = { version: groupDirectory.version, ids };
  }
  return sorted.ids.flatMap((id) => groupDirectory.get(id) ?? []);
}

/** Groups by name, within the actor's reach. @throws Refusal `cursor_invalid`. */
export async function listGroups(
  actor: Actor,
  request: PageRequest & {
    q?: string | undefined;
    tag?: string | undefined;
    unitId?: string | undefined;
  },
): Promise<Page<GroupView>> {
  const reach = reachFor(actor, 'groups.read');
  const below = request.unitId === undefined ? undefined : unitDirectory.below([request.unitId]);
  const words = request.q?.trim().toLowerCase();
  const after = request.cursor === undefined ? undefined : readCursor(request.cursor);
  const shown: GroupFacts[] = [];
  for (const group of groupsByName()) {
    if (reach && !reach.has(group.unitId)) continue;
    if (below && !below.has(group.unitId)) continue;
    if (request.tag !== undefined && !group.tags.includes(request.tag)) continue;
    if (words && !group.name.toLowerCase().includes(words)) continue;
    if (after && before(group, after) <= 0) continue;
    shown.push(group);
    if (shown.length > request.limit) break;
  }
  const page = shown.slice(0, request.limit);
  const last = page.at(-1);
  return {
    items: await groupViews(page),
    ...(shown.length > page.length && last ? { nextCursor: writeCursor(last) } : {}),
  };
}

const writeCursor = ({ name, id }: GroupFacts): string =>
  Buffer.from(JSON.stringify([name, id])).toString('base64url');

function readCursor(cursor: string): GroupFacts {
  try {
    const [name, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (typeof name === 'string' && typeof id === 'string') return { name, id } as GroupFacts;
  } catch {
    // Told below, like any other cursor that is not ours.
  }
  throw refuseAnywhere('cursor_invalid', { field: 'cursor' });
}

async function groupViews(groups: readonly GroupFacts[]): Promise<GroupView[]> {
  const ids = groups.map((group) => group.id);
  const [last, running] = await Promise.all([neighbours.lastMessages(ids), neighbours.running(ids)]);
  return groups.map((group) => {
    const lastMessageAt = last.get(group.id);
    return {
      id: group.id,
      channel: group.channel,
      channelGroupId: group.channelGroupId,
      name: group.name,
      unitId: group.unitId,
      unitName: unitDirectory.nameOf(group.unitId),
      tags: [...group.tags],
      memberCount: group.memberCount,
      band: bandFor(group.memberCount).name,
      capabilities: group.capabilities,
      ...(lastMessageAt ? { lastMessageAt: lastMessageAt.toISOString() } : {}),
      runningActivities: running.get(group.id) ?? 0,
    };
  });
}

/** One group. @throws Refusal `not_found`, also outside the actor's reach. */
export async function groupView(actor: Actor, groupId: string): Promise<GroupView> {
  const [view] = await groupViews([assertReachesGroup(actor, groupId)]);
  return view!;
}

/** Tags in use within reach, the most used first. */
export function tagsInUse(actor: Actor): { tag: string; groups: number }[] {
  const reach = reachFor(actor, 'groups.read');
  const times = new Map<string, number>();
  for (const group of groupDirectory.all()) {
    if (reach && !reach.has(group.unitId)) continue;
    for (const tag of group.tags) times.set(tag, (times.get(tag) ?? 0) + 1);
  }
  return [...times]
    .map(([tag, groups]) => ({ tag, groups }))
    .sort((a, b) => b.groups - a.groups || byName.compare(a.tag, b.tag));
}

/** Members of a group, the latest joined first, with those who left. @throws Refusal `not_found`. */
export async function listMembers(
  actor: Actor,
  request: PageRequest & { id: string; q?: string | undefined },
) {
  assertReachesGroup(actor, request.id);
  return newestPage(
    Members,
    'joinedAt',
    { groupId: request.id, ...(request.q?.trim() ? { name: searchPattern(request.q) } : {}) },
    request,
    async (shown) => {
      const blacklisted = await neighbours.blacklisted(shown.map((row) => row.personId));
      return shown.map((row) => ({
        userId: row.userId,
        personId: row.personId,
        name: row.name,
        joinedAt: row.joinedAt.toISOString(),
        ...(row.leftAt ? { leftAt: row.leftAt.toISOString() } : {}),
        blacklisted: blacklisted.has(row.personId),
      }));
    },
  );
}

/**
 * Which of these people is in a group now, and under which user id; the first of them who is, undefined where nobody
 * is.
 */
export async function userAmongIn(
  groupId: string,
  personIds: readonly string[],
): Promise<{ personId: string; userId: string } | undefined> {
  const rows = await native(Members)
    .find(
      { personId: anyOf(personIds), groupId, leftAt: { $exists: false } },
      { projection: { userId: 1, personId: 1 } },
    )
    .toArray();
  const [first] = rows.sort((a, b) => personIds.indexOf(a.personId) - personIds.indexOf(b.personId));
  return first && { personId: first.personId, userId: first.userId };
}
