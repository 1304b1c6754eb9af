/** What people do and what they type for it: kind, triggers, options, title. */
import { ACTIVITY_KIND_NAMES, type ActivityKind, type VoteOption } from '../../types';
import type { Question, Refusal } from './amounts';
import { numberOf } from './numbers';
import { narrow, TAKEN, type Source } from './source';

export interface WhatReading {
  kind?: ActivityKind;
  triggers: string[];
  options: VoteOption[];
  /** Quiz: the trigger of the right option. */
  answer?: string;
  question?: string;
  title?: string;
  /** Where the kind stands, to tell a title that was made up from it. */
  kindAt?: { at: number; length: number };
  refusals: Refusal[];
  questions: Question[];
}

const KIND_WORDS: [RegExp, ActivityKind][] = [
  [/(?:抽|开|拆)?盲盒|抽个?奖/, 'blind_box'],
  [/(?:抢|领)[\u4e00-\u9fff\d]{0,8}?券/, 'coupon_grab'],
  [/(?:有奖)?问答|(?:有奖)?答题|有奖竞猜|竞猜/, 'quiz'],
  [/投个?票/, 'vote'],
  [/接个?龙/, 'relay'],
  [/打个?卡|签个?到/, 'check_in'],
  [/报个?名|预约/, 'sign_up'],
];
const VERB = '(?:扣|打|敲|按|回复|回|发送|发|输入|\\+)';
const TOKEN = '(?:\\d{1,3}|[a-z](?![a-z])|[一二三四五六七八九十]{1,2}(?![点个人名位次天年月日号周%十]))';

const triggerOf = (token: string): string => {
  const number = numberOf(token);
  return number === undefined ? token.toUpperCase() : String(number);
};

/** Takes an explicit title (《…》, 【…】, 名字叫…) out; first of all, because a title may hold any word. */
export const readTitle = (source: Source, reading: WhatReading): void => {
  const pattern =
    /(?:名字|标题|活动名|名称)?(?:叫做?|是|为|:)?\s*[《【「]([^《》【】「」\u0001]{1,40})[》】」]|(?:名字|标题|活动名称?|名称)\s*(?:叫做?|是|为|:)\s*([^\s,，。;；\u0001]{1,40})/;
  source.each(pattern, 'title', (match) => {
    // `扣「来了」` is a trigger, `带「咖啡」标签的群` a tag.
    if (/(?:扣|打|发|回复|回|输入|口令|带|标签)\s*$/.test(source.rest.slice(0, match.index)))
      return undefined;
    if (/^\s*标签/.test(source.rest.slice(match.index + match[0].length))) return undefined;
    const said = match[1] ?? match[2]!;
    const at = source.plain.indexOf(said, match.index);
    const title = narrow(source.raw.slice(at, at + said.length)).trim();
    if (reading.title !== undefined && reading.title !== title)
      reading.refusals.push({ code: 'two_titles', message: '说了两个活动名，一次建一个活动。' });
    reading.title = title;
    return `活动叫「${title}」`;
  });
};

/** Takes triggers and options, then the kind. */
export const readWhat = (source: Source, reading: WhatReading): void => {
  readQuestion(source, reading);
  readOptions(source, reading);
  readTriggers(source, reading);
  readKind(source, reading);
  const { kind, options } = reading;
  if (options.length > 0 && kind === undefined) {
    reading.kind = 'vote';
    const at = source.plain.indexOf(options[0]!.label.toLowerCase());
    reading.kindAt = { at: Math.max(0, at), length: options[0]!.label.length };
  } else if (options.length > 0 && kind !== 'vote' && kind !== 'quiz')
    reading.refusals.push({
      code: 'options_without_vote',
      message: `${ACTIVITY_KIND_NAMES[kind!]}没有选项；要让大家选就说“投票”，要报名就只留一个口令。`,
    });
};

const readQuestion = (source: Source, reading: WhatReading): void => {
  if (!/问答|答题|竞猜/.test(source.rest)) return;
  source.each(
    new RegExp(`(?:正确答案|答案)\\s*(?:是|为|:)?\\s*(?:扣|选)?\\s*(${TOKEN})`),
    'kind',
    (match) => {
      reading.answer = triggerOf(match[1]!);
      return `正确答案是 ${reading.answer}`;
    },
  );
  source.each(/(?:问题|题目)?\s*:?\s*([^\s,，。;；:?？\u0001]{2,60}[?？])/, 'title', (match) => {
    if (reading.question !== undefined) return undefined;
    const at = source.plain.indexOf(match[1]!, match.index);
    reading.question = narrow(source.raw.slice(at, at + match[1]!.length));
    return `问题：${reading.question}`;
  });
};

