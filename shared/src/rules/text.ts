/**
 * How a message is read before any rule sees it, and what counts as typing a trigger.
 * Pure and bounded: a message of any length costs no more than one of {@link RAW_LIMIT} characters.
 * No look-behind and no `\p{…}` classes, because older WeChat runtimes on iOS lack them.
 */
import type { ActivityRule } from '../types';

/** Characters of a tidied message that are kept; the rest is cut off. */
export const TEXT_LIMIT = 500;
/** Characters of a raw message that are looked at. */
export const RAW_LIMIT = 4_000;

// Control characters except line ends and tab (those become spaces), soft hyphen, zero-width and direction
// marks, variation selectors, Hangul fillers (often used as "invisible" text), byte order mark, tag characters.
const INVISIBLE =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|\udb40[\udc00-\uddef]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g;
/** WeChat ends the mention it inserts with U+2005, so the name before it may hold spaces. */
const WECHAT_MENTION = /[@＠][^@＠\u2005\n]{1,60}\u2005/g;
const MENTION = /@\S*/g;

const dropLoneSurrogates = (text: string): string => {
  let before = text;
  let after = text.replace(LONE_SURROGATE, '$1');
  while (after !== before) {
    before = after;
    after = after.replace(LONE_SURROGATE, '$1');
  }
  return after;
};

/** Cuts to at most `length` characters without leaving half of a surrogate pair. */
export const cutText = (text: string, length: number): string => {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
};

const visible = (text: string): string => text.normalize('NFKC').replace(INVISIBLE, '');

/**
 * The message as a person meant it, in their own upper and lower case: NFKC (`１` → `1`, `＋` → `+`), invisible
 * characters removed, mentions (`@name `, also WeChat's U+2005 form) stripped, spaces collapsed, trimmed, at most
 * {@link TEXT_LIMIT} characters. Every `@…` up to the next space goes, wherever it stands.
 *
 * @example tidyText('@小助手\u2005１！') // '1!'
 */
export const tidyText = (raw: string): string => {
  const named = dropLoneSurrogates(cutText(raw, RAW_LIMIT)).replace(WECHAT_MENTION, ' ');
  // Removing an invisible character can bring a letter and its accent together: hence normalised twice.
  const clean = visible(visible(named)).replace(MENTION, ' ').replace(/\s+/g, ' ').trim().normalize('NFKC');
  return cutText(clean, TEXT_LIMIT).trim();
};

/** Text of several lines as a person meant it: without control and invisible characters, at most one empty line in a row. */
export const tidyLines = (raw: string): string =>
  dropLoneSurrogates(raw.replace(/\r\n?/g, '\n'))
    .replace(/\t/g, ' ')
    .replace(INVISIBLE, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/**
 * {@link tidyText} in lower case: what triggers are compared by. Doing it twice changes nothing.
 *
 * @example normaliseText('＋１ ') // '+1'
 */
export const normaliseText = (raw: string): string =>
  cutText(tidyText(raw).toLowerCase().normalize('NFKC'), TEXT_LIMIT).trim();

// What may follow a trigger without changing its meaning: `!`, `。`, `~`…, emoji, WeChat's `[强]`, keycap mark.
// Not `?`: "1?" asks what the 1 is about, and must not sign anybody up.
const TAIL =
  /(?:[\s!.。,、;~…]|\[[^[\]\s]{1,6}\]|\u20e3|\u200d|[\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d]|\ud83c[\udc00-\udfff]|\ud83d[\udc00-\udfff]|\ud83e[\udc00-\udfff])+$/;
const SPOKEN = /^(?:扣|打|敲|按|发|回复|回|\+)\s*(\d{1,3}|[a-z]|[一二三四五六七八九十])$/;
const DIGITS = '一二三四五六七八九十';

/**
 * The key by which a whole message and a trigger are compared: equal keys match. So the engine can look a message
 * up in one map. The choices:
 * - `1`, `１`, `①`, `1️⃣`, `扣1`, `扣 1`, `扣一`, `打1`, `回复1`, `+1`, `＋１` all are `1`: people mean the same by them;
 * - punctuation, emoji and `[强]` **after** it do not matter (`1!!`, `1。`, `1🌹`), `?` does (it asks);
 * - anything else does: `11` is a flood or another number, `1点见`, `1个`, `第1` and `2-1` are talk. Neither counts.
 */
export const triggerKey = (text: string): string => {
  const plain = normaliseText(text);
  const bare = plain.replace(TAIL, '');
  // A trigger that consists of emoji only would be emptied: then it stands for itself.
  if (bare === '') return plain;
  const spoken = SPOKEN.exec(bare)?.[1];
  if (spoken === undefined) return bare;
  const digit = DIGITS.indexOf(spoken);
  return digit >= 0 ? String(digit + 1) : spoken.replace(/^0+(?=\d)/, '');
};

/** The trigger that a message typed, as the rule writes it, and what stood behind it (relay only, else ''). */
export interface TriggerMatch {
  trigger: string;
  rest: string;
}

// Triggers are few and asked for with every message: their keys are remembered, up to a bound.
const keys = new Map<string, string>();
const keyOfTrigger = (trigger: string): string => {
  const known = keys.get(trigger);
  if (known !== undefined) return known;
  const key = triggerKey(trigger);
  if (keys.size >= 10_000) keys.clear();
  keys.set(trigger, key);
  return key;
};

// `.` is no separator: "1.5杯" is not a 1 followed by "5杯".
const BEHIND = /^(\S{1,40}?)(?:\s*[,、:;]\s*|\s*[-—–]+\s*|\s+)(.+)$/;
const SPOKEN_APART = /^(扣|打|敲|按|发|回复|回|\+)\s+(\S)/;

/**
 * The trigger that the whole message types, or undefined. With `rest`, a trigger followed by a space or one of
 * `,、:;-` and more text matches too and the text comes back as the person wrote it. `text` may be raw or tidied.
 *
 * @example matchTrigger('＋１！', ['1']) // { trigger: '1', rest: '' }
 * @example matchTrigger('接龙 王小明 2杯', ['接龙'], { rest: true }) // { trigger: '接龙', rest: '王小明 2杯' }
 */
export const matchTrigger = (
  text: string,
  triggers: readonly string[],
  options: { rest?: boolean } = {},
): TriggerMatch | undefined => {
  const find = (key: string) => (key === '' ? undefined : triggers.find((t) => keyOfTrigger(t) === key));
  const whole = find(triggerKey(text));
  if (whole !== undefined) return { trigger: whole, rest: '' };
  if (!options.rest) return undefined;
  const parts = BEHIND.exec(tidyText(text).replace(SPOKEN_APART, '$1$2'));
  if (!parts) return undefined;
  const trigger = find(triggerKey(parts[1]!));
  return trigger === undefined ? undefined : { trigger, rest: parts[2]!.trim() };
};

/** Every word that a rule listens to: its triggers, for a vote or quiz those of the options. */
export const triggersOf = (rule: Pick<ActivityRule, 'kind' | 'triggers' | 'vote' | 'quiz'>): string[] => {
  if (rule.kind === 'vote') return (rule.vote?.options ?? []).map((option) => option.trigger);
  if (rule.kind === 'quiz') return (rule.quiz?.options ?? []).map((option) => option.trigger);
  return rule.triggers;
};

/** Whether and how a message speaks to a rule; only a relay takes text behind the trigger. */
export const matchRule = (
  rule: Pick<ActivityRule, 'kind' | 'triggers' | 'vote' | 'quiz'>,
  text: string,
): TriggerMatch | undefined => matchTrigger(text, triggersOf(rule), { rest: rule.kind === 'relay' });
