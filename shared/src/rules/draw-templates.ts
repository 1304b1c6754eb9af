/** Boxes to begin from: every one can be opened as it is, once coupons are chosen and the day suits. */
import type { BoxDesign, PrizeDesign } from '../types';
import { reserveNeeded, worstCostFen } from './draw-design';
import { shanghaiDay, shanghaiInstant } from './time';

/** A proven box. */
export interface BoxTemplate {
  key: string;
  name: string;
  /** One sentence: when and why to use it. */
  line: string;
  /** The design with a window that begins today and a budget that covers its stock. */
  design: (now: Date) => BoxDesign;
}

const nothing = (weight: number): PrizeDesign => ({
  id: 'none',
  kind: 'nothing',
  name: '谢谢参与',
  weight,
  costFen: 0,
  valueFen: 0,
});

const pointsPrize = (id: string, points: number, weight: number, stock: number): PrizeDesign => ({
  id,
  kind: 'points',
  name: `${points} 积分`,
  weight,
  stock,
  points,
  costFen: points,
  valueFen: points,
});

const goods = (
  id: string,
  name: string,
  of: Pick<PrizeDesign, 'weight' | 'stock' | 'costFen' | 'valueFen'> & Partial<PrizeDesign>,
): PrizeDesign => ({ id, kind: 'goods', name, claimDays: 30, ...of });

type Parts = Pick<BoxDesign, 'name' | 'line' | 'prizes' | 'fallbackPrizeId'> &
  Partial<Pick<BoxDesign, 'limits' | 'guarantee' | 'chancePoints' | 'ageGate'>> & {
    days: number;
    dailyHours?: BoxDesign['window']['dailyHours'];
  };

function designOf({ days, dailyHours, ...parts }: Parts, now: Date): BoxDesign {
  const day = shanghaiDay(now);
  const design: BoxDesign = {
    limits: {},
    ageGate: 'eight',
    ...parts,
    window: {
      startAt: shanghaiInstant(day).toISOString(),
      endAt: shanghaiInstant(day + days).toISOString(),
      ...(dailyHours ? { dailyHours } : {}),
    },
    excludeStaff: true,
    roundHours: 24,
    budgetFen: 0,
  };
  return { ...design, budgetFen: worstCostFen(design) };
}

export const BOX_TEMPLATES: readonly BoxTemplate[] = [
  {
    key: 'daily-surprise',
    name: '每日小惊喜',
    line: '群里每天扣 1 抽一次：大多是积分，偶尔有小样，十抽保底，留住每天来看一眼的人。',
    design: (now) =>
      designOf(
        {
          name: '每日小惊喜',
          line: '每天一抽，十抽必有一份小样',
          days: 30,
          limits: { perPersonPerDay: 1, totalDraws: 3_000 },
          prizes: [
            goods('sample', '精华小样', { weight: 5, stock: 100, costFen: 300, valueFen: 1_900 }),
            pointsPrize('p50', 50, 15, 400),
            pointsPrize('p10', 10, 130, 2_000),
            nothing(850),
          ],
          fallbackPrizeId: 'none',
          guarantee: { afterDraws: 10, prizeId: 'sample', reserved: reserveNeeded(3_000, 10) },
          chancePoints: 20,
        },
        now,
      ),
  },
  {
    key: 'launch-night',
    name: '新品首发夜',
    line: '新品上市那一晚：大奖稀有，人人有份（没有谢谢参与），抽完为止，适合拉高群里的声量。',
    design: (now) =>
      designOf(
        {
          name: '新品首发夜盲盒',
          line: '今晚 8 点开抽，人人有份，抽完为止',
          days: 1,
          dailyHours: { from: '20:00', to: '22:00' },
          limits: { perPerson: 3 },
          prizes: [
            goods('full', '新品正装', {
              weight: 10,
              stock: 10,
              costFen: 6_800,
              valueFen: 29_900,
              rare: true,
            }),
            goods('kit', '旅行三件套', { weight: 90, stock: 90, costFen: 1_800, valueFen: 9_900 }),
            pointsPrize('p66', 66, 900, 900),
          ],
          fallbackPrizeId: 'p66',
        },
        now,
      ),
  },
  {
    key: 'rare-one',
    name: '万里挑一',
    line: '一个大奖挂一个月：百万分之一到千分之一的概率，明明白白写出来，靠公平和悬念带话题。',
    design: (now) =>
      designOf(
        {
          name: '万里挑一',
          line: '一万抽里有一份年度大奖，概率公开，随时可查',
          days: 30,
          limits: { perPersonPerDay: 3, perPerson: 30 },
          prizes: [
            goods('grand', '年度护肤礼盒', {
              weight: 1,
              stock: 1,
              costFen: 80_000,
              valueFen: 399_900,
              rare: true,
            }),
            pointsPrize('p100', 100, 99, 200),
            pointsPrize('p5', 5, 2_900, 6_000),
            nothing(7_000),
          ],
          fallbackPrizeId: 'none',
          chancePoints: 10,
          ageGate: 'adult',
        },
        now,
      ),
  },
  {
    key: 'store-thanks',
    name: '门店感谢盒',
    line: '到店顾客专属：伙伴补发机会，顾客在小程序里开，奖品凭取货码到店领，顺带带回头客。',
    design: (now) =>
      designOf(
        {
          name: '门店感谢盒',
          line: '谢谢你来过，开一个带回家',
          days: 14,
          limits: { perPerson: 1 },
          prizes: [
            goods('mask', '补水面膜一片', { weight: 60, stock: 300, costFen: 250, valueFen: 1_500 }),
            goods('cup', '品牌随行杯', { weight: 10, stock: 50, costFen: 1_500, valueFen: 5_900 }),
            pointsPrize('p30', 30, 30, 150),
          ],
          fallbackPrizeId: 'mask',
        },
        now,
      ),
  },
];
