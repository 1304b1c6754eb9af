import { activities } from './activities';
import { memberAuth, staffSession } from './auth';
import { bot, channels, simulator } from './channels';
import { draws, fairness, memberDraws } from './draws';
import { gate } from './gate';
import { groups } from './groups';
import { ledger } from './ledger';
import { member } from './member';
import { memberNotices, notices } from './notices';
import { insights, org } from './org';
import { people, risk } from './people';

/** Every route of the product, by domain. The OpenAPI document and the clients' types come from here. */
export const contracts = {
  staffSession,
  memberAuth,
  member: { ...member, ...memberNotices, ...memberDraws },
  activities,
  draws,
  fairness,
  groups,
  channels,
  simulator,
  bot,
  gate,
  notices,
  people,
  risk,
  ledger,
  org,
  insights,
};

export type { Access, Contract, InputOf, OutputOf } from './contract';
export { refusal } from './common';
export { type ActivityView, type LiveView, activityRule } from './activities';
export { type StaffMe } from './auth';
export { type ChannelEvent, channelEvent } from './channels';
export {
  type BoxCard,
  type BoxLive,
  type BoxPreview,
  type BoxView,
  type DrawView,
  type MemberBox,
  type OddsRow,
  type OddsView,
  type RoundView,
} from './draws';
export { type GateSettings } from './gate';
export { type GroupView, type RoomMessage } from './groups';
export { type ActivityCard } from './member';
