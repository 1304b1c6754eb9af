/** Whether a rule can be launched: every problem at once, each with the field that causes it and what to do. */
import type { ActivityRule, VoteOption } from '../types';
import { normaliseText, triggerKey } from './text';
import { clockMinutes, DAY_MS, nextOpening } from './time';
import { ANSWER_PLACEHOLDERS } from './words';

/** One thing to put right. `message` is Chinese and says what to do. */
export interface RuleProblem {
  /** Dot path into the rule, e.g. 'window.endAt' or 'vote.options.1.trigger'. */
  field: string;
  /** Stable snake_case. */
  code: string;
  message: string;
}

/** Upper bounds of a rule; the contracts may use the same. */
export const RULE_BOUNDS = {
  titleLength: 40,
  triggerLength: 20,
  triggers: 20,
  options: 20,
  labelLength: 40,
  answerLength: 300,
  points: 10_000,
  people: 10_000_000,
  budgetPoints: 1_000_000_000,
  windowDays: 366,
  milestones: 20,
} as const;

type Add = (field: string, code: string, message: string) => void;

/** Every problem of a rule at `now`, in the order of the editor. Empty: it can be launched. */
export const validateRule = (rule: ActivityRule, now: Date): RuleProblem[] => {
  const problems: RuleProblem[] = [];
  const add: Add = (field, code, message) => problems.push({ field, code, message });
  if (rule.title.trim() === '') add('title', 'title_missing', '给活动起个名字，群友和同事都看得懂的那种。');
  if (rule.title.length > RULE_BOUNDS.titleLength)
    add('title', 'title_too_long', `名字太长了，${RULE_BOUNDS.titleLength} 个字以内就好。`);
  checkWindow(rule, now, add);
  checkWhere(rule, add);
  checkTriggers(rule, add);
  checkWho(rule, add);
  checkLimits(rule, add);
  checkReward(rule, add);
  checkAnswer(rule, add);
  if (!Number.isSafeInteger(rule.priority) || Math.abs(rule.priority) > 1_000)
    add('priority', 'priority_not_whole', '优先级填 -1000 到 1000 的整数。');
  return problems;
};

const checkWindow = ({ window }: ActivityRule, now: Date, add: Add): void => {
  const [start, end] = [Date.parse(window.startAt), Date.parse(window.endAt)];
  if (Number.isNaN(start)) add('window.startAt', 'start_missing', '选一个开始时间。');
  if (Number.isNaN(end)) add('window.endAt', 'end_missing', '选一个结束时间。');
  const hoursOk = checkHours(window.dailyHours, add);
  const daysOk = (window.weekdays ?? []).every((day) => Number.isInteger(day) && day >= 1 && day <= 7);
  if (!daysOk) add('window.weekdays', 'weekday_unknown', '星期只能选周一到周日。');
  if (window.weekdays?.length === 0) add('window.weekdays', 'weekdays_empty', '至少选一天，或者选“每天”。');
  if (Number.isNaN(start) || Number.isNaN(end)) return;
  if (end <= start) return add('window.endAt', 'end_before_start', '结束时间早于开始时间，往后挪一挪。');
  if (end <= now.getTime())
    return add('window.endAt', 'window_past', '这个时间已经过去了，换一个以后的时间。');
  if (end - start > RULE_BOUNDS.windowDays * DAY_MS)
    return add('window.endAt', 'window_too_long', '一个活动最长一年，到期可以复制再开。');
  if (hoursOk && daysOk && !nextOpening(window, now))
    add('window.dailyHours', 'window_never_opens', '按选的星期和时段，活动一次也开不了，改一下时段或日期。');
};

const checkHours = (hours: ActivityRule['window']['dailyHours'], add: Add): boolean => {
  if (!hours) return true;
  const bad = (['from', 'to'] as const).filter((end) => clockMinutes(hours[end]) === undefined);
  for (const end of bad) add(`window.dailyHours.${end}`, 'hours_malformed', '时段写成 20:00 这样的格式。');
  if (hours.from === '24:00') add('window.dailyHours.from', 'hours_malformed', '从半夜开始请写 00:00。');
  return bad.length === 0 && hours.from !== '24:00';
};

const checkWhere = ({ where }: ActivityRule, add: Add): void => {
  const some = where.groupIds.length + where.tags.length + where.unitIds.length > 0;
  if (!where.everywhere && !some)
    add('where', 'groups_missing', '选一下在哪些群里做：按名字、标签或门店都行。');
  if (where.everywhere && some) add('where', 'where_contradicts', '已经选了所有群，就不用再单独选群了。');
  const picked = new Set(where.groupIds);
  if (!where.everywhere && where.exceptGroupIds.some((id) => picked.has(id)))
    add('where.exceptGroupIds', 'where_contradicts', '有个群既选上了又排除了，留一个就好。');
};

