import { event } from '../kernel/events';

/** A member of a group as a message showed them. */
export interface SeenMember {
  readonly channel: string;
  readonly channelGroupId: string;
  readonly groupId: string;
  readonly userId: string;
  readonly personId: string;
  readonly name?: string;
  readonly kind: 'message' | 'join' | 'leave';
  readonly at: Date;
  readonly eventId: string;
}

/** Somebody joined or left, or spoke and was not known yet. */
export const membersSeen = event<{ members: SeenMember[] }>('bot.members-seen');
