import type { ActivityRule } from '@kouyi/shared/types';
import type { TodayMessage } from '@kouyi/shared/contracts';
import { cutText, triggersOf } from '@kouyi/shared/rules/text';
import { DAY_MS, openSpans, shanghaiDay, shanghaiInstant, shanghaiParts } from '@kouyi/shared/rules/time';

/** A material that a KOC may send, as the domain that keeps them tells. */
export interface MaterialHint {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** What today's messages follow from. */
export interface TodayFacts {
  readonly now: Date;
  readonly groupId: string;
  readonly activities: readonly { id: string; rule: ActivityRule }[];
  /** Names of those who came since yesterday. */
  readonly newcomers: readonly string[];
  /** When anybody last wrote or took part; absent: not within a week. */
  readonly lastActiveAt?: Date | undefined;
  readonly materials: readonly MaterialHint[];
}

/** More than that in one day is spam. */
const MOST = 4;
const NAMED = 3;
const QUIET_AFTER_DAYS = 2;

/** Questions that anybody can answer, one a day in turn. */
const QUESTIONS = [
  '今天大家的皮肤状态怎么样？干、油、还是刚刚好，回一个字就行～',
  '有没有人最近用到一样特别顺手的东西？说来听听，我也想试试。',
  '周末打算怎么过？我准备把护肤台面收拾一下，有同款想法的扣 1。',
  '换季最让你头疼的是什么？我先说：脸颊起皮。你们呢？',
  '晒一晒你手边正在用的那一瓶，拍张照就行，不用修图。',
] as const;

const two = (n: number): string => String(n).padStart(2, '0');
const clock = (at: Date): string => {
  const { hour, minute } = shanghaiParts(at);
  return `${two(hour)}:${two(minute)}`;
};

/**
 * What a KOC may send to a group today, what matters most first, ready to be copied. Of activities those that are
 * open today; each message says why it is suggested.
 */
export function messagesToday(facts: TodayFacts): TodayMessage[] {
  return [...welcome(facts), ...running(facts), ...materials(facts), ...quiet(facts)].slice(0, MOST);
}

function welcome({ newcomers, now, groupId }: TodayFacts): TodayMessage[] {
  if (newcomers.length === 0) return [];
  const names = newcomers.slice(0, NAMED).join('、');
  const rest = newcomers.length > NAMED ? `等 ${newcomers.length} 位新朋友` : '';
  return [
    {
      id: `newcomers:${groupId}:${shanghaiDay(now)}`,
      kind: 'newcomers',
      title: `欢迎 ${newcomers.length} 位新朋友`,
      text: `欢迎 ${names}${rest}～这里都是真实在用的人，有什么想问的直接说，不用客气。`,
      why: '刚进群的人，第一天有人打招呼才会留下来。',
    },
  ];
}

function running({ activities, now }: TodayFacts): TodayMessage[] {
  const to = shanghaiInstant(shanghaiDay(now) + 1);
  return activities.flatMap(({ id, rule }) => {
    const [span] = openSpans(rule.window, { from: now, to }, 1);
    if (!span) return [];
    const trigger = triggersOf(rule)[0];
    const opens = span.from > now;
    const end = span.to < to ? `到 ${clock(span.to)}` : '';
    const when = opens
      ? `今天 ${clock(span.from)}${end ? ` 开始，${end}` : ' 开始'}`
      : `现在就能参加${end ? `，${end}` : ''}`;
    return [
      {
        id: `activity:${id}:${shanghaiDay(now)}`,
        kind: 'activity' as const,
        title: rule.title,
        text: `「${rule.title}」${when}。${trigger ? `在群里扣「${trigger}」就算参加，` : ''}我先来～`,
        why: opens
          ? '今天会在你的群里开始，提前说一声，到点才有人。'
          : '正在你的群里进行，你先动，大家才会跟。',
        activityId: id,
      },
    ];
  });
}

const materials = ({ materials: found, now }: TodayFacts): TodayMessage[] =>
  found.slice(0, 1).map(({ id, title, text }) => ({
    id: `material:${id}:${shanghaiDay(now)}`,
    kind: 'material' as const,
    title,
    text: cutText(text, 300),
    why: '品牌最新给的素材，改成你自己的话更好。',
    materialId: id,
  }));

function quiet({ lastActiveAt, now, groupId }: TodayFacts): TodayMessage[] {
  const silent = lastActiveAt ? Math.floor((now.getTime() - lastActiveAt.getTime()) / DAY_MS) : 7;
  if (silent < QUIET_AFTER_DAYS) return [];
  const day = shanghaiDay(now);
  return [
    {
      id: `quiet:${groupId}:${day}`,
      kind: 'quiet',
      title: '暖一暖场',
      text: QUESTIONS[day % QUESTIONS.length]!,
      why: lastActiveAt
        ? `群里 ${silent} 天没人说话了，问一句好回答的。`
        : '群里一周没人说话了，问一句好回答的。',
    },
  ];
}