/**
 * `keyOf`: what makes two words the same. Among triggers only the same writing (扣1 beside 1 is needless, not wrong);
 * among options whatever a message cannot tell apart.
 */
const checkWord = (
  word: string,
  field: string,
  seen: Map<string, string>,
  add: Add,
  keyOf: (word: string) => string,
): void => {
  const key = keyOf(word);
  if (key === '') return add(field, 'trigger_empty', '口令是空的，填一个，比如 1。');
  if (word.trim().length > RULE_BOUNDS.triggerLength)
    return add(field, 'trigger_too_long', `口令太长了，${RULE_BOUNDS.triggerLength} 个字以内，越短越好。`);
  const same = seen.get(key);
  if (same !== undefined) {
    const message =
      same === word ? `口令“${word}”写了两遍，留一个。` : `“${same}”和“${word}”在群里是同一个口令，留一个。`;
    return add(field, 'trigger_duplicate', message);
  }
  seen.set(key, word);
};

const checkOptions = (options: readonly VoteOption[], path: string, add: Add): void => {
  const seen = new Map<string, string>();
  if (options.length < 2) add(path, 'options_too_few', '至少要有两个选项。');
  if (options.length > RULE_BOUNDS.options)
    add(path, 'options_too_many', `选项最多 ${RULE_BOUNDS.options} 个。`);
  options.forEach((option, i) => {
    checkWord(option.trigger, `${path}.${i}.trigger`, seen, add, triggerKey);
    if (option.label.trim() === '') add(`${path}.${i}.label`, 'label_missing', '写上这个选项是什么。');
    if (option.label.length > RULE_BOUNDS.labelLength)
      add(`${path}.${i}.label`, 'label_too_long', `选项太长了，${RULE_BOUNDS.labelLength} 个字以内就好。`);
  });
};

const checkTriggers = (rule: ActivityRule, add: Add): void => {
  if (rule.kind === 'vote') return checkOptions(rule.vote?.options ?? [], 'vote.options', add);
  if (rule.kind === 'quiz') {
    const options = rule.quiz?.options ?? [];
    if ((rule.quiz?.question ?? '').trim() === '')
      add('quiz.question', 'question_missing', '写上要问的问题。');
    checkOptions(options, 'quiz.options', add);
    if (!options.some((option) => option.correct))
      add('quiz.options', 'correct_missing', '标出哪个是正确答案。');
    else if (options.length > 1 && options.every((option) => option.correct))
      add('quiz.options', 'all_correct', '所有选项都是对的，就不算问答了，至少留一个错的。');
    return;
  }
  if (rule.triggers.length === 0) add('triggers', 'triggers_missing', '填一个口令，比如 1。');
  if (rule.triggers.length > RULE_BOUNDS.triggers)
    add('triggers', 'triggers_too_many', `口令最多 ${RULE_BOUNDS.triggers} 个。`);
  const seen = new Map<string, string>();
  rule.triggers.forEach((trigger, i) => checkWord(trigger, `triggers.${i}`, seen, add, normaliseText));
  if (rule.kind === 'relay' && rule.relay?.textRequired && rule.relay.prompt.trim() === '')
    add('relay.prompt', 'prompt_missing', '告诉大家口令后面要写什么，比如“名字和份数”。');
};

const wholeFrom = (least: number, most: number, value: number): boolean =>
  Number.isSafeInteger(value) && value >= least && value <= most;

const checkWho = ({ who }: ActivityRule, add: Add): void => {
  if (!wholeFrom(0, 3_650, who.minDaysInGroup))
    add('who.minDaysInGroup', 'days_not_whole', '进群天数填 0 或更大的整数。');
};

const checkLimits = ({ limits }: ActivityRule, add: Add): void => {
  const people = (field: string, value: number | undefined) => {
    if (value !== undefined && !wholeFrom(1, RULE_BOUNDS.people, value))
      add(field, 'limit_not_whole', '这里填 1 以上的整数；不想限就空着。');
  };
  people('limits.perPerson', limits.perPerson);
  people('limits.perPersonPerDay', limits.perPersonPerDay);
  people('limits.total', limits.total);
  if (limits.perGroup && 'count' in limits.perGroup) people('limits.perGroup.count', limits.perGroup.count);
  if (
    limits.perGroup &&
    'sharePercent' in limits.perGroup &&
    !wholeFrom(1, 100, limits.perGroup.sharePercent)
  )
    add('limits.perGroup.sharePercent', 'share_out_of_range', '比例填 1 到 100 的整数。');
  if (
    limits.perPerson !== undefined &&
    limits.perPersonPerDay !== undefined &&
    limits.perPersonPerDay > limits.perPerson
  )
    add('limits.perPersonPerDay', 'limits_contradict', '每天的次数比总次数还多，改小一点。');
  if (limits.budgetPoints !== undefined && !wholeFrom(1, RULE_BOUNDS.budgetPoints, limits.budgetPoints))
    add('limits.budgetPoints', 'budget_not_whole', '预算填 1 以上的整数积分；不想限就空着。');
};

