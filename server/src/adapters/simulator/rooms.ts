import { createGroup } from '../../groups';
import { now } from '../../kernel/clock';
import type { CommandContext } from '../../kernel/command';
import { newId } from '../../kernel/ids';
import { unitDirectory } from '../../org';
import { SIMULATOR } from './adapter';
import { nicknames, seededChance, seedOf } from './nicknames';

const DAY_MS = 86_400_000;
/** Made-up members joined in the last so many days, so that rules about newcomers find both kinds. */
const JOINED_WITHIN_DAYS = 90;

/** A room to try things in: a group of the simulator under the root unit, with so many made-up members. */
export async function createRoom(
  context: CommandContext,
  input: { name: string; members: number; tags: string[] },
): Promise<{ groupId: string; channelGroupId: string }> {
  const channelGroupId = newId('room');
  const { groupId } = await createGroup(context, {
    channel: SIMULATOR,
    channelGroupId,
    name: input.name,
    unitId: unitDirectory.rootId,
    tags: input.tags,
    capabilities: { read: true, post: true },
    members: madeUpMembers(channelGroupId, input.members, now()),
  });
  return { groupId, channelGroupId };
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
