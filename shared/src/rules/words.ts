/** Rules, outcomes and answers in plain Chinese: short, warm, concrete. */
import { ACTIVITY_KIND_NAMES, type ActivityRule, type Outcome, type WindowRule } from '../types';
import type { Reason } from './decide';
import { clockText, DAY_MS, hoursSpan, MINUTE_MS, shanghaiParts, weekdayOfDay, WEEKDAY_NAMES } from './time';

const two = (n: number) => String(n).padStart(2, '0');

/** '11月21日（周六）20:00'; with the year where asked. */
export const momentInWords = (at: Date, options: { year?: boolean } = {}): string => {
  const p = shanghaiParts(at);
  const year = options.year ? `${p.year}年` : '';
  return `${year}${p.month}月${p.date}日（${WEEKDAY_NAMES[p.weekday]!}）${two(p.hour)}:${two(p.minute)}`;
};

/** '每天', '工作日', '周末' or '每周一、三'. Absent or all seven: every day. */
export const weekdaysInWords = (weekdays: readonly number[] | undefined): string => {
  const days = [...new Set(weekdays)].filter((day) => day >= 1 && day <= 7).sort();
  const key = days.join('');
  if (key === '' || key === '1234567') return '每天';
  if (key === '12345') return '工作日';
  if (key === '67') return '周末';
  return `每周${days.map((day) => WEEKDAY_NAMES[day]!.slice(1)).join('、')}`;
};

/** '20:00–21:00', '22:00–次日 02:00', '全天'. */
export const hoursInWords = (hours: WindowRule['dailyHours']): string => {
  if (!hours) return '全天';
  const { from, to } = hoursSpan(hours);
  if (from === 0 && to === 1440) return '全天';
  return to > 1440
    ? `${clockText(from)}–次日 ${clockText(to - 1440)}`
    : `${clockText(from)}–${clockText(to)}`;
};

/** How long, in words: '45 分钟', '1 小时', '1 小时 30 分钟', '3 天'. */
export const durationInWords = (ms: number): string => {
  const minutes = Math.max(0, Math.round(ms / MINUTE_MS));
  if (minutes >= 1440 && minutes % 1440 === 0) return `${minutes / 1440} 天`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 ? `${hours} 小时` : '', rest > 0 || hours === 0 ? `${rest} 分钟` : '']
    .filter(Boolean)
    .join(' ');
};

/**
 * When an activity runs, as people say it: '11月21日（周六）20:00–21:00', or
 * '11月21日到11月28日，工作日 20:00–21:00'. An end at midnight is the end of the day before.
 */
export const windowInWords = (window: WindowRule): string => {
  const start = new Date(window.startAt);
  const end = new Date(window.endAt);
  if (Number.isNaN(start.getTime()) || Number.isNaN(end.getTime())) return '时间还没定';
  const from = shanghaiParts(start);
  const until = shanghaiParts(end);
  const year = { year: from.year !== shanghaiParts(new Date(end.getTime() - 1)).year };
  const repeats = window.dailyHours !== undefined || (window.weekdays?.length ?? 0) > 0;
  if (!repeats) {
    if (from.day === until.day) return `${momentInWords(start)}–${two(until.hour)}:${two(until.minute)}`;
    const night = until.day === from.day + 1 && end.getTime() - start.getTime() < DAY_MS;
    if (night && until.minuteOfDay === 0) return `${momentInWords(start)}–24:00`;
    if (night) return `${momentInWords(start)}–次日 ${two(until.hour)}:${two(until.minute)}`;
  }
  const wholeDays = from.minuteOfDay === 0 && until.minuteOfDay === 0;
  const date = (at: Date) => {
    const p = shanghaiParts(at);
    return `${year.year ? `${p.year}年` : ''}${p.month}月${p.date}日`;
  };
  // Hours that cross midnight belong to the day before: "到 20日" still holds the morning of the 21st.
  const spill = hoursSpan(window.dailyHours).to - 1440;
  const tail = spill > 0 && until.minuteOfDay <= spill && until.day > from.day + 1;
  const last = new Date(end.getTime() - 1 - (tail ? until.minuteOfDay * MINUTE_MS : 0));
  const oneDay = shanghaiParts(last).day === from.day;
  const span = oneDay
    ? `${date(start)}（${WEEKDAY_NAMES[weekdayOfDay(from.day)]!}）`
    : wholeDays || repeats
      ? `${date(start)}到${date(last)}`
      : `${momentInWords(start, year)}到${momentInWords(end, year)}`;
  if (!repeats) return wholeDays ? `${span}${oneDay ? '' : '，'}全天` : span;
  if (oneDay) return `${span}${hoursInWords(window.dailyHours)}`;
  return `${span}，${weekdaysInWords(window.weekdays)} ${hoursInWords(window.dailyHours)}`;
};

