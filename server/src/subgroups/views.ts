import type {
  contracts,
  InputOf,
  MySubGroup,
  OutputOf,
  SubGroupMember,
  SubGroupView,
} from '@kouyi/shared/contracts';
import { GROUP_HEALTH_NAMES, SUB_GROUP_STATE_NAMES } from '@kouyi/shared/types';
import { DAY_MS } from '@kouyi/shared/rules/time';
import { untilInWords } from '@kouyi/shared/rules/coupon-words';
import { ruleBook, takenPartIn } from '../activities';
import { spokenIn } from '../bot';
import { groupDirectory, presentMembers, reachableGroupIds, reachesGroup, userAmongIn } from '../groups';
import type { Actor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { newestPage, type PageRequest, searchPattern } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { anyOf, native, rowsByIds } from '../kernel/store';
import { kocsAmong, tierAt } from '../koc';
import { reachFor } from '../org';
import { identitiesOf, nicknames } from '../people';
import { pageUrl } from '../products';
import { activeKocsOf } from './facts';
import { figuresOf, type GroupFigures, WEEK_MS } from './figures';
import { letsInAtOnce, subGroupByCode } from './joining';
import { type JoinRow, Joins, SubGroups, type SubGroupRow } from './model';
import { neighbours } from './neighbours';
import { SUB_GROUPS_MOST } from './rules';
import { messagesToday } from './today';

type Console = (typeof contracts)['subGroups'];
type Member = (typeof contracts)['member'];

/** Page of the mini-program on which a code is typed or scanned. */
export const JOIN_PAGE = 'koc/join/index';

const isRunning = ({ state }: SubGroupRow): boolean => state === 'open' || state === 'adrift';

/** Where a sub-group stands, in one line; `health` of an open one. */
function wordsOf(row: SubGroupRow, figures: GroupFigures | undefined): string {
  switch (row.state) {
    case 'requested':
      return '已提交，总部会建好真实的群再告诉你。';
    case 'open':
      return figures ? `${GROUP_HEALTH_NAMES[figures.health.level]} · ${figures.health.score} 分` : '运营中';
    case 'adrift':
      return '带群的 KOC 已结束，等移交给另一位。';
    default:
      return row.steps.at(-1)?.words ?? SUB_GROUP_STATE_NAMES[row.state];
  }
}

async function todayOf(row: SubGroupRow, figures: GroupFigures) {
  const group = groupDirectory.get(row.groupId!);
  const activities = group
    ? ruleBook.inGroup(group).filter(({ state }) => state === 'running' || state === 'scheduled')
    : [];
  return messagesToday({
    now: now(),
    groupId: row.groupId!,
    activities,
    newcomers: figures.cameYesterday,
    lastActiveAt: figures.lastActiveAt,
    materials: await neighbours.materials(),
  });
}

/** A sub-group as its KOC sees it. */
export async function mySubGroup(row: SubGroupRow): Promise<MySubGroup> {
  const figures = isRunning(row) ? await figuresOf(row.groupId!, row.kocId) : undefined;
  const open = row.state === 'open' && figures !== undefined;
  return {
    id: row._id,
    name: row.name,
    state: row.state,
    words: wordsOf(row, figures),
    ...(row.groupId ? { groupId: row.groupId } : {}),
    members: figures?.members ?? 0,
    active7d: figures?.active ?? 0,
    newcomers7d: figures?.newcomers ?? 0,
    ...(open
      ? { health: figures.health, joinCode: row.joinCode, joinLink: pageUrl(JOIN_PAGE, row.joinCode) }
      : {}),
    ...(row.qrUntil ? { qrUntil: row.qrUntil.toISOString() } : {}),
    today: open ? await todayOf(row, figures) : [],
    createdAt: row.createdAt.toISOString(),
    ...(row.openedAt ? { openedAt: row.openedAt.toISOString() } : {}),
  };
}

/** A KOC of long standing has had more; the latest are what matters. */
const SHOWN = 20;

/** The sub-groups of a KOC, by any of their identities, the latest first, and whether they may open another. */
export async function mySubGroups(personId: string): Promise<OutputOf<Member['subGroups']>> {
  const kocs = await activeKocsOf(personId);
  if (kocs.length === 0)
    return { items: [], mayOpen: false, words: '成为 KOC 以后，可以在这里开自己的子群。' };
  const rows = await native(SubGroups)
    .find({ kocId: anyOf(kocs.map(({ _id }) => _id)), state: { $ne: 'declined' } })
    .sort({ createdAt: -1, _id: -1 })
    .limit(SHOWN)
    .toArray();
  const running = rows.filter(({ state }) => state === 'requested' || state === 'open').length;
  const more = SUB_GROUPS_MOST - running;
  return {
    items: await Promise.all(rows.map(mySubGroup)),
    mayOpen: more > 0,
    words: more > 0 ? `还能再开 ${more} 个子群。` : `最多同时带 ${SUB_GROUPS_MOST} 个子群，先结束一个再开。`,
  };
}

/** A sub-group of mine. @throws Refusal `not_found`, also for somebody else's. */
export async function ownSubGroup(personId: string, id: string): Promise<SubGroupRow> {
  const [row, kocs] = await Promise.all([native(SubGroups).findOne({ _id: id }), activeKocsOf(personId)]);
  if (!row || !kocs.some(({ _id }) => _id === row.kocId)) throw refuseAnywhere('not_found');
  return row;
}

/** A member is said to be active by what the journal keeps: 31 days. */
const LAST_ACTIVE_MS = 30 * DAY_MS;

/** Who is in a sub-group, the latest joined first. */
export async function memberPage(row: SubGroupRow, page: PageRequest) {
  const { groupId } = row;
  if (groupId === undefined) return { items: [] };
  const at = now().getTime();
  const found = await presentMembers(groupId, page);
  const ids = found.items.map(({ personId }) => personId);
  const joinIds = await native(Joins)
    .find({ personId: { $in: ids }, subGroupId: row._id }, { projection: { personId: 1, by: 1 } })
    .toArray();
  const byCode = new Set(joinIds.filter(({ by }) => by === 'code').map(({ personId }) => personId));
  const week = new Date(at - WEEK_MS);
  const [kocs, spoken, spokenMonth, took, tookMonth] = await Promise.all([
    kocsAmong(ids),
    spokenIn(groupId, week),
    spokenIn(groupId, new Date(at - LAST_ACTIVE_MS)),
    takenPartIn(groupId, ids, week),
    takenPartIn(groupId, ids, new Date(at - LAST_ACTIVE_MS)),
  ]);
  return {
    ...found,
    items: found.items.map(({ personId, name, joinedAt }): SubGroupMember => {
      const last = Math.max(
        spokenMonth.get(personId)?.lastAt.getTime() ?? 0,
        tookMonth.get(personId)?.lastAt.getTime() ?? 0,
      );
      const koc = kocs.get(personId);
      return {
        personId,
        name,
        joinedAt: joinedAt.toISOString(),
        byCode: byCode.has(personId),
        isKoc: koc !== undefined && koc.endedAt === undefined,
        messages7d: spoken.get(personId)?.messages ?? 0,
        participations7d: took.get(personId)?.times ?? 0,
        ...(last > 0 ? { lastActiveAt: new Date(last).toISOString() } : {}),
      };
    }),
  };
}

/** Which group a code belongs to. @throws Refusal `sub_group_code_unknown` (404), `sub_group_closed` (409). */
export async function codePreview(
  personId: string,
  code: string,
): Promise<OutputOf<Member['subGroupByCode']>> {
  const row = await subGroupByCode(code);
  const [names, selves] = await Promise.all([nicknames([row.kocId]), identitiesOf(personId)]);
  const joined = (await userAmongIn(row.groupId!, selves.length > 0 ? selves : [personId])) !== undefined;
  const atOnce = letsInAtOnce(row);
  return {
    name: row.name,
    kocName: names.get(row.kocId) ?? '',
    members: groupDirectory.get(row.groupId!)?.memberCount ?? 0,
    joined,
    way: atOnce ? 'at_once' : 'by_picture',
    words: joined ? '你已经在这个群里了。' : atOnce ? '点一下就进群。' : '保存群二维码，用微信扫一扫进群。',
  };
}

/** What joining by a code came to, as the phone shows it. */
export async function joinedView({
  row,
  outcome,
}: {
  row: SubGroupRow;
  outcome: OutputOf<Member['joinSubGroup']>['outcome'];
}): Promise<OutputOf<Member['joinSubGroup']>> {
  const names = await nicknames([row.kocId]);
  const words = {
    joined: `进来啦！「${row.name}」欢迎你。`,
    already_in: `你已经在「${row.name}」里了。`,
    scan_to_join: row.qrKey
      ? `保存群二维码，用微信扫一扫进群${row.qrUntil ? `，${untilInWords(row.qrUntil)} 前有效` : ''}。`
      : '点链接进群。',
  };
  return {
    name: row.name,
    kocName: names.get(row.kocId) ?? '',
    ...(outcome === 'scan_to_join' ? {} : { groupId: row.groupId! }),
    outcome,
    words: words[outcome],
    ...(outcome === 'scan_to_join' && row.qrKey
      ? { qrPath: `/api/member/sub-groups/by-code/${row.joinCode}/qr.jpg` }
      : {}),
    ...(outcome === 'scan_to_join' && row.joinUrl ? { joinUrl: row.joinUrl } : {}),
  };
}

/** A sub-group within the actor's reach. @throws Refusal `not_found`. */
export async function reachedSubGroup(actor: Actor, id: string): Promise<SubGroupRow> {
  const row = await native(SubGroups).findOne({ _id: id });
  const group = row && groupDirectory.get(row.groupId ?? '');
  const within = group ? reachesGroup(actor, group, 'koc.read') : reachFor(actor, 'koc.read') === undefined;
  if (!row || !within) throw refuseAnywhere('not_found');
  return row;
}

/** Sub-groups as staff see them. */
export async function subGroupViews(rows: readonly SubGroupRow[]): Promise<SubGroupView[]> {
  const kocIds = rows.map(({ kocId }) => kocId);
  const [names, kocs] = await Promise.all([nicknames(kocIds), kocsAmong(kocIds)]);
  const at = now();
  return Promise.all(
    rows.map(async (row): Promise<SubGroupView> => {
      const figures = isRunning(row) ? await figuresOf(row.groupId!, row.kocId) : undefined;
      const koc = kocs.get(row.kocId);
      const group = groupDirectory.get(row.groupId ?? '');
      return {
        id: row._id,
        name: row.name,
        state: row.state,
        words: wordsOf(row, figures),
        kocId: row.kocId,
        kocName: names.get(row.kocId) ?? '',
        ...(koc && !koc.endedAt ? { kocTier: tierAt(koc, at) } : {}),
        channel: row.channel,
        ...(row.purpose ? { purpose: row.purpose } : {}),
        ...(row.groupId ? { groupId: row.groupId } : {}),
        ...(group ? { groupName: group.name } : {}),
        members: figures?.members ?? 0,
        active7d: figures?.active ?? 0,
        newcomers7d: figures?.newcomers ?? 0,
        ...(figures && row.state === 'open' ? { health: figures.health } : {}),
        ...(isRunning(row) ? { joinCode: row.joinCode } : {}),
        ...(row.joinUrl ? { joinUrl: row.joinUrl } : {}),
        hasQr: row.qrKey !== undefined,
        ...(row.qrUntil ? { qrUntil: row.qrUntil.toISOString() } : {}),
        createdAt: row.createdAt.toISOString(),
        ...(row.openedAt ? { openedAt: row.openedAt.toISOString() } : {}),
        ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
      };
    }),
  );
}

/** One sub-group as staff see it. */
export const subGroupView = async (row: SubGroupRow): Promise<SubGroupView> =>
  (await subGroupViews([row]))[0]!;

/** Sub-groups for the console, the latest first; with a branch those whose group belongs to it. */
export async function subGroupPage(
  actor: Actor,
  { state, kocId, q, ...page }: InputOf<Console['list']>,
): Promise<OutputOf<Console['list']>> {
  const within = reachableGroupIds(actor, 'koc.read');
  const reach = within === undefined ? {} : { groupId: { $in: within } };
  const [found, requested, adrift] = await Promise.all([
    newestPage(
      SubGroups,
      'createdAt',
      {
        ...reach,
        ...(state === undefined ? {} : { state }),
        ...(kocId === undefined ? {} : { kocId }),
        ...(q?.trim() ? { name: searchPattern(q) } : {}),
      },
      page,
      subGroupViews,
    ),
    native(SubGroups).countDocuments({ ...reach, state: 'requested' }),
    native(SubGroups).countDocuments({ ...reach, state: 'adrift' }),
  ]);
  return { ...found, requested, adrift };
}

/** One sub-group with its story. */
export async function subGroupStory(row: SubGroupRow): Promise<OutputOf<Console['get']>> {
  const figures = row.state === 'open' ? await figuresOf(row.groupId!, row.kocId) : undefined;
  return {
    subGroup: await subGroupView(row),
    today: figures ? await todayOf(row, figures) : [],
    steps: row.steps.map(({ at, by, words }) => ({ at: at.toISOString(), by, words })),
  };
}

/** What is kept here about a person, for the export of their data. */
export async function subGroupDataOf(personId: string) {
  const [own, joined] = await Promise.all([
    native(SubGroups).find({ kocId: personId }).sort({ createdAt: 1 }).limit(200).toArray(),
    native(Joins).find({ personId }).limit(1_000).toArray(),
  ]);
  const named = await rowsByIds(SubGroups, [...new Set(joined.map(({ subGroupId }) => subGroupId))]);
  const names = new Map(named.map(({ _id, name }) => [_id, name]));
  return {
    own: own.map(({ name, purpose, state, createdAt, endedAt }) => ({
      name,
      purpose,
      state,
      createdAt,
      endedAt,
    })),
    joined: joined.map(({ subGroupId, at, by }: JoinRow) => ({ group: names.get(subGroupId), at, by })),
  };
}
