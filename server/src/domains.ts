import { simulatorDomain } from './adapters/simulator';
import { activitiesDomain } from './activities';
import { botDomain } from './bot';
import { couponsDomain } from './coupons';
import { demoDomain } from './demo';
import { gateDomain } from './gate';
import { groupsDomain } from './groups';
import { insightsDomain } from './insights';
import type { Domain } from './kernel/domain';
import { ledgerDomain } from './ledger';
import { noticesDomain } from './notices';
import { orgDomain } from './org';
import { peopleDomain } from './people';
import { riskDomain } from './risk';
import { systemDomain } from './system';
import { welcomeDomain } from './welcome';

/** The product at a glance. */
export const domains: readonly Domain[] = [
  orgDomain, // units, staff, roles, keys, audit
  peopleDomain, // customers: identities, consents, sessions
  groupsDomain, // groups, members, bands
  riskDomain, // blacklist, join floods
  ledgerDomain, // points, double entry
  activitiesDomain, // rules, participations, streaks, quotas
  couponsDomain, // coupons: stock, issues, links, redemption
  botDomain, // the message path: door, journal, engine, traces
  gateDomain, // the one place through which everything is sent
  noticesDomain, // what one person is told: inbox and WeChat messages
  welcomeDomain, // what newcomers hear, and a group that has grown
  simulatorDomain, // the channel to try everything without WeChat
  insightsDomain, // what needs attention today
  systemDomain, // how the server itself is
  demoDomain, // a brand to look at, loaded and removed
];
