import { KOC_TIERS, type KocTier } from '@kouyi/shared/types';
import { derivedId } from '../kernel/ids';
import { refusals } from '../kernel/refusals';
import type { KocRow } from './model';

export const refuse = refusals({
  already_koc: { zh: '这位成员已经是 KOC 了。', en: 'already a KOC', status: 409 },
  koc_unknown: { zh: '没有找到这位 KOC，可能还没有任命。', en: 'no such KOC' },
  koc_ended: { zh: '这位 KOC 已经结束了，不能再改。', en: 'KOC has ended', status: 409 },
  parent_unknown: { zh: '上级不是在任的 KOC，请换一位。', en: 'parent is no active KOC' },
  parent_has_parent: {
    zh: '最多两级：这位上级自己还有上级，不能再带人。',
    en: 'a parent may not have a parent',
  },
  has_children: { zh: '最多两级：这位成员自己带着 KOC，不能再有上级。', en: 'a parent may not get a parent' },
  tier_backdated: { zh: '等级只能从现在或以后开始，不能改过去的。', en: 'tiers never change backwards' },
  staff_excluded: { zh: '员工不参与分佣，不能任命为 KOC。', en: 'staff are no KOCs' },
});

const CODE_LENGTH = 8;

/** The code of a person: always the same, short enough to be typed; `salt` makes another when it is taken. */
export const kocCodeOf = (personId: string, salt = ''): string =>
  derivedId('koc', personId, salt).slice(4, 4 + CODE_LENGTH);

/** The tier that counts at a moment; before the first, the first. */
export const tierAt = ({ tiers }: Pick<KocRow, 'tiers'>, at: Date): KocTier =>
  (tiers.filter(({ from }) => from <= at).at(-1) ?? tiers[0]!).tier;

/** Who of two acts for a person who is both: in office before ended, the higher tier, the longer in office. */
export const byStanding =
  (at: Date) =>
  (a: KocRow, b: KocRow): number =>
    Number(a.endedAt !== undefined) - Number(b.endedAt !== undefined) ||
    KOC_TIERS.indexOf(tierAt(b, at)) - KOC_TIERS.indexOf(tierAt(a, at)) ||
    a.since.getTime() - b.since.getTime() ||
    (a._id < b._id ? -1 : 1);

/** The tiers with one more from a moment on: what was planned after it gives way, what counted before stays. */
export const withTier = (tiers: KocRow['tiers'], tier: KocTier, from: Date): KocRow['tiers'] => [
  ...tiers.filter((each) => each.from < from),
  { tier, from },
];
