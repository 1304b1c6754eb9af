import type { ActivityRule } from '@kouyi/shared/types';

/** What every section of the editor gets: the rule, and how to change parts of it. */
export interface SectionProps {
  rule: ActivityRule;
  change: (part: Partial<ActivityRule>) => void;
}
