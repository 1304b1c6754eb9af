/** Which groups a sentence means: by name, by tag, all, and all but some. */
import type { WhereRule } from '../../types';
import { plainText, TAKEN, type Source } from './source';

export interface SentenceGroup {
  id: string;
  name: string;
  tags: readonly string[];
}

export interface WhereReading {
  /** Undefined: the groups are not clear yet, `question` says why. */
  where?: WhereRule;
  question?: string;
}

interface Found {
  at: number;
  length: number;
  groupId?: string;
  tag?: string;
  everywhere?: boolean;
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** Longest first, so that 咖啡一群店 is not read as 咖啡一群. Names of one character are too easily meant otherwise. */
const byLength = <T extends { plain: string }>(all: T[]): T[] =>
  all.filter(({ plain }) => plain.length >= 2).sort((a, b) => b.plain.length - a.plain.length);

const EXCEPT_BEFORE = /(?:除了|除去|除掉|除|排除|不含|不包括|不算)\s*$/;
const EXCEPT_JOIN = new RegExp(`^[${TAKEN}\\s、,和跟与及]*$`);

/** Takes the groups out of the sentence. */
export const readWhere = (
  source: Source,
  groups: readonly SentenceGroup[],
  tags: readonly string[],
): WhereReading => {
  const found: Found[] = [];
  const doubts: string[] = [];
  // A tag may be called 咖啡 or 咖啡群; people say 咖啡群 for both.
  const tagNames = byLength(
    tags.map((tag) => ({
      tag,
      plain: plainText(tag)
        .trim()
        .replace(/(.)群$/, '$1'),
    })),
  );
  const groupNames = byLength(groups.map((group) => ({ group, plain: plainText(group.name).trim() })));
  const seek = (pattern: string, read: (text: string) => Omit<Found, 'at' | 'length'> | undefined) => {
    const global = new RegExp(pattern, 'g');
    for (let match = global.exec(source.rest); match; match = global.exec(source.rest)) {
      const what = read(match[0]);
      if (!what) continue;
      found.push({ at: match.index, length: match[0].length, ...what });
      source.take(match.index, match[0].length, 'where');
    }
  };
  const tagPattern = (plain: string) =>
    `(?:所有|全部|每个|各个)?(?:的)?(?:#|带|标签)?[「“"]?${escape(plain)}[」”"]?(?:标签)?(?:类)?(?:的)?(?:所有|全部)?(?:微信|企微)?群(?!里没)(?:里面|里)?`;
  for (const { group, plain } of groupNames) {
    // Thousands of groups: only names that occur are worth a pattern.
    if (!source.plain.includes(plain)) continue;
    seek(escape(plain), (text) => {
      const same = groups.filter((other) => plainText(other.name).trim() === plain);
      const tag = tagNames.find((one) => `${one.plain}群` === text || one.plain === text);
      if (same.length > 1) doubts.push(`有 ${same.length} 个群都叫“${group.name}”，在列表里选一下要哪个？`);
      else if (tag)
        doubts.push(
          `“${group.name}”是一个群，也是标签「${tag.tag}」下的 ${withTag(groups, tag.tag).length} 个群，要哪一种？`,
        );
      return { groupId: group.id };
    });
  }
  for (const { tag, plain } of tagNames)
    if (source.plain.includes(plain)) seek(`${tagPattern(plain)}|#${escape(plain)}`, () => ({ tag }));
  seek(
    '(?:(?:所有|全部|全体|各个|每一个|每个)的?(?:微信|企微)?群|全群|各群)(?:里面|里)?(?!\\s*(?:限|前|最多|各|只|\\d|百分))',
    () => ({
      everywhere: true,
    }),
  );
  return settle(source, groups, found, doubts);
};

const withTag = (groups: readonly SentenceGroup[], tag: string): SentenceGroup[] =>
  groups.filter((group) => group.tags.includes(tag));

const nameOf = (groups: readonly SentenceGroup[], one: Found): string => {
  if (one.everywhere) return '所有群';
  if (one.tag !== undefined) return `带「${one.tag}」标签的群`;
  return groups.find((group) => group.id === one.groupId)?.name ?? '';
};

/** Marks what stands behind 除了 (also a list: 除了 A、B 以外) and takes these words out too. */
const exceptions = (source: Source, found: readonly Found[]): Set<Found> => {
  const out = new Set<Found>();
  let before: Found | undefined;
  for (const one of found) {
    const lead = EXCEPT_BEFORE.exec(source.rest.slice(0, one.at));
    const between = before ? source.rest.slice(before.at + before.length, one.at) : undefined;
    if (lead) {
      out.add(one);
      source.take(lead.index, lead[0].length, 'where');
    } else if (
      before &&
      out.has(before) &&
      between !== undefined &&
      EXCEPT_JOIN.test(between) &&
      /[、,和跟与及]/.test(between)
    )
      out.add(one);
    const tail = /^\s*(?:之外|以外|除外|不参加|不做|外)/.exec(source.rest.slice(one.at + one.length));
    if (tail) {
      out.add(one);
      source.take(one.at + one.length, tail[0].length, 'where');
    }
    before = one;
  }
  return out;
};

const settle = (
  source: Source,
  groups: readonly SentenceGroup[],
  all: Found[],
  doubts: string[],
): WhereReading => {
  const found = [...all].sort((a, b) => a.at - b.at);
  const except = exceptions(source, found);
  for (const one of found)
    source.note(
      one.at,
      one.length,
      'where',
      except.has(one) ? `${nameOf(groups, one)}除外` : `在${nameOf(groups, one)}`,
    );
  const unknown = unknownGroup(source, groups);
  if (unknown !== undefined) doubts.push(unknown);
  const chosen = found.filter((one) => !except.has(one));
  if (chosen.length === 0 && doubts.length === 0)
    doubts.push(except.size > 0 ? '排除的群知道了，那在哪些群里做？' : '在哪些群里做？');
  const exceptIds = [...except].flatMap((one) =>
    one.tag !== undefined
      ? withTag(groups, one.tag).map((group) => group.id)
      : one.groupId !== undefined
        ? [one.groupId]
        : [],
  );
  if (doubts.length > 0) return { question: doubts[0]! };
  const everywhere = chosen.some((one) => one.everywhere);
  const unique = (values: (string | undefined)[]) => [
    ...new Set(values.filter((value) => value !== undefined)),
  ];
  return {
    where: {
      everywhere,
      // "所有群" already holds every named one.
      groupIds: everywhere ? [] : unique(chosen.map((one) => one.groupId)),
      tags: everywhere ? [] : unique(chosen.map((one) => one.tag)),
      unitIds: [],
      exceptGroupIds: unique(exceptIds),
    },
  };
};

/** A word that ends in 群 and names nothing we know; it stays in the sentence and is listed as not understood. */
const unknownGroup = (source: Source, groups: readonly SentenceGroup[]): string | undefined => {
  for (const match of source.rest.matchAll(
    /([\u4e00-\u9fffa-z0-9]{1,12}?)群(?!里|友|主|内|限|前|最多|各)/g,
  )) {
    // Words before the name that belong to the time or are small talk.
    const name = match[1]!.replace(
      /^.*(?:点半?|[上下]午|晚上|今晚|明晚|小时|分钟|天|在|给|每天|每晚|每|和|了)/,
      '',
    );
    if (name === '' || /^[每个本全各该这那]+$/.test(name) || /[进入加建退拉]$/.test(name)) continue;
    const like = groups.filter((group) => plainText(group.name).includes(name)).slice(0, 5);
    if (like.length > 0) return `“${name}群”是指哪个：${like.map((group) => group.name).join('、')}？`;
    return `没找到“${name}群”，在列表里选一下群，或者换个名字。`;
  }
  return undefined;
};
