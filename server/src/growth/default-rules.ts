import type { GrowthRules } from '@kouyi/shared/types';

/**
 * Rules that stand until the operator says otherwise. They are a start, not a truth: the calibration page says, after
 * some months, whether the score they lead to foretells anything.
 */
export const DEFAULT_GROWTH: GrowthRules = {
  stages: {
    active: { conditions: [{ measure: 'activeDays', need: 4, windowDays: 30 }] },
    sharing: {
      conditions: [
        { measure: 'shares', need: 2, windowDays: 30 },
        { measure: 'reached', need: 2, windowDays: 60 },
      ],
      atLeast: 1,
    },
    exclusive: {
      conditions: [
        { measure: 'activated', need: 3, windowDays: 90 },
        { measure: 'wishes', need: 1, windowDays: 365 },
        { measure: 'suggestions', need: 1, windowDays: 365 },
        { measure: 'lessons', need: 1, windowDays: 365 },
      ],
      atLeast: 2,
    },
    koc: {
      conditions: [
        { measure: 'activated', need: 8, windowDays: 90 },
        { measure: 'repeats', need: 10, windowDays: 90 },
      ],
    },
  },
  graceDays: 30,
  warnDays: 7,
  activationDays: 14,
  freshDays: 30,
  coverageDays: 90,
  coverageTarget: 30,
  reuseDays: 60,
  reuseK: 3,
  coverageWeight: 50,
  onGraduation: 'propose',
};
