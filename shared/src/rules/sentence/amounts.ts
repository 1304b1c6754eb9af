/** Limits, rewards, milestones and who may take part. */
import type { CheckInRule, LimitsRule, WhoRule } from '../../types';
import { NUM, numberOf } from './numbers';
import type { Part, Source } from './source';

export interface Refusal {
  code: string;
  message: string;
}

export interface Question {
  field: string;
  question: string;
}

/** What a sentence says about amounts; only what it says. */
export interface AmountsReading {
  limits: LimitsRule;
  points?: number;
  who: Partial<WhoRule>;
  milestones: CheckInRule['milestones'];
  makeUpsPerMonth?: number;
  refusals: Refusal[];
  questions: Question[];
}

const UNIT_PEOPLE = '(?:个人|名额|名|位|人|个|单|份|张)';
const POINTS = '(?:个)?(?:积分|点积分|分(?!钟))';
const GIVE = '(?:送|奖励|奖|可得|得到|得|加|领取|领|给|发|赢|拿|\\+)';

/** Takes limits and rewards out of the sentence. Two different amounts for one thing are refused, equal ones are one. */
export const readAmounts = (source: Source): AmountsReading => {
  const reading: AmountsReading = { limits: {}, who: {}, milestones: [], refusals: [], questions: [] };
  const said = new Map<string, string>();
  /** False if the same thing was said before with another amount. */
  const once = (what: string, value: string, text: string): boolean => {
    const before = said.get(what);
    said.set(what, value);
    if (before === undefined || before === value) return true;
    reading.refusals.push({
      code: 'two_limits',
      message: `${what}说了两个不一样的数（${text}），留一个再说一遍。`,
    });
    return false;
  };
  const amount = (
    pattern: string,
    part: Part,
    what: string,
    read: (value: number) => void,
    words: (value: number) => string,
  ) =>
    source.each(new RegExp(pattern), part, (match) => {
      const value = numberOf(match.slice(1).find((group) => group !== undefined) ?? '');
      if (value === undefined) return undefined;
      if (value === 0)
        reading.refusals.push({ code: 'limit_zero', message: `${what}不能是 0；不想限就不用写。` });
      else if (once(what, String(value), match[0].trim())) read(value);
      return words(value);
    });

  readMilestones(source, reading);
  amount(
    `(?:每个?人|人均|单人)\\s*每[天日]\\s*(?:限|最多|只能|只可|可以|可|能)*\\s*(${NUM})\\s*(?:次|张|个|份|票|回)|每[天日]\\s*每个?人\\s*(?:限|最多|只能|可以|可|能)*\\s*(${NUM})\\s*(?:次|张|个|份|票|回)|一人一天(${NUM})次`,
    'limit',
    '每人每天的次数',
    (value) => (reading.limits.perPersonPerDay = value),
    (value) => `每人每天 ${value} 次`,
  );
  amount(
    `(?:仅限|限)?(?:每个?人|一人|人均|单人)\\s*(?:总共|一共|限领|限投|限抢|限抽|限|最多|只能|只可|可以|可|能|抽|领|投)*\\s*(${NUM})\\s*(?:次|张|个|份|票|回)|(?:限|只能|最多)\\s*(${NUM})\\s*次`,
    'limit',
    '每人次数',
    (value) => (reading.limits.perPerson = value),
    (value) => `每人 ${value} 次`,
  );
  source.each(
    new RegExp(`每个?群\\s*(?:限|前|最多|各|只要)*\\s*(?:(\\d{1,3})\\s*%|百分之(${NUM}))(?:的?人)?`),
    'limit',
    (match) => {
      const value = numberOf(match[1] ?? match[2] ?? '');
      if (value === undefined) return undefined;
      if (value < 1 || value > 100)
        reading.refusals.push({
          code: 'share_out_of_range',
          message: `每群 ${value}% 不行，比例要在 1 到 100 之间。`,
        });
      else if (once('每群名额', `${value}%`, match[0].trim()))
        reading.limits.perGroup = { sharePercent: value };
      return `每个群最多 ${value}% 的人`;
    },
  );
  source.each(
    new RegExp(
      `每个?群\\s*(?:限定|限|前|最多|各|只要)+\\s*(${NUM})\\s*${UNIT_PEOPLE}?|每个?群\\s*(${NUM})\\s*${UNIT_PEOPLE}`,
    ),
    'limit',
    (match) => {
      const value = numberOf(match[1] ?? match[2] ?? '');
      if (value === undefined) return undefined;
      if (value === 0)
        reading.refusals.push({ code: 'limit_zero', message: '每群名额不能是 0；不想限就不用写。' });
      else if (once('每群名额', String(value), match[0].trim())) reading.limits.perGroup = { count: value };
      return `每个群前 ${value} 位`;
    },
  );
  readBudget(source, reading, once);
  amount(
    `(?:仅限|只限|限定|限|取|只要|只取)?\\s*前\\s*(${NUM})\\s*${UNIT_PEOPLE}?(?!天|[\\d点])|(?:总共|一共|共|总)?(?:仅限|只限|限定|限量|限额|限)\\s*(${NUM})\\s*${UNIT_PEOPLE}|(?:总共|一共|共|总)?名额\\s*:?\\s*(${NUM})\\s*${UNIT_PEOPLE}?|(?:总共|一共|共|总)?\\s*(${NUM})\\s*个?名额`,
    'limit',
    '总名额',
    (value) => (reading.limits.total = value),
    (value) => `所有群加起来前 ${value} 位`,
  );
  readRewards(source, reading);
  readWho(source, reading);
  return reading;
};

