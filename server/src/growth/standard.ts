import type { GrowthRules } from '@kouyi/shared/types';

/** What somebody's people did in one campaign. */
interface CampaignUse {
  readonly activityId: string;
  /** Different people of theirs who acted in it after they had been activated elsewhere. */
  readonly people: number;
}

interface StandardFacts {
  /** Reached first by them within the days of coverage, and of these the activated. */
  readonly reached: number;
  readonly activated: number;
  /** Campaigns that their people could have taken part in, within the days of reusability. */
  readonly campaigns: readonly CampaignUse[];
}

/** The graduation standard as numbers. `share` is between 0 and 1, `score` between 0 and 100 with one decimal. */
export interface Standard {
  readonly reached: number;
  readonly activated: number;
  readonly acted: number;
  readonly campaigns: number;
  readonly share: number;
  readonly score: number;
}

/** Below so many campaigns a share would say more than it knows: what is missing counts as not acted. */
const FEWEST_CAMPAIGNS = 3;

type Parameters = Pick<
  GrowthRules,
  'coverageTarget' | 'coverageWeight' | 'reuseK' | 'coverageDays' | 'reuseDays'
>;

/** How far coverage has come, between 0 and 1: each further person counts a little less than the one before. */
const coveragePart = (activated: number, target: number): number =>
  Math.min(1, Math.log(1 + activated) / Math.log(1 + target));

/** Coverage, reusability and the score that they make. See METHOD.md. */
export function standardOf(
  { reached, activated, campaigns }: StandardFacts,
  { coverageTarget, coverageWeight, reuseK }: Parameters,
): Standard {
  const acted = campaigns.filter(({ people }) => people >= reuseK).length;
  const share = acted / Math.max(FEWEST_CAMPAIGNS, campaigns.length);
  const score = coverageWeight * coveragePart(activated, coverageTarget) + (100 - coverageWeight) * share;
  return {
    reached,
    activated,
    acted,
    campaigns: campaigns.length,
    share,
    score: Math.round(score * 10) / 10,
  };
}

/** The same in words, with the numbers in it: what was counted, what each part brings, and the formula. */
export function standardInWords(
  standard: Standard,
  rules: Parameters,
): { coverage: string; reusability: string; sum: string[]; formula: string } {
  const { reached, activated, acted, campaigns, share, score } = standard;
  const { coverageTarget, coverageWeight, coverageDays, reuseDays, reuseK } = rules;
  const few = campaigns < FEWEST_CAMPAIGNS ? `，不足 ${FEWEST_CAMPAIGNS} 场按 ${FEWEST_CAMPAIGNS} 场算` : '';
  const cap = activated > coverageTarget ? '（封顶 1）' : '';
  return {
    coverage: `近 ${coverageDays} 天，${reached} 位是你第一个带来的，其中 ${activated} 位真的参加了。`,
    reusability: `近 ${reuseDays} 天，他们能参加的活动有 ${campaigns} 场，其中 ${acted} 场有至少 ${reuseK} 位又来了${few}。`,
    sum: sumInWords(standard, rules),
    formula: `${coverageWeight} × ln(1+${activated}) ÷ ln(1+${coverageTarget})${cap} + ${100 - coverageWeight} × ${percent(share)} = ${score.toFixed(1)}`,
  };
}

/** How the score comes about, for who knows no logarithm; the parts as they are shown add up to the score. */
function sumInWords(
  { activated, acted, campaigns, share, score }: Standard,
  { coverageTarget, coverageWeight }: Parameters,
): string[] {
  const pointsOf = (people: number) => coverageWeight * coveragePart(people, coverageTarget);
  const covered = Math.round(pointsOf(activated) * 10) / 10;
  const oneMore = pointsOf(activated + 1) - pointsOf(activated);
  const of = Math.max(FEWEST_CAMPAIGNS, campaigns);
  return [
    `覆盖得 ${covered.toFixed(1)} 分，满分 ${coverageWeight}：${activated} 位真的参加了，到 ${coverageTarget} 位得满。${
      oneMore < 0.05 ? '' : `越往后每多一位加得越少，下一位大约加 ${oneMore.toFixed(1)} 分。`
    }`,
    `复用得 ${(score - covered).toFixed(1)} 分，满分 ${100 - coverageWeight}：${of} 场里 ${acted} 场又来了，占 ${percent(share)}，场场都来得满。`,
    `加起来 ${score.toFixed(1)} 分。`,
  ];
}

const percent = (part: number): string => `${Math.round(part * 100)}%`;

/** With fewer than so many others a place among them says nothing. */
const FEWEST_PEERS = 5;

/** Share of the others below, in percent; those with the same score count half. Undefined: too few others. */
export const percentileOf = (counts: { below: number; same: number; others: number }): number | undefined =>
  counts.others < FEWEST_PEERS
    ? undefined
    : Math.round((100 * (counts.below + counts.same / 2)) / counts.others);
