import { event } from '../kernel/events';
import type { GroupFacts } from './directory';

/** A member that came with a new group. */
export interface FirstMember {
  userId: string;
  personId: string;
  name: string;
  joinedAt: Date;
}

/** A group is known from now on, with whoever was in it. */
export const groupCreated = event<{
  groupId: string;
  channel: string;
  channelGroupId: string;
  members: FirstMember[];
}>('group.created');

/**
 * People came into a group: newcomers whose joining is news, or so many that the group is in another band now.
 * Not told for members who are merely seen for the first time.
 */
export const membersJoined = event<{
  groupId: string;
  newcomers: { personId: string; name: string }[];
  /** Members present before and after. */
  countBefore: number;
  memberCount: number;
}>('group.members-joined');

/** Name, tags or org unit of a group changed. */
export const groupUpdated = event<{
  groupId: string;
  before: Pick<GroupFacts, 'name' | 'tags' | 'unitId'>;
  after: Pick<GroupFacts, 'name' | 'tags' | 'unitId'>;
}>('group.updated');
