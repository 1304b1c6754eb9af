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

/** Overlaps of a rule with everything that listens or will, as the console shows them. */
export function conflictsOf(id: string, rule: ActivityRule) {
  const moment = now();
  const others = [...ruleBook.all()]
    .filter((live) => live.id !== id && live.state !== 'closed' && new Date(live.rule.window.endAt) > moment)
    .map((live) => placed(live.id, live.rule));
  return conflictsWith(placed(id, rule), others).map((conflict) => {
    const otherId = conflict.winnerId === id ? conflict.loserId : conflict.winnerId;
    return {
      activityId: otherId,
      title: ruleBook.get(otherId)?.rule.title ?? '',
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