/** One sentence about a rule and the part of the rule that it tells. */
export interface RuleLine {
  line: string;
  part: 'kind' | 'time' | 'where' | 'trigger' | 'who' | 'limit' | 'reward' | 'answer';
}

/** How to name what a rule knows by id; undefined for what is gone or may not be seen. */
export interface RuleNames {
  group: (id: string) => string | undefined;
  unit: (id: string) => string | undefined;
}

const listed = (names: readonly string[], most = 6): string =>
  names.length <= most ? names.join('、') : `${names.slice(0, most).join('、')}等 ${names.length} 个`;

const whereInWords = ({ where }: ActivityRule, names: RuleNames): string => {
  const groups = where.groupIds.map((id) => names.group(id) ?? '一个找不到的群');
  const parts = where.everywhere
    ? ['所有的群']
    : [
        ...(groups.length > 0 ? [listed(groups)] : []),
        ...(where.tags.length > 0 ? [`带「${listed(where.tags)}」标签的群`] : []),
        ...(where.unitIds.length > 0
          ? [`${listed(where.unitIds.map((id) => names.unit(id) ?? '一个找不到的组织'))}下面的群`]
          : []),
      ];
  if (parts.length === 0) return '还没选群';
  const except = where.exceptGroupIds.map((id) => names.group(id) ?? '一个找不到的群');
  return `在${parts.join('，还有')}里${except.length > 0 ? `，${listed(except)}除外` : ''}`;
};

const quoted = (words: readonly string[]): string => words.map((word) => `“${word}”`).join('或');

const doingInWords = (rule: ActivityRule): string => {
  const choices =
    rule.kind === 'vote' ? rule.vote?.options : rule.kind === 'quiz' ? rule.quiz?.options : undefined;
  if (choices && choices.length > 0) {
    const question = rule.kind === 'quiz' && rule.quiz?.question ? `${rule.quiz.question} ` : '';
    return `${question}${choices.map((o) => `扣 ${o.trigger} ${rule.kind === 'quiz' ? '答' : '选'}「${o.label}」`).join('，')}`;
  }
  if (rule.triggers.length === 0) return '还没定扣什么';
  const verb = {
    sign_up: '就报上名',
    check_in: '就打上卡',
    relay: '就接上龙',
    blind_box: '就抽一次盲盒',
    coupon_grab: '就抢一张券',
  };
  const what = rule.kind === 'vote' || rule.kind === 'quiz' ? '就算参加' : verb[rule.kind];
  const more =
    rule.kind === 'relay' && rule.relay
      ? `，后面写上${rule.relay.prompt}${rule.relay.textRequired ? '' : '（可不写）'}`
      : '';
  return `在群里发${quoted(rule.triggers)}${what}${more}`;
};

const whoInWords = ({ who, audience }: ActivityRule): string[] => [
  ...(audience ? [`只给「${audience.name}」这群人`] : []),
  ...(who.members === 'first_timers' ? ['只给第一次参加活动的人'] : []),
  ...(who.members === 'returning' ? ['只给以前参加过活动的人'] : []),
  ...(who.minDaysInGroup > 0 ? [`进群满 ${who.minDaysInGroup} 天才能参加`] : []),
  ...(who.excludeStaff ? ['自己的员工不算'] : []),
];

const limitsInWords = ({ limits, kind }: ActivityRule): string[] => {
  const group = limits.perGroup;
  const aDay = kind === 'check_in' ? '每天' : '';
  return [
    ...(limits.perPerson !== undefined ? [`每人 ${limits.perPerson} 次`] : []),
    ...(limits.perPersonPerDay !== undefined ? [`每人每天 ${limits.perPersonPerDay} 次`] : []),
    ...(group && 'count' in group ? [`每个群${aDay}前 ${group.count} 位`] : []),
    ...(group && 'sharePercent' in group ? [`每个群${aDay}最多 ${group.sharePercent}% 的人`] : []),
    ...(limits.total !== undefined ? [`所有群加起来前 ${limits.total} 位`] : []),
    ...(limits.budgetPoints !== undefined ? [`总共最多送 ${limits.budgetPoints} 积分`] : []),
  ];
};

const boxInWords = ({ box }: ActivityRule['reward']): string[] => {
  if (!box) return [];
  return [box.gives === 'draw' ? '当场开一个盲盒，中奖名单在群里说' : '得 1 次盲盒机会，在小程序里开'];
};

