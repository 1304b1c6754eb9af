/** What a rule decided about one message. `counted` is the only one that gives anything. */
export const OUTCOMES = [
  'counted',
  'already_counted',
  'outside_hours',
  'not_started',
  'ended',
  'paused',
  'blacklisted',
  'staff_excluded',
  'not_first_time',
  'only_first_time',
  'outside_audience',
  'too_new_in_group',
  'person_limit',
  'person_day_limit',
  'group_limit',
  'total_limit',
  'budget_spent',
  'text_missing',
  'wrong_answer',
  'lower_priority',
] as const;
export type Outcome = (typeof OUTCOMES)[number];
