import { SIMULATOR } from '../adapters/simulator';
import { bot } from '../bot';
import { groupDirectory, userAmongIn } from '../groups';
import type { MemberActor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { command, type CommandContext, type Tx } from '../kernel/command';
import { derivedId } from '../kernel/ids';
import { native, rowsByIds } from '../kernel/store';
import { channelUserOf, identitiesOf, nicknames, staffAmong } from '../people';
import { blacklistedAmong } from '../risk';
import { type Opening, openSubGroup } from './commands';
import { subGroupJoined } from './events';
import { type JoinRow, Joins, SubGroups, type SubGroupRow } from './model';
import { refuse } from './rules';

/** The open sub-group of a code. @throws Refusal `sub_group_code_unknown` (404) or `sub_group_closed` (409). */
export async function subGroupByCode(code: string): Promise<SubGroupRow> {
  const row = await native(SubGroups).findOne({ joinCode: code.trim().toUpperCase() });
  if (!row) throw refuse('sub_group_code_unknown', { field: 'code' });
  if (row.state !== 'open' && row.state !== 'adrift') throw refuse('sub_group_closed');
  return row;
}

/** Whether the code itself lets people in; elsewhere they scan the group's own QR code. */
export const letsInAtOnce = ({ groupId }: SubGroupRow): boolean =>
  groupDirectory.get(groupId ?? '')?.channel === SIMULATOR;

/** Puts somebody into a group of the simulator, as if they had come in by themselves. Once there, nothing happens. */
export async function enterGroup(groupId: string, personId: string, eventId: string): Promise<void> {
  await groupDirectory.ensure([groupId]);
  const group = groupDirectory.get(groupId);
  if (!group || (await userAmongIn(groupId, [personId]))) return;
  const [userId, names] = await Promise.all([channelUserOf(personId, SIMULATOR), nicknames([personId])]);
  await bot().door.enter({
    eventId,
    group,
    // Who came from WeChat has no name of their own here; the id says that they speak from the mini-program.
    userId: userId ?? `mini-${personId}`,
    personId,
    name: names.get(personId) ?? '',
  });
}

/** A joining by code: who joins what, and whether that was new. */
interface Joined {
  readonly row: SubGroupRow;
  readonly outcome: 'joined' | 'already_in' | 'scan_to_join';
}

const recordJoin = command('subgroups.join', {
  async run({ row }: { row: SubGroupRow }, tx) {
    const { personId } = tx.actor as MemberActor;
    await keepJoins(tx, [{ row, personId, by: 'code', at: tx.now }]);
  },
});

/**
 * Joins the group of a code. On the simulator the person is in it when this answers; a real group is joined by its
 * own QR code, and counted when they are seen coming in.
 * Refuses `sub_group_code_unknown` (404), `sub_group_closed` (409), `sub_group_blacklisted`.
 */
export async function joinByCode(context: CommandContext, code: string): Promise<Joined> {
  const { personId } = context.actor as MemberActor;
  const row = await subGroupByCode(code);
  const selves = await identitiesOf(personId);
  if ((await blacklistedAmong(selves)).size > 0) throw refuse('sub_group_blacklisted');
  const groupId = row.groupId!;
  if (await userAmongIn(groupId, selves.length > 0 ? selves : [personId]))
    return { row, outcome: 'already_in' };
  if (!letsInAtOnce(row)) return { row, outcome: 'scan_to_join' };
  await recordJoin(context, { row });
  await enterGroup(groupId, personId, `sub-group:${row._id}:${personId}:${now().getTime()}`);
  return { row, outcome: 'joined' };
}

interface Coming {
  readonly row: SubGroupRow;
  readonly personId: string;
  readonly by: JoinRow['by'];
  readonly at: Date;
}

/** Keeps who came into whose sub-group for the first time, and tells; KOCs in their own and staff don't count. */
export async function keepJoins(tx: Tx, comings: readonly Coming[]): Promise<void> {
  const staff = await staffAmong(comings.map(({ personId }) => personId));
  const wanted = new Map<string, JoinRow>();
  for (const { row, personId, by, at } of comings) {
    const { _id: subGroupId, kocId, groupId } = row;
    if (row.state !== 'open' || groupId === undefined || staff.has(personId)) continue;
    if (personId === kocId || (await identitiesOf(kocId, tx.session)).includes(personId)) continue;
    const _id = derivedId('sgj', subGroupId, personId);
    if (!wanted.has(_id)) wanted.set(_id, { _id, subGroupId, groupId, kocId, personId, at, by });
  }
  const had = await rowsByIds(Joins, [...wanted.keys()], { session: tx.session, projection: { _id: 1 } });
  for (const { _id } of had) wanted.delete(_id);
  const fresh = [...wanted.values()];
  if (fresh.length === 0) return;
  await native(Joins).insertMany(fresh, { session: tx.session });
  tx.emit(
    subGroupJoined({
      joined: fresh.map(({ _id: id, subGroupId, groupId, kocId, personId, at }) => ({
        id,
        subGroupId,
        groupId,
        kocId,
        personId,
        at,
      })),
    }),
  );
}

/** A KOC opens a sub-group, and is in it at once where it is there at once; see `openSubGroup`. */
export async function openAndEnter(context: CommandContext, input: Opening): Promise<SubGroupRow> {
  const row = await openSubGroup(context, input);
  if (row.state === 'open') await enterGroup(row.groupId!, row.kocId, `sub-group:${row._id}:${row.kocId}`);
  return row;
}
