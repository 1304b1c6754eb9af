import type { BoxCard } from '@kouyi/shared/contracts';

/** 周五盲盒：可能开出山茶面霜、小样套装. What a box is to whom it is sent. */
export const insideOf = ({ name, topPrizes }: Pick<BoxCard, 'name' | 'topPrizes'>): string => {
  const best = topPrizes.slice(0, 2).map((prize) => prize.name);
  return best.length > 0 ? `${name}：可能开出${best.join('、')}` : `${name}：每个奖品的概率都写明了`;
};
