import {
  ACTIVITY_STATE_NAMES,
  type ActivityRule,
  type ActivityState,
  type WhereRule,
} from '@kouyi/shared/types';
import type { RuleProblem } from '@kouyi/shared/rules/validate';
import { validateRule } from '@kouyi/shared/rules/validate';
import { type Decision, accept, decline } from '../kernel/decision';
import { refusals } from '../kernel/refusals';
import { stateTable } from '../kernel/states';

export const refuse = refusals({
  rule_invalid: { zh: '{message}', en: 'the rule has problems' },
  kind_unavailable: { zh: '「{kind}」还没有开通，先用报名或打卡。', en: 'no domain serves this kind' },
  conflicts_unseen: {
    zh: '有 {count} 个活动会在同样的群里抢同一个口令。看过之后确认再上线。',
    en: 'overlapping triggers were not accepted',
    status: 409,
  },
  state_forbids: { zh: '活动现在是「{from}」，不能这样改。', en: 'state does not allow it', status: 409 },
  not_your_group: { zh: '你不在这个群里，先进群再参加。', en: 'person is not a member of the group' },
  activity_not_here: {
    zh: '这个活动不在这个群里，换一个群试试。',
    en: 'activity does not run in that group',
  },
  make_up_none_left: { zh: '{message}', en: 'no make-up left this month' },
  make_up_too_late: { zh: '{message}', en: 'the day lies too far back' },
  make_up_not_missed: { zh: '{message}', en: 'the day was not missed' },
  make_up_blacklisted: {
    zh: '你在黑名单中，暂时不能补卡。有疑问请联系群里的伙伴。',
    en: 'person is blacklisted',
  },
  make_up_budget_spent: { zh: '这个活动的积分已经发完了，这次补不了卡。', en: 'budget is spent' },
  make_up_outside_window: { zh: '{message}', en: 'the activity was not open that day' },
});

/** An activity only ever moves along these lines. */
export const activityStates = stateTable<ActivityState>(
  {
    draft: ['scheduled', 'running', 'archived'],
    scheduled: ['running', 'paused', 'closed', 'draft'],
    running: ['paused', 'closed'],
    paused: ['running', 'closed'],
    closed: ['archived'],
    archived: [],
  },
  ACTIVITY_STATE_NAMES,
);

/** Whether a rule may still be edited in this state; a running one gets a new version. */
export const editable = (state: ActivityState): boolean => state !== 'closed' && state !== 'archived';

/**
 * Whether a rule may be launched now.
 * Refusals: `rule_invalid` with all problems in the details, the first one as its sentence and field.
 */
export function decideLaunch(
  rule: ActivityRule,
  now: Date,
  groupCount: number,
): Decision<'scheduled' | 'running'> {
  const problems = [...validateRule(rule, now), ...placeProblems(rule, groupCount)];
  const first = problems[0];
  if (first)
    return decline(
      refuse('rule_invalid', { field: `rule.${first.field}`, details: { message: first.message, problems } }),
    );
  return accept(new Date(rule.window.startAt) > now ? 'scheduled' : 'running');
}

const choosesGroups = ({ where }: ActivityRule): boolean =>
  where.everywhere || where.groupIds.length + where.tags.length + where.unitIds.length > 0;

/** A rule that reaches no group can't do anything; where no groups were chosen at all, that is said already. */
export const placeProblems = (rule: ActivityRule, groupCount: number): RuleProblem[] =>
  groupCount > 0 || !choosesGroups(rule)
    ? []
    : [{ field: 'where', code: 'no_groups', message: '还没有选到任何群，挑几个群或标签。' }];

/** What a `where` looks at in a group. */
export interface PlaceFacts {
  readonly id: string;
  readonly tags: readonly string[];
  /** The group's org unit and everything above it. */
  readonly unitPath: readonly string[];
}

/** Whether an activity runs in a group: all, or picked, tagged or below a unit; excepted ones never. */
export function runsIn(where: WhereRule, group: PlaceFacts): boolean {
  if (where.exceptGroupIds.includes(group.id)) return false;
  if (where.everywhere || where.groupIds.includes(group.id)) return true;
  if (where.tags.some((tag) => group.tags.includes(tag))) return true;
  return where.unitIds.some((unit) => group.unitPath.includes(unit));
}

/** Late events of a closed activity still count for so long, if they happened before its end. */
export const LATE_GRACE_MS = 24 * 3_600_000;

/** Of two progresses of one person in an activity, the one that came further is last. */
export const byHowFar = (
  a: { readonly days: readonly number[]; readonly counted: number },
  b: { readonly days: readonly number[]; readonly counted: number },
): number => a.days.length - b.days.length || a.counted - b.counted;
