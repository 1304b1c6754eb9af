import type { ChannelEvent, RoomMessage } from '@kouyi/shared/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call, sentenceOf } from '../api';
import type { Line } from './socket';

/** A line in the room, and how it came there. */
export interface RoomLine {
  message: RoomMessage;
  /** Sent from here and not yet seen coming back. */
  pending: boolean;
  /** The event it was sent as; needed to deliver it again. */
  event?: ChannelEvent;
}

const KEPT = 300;
const READ = 80;

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

const pendingLine = (event: ChannelEvent): RoomLine => ({
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

/** The messages of one room as they happen, and how to say something in it. */
export const useRoom = (groupId: string, line: Line) => {
  const [lines, setLines] = useState<RoomLine[]>([]);
  const [isReading, setReading] = useState(true);
  const [trouble, setTrouble] = useState('');
  const alive = useRef(true);

  const read = useCallback(async () => {
    try {
      const { items } = await call('groups', 'messages', { id: groupId, limit: READ });
      if (!alive.current) return;
      setLines((before) => items.toReversed().reduce(withMessage, before));
      setTrouble('');
    } catch (failure) {
      if (alive.current) setTrouble(sentenceOf(failure));
    } finally {
      if (alive.current) setReading(false);
    }
  }, [groupId]);

  useEffect(() => {
    alive.current = true;
    void read();
    const stop = line.listen((frame) => {
      // After a break, whatever was said meanwhile is read from the record.
      if (frame.type === 'ready') void read();
      else if (frame.groupId !== groupId) return;
      else if (frame.type === 'message') setLines((before) => withMessage(before, frame.message));
      else
        setLines((before) =>
          before.map((one) =>
            one.message.id === frame.messageId
              ? { ...one, message: { ...one.message, outcome: frame.outcome } }
              : one,
          ),
        );
    });
    return () => {
      alive.current = false;
      stop();
    };
  }, [groupId, line, read]);

  // Without a live line the room is read now and then, so that it never stands still.
  useEffect(() => {
    if (line.state === 'live') return;
    const timer = setInterval(() => void read(), 3_000);
    return () => clearInterval(timer);
  }, [line.state, read]);

  const say = useCallback(async (event: ChannelEvent): Promise<void> => {
    setLines((before) => [...before, pendingLine(event)].slice(-KEPT));
    try {
      const { refused } = await call('channels', 'events', { events: [event] });
      const first = refused[0];
      setTrouble(first ? first.message : '');
      if (first) setLines((before) => before.filter((one) => one.event?.eventId !== event.eventId));
    } catch (failure) {
      setTrouble(sentenceOf(failure));
      setLines((before) => before.filter((one) => one.event?.eventId !== event.eventId));
    }
  }, []);

  return { lines, isReading, trouble, say, read };
};
