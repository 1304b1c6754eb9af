/** What people do in an activity. */
export const ACTIVITY_KINDS = [
  'sign_up',
  'check_in',
  'vote',
  'relay',
  'quiz',
  'blind_box',
  'coupon_grab',
] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** Chinese names of the kinds, as people say them. */
export const ACTIVITY_KIND_NAMES: Record<ActivityKind, string> = {
  sign_up: '报名',
  check_in: '打卡',
  vote: '投票',
  relay: '接龙',
  quiz: '有奖问答',
  blind_box: '抽盲盒',
  coupon_grab: '抢券',
};

/** Where an activity is in its life. */
export const ACTIVITY_STATES = ['draft', 'scheduled', 'running', 'paused', 'closed', 'archived'] as const;
export type ActivityState = (typeof ACTIVITY_STATES)[number];

export const ACTIVITY_STATE_NAMES: Record<ActivityState, string> = {
  draft: '草稿',
  scheduled: '待开始',
  running: '进行中',
  paused: '已暂停',
  closed: '已结束',
  archived: '已归档',
};

/** A span of hours of the day in Asia/Shanghai, `HH:MM`; `to` before or equal to `from` crosses midnight. */
export interface DailyHours {
  from: string;
  to: string;
}

/** The groups an activity runs in: all, or picked, tagged or below an org unit; then minus the excepted ones. */
export interface WhereRule {
  everywhere: boolean;
  groupIds: string[];
  tags: string[];
  unitIds: string[];
  exceptGroupIds: string[];
}

/** When an activity runs. Instants are ISO 8601 in UTC; hours and weekdays are read in Asia/Shanghai. */
export interface WindowRule {
  startAt: string;
  endAt: string;
  /** Absent: the whole day. */
  dailyHours?: DailyHours;
  /** 1 = Monday … 7 = Sunday; absent: every day. With hours that cross midnight, the day on which they begin. */
  weekdays?: number[];
}

/** Who may take part. */
export interface WhoRule {
  /** `first_timers` never took part in any activity before, `returning` did. */
  members: 'anyone' | 'first_timers' | 'returning';
  /** Whole days since joining the group. */
  minDaysInGroup: number;
  excludeStaff: boolean;
}

/** A limit of one group: so many people, or so many percent of its members (rounded down, at least 1). */
export type GroupLimit = { count: number } | { sharePercent: number };

/** Absent: no limit. All count accepted participations. */
export interface LimitsRule {
  perPerson?: number;
  perPersonPerDay?: number;
  perGroup?: GroupLimit;
  /** The first N in all groups together. */
  total?: number;
  /** All points that the activity may give away; a participation that does not fit any more is refused. */
  budgetPoints?: number;
}

/** What one accepted participation gives. */
export interface RewardRule {
  points: number;
  /** Kind `blind_box`: a chance of this box to open in the mini-program, or one draw at once. */
  box?: { id: string; gives: 'chance' | 'draw' };
  /** Kind `coupon_grab`: one of this coupon; as many as `limits.total` are held back at launch. */
  couponId?: string;
}

/** How the bot answers: in aggregate, never once a message. */
export interface AnswerRule {
  everyPeople: number;
  everySeconds: number;
  /** Chinese text with {count} {new} {first} {names} {left} {title} {points}. */
  text: string;
  /** Sent once when the activity ends; absent: none. Knows {count} {title}. */
  closingText?: string;
}

export interface CheckInRule {
  /** How many missed days a person may make up per calendar month; 0: none. */
  makeUpsPerMonth: number;
  /** How far back a missed day may lie. */
  makeUpWithinDays: number;
  /** Extra points on reaching so many days in a row. */
  milestones: { days: number; points: number }[];
}

/** One choice: what people type, and what it means. */
export interface VoteOption {
  trigger: string;
  label: string;
}

export interface VoteRule {
  options: VoteOption[];
}

export interface RelayRule {
  /** What people add after the trigger, e.g. 名字+杯数; absent text is allowed if not required. */
  prompt: string;
  textRequired: boolean;
}

export interface QuizRule {
  question: string;
  options: (VoteOption & { correct: boolean })[];
}

/** The whole rule as an operator writes it. Editing a running one makes a new version. */
export interface ActivityRule {
  title: string;
  kind: ActivityKind;
  /** Words as people type them; compared after normalisation. Vote and quiz options bring their own. */
  triggers: string[];
  where: WhereRule;
  window: WindowRule;
  who: WhoRule;
  /** Only people in this segment take part; `name` is what it was called when it was picked, for words. */
  audience?: { segmentId: string; name: string };
  limits: LimitsRule;
  reward: RewardRule;
  answer: AnswerRule;
  /** Higher wins where two activities of one group share a trigger; then the later start, then the id. */
  priority: number;
  checkIn?: CheckInRule;
  vote?: VoteRule;
  relay?: RelayRule;
  quiz?: QuizRule;
}
