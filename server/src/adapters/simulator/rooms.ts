import { createGroup } from '../../groups';
import type { Actor } from '../../kernel/actor';
import { now } from '../../kernel/clock';
import type { CommandContext } from '../../kernel/command';
import { newId } from '../../kernel/ids';
import { refuseAnywhere } from '../../kernel/refusals';
import { mayAt, unitDirectory } from '../../org';
import { SIMULATOR } from './adapter';
import { nicknames, seededChance, seedOf } from './nicknames';

const DAY_MS = 86_400_000;
/** Made-up members joined in the last so many days, so that rules about newcomers find both kinds. */
const JOINED_WITHIN_DAYS = 90;

/**
 * A room to try things in: a group of the simulator with so many made-up members. It belongs to the whole brand, or to
 * the branch of who makes it and may speak nowhere else.
 */
export async function createRoom(
  context: CommandContext,
  input: { name: string; members: number; tags: string[] },
): Promise<{ groupId: string; channelGroupId: string }> {
  const channelGroupId = newId('room');
  const { groupId } = await createGroup(context, {
    channel: SIMULATOR,
    channelGroupId,
    name: input.name,
    unitId: homeOf(context.actor),
    tags: input.tags,
    capabilities: { read: true, post: true },
    members: madeUpMembers(channelGroupId, input.members, now()),
  });
  return { groupId, channelGroupId };
}

/** The first unit where somebody may speak; the root for who may everywhere. */
function homeOf(actor: Actor): string {
  if (actor.kind !== 'staff' || mayAt(actor, 'simulator.use', unitDirectory.rootId))
    return unitDirectory.rootId;
  const home = actor.roles.find(({ unitId }) => mayAt(actor, 'simulator.use', unitId));
  if (!home) throw refuseAnywhere('not_allowed');
  return home.unitId;
}

/** The same room gets the same members, whenever it is asked for. */
export function madeUpMembers(
  room: string,
  count: number,
  at: Date,
): { userId: string; name: string; joinedAt: Date }[] {
  const seed = seedOf(room);
  const chance = seededChance(seed);
  return nicknames(count, seed).map((name, i) => ({
    userId: `${room}-${i + 1}`,
    name,
    joinedAt: new Date(at.getTime() - Math.floor(chance() * JOINED_WITHIN_DAYS * DAY_MS)),
  }));
}
