/** Where two activities would listen to the same word in the same group at the same time, and who then wins. */
import type { ActivityRule } from '../types';
import { triggerKey, triggersOf } from './text';
import { openSpans, type OpenSpan } from './time';
import { durationInWords, momentInWords } from './words';

/** A rule with the groups that its `where` comes down to today. */
export interface PlacedRule {
  id: string;
  rule: ActivityRule;
  groupIds: readonly string[];
}

/** What two rules share: words (as the first writes them), groups and stretches of time (the first hundred). */
export interface Conflict {
  triggers: string[];
  groupIds: string[];
  spans: OpenSpan[];
  /** The stretches in words, at most three. */
  when: string;
  winnerId: string;
  loserId: string;
  message: string;
}

const MOST_SPANS = 100;

const shared = (a: readonly OpenSpan[], b: readonly OpenSpan[]): OpenSpan[] => {
  const spans: OpenSpan[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length && spans.length < MOST_SPANS;) {
    const from = Math.max(a[i]!.from.getTime(), b[j]!.from.getTime());
    const to = Math.min(a[i]!.to.getTime(), b[j]!.to.getTime());
    if (from < to) spans.push({ from: new Date(from), to: new Date(to) });
    if (a[i]!.to.getTime() < b[j]!.to.getTime()) i += 1;
    else j += 1;
  }
  return spans;
};

const spansInWords = (spans: readonly OpenSpan[]): string => {
  const told = spans
    .slice(0, 3)
    .map(({ from, to }) => `${momentInWords(from)}起 ${durationInWords(to.getTime() - from.getTime())}`);
  const many = spans.length >= MOST_SPANS ? `${MOST_SPANS} 段以上` : `${spans.length} 段`;
  return spans.length > 3 ? `${told.join('、')}，一共 ${many}` : told.join('、');
};

/**
 * Compares two rules of one group and trigger: negative if `a` wins. Higher priority wins, then the later start,
 * then the smaller id, so that the order is total and the same on every process.
 */
export const byPriority = (a: Pick<PlacedRule, 'id' | 'rule'>, b: Pick<PlacedRule, 'id' | 'rule'>): number =>
  b.rule.priority - a.rule.priority ||
  Date.parse(b.rule.window.startAt) - Date.parse(a.rule.window.startAt) ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * The conflict of two rules, or undefined if no word, no group or no minute is common. Triggers are compared as
 * messages are (`扣1` and `１` are one word); hours, weekdays and midnight are taken into account.
 */
export const overlaps = (a: PlacedRule, b: PlacedRule): Conflict | undefined => {
  const keys = new Set(triggersOf(b.rule).map(triggerKey));
  const triggers = triggersOf(a.rule).filter((trigger) => keys.has(triggerKey(trigger)));
  if (triggers.length === 0) return undefined;
  const there = new Set(b.groupIds);
  const groupIds = a.groupIds.filter((id) => there.has(id));
  if (groupIds.length === 0) return undefined;
  const range = {
    from: new Date(Math.max(Date.parse(a.rule.window.startAt), Date.parse(b.rule.window.startAt))),
    to: new Date(Math.min(Date.parse(a.rule.window.endAt), Date.parse(b.rule.window.endAt))),
  };
  const spans = shared(openSpans(a.rule.window, range), openSpans(b.rule.window, range));
  if (spans.length === 0) return undefined;
  const [winner, loser] = byPriority(a, b) < 0 ? [a, b] : [b, a];
  const when = spansInWords(spans);
  const words = triggers.map((trigger) => `“${trigger}”`).join('、');
  return {
    triggers,
    groupIds,
    spans,
    when,
    winnerId: winner.id,
    loserId: loser.id,
    message: `「${a.rule.title}」和「${b.rule.title}」在 ${groupIds.length} 个群里都听 ${words}（${when}），会算给「${winner.rule.title}」。`,
  };
};

/** Every conflict of a rule with others, those with the most groups first. */
export const conflictsWith = (rule: PlacedRule, others: readonly PlacedRule[]): Conflict[] =>
  others
    .filter((other) => other.id !== rule.id)
    .flatMap((other) => overlaps(rule, other) ?? [])
    .sort((a, b) => b.groupIds.length - a.groupIds.length);
