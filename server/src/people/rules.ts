import { refusals } from '../kernel/refusals';
import type { Identity, PersonRow } from './model';

export const refuse = refusals({
  demo_only: { zh: '演示登录没有开启，请用微信登录。', en: 'demo sign-in is off', status: 403 },
  already_one: { zh: '这两个本来就是同一个人了。', en: 'already seen as one', status: 409 },
  not_merged: { zh: '这个身份没有合并过，不用拆。', en: 'not merged', status: 409 },
  too_many_identities: {
    zh: '一个人最多 {most} 个身份，再多多半是认错了。',
    en: 'too many identities of one person',
  },
  returned_too_soon: {
    zh: '你刚注销过，{date}起可以重新登录。',
    en: 'deleted again too recently',
  },
  wechat_unavailable: {
    zh: '这里还没有接通微信登录，请联系品牌方。',
    en: 'WeChat sign-in is not configured',
    status: 503,
  },
});

/** What a deleted person is called. */
export const DELETED_NAME = '已注销用户';
/** What somebody is called before they showed a name. */
export const UNNAMED = '新朋友';

/** Who was deleted a second time may come back after so long. */
export const RETURN_MS = 30 * 86_400_000;
/** A member session ends after so long without use. */
export const SESSION_IDLE_MS = 30 * 86_400_000;
/** Somebody has a few phones, not a hundred: beyond this the oldest session ends. */
export const SESSIONS_KEPT = 5;

/** What was seen of a person in a channel. */
export interface Sighting {
  readonly personId: string;
  readonly channel: string;
  readonly userId: string;
  readonly groupId: string;
  readonly name?: string | undefined;
  readonly at: Date;
}

const NAME_MAX = 40;

/**
 * Pieces of a name by which any part of it is found: each character and each pair that stand together, in small
 * letters. A text of one character is looked for by itself, a longer one by its pairs.
 */
export function nameKeys(name: string): string[] {
  const letters = lettersOf(name);
  return [...new Set([...letters, ...pairsOf(letters)])];
}

/** The pieces that every name has which holds this text. */
export function keysToFind(text: string): string[] {
  const letters = lettersOf(text);
  return letters.length < 2 ? letters : [...new Set(pairsOf(letters))];
}

/** One by one: some letters are small in another way at the end of a word. */
const lettersOf = (text: string): string[] => Array.from(text, (letter) => letter.toLowerCase());

const pairsOf = (letters: readonly string[]): string[] =>
  letters.slice(1).map((letter, i) => `${letters[i]!}${letter}`);

/** A nickname and when it was seen, as a row keeps it. */
export const called = (nickname: string, nicknameAt: Date) => ({
  nickname,
  nicknameAt,
  nameKeys: nameKeys(nickname),
});

/** Hardly anybody is in more groups; who is, is found through these. */
export const GROUPS_KEPT = 200;

/**
 * What a sighting makes of what is known: the row to keep, or undefined when nothing changes. The order of
 * sightings does not matter: the earliest makes `createdAt`, the latest with a name makes the nickname.
 */
export function recognise(known: PersonRow | undefined, seen: Sighting): PersonRow | undefined {
  const name = seen.name?.trim().slice(0, NAME_MAX);
  if (!known)
    return {
      _id: seen.personId,
      ...called(name || UNNAMED, name ? seen.at : new Date(0)),
      identities: [{ kind: `channel:${seen.channel}`, value: seen.userId }],
      seenIn: [seen.groupId],
      createdAt: seen.at,
    };
  // A message does not bring back who asked to be deleted.
  if (known.deletedAt) return undefined;
  const newer = name && isNewerName(known, name, seen.at);
  const earlier = seen.at < known.createdAt;
  const elsewhere = !known.seenIn.includes(seen.groupId);
  if (!newer && !earlier && !elsewhere) return undefined;
  return {
    ...known,
    ...(newer ? called(name, seen.at) : {}),
    ...(earlier ? { createdAt: seen.at } : {}),
    ...(elsewhere ? { seenIn: [...known.seenIn, seen.groupId].slice(-GROUPS_KEPT) } : {}),
  };
}

/** Two names at the same moment: the greater one, so that every order of arrival ends the same. */
function isNewerName(known: PersonRow, name: string, at: Date): boolean {
  const difference = at.getTime() - known.nicknameAt.getTime();
  return difference > 0 ? true : difference === 0 && name > known.nickname;
}

/** An identity as staff see it: group user ids as they are, account ids masked. */
export const masked = ({ kind, value }: Identity): Identity => ({
  kind,
  value: kind.startsWith('channel:')
    ? value
    : value.length > 8
      ? `${value.slice(0, 3)}***${value.slice(-3)}`
      : '***',
});

/** Names by which somebody was known, each once; what everybody is called who showed none says nothing. */
export const namesToForget = (names: readonly string[]): string[] =>
  [...new Set(names.map((name) => name.trim()))].filter(
    (name) => name !== '' && name !== UNNAMED && name !== DELETED_NAME,
  );

/** What a deleted person leaves behind. */
export const anonymous = (person: PersonRow, now: Date): PersonRow => ({
  _id: person._id,
  nickname: DELETED_NAME,
  nicknameAt: now,
  identities: [],
  seenIn: [],
  createdAt: person.createdAt,
  deletedAt: now,
});
