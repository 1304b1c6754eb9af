import { activities } from './activities';
import { memberAuth, staffSession } from './auth';
import { bot, channels, simulator } from './channels';
import { gate } from './gate';
import { groups } from './groups';
import { ledger } from './ledger';
import { member } from './member';
import { insights, org } from './org';
import { people, risk } from './people';

/** Every route of the product, by domain. The OpenAPI document and the clients' types come from here. */
export const contracts = {
  staffSession,
  memberAuth,
  member,
  activities,
  groups,
  channels,
  simulator,
  bot,
  gate,
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
export { type GateSettings } from './gate';
export { type GroupView, type RoomMessage } from './groups';
export { type ActivityCard } from './member';
