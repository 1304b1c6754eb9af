import type { InputOf, OutputOf, contracts } from '@kouyi/shared/contracts';
import type { Actor } from '../kernel/actor';
import { indexBy } from '../kernel/collections';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { reachFor } from '../org';
import { peopleWithin } from './facts';
import { clusterOf } from './merge';
import { type Identity, Merges, People, type PersonRow } from './model';
import { type Membership, neighbours } from './neighbours';
import { maskedPhone, perhapsTheSame, phoneOf } from './phone';
import { masked, refuse } from './rules';
import { findPeople } from './search';

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
  // A search may find one identity of somebody; shown is who stands for it, once.
  const roots = await rowsOf(items.flatMap(({ rootId }) => rootId ?? []));
  const standing = indexBy(
    items.map((row) => (row.rootId === undefined ? row : (roots.get(row.rootId) ?? row))),
    (row) => row._id,
  );
  return { items: await personViews([...standing.values()]), ...(nextCursor ? { nextCursor } : {}) };
}

/** One person with groups, participations and points. @throws Refusal `not_found`, also outside the branch. */
export async function personDetails(actor: Actor, id: string): Promise<OutputOf<PeopleContracts['get']>> {
  const reach = reachFor(actor, 'people.read');
  const cluster = await clusterOf(id);
  const [root, ...others] = cluster;
  if (!root || !(await peopleWithin(reach, [id])).has(id)) throw refuseAnywhere('not_found');
  const shown = reach && new Set(neighbours.groupsIn(reach));
  const ids = cluster.map(({ _id }) => _id);
  const [[person], memberships, participations, entries, merged, perhaps] = await Promise.all([
    personViews([root]),
    neighbours.memberships(ids),
    latestOf(ids, (each) => neighbours.participations(each, RECENT, shown)),
    latestOf(ids, (each) => neighbours.entries(each, RECENT, shown)),
    mergedViews(others),
    // Who reaches a branch sees nobody of another by it.
    reach === undefined ? perhapsTheSame(cluster) : [],
  ]);
  return {
    person: person!,
    merged,
    perhaps: perhaps.map(({ _id, nickname }) => ({
      personId: _id,
      nickname,
      why: '两边都用微信验证过同一个手机号',
    })),
    groups: [...memberships.values()]
      .flat()
      .filter(({ groupId }) => !shown || shown.has(groupId))
      .map(({ groupId, joinedAt, leftAt }) => ({
        id: groupId,
        name: groupName(groupId),
        joinedAt: joinedAt.toISOString(),
        ...(leftAt ? { leftAt: leftAt.toISOString() } : {}),
      })),
    participations,
    entries,
  };
}

/** The latest of several identities together. */
async function latestOf<T extends { at: string }>(
  ids: readonly string[],
  read: (personId: string) => Promise<readonly T[]>,
): Promise<T[]> {
  const all = (await Promise.all(ids.map(read))).flat();
  return all.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, RECENT);
}

/** Since when and why others are seen as one with a person. */
async function mergedViews(
  others: readonly PersonRow[],
): Promise<OutputOf<PeopleContracts['get']>['merged']> {
  if (others.length === 0) return [];
  const merges = indexBy(
    await native(Merges)
      .find({ personId: { $in: others.map(({ _id }) => _id) }, undoneAt: { $exists: false } })
      .sort({ at: 1 })
      .toArray(),
    ({ personId }) => personId,
  );
  return others.map((other) => {
    const merge = merges.get(other._id);
    return {
      personId: other._id,
      nickname: other.nickname,
      identities: shownIdentities(other),
      at: (merge?.at ?? other.createdAt).toISOString(),
      by: merge?.by ?? '',
      reason: merge?.reason ?? '',
    };
  });
}

/**
 * What merging two people means, in words, before it is done.
 * @throws Refusal `not_found`, also outside the branch, or `already_one`.
 */