const readMilestones = (source: Source, reading: AmountsReading): void => {
  source.each(
    new RegExp(
      `每?(?:连续|连着|坚持|打满|满)(?:打卡|签到)?满?\\s*(${NUM})\\s*天\\s*(?:打卡|签到)?(?:的)?[,，]?\\s*(?:再|额外|另外|另|多|就|可)*\\s*${GIVE}\\s*(${NUM})\\s*${POINTS}?`,
    ),
    'reward',
    (match) => {
      const [days, points] = [numberOf(match[1]!), numberOf(match[2]!)];
      if (days === undefined || points === undefined) return undefined;
      const before = reading.milestones.find((milestone) => milestone.days === days);
      if (before && before.points !== points)
        reading.refusals.push({
          code: 'two_rewards',
          message: `连续 ${days} 天说了两个不一样的奖励，留一个再说一遍。`,
        });
      else if (!before) reading.milestones.push({ days, points });
      return `每连续 ${days} 天再加 ${points} 积分`;
    },
  );
  source.each(new RegExp(`(?:不能|不可以|不许|不可|没有|不)补[卡签]`), 'limit', () => {
    reading.makeUpsPerMonth = 0;
    return '不能补卡';
  });
  source.each(
    new RegExp(
      `(?:每个?月)?(?:可以|可|能|允许)?补[卡签]\\s*(${NUM})\\s*(?:次|天)|每个?月(?:可以|可|能)?补\\s*(${NUM})\\s*(?:次|天)`,
    ),
    'limit',
    (match) => {
      const times = numberOf(match[1] ?? match[2] ?? '');
      if (times === undefined) return undefined;
      reading.makeUpsPerMonth = times;
      return `每月可以补卡 ${times} 次`;
    },
  );
};

