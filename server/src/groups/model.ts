import { model } from '../kernel/store';
import { derivedId } from '../kernel/ids';
import type { GroupBand, Membership } from './rules';
import { Mixed } from '../kernel/store';

/** What the bot may do in a group, as its channel declares it. */
export interface Capabilities {
  /** The bot sees what people write. */
  readonly read: boolean;
  /** The bot may write. */
  readonly post: boolean;
}

export interface GroupDoc {
  _id: string;
  channel: string;
  channelGroupId: string;
  name: string;
  unitId: string;
  tags: string[];
  /** Members present; changed only together with the rows that are counted, in one transaction. */
  memberCount: number;
  capabilities: Capabilities;
  createdAt: Date;
  updatedAt: Date;
}

export const Groups = model<GroupDoc>(
  'groups',
  {
    channel: String,
    channelGroupId: String,
    name: String,
    unitId: String,
    tags: [String],
    memberCount: Number,
    capabilities: { read: Boolean, post: Boolean },
    createdAt: Date,
    updatedAt: Date,
  },
  // The directory reads what changed since it last looked.
  [{ keys: { updatedAt: 1 } }],
);

/** One document per person and group; `_id` is `${groupId}:${userId}`, so that the hot path looks up by id alone. */
export interface MemberDoc extends Membership {
  _id: string;
  groupId: string;
  userId: string;
  personId: string;
  name: string;
  /** Derived from the times seen; see `standingOf`. */
  present: boolean;
  joinedAt: Date;
  leftAt?: Date;
}

export const Members = model<MemberDoc>(
  'group_members',
  {
    groupId: String,
    userId: String,
    personId: String,
    name: String,
    nameAt: Date,
    present: Boolean,
    joinedAt: Date,
    leftAt: Date,
    lastJoinAt: Date,
    lastLeaveAt: Date,
    firstSeenAt: Date,
    lastSeenAt: Date,
  },
  [
    // Members of a group by join date, newest first.
    { keys: { groupId: 1, joinedAt: -1, _id: -1 } },
    // Groups of a person.
    { keys: { personId: 1, joinedAt: -1 } },
  ],
);

/** The brand's bands, one document. */
export interface BandsDoc {
  _id: 'bands';
  items: GroupBand[];
  updatedAt: Date;
}

export const BandSettings = model<BandsDoc>('group_settings', { items: Mixed, updatedAt: Date });

/** Our id of a channel's group; pure, so that no look-up is needed. */
export const groupIdOf = (channel: string, channelGroupId: string): string =>
  derivedId('grp', channel, channelGroupId);

/** The key of a membership. */
export const memberKey = (groupId: string, userId: string): string => `${groupId}:${userId}`;
