import { activities } from './activities';
import { memberAuth, staffSession } from './auth';
import { budgets, memberBudgets } from './budgets';
import { care, memberCare } from './care';
import { bot, channels, simulator } from './channels';
import { coupons, memberCoupons } from './coupons';
import { draws } from './draws';
import { gate } from './gate';
import { groups } from './groups';
import { growth } from './growth';
import { commission, kocs, memberEarnings } from './koc';
import { intake } from './intake';
import { ledger } from './ledger';
import { materials, memberMaterials } from './materials';
import { member } from './member';
import { fairness, memberDraws } from './member-draws';
import { memberGrowth } from './member-growth';
import { memberIntake } from './member-intake';
import { memberSubGroups } from './member-subgroups';
import { memberNotices, notices } from './notices';
import { orders } from './orders';
import { insights, org } from './org';
import { memberPayouts, payouts } from './payouts';
import { people, risk } from './people';
import { pictures } from './pictures';
import { memberPrizes, prizes } from './prizes';
import { memberLinks, products } from './products';
import { memberRights, rights } from './rights';
import { search } from './search';
import { sharing } from './sharing';
import { subGroups } from './subgroups';
import { demo, system } from './system';
import { lifecycle } from './lifecycle';
import { segments } from './segments';
import { tags } from './tags';
import { memberTraining, training } from './training';
import { memberWishes, wishes } from './wishes';

/** Every route of the product, by domain. The OpenAPI document and the clients' types come from here. */
export const contracts = {
  staffSession,
  memberAuth,
  member: {
    ...member,
    ...memberNotices,
    ...memberIntake,
    ...memberCare,
    ...memberDraws,
    ...memberCoupons,
    ...memberPrizes,
    ...memberLinks,
    ...memberEarnings,
    ...memberGrowth,
    ...memberPayouts,
    ...memberMaterials,
    ...memberTraining,
    ...memberWishes,
    ...memberSubGroups,
    ...memberBudgets,
    ...memberRights,
  },
  activities,
  draws,
  fairness,
  coupons,
  prizes,
  intake,
  care,
  groups,
  channels,
  simulator,
  bot,
  gate,
  notices,
  people,
  tags,
  segments,
  lifecycle,
  risk,
  ledger,
  products,
  koc: kocs,
  growth,
  orders,
  commission,
  payouts,
  subGroups,
  budgets,
  rights,
  pictures,
  sharing,
  materials,
  training,
  wishes,
  org,
  insights,
  search,
  system,
  demo,
};

export type { Access, Contract, InputOf, OutputOf } from './contract';
export { refusal } from './common';
export { type ActivityView, type LiveView, activityRule } from './activities';
export { type StaffMe } from './auth';
export {
  type CouponLinkView,
  type CouponView,
  couponRule,
  type MemberCoupon,
  type RedemptionView,
} from './coupons';
export {
  type MyWithdrawal,
  type PayoutSettings,
  type ReconciliationView,
  type WithdrawalView,
} from './payouts';
export { type MemberPrize, type PrizeView } from './prizes';
export { type ChannelEvent, channelEvent } from './channels';
export { type DrawView, type OddsRow, type OddsView, type RoundView } from './draw-parts';
export { type BoxLive, type BoxPreview, type BoxView } from './draws';
export { type BoxCard, type MemberBox } from './member-draws';
export { type GateSettings } from './gate';
export { type GrowthProposalView, type GrowthRow } from './growth';
export { type GroupView, type RoomMessage } from './groups';
export { type ActivityCard } from './member';
export { type NoticeView } from './notices';
export { type CareThreadRow, type MemberThread } from './care';
export { type QuestionnaireView } from './intake';
export { questionnaireContent } from './intake-content';
export { type IntakeReport, type IntakeSession } from './member-intake';
export { type SystemPart } from './system';
export { type CommissionSettings, type DisputeView, type KocView } from './koc';
export { type CommissionRuleView, type LinkView, type ProductView } from './products';
export { orderLine, type OrderLine } from './orders';
export { type KocSuggestion, type SubGroupView } from './subgroups';
export { type MySubGroup } from './member-subgroups';
export { type SubGroupMember, type TodayMessage } from './subgroup-parts';
export { type MaterialView, type MemberMaterial } from './materials';
export { type ChecklistView, type LessonContent, type LessonView, type MemberChecklist } from './training';
export { type MemberWish, type MomentAudience, type MomentView, type WishView } from './wishes';
export { type BudgetRule, type BudgetView, type GiftView, type MyBudget, type MyGift } from './budgets';
export {
  type MyRight,
  type MyRightClaim,
  type RightClaimView,
  type RightRule,
  type RightView,
} from './rights';
