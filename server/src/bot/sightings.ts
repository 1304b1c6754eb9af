import type { ParticipationPlan } from '../activities';
import { groupDirectory } from '../groups';
import type { DomainEvent } from '../kernel/events';
import { membersSeen, type SeenMember } from './events';
import type { JournalRow } from './model';

/**
 * Who was seen in a batch: everybody who joined or left, and participants the group does not know yet. People
 * who only chat are known from their joining; looking each of them up would cost more than it tells.
 */
export function sightingsOf(
  rows: readonly JournalRow[],
  plan: ParticipationPlan | undefined,
): DomainEvent | undefined {
  const participants = new Set(plan?.decided.map((each) => each.incoming.messageId));
  const members = rows
    .filter(
      (row) =>
        row.kind !== 'message' ||
        (participants.has(row._id) && !plan?.knownMembers.has(`${row.groupId}:${row.userId}`)),
    )
    .flatMap(asSeen);
  return members.length > 0 ? membersSeen({ members }) : undefined;
}

function asSeen(row: JournalRow): SeenMember[] {
  const group = groupDirectory.get(row.groupId);
  if (!group) return [];
  const { channel, groupId, userId, personId, kind, at, eventId } = row;
  return [
    {
      channel: group.channel,
      channelGroupId: group.channelGroupId,
      groupId,
      userId,
      personId,
      kind,
      at,
      eventId: `${channel}:${eventId}`,
      ...(row.name === undefined ? {} : { name: row.name }),
    },
  ];
}