const LABEL = `[^\\s,，、;；。/${TAKEN}扣]{1,40}`;

const readOptions = (source: Source, reading: WhatReading): void => {
  const asked = /投个?票|问答|答题|竞猜/.test(source.rest);
  // Without 扣, an option is "1拿铁", "A.拿铁", "2、美式" – only where a vote or quiz was asked for.
  const spoken = `${VERB}\\s*(${TOKEN})\\s*[.、:=]?\\s*(?:就是|代表|是|选|投|答)?\\s*(${LABEL})`;
  const listed = `(?:^|[\\s,，、;；。:(（${TAKEN}])((?:\\d{1,2}|[a-z]))\\s*[.、:=)]?\\s*([\\u4e00-\\u9fff][^\\s,，、;；。${TAKEN}]{0,30})`;
  const read = (pattern: string) => {
    const found: { at: number; length: number; trigger: string; label: string }[] = [];
    for (const match of source.rest.matchAll(new RegExp(pattern, 'g'))) {
      const labelAt = match.index + match[0].length - match[2]!.length;
      const start = match.index + (/^[\s,，、;；。:(（\u0001]/.test(match[0]) ? 1 : 0);
      const label = narrow(source.raw.slice(labelAt, labelAt + match[2]!.length));
      found.push({
        at: start,
        length: match.index + match[0].length - start,
        trigger: triggerOf(match[1]!),
        label,
      });
    }
    return found;
  };
  let found = read(spoken);
  if (found.length < 2 && asked)
    found = read(listed).filter(
      ({ label }) => !/^(?:点|个|人|名|位|次|天|月|日|号|小时|分|周|年|刻)/.test(label),
    );
  found = found.filter(({ label }) => !/^(?:或者?|和|跟)$/.test(label));
  if (found.length < 2) return;
  const kinds = found.map(
    ({ label }) => KIND_WORDS.find(([word]) => new RegExp(`^(?:${word.source})`).test(label))?.[1],
  );
  if (kinds.some((kind) => kind !== undefined)) {
    if (new Set(kinds).size > 1)
      reading.refusals.push({
        code: 'two_kinds',
        message: '一句话里有两种玩法，分成两句来建；如果是让大家选，请说“投票”。',
      });
    return;
  }
  for (const { at, length, trigger, label } of found) {
    const same = reading.options.find((option) => option.trigger === trigger);
    if (same && same.label !== label)
      reading.refusals.push({
        code: 'two_options',
        message: `“${trigger}”既是「${same.label}」又是「${label}」，换一个数字。`,
      });
    else if (!same) reading.options.push({ trigger, label });
    source.take(at, length, 'trigger', `扣 ${trigger} 选「${label}」`);
  }
};

const readTriggers = (source: Source, reading: WhatReading): void => {
  const add = (trigger: string): string => {
    if (!reading.triggers.includes(trigger)) reading.triggers.push(trigger);
    return `发“${trigger}”就算参加`;
  };
  source.each(
    /(?:扣|打|敲|回复|回|发送|发|输入|口令)\s*(?:是|为|:)?\s*(?:["“”'‘’「『])([^"“”'‘’「」『』\u0001]{1,20})(?:["“”'‘’」』])/,
    'trigger',
    (match) =>
      add(
        narrow(source.raw.slice(match.index, match.index + match[0].length))
          .slice(-match[1]!.length - 1, -1)
          .trim(),
      ),
  );
  source.each(
    new RegExp(`(?:${VERB}|口令\\s*(?:是|为|:)?)(?:个|一个)?\\s*(${TOKEN})`),
    'trigger',
    (match) => {
      const number = triggerOf(match[1]!);
      return add(/^[一二三四五六七八九十]+$/.test(number) ? match[1]! : number);
    },
  );
  source.each(
    new RegExp(`(?:回复|扣|口令\\s*(?:是|为|:)?)\\s*([\\u4e00-\\u9fff]{1,8})(?=[\\s,，。;；、${TAKEN}]|$)`),
    'trigger',
    (match) => add(match[1]!),
  );
};

const readKind = (source: Source, reading: WhatReading): void => {
  for (const [word, kind] of KIND_WORDS)
    source.each(word, 'kind', (match) => {
      if (reading.kind !== undefined && reading.kind !== kind)
        reading.refusals.push({
          code: 'two_kinds',
          message: `又是${ACTIVITY_KIND_NAMES[reading.kind]}又是${ACTIVITY_KIND_NAMES[kind]}，一句话建一个活动，分成两句说。`,
        });
      reading.kind ??= kind;
      reading.kindAt ??= { at: match.index, length: match[0].length };
      return `玩法是${ACTIVITY_KIND_NAMES[kind]}`;
    });
};
