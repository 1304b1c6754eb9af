import { simulatorDomain } from './adapters/simulator';
import { activitiesDomain } from './activities';
import { botDomain } from './bot';
import { budgetsDomain } from './budgets';
import { careDomain } from './care';
import { contentDomain } from './content';
import { couponsDomain } from './coupons';
import { commissionDomain } from './commission';
import { demoDomain } from './demo';
import { drawsDomain } from './draws';
import { gateDomain } from './gate';
import { groupsDomain } from './groups';
import { growthDomain } from './growth';
import { insightsDomain } from './insights';
import { intakeDomain } from './intake';
import type { Domain } from './kernel/domain';
import { kocDomain } from './koc';
import { ledgerDomain } from './ledger';
import { materialsDomain } from './materials';
import { noticesDomain } from './notices';
import { ordersDomain } from './orders';
import { orgDomain } from './org';
import { payoutsDomain } from './payouts';
import { peopleDomain } from './people';
import { productsDomain } from './products';
import { prizesDomain } from './prizes';
import { rightsDomain } from './rights';
import { riskDomain } from './risk';
import { searchDomain } from './search';
import { sharingDomain } from './sharing';
import { subGroupsDomain } from './subgroups';
import { systemDomain } from './system';
import { tagsDomain } from './tags';
import { trainingDomain } from './training';
import { welcomeDomain } from './welcome';
import { wishesDomain } from './wishes';

/** The product at a glance. */
export const domains: readonly Domain[] = [
  orgDomain, // units, staff, roles, keys, audit
  peopleDomain, // customers: identities, consents, sessions
  groupsDomain, // groups, members, bands
  riskDomain, // blacklist, join floods
  ledgerDomain, // points and money, double entry
  kocDomain, // customers whom others believe: tiers, codes
  productsDomain, // catalogue, commission rules, tracked links, posters
  ordersDomain, // what was bought, as the shops tell it
  commissionDomain, // whose order it is, and what it pays
  payoutsDomain, // withdrawals: approval, transfer, reconciliation
  activitiesDomain, // rules, participations, streaks, quotas
  drawsDomain, // blind boxes: odds, rounds, draws, chances
  couponsDomain, // coupons: stock, issues, links, redemption
  prizesDomain, // the cabinet: claims, parcels, pick-up, red packets
  rightsDomain, // what a tier brings a KOC
  budgetsDomain, // what KOCs give in the brand's name
  subGroupsDomain, // groups that KOCs run, and who else should be one
  botDomain, // the message path: door, journal, engine, traces
  gateDomain, // the one place through which everything is sent
  intakeDomain, // questionnaires, answers, results, photos
  careDomain, // advisers, threads, care period
  noticesDomain, // what one person is told: inbox and WeChat messages
  welcomeDomain, // what newcomers hear, and a group that has grown
  simulatorDomain, // the channel to try everything without WeChat
  contentDomain, // drafts, versions and pictures of what staff write
  materialsDomain, // what KOCs forward, and what it brought
  trainingDomain, // lessons with a quiz, check-lists
  wishesDomain, // wishes and suggestions with their answers, exclusive moments
  tagsDomain, // what is known of people: tags, segments, layers, RFM, value
  growthDomain, // how customers become KOCs: stages, reach, standard
  sharingDomain, // what a page looks like when it is sent to a chat
  insightsDomain, // what needs attention today
  searchDomain, // whatever has a name, found from one box
  systemDomain, // how the server itself is
  demoDomain, // a brand to look at, loaded and removed
];