const checkReward = ({ kind, reward, limits, checkIn }: ActivityRule, add: Add): void => {
  if (kind !== 'blind_box' && reward.box)
    add('reward.box', 'box_needless', '只有抽盲盒的活动才选盲盒，去掉它或换成抽盲盒。');
  if (kind !== 'coupon_grab' && reward.couponId)
    add('reward.couponId', 'coupon_needless', '只有抢券的活动才选优惠券，去掉它或换成抢券。');
  const points = (field: string, value: number, least: number) => {
    if (!Number.isSafeInteger(value)) add(field, 'points_not_whole', '积分只能是整数。');
    else if (value < least)
      add(field, 'points_negative', least === 0 ? '积分不能是负数，不送就填 0。' : '积分要填 1 以上。');
    else if (value > RULE_BOUNDS.points)
      add(field, 'points_too_large', `一次最多送 ${RULE_BOUNDS.points} 积分，多半是多打了一个 0。`);
  };
  points('reward.points', reward.points, 0);
  if (limits.budgetPoints !== undefined && limits.budgetPoints < reward.points)
    add('limits.budgetPoints', 'budget_below_reward', '总预算连一个人都不够送，调高预算或调低积分。');
  if (kind !== 'check_in' || !checkIn) return;
  if (!wholeFrom(0, 31, checkIn.makeUpsPerMonth))
    add('checkIn.makeUpsPerMonth', 'make_ups_not_whole', '每月补卡次数填 0 到 31。');
  if (checkIn.makeUpsPerMonth > 0 && !wholeFrom(1, 31, checkIn.makeUpWithinDays))
    add('checkIn.makeUpWithinDays', 'make_up_days_not_whole', '补卡期限填 1 到 31 天。');
  if (checkIn.milestones.length > RULE_BOUNDS.milestones)
    add('checkIn.milestones', 'milestones_too_many', `连续奖励最多 ${RULE_BOUNDS.milestones} 档。`);
  const seen = new Set<number>();
  checkIn.milestones.forEach((milestone, i) => {
    const path = `checkIn.milestones.${i}`;
    if (!wholeFrom(2, 366, milestone.days)) add(`${path}.days`, 'milestone_days', '连续天数填 2 到 366。');
    if (seen.has(milestone.days))
      add(`${path}.days`, 'milestone_duplicate', `连续 ${milestone.days} 天写了两档，合成一档。`);
    seen.add(milestone.days);
    points(`${path}.points`, milestone.points, 1);
  });
};

const checkTemplate = (field: string, text: string, add: Add): void => {
  if (text.length > RULE_BOUNDS.answerLength)
    add(field, 'answer_too_long', `回复太长了，${RULE_BOUNDS.answerLength} 个字以内。`);
  const bare = text.replace(/\{([^{}]*)\}/g, (whole, key: string) => {
    if ((ANSWER_PLACEHOLDERS as readonly string[]).includes(key.trim())) return '';
    add(
      field,
      'placeholder_unknown',
      `不认识 ${whole}，可以用 ${ANSWER_PLACEHOLDERS.map((name) => `{${name}}`).join(' ')}。`,
    );
    return '';
  });
  if (/[{}]/.test(bare)) add(field, 'placeholder_broken', '花括号要成对，比如 {count}。');
};

const checkAnswer = ({ answer }: ActivityRule, add: Add): void => {
  if (answer.text.trim() === '') add('answer.text', 'answer_missing', '写一句机器人的回复。');
  if (!wholeFrom(1, 1_000, answer.everyPeople))
    add('answer.everyPeople', 'every_people', '每多少人回一次，填 1 到 1000。');
  if (!wholeFrom(5, 3_600, answer.everySeconds))
    add('answer.everySeconds', 'every_seconds', '每隔多少秒回一次，填 5 到 3600。');
  checkTemplate('answer.text', answer.text, add);
  if (answer.closingText !== undefined) checkTemplate('answer.closingText', answer.closingText, add);
};
