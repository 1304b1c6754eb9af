import { GROWTH_STANDING_NAMES, type GrowthStanding } from '@kouyi/shared/types';

/** The colour of a stage: grey at first, green for who is a KOC. */
export const stageTone = (stage: GrowthStanding): 'good' | 'info' | undefined =>
  stage === 'koc' ? 'good' : stage === 'none' || stage === 'active' ? undefined : 'info';

/** 活跃 → 分享. */
export const moveWords = (from: GrowthStanding, to: GrowthStanding): string =>
  `${GROWTH_STANDING_NAMES[from]} → ${GROWTH_STANDING_NAMES[to]}`;
