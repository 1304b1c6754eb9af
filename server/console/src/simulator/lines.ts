import type { ChannelEvent, RoomMessage } from '@kouyi/shared/contracts';

/** A line in the room, and how it came there. */
export interface RoomLine {
  message: RoomMessage;
  /** Sent from here and not yet seen coming back. */
  pending: boolean;
  /** It never arrived; sending it again, as the same event, is harmless. */
  failed?: boolean;
  /** The event it was sent as; needed to deliver it again. */
  event?: ChannelEvent;
}

/** Lines kept on the screen; older ones are in the record. */
export const KEPT = 300;

/** The server names a message after the partition, the channel and the event it came as. */
const eventIdOf = (message: RoomMessage): string | undefined => /^\d+:simulator:(.+)$/.exec(message.id)?.[1];

/** The event of a line, so that the very same can be delivered again; undefined for what the bot said. */
export const eventOf = (line: RoomLine, channelGroupId: string): ChannelEvent | undefined => {
  const { message } = line;
  const eventId = eventIdOf(message);
  if (line.event ?? (message.from !== 'member' || !message.userId || !eventId)) return line.event;
  return {
    eventId: eventId ?? '',
    groupId: channelGroupId,
    userId: message.userId ?? '',
    name: message.name,
    kind: message.kind,
    text: message.text,
    at: message.at,
  };
};

/** What was just sent, until it comes back. */
export const pendingLine = (event: ChannelEvent): RoomLine => ({
  pending: true,
  event,
  message: {
    id: event.eventId,
    at: event.at,
    from: 'member',
    kind: event.kind,
    userId: event.userId,
    name: event.name ?? event.userId,
    text: event.text,
  },
});

/** Puts a message into the lines: takes the place of what was sent, updates what is there, or is new. */
export const withMessage = (lines: RoomLine[], message: RoomMessage): RoomLine[] => {
  const known = lines.findIndex((line) => line.message.id === message.id);
  if (known >= 0)
    return lines.map((line, i) =>
      i === known ? { ...line, pending: false, message: { ...line.message, ...message } } : line,
    );
  const sent = lines.findIndex((line) => line.pending && line.event?.eventId === eventIdOf(message));
  if (sent >= 0) return lines.map((line, i) => (i === sent ? { ...line, pending: false, message } : line));
  // Almost always the newest; a late one is put where it belongs.
  let at = lines.length;
  while (at > 0 && (lines[at - 1]?.message.at ?? '') > message.at) at -= 1;
  return [...lines.slice(0, at), { message, pending: false }, ...lines.slice(at)].slice(-KEPT);
};
