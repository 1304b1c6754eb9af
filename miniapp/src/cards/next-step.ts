import type { ActivityCard } from '@kouyi/shared/contracts';

/** What a person can do about an activity right now. */
export type NextStep =
  /** Take part here: the bot can't read these groups. */
  | { kind: 'here'; groups: ActivityCard['groups'] }
  /** Type the trigger in one of these groups. */
  | { kind: 'in_group'; groups: ActivityCard['groups'] }
  | { kind: 'done' }
  | { kind: 'full' }
  | { kind: 'soon' }
  | { kind: 'between' }
  | { kind: 'paused' }
  | { kind: 'over' };

/** `doneToday`: for a check-in, whether today's day is already in; other kinds look at `card.mine`. */
export const nextStep = (card: ActivityCard, now: { nowMs: number; doneToday?: boolean }): NextStep => {
  const closed =
    card.state === 'closed' || card.state === 'archived' || Date.parse(card.closesAt) <= now.nowMs;
  const done = card.kind === 'check_in' ? (now.doneToday ?? false) : card.mine > 0;
  if (closed) return { kind: 'over' };
  if (done) return { kind: 'done' };
  if (card.state === 'paused') return { kind: 'paused' };
  // What the server calls open is open: its answer's `opensAt` may lie a moment ahead of this phone's clock.
  if (!card.openNow) return { kind: Date.parse(card.opensAt) > now.nowMs ? 'soon' : 'between' };
  if (card.left === 0) return { kind: 'full' };
  const here = card.groups.filter((group) => !group.botCanRead);
  return here.length > 0 ? { kind: 'here', groups: here } : { kind: 'in_group', groups: card.groups };
};

/** What the button that takes part here says. */
export const hereLabel = (trigger: string): string =>
  /^[\d+]+$/.test(trigger) ? `在这里扣 ${trigger}` : `在这里发「${trigger}」`;

/** Whether a tap says everything, or a choice or some text is needed first. */
export const oneTapIsEnough = (card: ActivityCard): boolean =>
  card.kind !== 'vote' && card.kind !== 'quiz' && card.kind !== 'relay';