export async function mergePreview(
  actor: Actor,
  { id, otherId }: InputOf<PeopleContracts['mergePreview']>,
): Promise<OutputOf<PeopleContracts['mergePreview']>> {
  const [one, other] = [await personDetails(actor, id), await personDetails(actor, otherId)];
  if (one.person.id === other.person.id) throw refuse('already_one');
  const [a, b] = [one.person.nickname, other.person.nickname];
  const identities = one.person.identities.length + other.person.identities.length;
  return {
    person: one.person,
    other: other.person,
    consequences: [
      `列表里只剩「${a}」一行，${identities} 个身份放在一起；按「${b}」的昵称或号也还找得到。`,
      `两边的群、活动、测试、订单和券在一条时间线上看；标签、分层和价值合在一起算，「${b}」不再单独进人群。`,
      `积分合起来显示 ${one.person.points + other.person.points} 分，手机上的群、活动、券和消息也合在一起看。账还是各记各的，一分不挪；券和盲盒的每人限次合起来只有一份，群里活动的每人次数按在群里的号算。`,
      '两边的佣金、子群、权益和预算在哪部手机上都看得到、用得了，积分和提现先用手机自己那份；提现的限额合起来只有一份，还没打款就拆开的先冻结，等人核实。',
      '护理期和黑名单跟着人走：一个身份在护理期或黑名单里，合并期间另一个也一样。',
      '随时可以拆开：拆开后两个人都和没合并过一样，合并期间发生的事留在当时用的那个身份上。',
    ],
  };
}

/** What happened to a person in all their identities, the latest first. @throws Refusal `not_found`. */
export async function timelineOf(
  actor: Actor,
  { id, ...page }: InputOf<PeopleContracts['timeline']>,
): Promise<OutputOf<PeopleContracts['timeline']>> {
  const reach = reachFor(actor, 'people.read');
  const cluster = await clusterOf(id);
  if (cluster.length === 0 || !(await peopleWithin(reach, [id])).has(id)) throw refuseAnywhere('not_found');
  const { items, nextCursor } = await neighbours.happenings(
    cluster.map(({ _id }) => _id),
    page,
    reach && new Set(neighbours.groupsIn(reach)),
  );
  return {
    items: items.map(({ groupId, ...item }) => ({
      ...item,
      ...(groupId ? { groupName: groupName(groupId) } : {}),
    })),
    ...(nextCursor ? { nextCursor } : {}),
  };
}

async function rowsOf(ids: readonly string[]): Promise<Map<string, PersonRow>> {
  if (ids.length === 0) return new Map();
  const rows = await native(People)
    .find({ _id: { $in: [...new Set(ids)] } })
    .toArray();
  return indexBy(rows, (row) => row._id);
}

/** Identities as staff see them; of a phone the digits that tell two apart. */
function shownIdentities(row: PersonRow): Identity[] {
  const phone = phoneOf(row);
  return row.identities.map((identity) =>
    identity.kind === 'phone' && phone ? { kind: 'phone', value: maskedPhone(phone) } : masked(identity),
  );
}

async function personViews(rows: readonly PersonRow[]): Promise<PersonView[]> {
  const others = await native(People)
    .find({ rootId: { $in: rows.map(({ _id }) => _id) } })
    .toArray();
  const all = [...rows, ...others];
  const ids = all.map(({ _id }) => _id);
  const [balances, blacklisted, groups] = await Promise.all([
    neighbours.balances(ids),
    neighbours.blacklisted(ids),
    groupsNow(ids),
  ]);
  return rows.map((row) => {
    const seenAsOne = [row, ...others.filter(({ rootId }) => rootId === row._id)];
    const sum = (of: (id: string) => number) => seenAsOne.reduce((total, { _id }) => total + of(_id), 0);
    return {
      id: row._id,
      nickname: row.nickname,
      identities: seenAsOne.flatMap(shownIdentities),
      points: sum((id) => balances.get(id) ?? 0),
      groups: sum((id) => groups.get(id)?.length ?? 0),
      createdAt: row.createdAt.toISOString(),
      blacklisted: seenAsOne.some(({ _id }) => blacklisted.has(_id)),
    };
  });
}

/** The groups each of these people is in now, the latest joined first. */
export async function groupsNow(personIds: readonly string[]): Promise<Map<string, Membership[]>> {
  const all = await neighbours.memberships(personIds);
  return new Map([...all].map(([id, groups]) => [id, groups.filter(({ leftAt }) => leftAt === undefined)]));
}

/** The groups somebody is in now by any of their identities, the latest joined first, each once. */
export async function presentIn(selves: readonly string[]): Promise<Membership[]> {
  const all = [...(await groupsNow(selves)).values()].flat();
  all.sort((a, b) => b.joinedAt.getTime() - a.joinedAt.getTime());
  const seen = new Set<string>();
  return all.filter(({ groupId }) => !seen.has(groupId) && seen.add(groupId));
}

/** A group's name for people, also when it is gone. */
export const groupName = (groupId: string): string => neighbours.group(groupId)?.name ?? '已不在的群';
