import { newRule } from '@kouyi/shared/rules/blank';
import { HOUR_MS } from '@kouyi/shared/rules/time';
import { type RuleProblem, validateRule } from '@kouyi/shared/rules/validate';
import type { ActivityKind, ActivityRule } from '@kouyi/shared/types';

/** The kinds in the order of the editor. */
export const OPEN_KINDS: readonly ActivityKind[] = [
  'sign_up',
  'check_in',
  'blind_box',
  'coupon_grab',
  'vote',
  'relay',
  'quiz',
];

/** A rule to start writing from: the next full hour, for an hour. */
export const freshRule = (kind: ActivityKind = 'sign_up', now = new Date()): ActivityRule =>
  newRule(kind, new Date(Math.ceil(now.getTime() / HOUR_MS) * HOUR_MS));

/** Nobody chooses among fewer: what a vote and a quiz begin with. */
const TWO_CHOICES = ['1', '2'].map((trigger) => ({ trigger, label: '' }));

/** The rule as another kind: keeps what is common, brings what the kind needs. */
export const asKind = (rule: ActivityRule, kind: ActivityKind): ActivityRule => {
  const blank = newRule(kind, new Date());
  const wasDefault = rule.answer.text === newRule(rule.kind, new Date()).answer.text;
  return {
    ...rule,
    kind,
    triggers: rule.triggers.length > 0 ? rule.triggers : blank.triggers,
    limits: {
      ...rule.limits,
      perPerson: blank.limits.perPerson,
      perPersonPerDay: blank.limits.perPersonPerDay,
    },
    reward: {
      points: rule.reward.points,
      ...(kind === 'blind_box' && rule.reward.box ? { box: rule.reward.box } : {}),
      ...(kind === 'coupon_grab' && rule.reward.couponId ? { couponId: rule.reward.couponId } : {}),
    },
    answer: wasDefault ? { ...rule.answer, text: blank.answer.text } : rule.answer,
    checkIn: kind === 'check_in' ? (rule.checkIn ?? blank.checkIn) : undefined,
    vote: kind === 'vote' ? (rule.vote ?? { options: TWO_CHOICES }) : undefined,
    relay: kind === 'relay' ? (rule.relay ?? blank.relay) : undefined,
    quiz:
      kind === 'quiz'
        ? (rule.quiz ?? { question: '', options: TWO_CHOICES.map((one) => ({ ...one, correct: false })) })
        : undefined,
  };
};

/**
 * A rule out of what a sentence said. What it left open stays open (no groups, no time), so that nothing is
 * guessed on anybody's behalf.
 */
export const ruleOf = (draft: Partial<ActivityRule>, open: readonly string[]): ActivityRule => {
  const blank = freshRule(draft.kind ?? 'sign_up');
  const timeOpen = open.some((field) => field.startsWith('window')) || draft.window === undefined;
  return {
    ...blank,
    ...draft,
    window: draft.window ?? (timeOpen ? { startAt: '', endAt: '' } : blank.window),
  };
};

/** The problems of a rule now, in the order of the editor. */
export const problemsOf = (rule: ActivityRule): RuleProblem[] => validateRule(rule, new Date());

/** The first problem at a field or below it. */
export const problemAt = (
  problems: readonly { field: string; message: string }[],
  field: string,
): string | undefined =>
  problems.find((one) => one.field === field || one.field.startsWith(`${field}.`))?.message;

/** Whether the server could read it at all: without a time there is nothing to store. */
export const hasTime = ({ window }: ActivityRule): boolean => window.startAt !== '' && window.endAt !== '';