const rewardInWords = (rule: ActivityRule): string[] => {
  const each = { vote: '每投一票', quiz: '答对', check_in: '每天打卡' } as Partial<
    Record<ActivityRule['kind'], string>
  >;
  const milestones = rule.kind === 'check_in' ? (rule.checkIn?.milestones ?? []) : [];
  const makeUps = rule.kind === 'check_in' ? (rule.checkIn?.makeUpsPerMonth ?? 0) : 0;
  return [
    ...boxInWords(rule.reward),
    ...(rule.reward.points > 0
      ? [`${each[rule.kind] ?? '参加'}得 ${rule.reward.points} 积分`]
      : rule.reward.box || rule.reward.couponId
        ? []
        : ['参加本身不送积分']),
    ...[...milestones].sort((a, b) => a.days - b.days).map((m) => `每连续 ${m.days} 天再加 ${m.points} 积分`),
    ...(makeUps > 0
      ? [`漏了可以补，每月 ${makeUps} 次，${rule.checkIn?.makeUpWithinDays ?? 0} 天内有效`]
      : []),
  ];
};

/** The whole rule, line by line, as one would tell a colleague. Says openly what is not set yet. */
export const ruleInWords = (rule: ActivityRule, names: RuleNames): RuleLine[] => {
  const { everyPeople, everySeconds } = rule.answer;
  const who = whoInWords(rule);
  const limits = limitsInWords(rule);
  const lines: RuleLine[] = [
    {
      part: 'kind',
      line: `${rule.title === '' ? '还没起名' : `「${rule.title}」`}：${ACTIVITY_KIND_NAMES[rule.kind]}`,
    },
    { part: 'time', line: windowInWords(rule.window) },
    { part: 'where', line: whereInWords(rule, names) },
    { part: 'trigger', line: doingInWords(rule) },
    { part: 'who', line: who.length > 0 ? who.join('，') : '群里谁都能参加' },
    { part: 'limit', line: limits.length > 0 ? limits.join('，') : '不限次数和人数' },
    { part: 'reward', line: rewardInWords(rule).join('，') },
    { part: 'answer', line: `每来 ${everyPeople} 人，或隔 ${everySeconds} 秒，机器人统一回一次，不逐条回` },
  ];
  return lines.map(({ line, part }) => ({ part, line: `${line}。` }));
};

const OUTCOME_WORDS: Record<Outcome, string> = {
  counted: '算上了',
  already_counted: '已计过一次',
  outside_hours: '这会儿不在活动时段里',
  not_started: '活动还没开始',
  ended: '活动已经结束',
  paused: '活动暂停中',
  blacklisted: '这个账号暂时不能参加，觉得不对可以找客服',
  staff_excluded: '员工不参加这个活动',
  not_first_time: '这次只给以前参加过活动的人',
  only_first_time: '这次只给第一次参加活动的人',
  outside_audience: '这次是给另一些朋友准备的，谢谢你来，下次还有',
  too_new_in_group: '进群时间还不够',
  person_limit: '每人的次数已用完',
  person_day_limit: '今天的次数已用完，明天再来',
  group_limit: '本群的名额满了',
  total_limit: '名额已经送完',
  budget_spent: '这次的积分已经送完',
  text_missing: '还差要写的内容',
  wrong_answer: '没答对，谢谢参与',
  lower_priority: '同一个口令归另一个活动',
};

/** What details {@link outcomeInWords} can weave in; they are those of the reason that decided. */
export type OutcomeDetail = Record<string, string | number | boolean | undefined>;

/**
 * One outcome in words, without a full stop: 'already_counted' → '已计过一次'. Details make it concrete where they
 * are known: points, limit, opens (already in words), days and needed, prompt, winner.
 */
export const outcomeInWords = (outcome: Outcome, detail: OutcomeDetail = {}): string => {
  const { points, limit, opens, days, needed, prompt, winner } = detail;
  if (outcome === 'counted' && typeof points === 'number' && points > 0) return `算上了，得 ${points} 积分`;
  if (outcome === 'too_new_in_group' && needed !== undefined)
    return `进群满 ${needed} 天才能参加${days === undefined ? '' : `，现在是第 ${days} 天`}`;
  if (outcome === 'outside_audience' && typeof detail['segment'] === 'string')
    return `这次是给「${detail['segment']}」准备的，谢谢你来，下次还有`;
  if (outcome === 'text_missing' && prompt !== undefined && prompt !== '') return `后面还要写上${prompt}`;
  if (outcome === 'lower_priority' && winner !== undefined) return `同一个口令归「${winner}」`;
  if (outcome === 'person_limit' && limit !== undefined) return `每人 ${limit} 次，已用完`;
  if (outcome === 'person_day_limit' && limit !== undefined) return `每天 ${limit} 次，今天已用完，明天再来`;
  if (outcome === 'group_limit' && limit !== undefined) return `本群的 ${limit} 个名额满了`;
  if ((outcome === 'not_started' || outcome === 'outside_hours') && opens !== undefined)
    return `${OUTCOME_WORDS[outcome]}，${opens} 再来`;
  return OUTCOME_WORDS[outcome];
};

