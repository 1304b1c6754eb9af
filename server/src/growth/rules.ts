import { GROWTH_STAGES, GROWTH_STANDINGS, type GrowthRules, type GrowthStanding } from '@kouyi/shared/types';
import { refusals } from '../kernel/refusals';

export const refuse = refusals({
  growth_rules_contradict: { zh: '{problem}', en: 'rules contradict themselves' },
  growth_rules_backdated: {
    zh: '新规则从今天或以后开始，过去的日子按当时的规则算。',
    en: 'rules never begin in the past',
  },
  growth_is_koc: {
    zh: '这位已经是 KOC 了，要调整请在名单里改等级或结束。',
    en: 'a KOC is not moved by hand',
    status: 409,
  },
  growth_same_stage: { zh: '已经在这个阶段了，不用再调。', en: 'already there', status: 409 },
  proposal_decided: { zh: '这条提名已经处理过了，刷新看看。', en: 'proposal is not open', status: 409 },
});

/** Whether the second is higher than the first, lower, or the same: 1, −1, 0. */
export const direction = (from: GrowthStanding, to: GrowthStanding): number =>
  Math.sign(GROWTH_STANDINGS.indexOf(to) - GROWTH_STANDINGS.indexOf(from));

/** From here on somebody has something to lose: that they are active they know themselves. */
export const isBeyond = (stage: GrowthStanding): boolean =>
  GROWTH_STANDINGS.indexOf(stage) >= GROWTH_STANDINGS.indexOf('sharing');

/** @throws Refusal `growth_rules_contradict`, which says what does not go together. */
export function assertRules({ stages, graceDays, warnDays, reuseDays, coverageDays }: GrowthRules): void {
  const no = (problem: string, field: string) =>
    refuse('growth_rules_contradict', { field, details: { problem } });
  if (warnDays > graceDays) throw no('提前提醒的天数不能多过宽限的天数。', 'warnDays');
  if (reuseDays > 2 * coverageDays)
    throw no('复用的窗口不要超过覆盖窗口的两倍，不然会拿太老的活动来算。', 'reuseDays');
  for (const stage of GROWTH_STAGES) {
    const { conditions, atLeast } = stages[stage];
    if (atLeast !== undefined && atLeast > conditions.length)
      throw no('要满足的条数多过了条件的条数，把它调小或再加一条。', `stages.${stage}.atLeast`);
    const seen = new Set(conditions.map(({ measure, windowDays }) => `${measure} ${windowDays}`));
    if (seen.size < conditions.length)
      throw no('同一阶段里有两条一样的条件，留一条就够。', `stages.${stage}.conditions`);
  }
}

/** So long nothing is proposed again that was refused. */
export const ASK_AGAIN_DAYS = 60;
