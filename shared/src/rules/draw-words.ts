/** Boxes in plain Chinese: what a customer should know before drawing, and why they can't draw now. */
import { type BoxDesign, type DrawObstacle, PRIZE_KIND_NAMES } from '../types';
import { yuan } from './money';
import { hoursInWords, weekdaysInWords, windowInWords } from './words';

/** What an obstacle may say besides. */
export interface ObstacleDetail {
  /** When it opens next, in words. */
  opens?: string;
  limit?: number;
  age?: string;
}

const OBSTACLE_WORDS: Record<DrawObstacle, (detail: ObstacleDetail) => string> = {
  box_not_open: ({ opens }) => (opens ? `还没开始，${opens} 开抽。` : '这个盲盒还没开放。'),
  box_paused: () => '盲盒暂停了一下，恢复后就能抽，机会给你留着。',
  box_closed: () => '这个盲盒已经结束了，看看别的。',
  box_outside_hours: ({ opens }) => (opens ? `现在不是开抽时间，${opens} 再来。` : '现在不是开抽时间。'),
  box_exhausted: () => '奖品都被抽完了，机会没有扣，给你留着。',
  blacklisted: () => '你的账号暂时不能抽盲盒。有疑问请联系群里的伙伴。',
  staff_excluded: () => '内部伙伴不参加抽奖，把机会留给顾客。',
  age_unknown: () => '抽之前先确认一下年龄，只要一次。',
  under_age: ({ age }) => `按规定，${age ?? '未满 8 岁'}不能抽盲盒。填错了请联系群里的伙伴。`,
  person_limit: ({ limit }) => `每人最多抽 ${limit ?? 1} 次，你已经抽满了。`,
  person_day_limit: ({ limit }) => `每人每天最多抽 ${limit ?? 1} 次，明天再来。`,
  group_limit: ({ limit }) => `这个群的 ${limit ?? 1} 次已经抽完了，看看别的群。`,
  draws_limit: ({ limit }) => `这个盲盒一共 ${limit ?? 0} 抽，已经抽满了。`,
  no_chance: () => '还没有机会。在群里扣 1 就有，也看看能不能用积分换。',
};

/** Why a person can't draw, and what to do. */
export const obstacleInWords = (obstacle: DrawObstacle, detail: ObstacleDetail = {}): string =>
  OBSTACLE_WORDS[obstacle](detail);

/** When a box is open: '每天 20:00–22:00' or its whole window. */
export const boxHours = ({ window }: BoxDesign): string =>
  window.dailyHours || window.weekdays?.length
    ? `${weekdaysInWords(window.weekdays)} ${hoursInWords(window.dailyHours)}`
    : windowInWords(window);

/** Everything a customer should know before drawing, line by line. */
export function boxInWords(design: BoxDesign): string[] {
  const { guarantee, limits, prizes } = design;
  const name = (id: string): string => prizes.find((prize) => prize.id === id)?.name ?? '';
  const kinds = [...new Set(prizes.map(({ kind }) => kind))].filter((kind) => kind !== 'nothing');
  const worth = prizes.reduce((most, { valueFen }) => Math.max(most, valueFen), 0);
  return [
    `开放时间：${windowInWords(design.window)}`,
    `奖品有${kinds.map((kind) => PRIZE_KIND_NAMES[kind]).join('、')}，最高价值 ${yuan(worth)} 元`,
    '概率就是公布的那张表：抽的时候用的也是它，改了会出新版本，旧版本一直能查',
    `奖品抽完后，它的概率归「${name(design.fallbackPrizeId)}」`,
    ...(guarantee
      ? [
          `保底：连续 ${guarantee.afterDraws - 1} 次没中，第 ${guarantee.afterDraws} 次必得「${name(guarantee.prizeId)}」`,
        ]
      : []),
    ...limitLines(limits),
    design.ageGate === 'adult' ? '18 岁以上才能抽' : '8 岁以下不能抽，8 到 17 岁要监护人同意',
    ...(design.excludeStaff ? ['品牌员工不参加'] : []),
    '每一抽都能自己验证：先公布承诺，本轮结束后公布种子',
  ];
}

function limitLines({ perPerson, perPersonPerDay, perGroup, totalDraws }: BoxDesign['limits']): string[] {
  const mine = [
    ...(perPerson === undefined ? [] : [`每人最多 ${perPerson} 次`]),
    ...(perPersonPerDay === undefined ? [] : [`每人每天最多 ${perPersonPerDay} 次`]),
  ].join('，');
  const all = [
    ...(perGroup === undefined ? [] : [`每个群最多 ${perGroup} 次`]),
    ...(totalDraws === undefined ? [] : [`一共 ${totalDraws} 次，抽满为止`]),
  ].join('，');
  return [mine, all].filter((line) => line !== '');
}
