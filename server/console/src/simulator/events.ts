import type { ChannelEvent, GroupView } from '@kouyi/shared/contracts';
import { newKey } from '../api';

/** Somebody who can speak in a room. */
export interface Speaker {
  userId: string;
  name: string;
  staff?: boolean;
}

/** A name for an event that nothing else will ever have; the same name again is a redelivery. */
export const newEventId = (): string => `sim-${newKey()}`;

/** What the channel would hand over when somebody speaks. */
export const speech = (room: GroupView, speaker: Speaker, text: string, at = new Date()): ChannelEvent => ({
  eventId: newEventId(),
  groupId: room.channelGroupId,
  userId: speaker.userId,
  name: speaker.name,
  kind: 'message',
  text,
  at: at.toISOString(),
});
