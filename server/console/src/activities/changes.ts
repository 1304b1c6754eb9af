import { ruleInWords } from '@kouyi/shared/rules/words';
import type { ActivityRule } from '@kouyi/shared/types';

const unnamed = { group: () => undefined, unit: () => undefined };

/** One thing that is another from one version of a rule to the next: which part (see PART_NAMES), and both in words. */
export interface Change {
  part: string;
  from: string;
  to: string;
}

/** What the lines of the rule leave out, each as text that is '' where there is nothing. */
const unsaid: { part: string; of: (rule: ActivityRule) => string }[] = [
  { part: 'answer', of: ({ answer }) => answer.text },
  { part: 'answer', of: ({ answer }) => (answer.closingText ? `结束时说：${answer.closingText}` : '') },
  { part: 'trigger', of: ({ priority }) => (priority === 0 ? '' : `优先级 ${priority}`) },
];
/** What is told as changed only: it is known here by ids, which say nothing to anybody. */
const nameless: { part: string; to: string; of: (rule: ActivityRule) => unknown }[] = [
  { part: 'where', to: '群的范围改过了', of: ({ where }) => where },
  { part: 'reward', to: '换了一个盲盒', of: ({ reward }) => reward.box?.id },
  { part: 'reward', to: '换了一张券', of: ({ reward }) => reward.couponId },
];

/** What changed from one rule to another, in the words of the rule. */
export const changesOf = (before: ActivityRule, after: ActivityRule): Change[] => {
  // Every rule is told in the same lines, so they stand beside each other.
  const old = ruleInWords(before, unnamed);
  const lines = ruleInWords(after, unnamed)
    .map(({ part, line }, i) => ({ part, from: old[i]?.line ?? '', to: line }))
    .filter(({ part }) => part !== 'where');
  const also = unsaid.map(({ part, of }) => ({ part, from: of(before), to: of(after) }));
  return [
    ...[...lines, ...also].filter(({ from, to }) => from !== to),
    ...nameless
      .filter(({ of }) => JSON.stringify(of(before)) !== JSON.stringify(of(after)))
      .map(({ part, to }) => ({ part, from: '', to })),
  ];
};