const PASSED: Record<Reason['check'], (d: OutcomeDetail) => string> = {
  trigger: (d) => `听到了口令“${d['trigger'] ?? ''}”`,
  priority: () => '没有更优先的活动抢这个口令',
  window: () => '在活动时间里',
  pause: () => '活动没有暂停',
  blacklist: () => '不在黑名单里',
  staff: () => '不是员工',
  members: (d) => (d['members'] === 'returning' ? '以前参加过活动' : '第一次参加活动'),
  audience: (d) => `在「${d['segment'] ?? ''}」这群人里`,
  days_in_group: (d) => `进群 ${d['days'] ?? 0} 天，够 ${d['needed'] ?? 0} 天了`,
  once_a_day: () => '今天还没打过卡',
  person: (d) => `本人已计 ${d['count'] ?? 0} 次，上限 ${d['limit'] ?? 0} 次`,
  person_day: (d) => `本人今天已计 ${d['count'] ?? 0} 次，上限 ${d['limit'] ?? 0} 次`,
  text: () => '要写的内容写了',
  answer: () => '答对了',
  group: (d) => `本群已计 ${d['count'] ?? 0} 位，名额 ${d['limit'] ?? 0} 个`,
  total: (d) => `总名额还剩 ${d['left'] ?? 0} 个`,
  budget: (d) => `积分预算还剩 ${d['left'] ?? 0}，这次要 ${d['points'] ?? 0}`,
  reward: (d) => (d['points'] === 0 ? '算上了，这次不送积分' : `算上了，得 ${d['points'] ?? 0} 积分`),
};

/** One look of a decision as a line of the story "why"; the look that failed is told by its outcome. */
export const reasonInWords = (reason: Reason, outcome: Outcome): string =>
  reason.passed ? PASSED[reason.check](reason.detail) : outcomeInWords(outcome, reason.detail);

/** What an answer may tell; what is absent leaves its clause out. */
export interface AnswerFacts {
  count?: number;
  new?: number;
  first?: string;
  names?: readonly string[];
  left?: number;
  title?: string;
  points?: number;
}

/** The placeholders of an answer, for the editor's help. */
export const ANSWER_PLACEHOLDERS = ['count', 'new', 'first', 'names', 'left', 'title', 'points'] as const;

const NAMES_SHOWN = 5;
const noBraces = (text: string): string => text.replace(/[{}]/g, '');

const valueOf = (key: string, facts: AnswerFacts): string | undefined => {
  if (key === 'names') {
    const names = (facts.names ?? []).map(noBraces).filter((name) => name !== '');
    if (names.length === 0) return undefined;
    return names.length > NAMES_SHOWN
      ? `${names.slice(0, NAMES_SHOWN).join('、')}等 ${names.length} 位`
      : names.join('、');
  }
  if (!(ANSWER_PLACEHOLDERS as readonly string[]).includes(key)) return undefined;
  const value = facts[key as Exclude<keyof AnswerFacts, 'names'>];
  return value === undefined || value === '' ? undefined : noBraces(String(value));
};

/**
 * Fills an answer. A clause whose fact is not known is left out whole ("还剩 {left} 个" where nothing is limited),
 * so that no half sentence reaches a group; names are at most five. No brace is ever left behind. Empty if no
 * clause could be told.
 *
 * @example answerText('已经 {count} 位，还剩 {left} 个', { count: 3 }) // '已经 3 位'
 */
export const answerText = (template: string, facts: AnswerFacts): string => {
  const clauses = template.match(/[^，。！？；～,!?;\n]*[，。！？；～,!?;\n]?/g) ?? [];
  let left = '';
  let dropped = false;
  for (const clause of clauses) {
    let known = true;
    const filled = clause.replace(/\{([^{}]*)\}/g, (_, key: string) => {
      const value = valueOf(key.trim(), facts);
      known &&= value !== undefined;
      return value ?? '';
    });
    if (known) left += noBraces(filled);
    else {
      dropped = true;
      // The clause that ended the sentence is gone: its mark ends the clause before it.
      const mark = /[。！？!?～\n]$/.exec(clause)?.[0];
      if (mark && /[，；,;]$/.test(left)) left = left.slice(0, -1) + mark;
    }
  }
  return (dropped ? left.replace(/[，；,;]\s*$/, '') : left).trim();
};