const readBudget = (
  source: Source,
  reading: AmountsReading,
  once: (what: string, value: string, text: string) => boolean,
): void => {
  source.each(
    new RegExp(
      `总?预算\\s*(?:为|是|:|不超过|最多)?\\s*(${NUM})\\s*(积分|个积分|分|元|块钱|块)?|(?:总共|一共|合计)(?:最多)?(?:送|发)?\\s*(${NUM})\\s*积分|最多(?:送|发)\\s*(${NUM})\\s*积分`,
    ),
    'limit',
    (match) => {
      const value = numberOf(match[1] ?? match[3] ?? match[4] ?? '');
      if (value === undefined) return undefined;
      if (match[2] === '元' || match[2]?.startsWith('块')) {
        reading.questions.push({
          field: 'limits.budgetPoints',
          question: `预算现在按积分算，${value} 元折成多少积分？`,
        });
        return `预算 ${value} 元（要折成积分）`;
      }
      if (value === 0)
        reading.refusals.push({ code: 'limit_zero', message: '总预算不能是 0；不想限就不用写。' });
      else if (once('总预算', String(value), match[0].trim())) reading.limits.budgetPoints = value;
      return `总共最多送 ${value} 积分`;
    },
  );
};

const readRewards = (source: Source, reading: AmountsReading): void => {
  source.each(
    new RegExp(
      `((?:(?:每次|每人|每天|每位|各|都)\\s*(?:可以?)?)?(?:${GIVE}\\s*)?)(\\d{1,9}\\.\\d+|${NUM})\\s*(${POINTS})(?!之)`,
    ),
    'reward',
    (match) => {
      // "8点30分" is a time: bare 分 needs a verb before it.
      if (match[1] === '' && !match[3]!.includes('积')) return undefined;
      if (match[2]!.includes('.')) {
        reading.refusals.push({
          code: 'points_not_whole',
          message: `积分只能是整数，“${match[0].trim()}”改成整数再说一遍。`,
        });
        return `${match[2]} 积分`;
      }
      const value = numberOf(match[2]!);
      if (value === undefined) return undefined;
      if (reading.points !== undefined && reading.points !== value)
        reading.refusals.push({
          code: 'two_rewards',
          message: `送多少积分说了两个数（${reading.points} 和 ${value}），留一个再说一遍。`,
        });
      reading.points = value;
      return `每次得 ${value} 积分`;
    },
  );
  source.each(
    new RegExp(`${GIVE}\\s*(${NUM})\\s*(?:元|块钱|块)(?!的?[\\u4e00-\\u9fff]{0,3}券)`),
    'reward',
    (match) => {
      reading.questions.push({
        field: 'reward.points',
        question: `现在送的是积分，“${match[0].trim()}”折成多少积分？`,
      });
      return '送钱（要折成积分）';
    },
  );
};

const readWho = (source: Source, reading: AmountsReading): void => {
  const members = (pattern: RegExp, value: WhoRule['members'], meaning: string) =>
    source.each(pattern, 'limit', () => {
      if (reading.who.members !== undefined && reading.who.members !== value)
        reading.refusals.push({ code: 'two_limits', message: '既说只给新人又说只给老客，留一个再说一遍。' });
      reading.who.members = value;
      return meaning;
    });
  members(
    /(?:仅限|只限|只给|限)?(?:新人|新客|第一次参加的?人?|首次参加的?人?)(?:专享|专属|参加|才能参加)?/,
    'first_timers',
    '只给第一次参加活动的人',
  );
  members(
    /(?:仅限|只限|只给|限)?(?:老客户?|老用户|老朋友|参加过的?人?)(?:专享|专属|参加|才能参加)?/,
    'returning',
    '只给以前参加过活动的人',
  );
  source.each(
    new RegExp(`(?:进群|入群)满?\\s*(${NUM})\\s*天(?:以上)?(?:的?人)?(?:才能参加|可参加)?`),
    'limit',
    (match) => {
      const days = numberOf(match[1]!);
      if (days === undefined) return undefined;
      reading.who.minDaysInGroup = days;
      return `进群满 ${days} 天才能参加`;
    },
  );
  source.each(/员工(?:也)?(?:可以|能)(?:参加)?/, 'limit', () => {
    reading.who.excludeStaff = false;
    return '员工也能参加';
  });
  source.each(/员工(?:不算|不参加|不能参加|除外)/, 'limit', () => {
    reading.who.excludeStaff = true;
    return '员工不算';
  });
};
