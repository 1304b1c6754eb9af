import type { contracts, InputOf, OutputOf, SubGroupView } from '@kouyi/shared/contracts';
import { groupDirectory, reachableGroupIds, reachesGroup } from '../groups';
import type { Actor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { newestPage, searchPattern } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { native, rowsByIds } from '../kernel/store';
import { kocsAmong, tierAt } from '../koc';
import { reachFor } from '../org';
import { nicknames } from '../people';
import { figuresOf } from './figures';
import { type JoinRow, Joins, SubGroups, type SubGroupRow } from './model';
import { isRunning, todayOf, wordsOf } from './presenters';

type Console = (typeof contracts)['subGroups'];

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
