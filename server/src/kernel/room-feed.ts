import type { RoomMessage } from '@kouyi/shared/contracts';
import type { Outcome } from '@kouyi/shared/types';

/** Something that just happened in a room, for the people who look at it now. The record is in the database. */
export type RoomFrame =
  | { readonly type: 'message'; readonly groupId: string; readonly message: RoomMessage }
  | {
      readonly type: 'outcome';
      readonly groupId: string;
      readonly messageId: string;
      readonly outcome: Outcome;
    };

type Listener = (frame: RoomFrame) => void;

const listeners = new Map<string, Set<Listener>>();

/**
 * Tells everybody who looks at the room, in this process. Nobody looking: nothing happens. Listeners must not
 * throw and must not wait.
 */
export function publishRoom(groupId: string, frame: RoomFrame): void {
  for (const listener of listeners.get(groupId) ?? []) listener(frame);
}

/** Hears every frame of these rooms from now on. Answers what ends it; ending twice is harmless. */
export function subscribeRooms(groupIds: readonly string[], listener: Listener): () => void {
  const rooms = new Set(groupIds);
  for (const groupId of rooms) {
    const of = listeners.get(groupId) ?? new Set();
    of.add(listener);
    listeners.set(groupId, of);
  }
  return () => {
    for (const groupId of rooms) {
      const of = listeners.get(groupId);
      of?.delete(listener);
      if (of?.size === 0) listeners.delete(groupId);
    }
  };
}
