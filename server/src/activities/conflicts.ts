import { conflictsWith, type PlacedRule } from '@kouyi/shared/rules/conflicts';
import type { ActivityRule } from '@kouyi/shared/types';
import { now } from '../kernel/clock';
import { groupDirectory } from '../groups';
import { groupsOf, ruleBook } from './rule-book';

const placed = (id: string, rule: ActivityRule): PlacedRule => ({
  id,
  rule,
  groupIds: groupsOf(rule.where).map((group) => group.id),
});

/**
 * Overlaps of a rule with everything that listens or will, as the console shows them; also with what is to be launched
 * `beside` it.
 */
export function conflictsOf(
  id: string,
  rule: ActivityRule,
  beside: readonly { id: string; rule: ActivityRule }[] = [],
) {
  const moment = now();
  const live = [...ruleBook.all()].filter(({ state }) => state !== 'closed');
  const rules = new Map([...beside, ...live].map((other) => [other.id, other.rule]));
  const others = [...rules]
    .filter(([otherId, other]) => otherId !== id && new Date(other.window.endAt) > moment)
    .map(([otherId, other]) => placed(otherId, other));
  return conflictsWith(placed(id, rule), others).map((conflict) => {
    const otherId = conflict.winnerId === id ? conflict.loserId : conflict.winnerId;
    return {
      activityId: otherId,
      title: rules.get(otherId)?.title ?? '',
      triggers: conflict.triggers,
      groups: conflict.groupIds.map((groupId) => ({
        id: groupId,
        name: groupDirectory.get(groupId)?.name ?? '',
      })),
      when: conflict.when,
      wins: conflict.winnerId === id,
    };
  });
}
