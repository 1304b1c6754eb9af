import type { GroupView } from '@kouyi/shared/contracts';
import { useApi, call } from '../api';
import { useCan } from '../app/session';
import type { Speaker } from './events';

/** Up to so many people who are in the room now. */
export const speakersOf = async (room: GroupView, atMost: number): Promise<Speaker[]> => {
  const found: Speaker[] = [];
  let cursor: string | undefined;
  do {
    const page = await call('groups', 'members', {
      id: room.id,
      limit: Math.min(200, Math.max(1, atMost)),
      ...(cursor ? { cursor } : {}),
    });
    for (const { userId, name, leftAt } of page.items) if (leftAt === undefined) found.push({ userId, name });
    cursor = page.nextCursor;
  } while (cursor !== undefined && found.length < atMost);
  return found.slice(0, atMost);
};

/** Who can speak in a room: the first members, those found by name, and staff who are known to the bot. */
export const useSpeakers = (
  room: GroupView,
  q: string,
): { members: Speaker[]; staff: Speaker[]; isReading: boolean } => {
  const can = useCan();
  const members = useApi(
    'groups',
    'members',
    { id: room.id, limit: 60, ...(q ? { q } : {}) },
    { keep: true },
  );
  const staff = useApi('org', 'staff', { limit: 200, inGroups: 'yes' }, { enabled: can('org.read') });
  const everyStaff = (staff.data?.items ?? []).flatMap(({ channelUserId, name }) =>
    channelUserId ? [{ userId: channelUserId, name, staff: true }] : [],
  );
  const isStaff = new Set(everyStaff.map(({ userId }) => userId));
  return {
    // Staff are members of their groups, too; they stand in their own list only.
    members: (members.data?.items ?? [])
      .filter(({ leftAt, userId }) => leftAt === undefined && !isStaff.has(userId))
      .map(({ userId, name }) => ({ userId, name })),
    isReading: members.isPending,
    staff: everyStaff.filter(({ name }) => name.includes(q)),
  };
};
