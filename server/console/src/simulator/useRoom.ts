import type { ChannelEvent } from '@kouyi/shared/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call, sentenceOf } from '../api';
import { KEPT, type RoomLine, pendingLine, withMessage } from './lines';
import type { Line } from './socket';

const READ = 80;

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
    if (line.state !== 'waiting') return;
    const timer = setInterval(() => void read(), 3_000);
    return () => clearInterval(timer);
  }, [line.state, read]);

  /** Says it, or says it again: the same event counts once, however often it is sent. */
  const say = useCallback(async (event: ChannelEvent): Promise<void> => {
    const isIt = (one: RoomLine): boolean => one.pending && one.event?.eventId === event.eventId;
    setLines((before) => [...before.filter((one) => !isIt(one)), pendingLine(event)].slice(-KEPT));
    try {
      const { refused } = await call('channels', 'events', { events: [event] });
      const first = refused[0];
      setTrouble(first ? first.message : '');
      if (first) setLines((before) => before.filter((one) => !isIt(one)));
    } catch (failure) {
      setTrouble(sentenceOf(failure));
      setLines((before) => before.map((one) => (isIt(one) ? { ...one, failed: true } : one)));
    }
  }, []);

  return { lines, isReading, trouble, say, read };
};
