import { bandOf, validateBands } from '@kouyi/shared/rules/bands';
import { refusals } from '../kernel/refusals';

export const refuse = refusals({
  bands_have_gaps: {
    zh: '分档没有接上：{problem}',
    en: 'bands do not cover every size exactly once',
  },
  unit_unknown: {
    zh: '没有这个组织节点，或不在你的范围内。请重新选择。',
    en: 'unit unknown or out of reach',
  },
});

/** A band of group sizes: how newcomers are welcomed and what is posted when a group grows into it. */
export interface GroupBand {
  readonly from: number;
  /** Included; absent: no upper end. */
  readonly to?: number | undefined;
  readonly name: string;
  /** Knows {names}, {count} (newcomers), {group} and {members}. */
  readonly welcomeText: string;
  /** Posted once when a group grows into this band; empty: nothing. Knows {group} and {members}. */
  readonly notice: string;
}

/** 1–30, 31–70, 71 and more. */
export const DEFAULT_GROUP_BANDS: readonly GroupBand[] = [
  {
    from: 1,
    to: 30,
    name: '新群',
    welcomeText: '欢迎 {names}～我们群刚起步，人不多，随便聊，有事喊我就行。',
    notice: '',
  },
  {
    from: 31,
    to: 70,
    name: '成长群',
    welcomeText: '欢迎 {names}～现在群里有 {members} 位伙伴了。有活动时在群里扣个 1 就能参加，不用点来点去。',
    notice:
      '谢谢大家，{group}已经有 {members} 位伙伴了。以后有活动，在群里扣个 1 就算参加，我会帮大家一起记着。',
  },
  {
    from: 71,
    name: '大群',
    welcomeText: '欢迎 {names}～群里人多，活动消息我会合在一起说，不刷屏；想参加，扣 1 就行。',
    notice: '{group}有 {members} 位伙伴啦。人多了，我会把消息合在一起说，不打扰大家；有话直接在群里讲。',
  },
];

/**
 * Whether bands cover every size from 1 upwards exactly once, in order.
 * @throws Refusal `bands_have_gaps` (422), with the field of the first problem.
 */
export function assertBands(bands: readonly GroupBand[]): void {
  const problem = validateBands(bands.map(({ from, to, name }) => ({ from, to, name, welcome: '' })))[0];
  if (problem)
    throw refuse('bands_have_gaps', {
      field: `items.${problem.field}`,
      details: { problem: problem.message, code: problem.code },
    });
}

/** The band of a group with so many members; a group that seems empty belongs to the first. */
export const bandAmong = (bands: readonly GroupBand[], memberCount: number): GroupBand => {
  const { from } = bandOf(
    memberCount,
    bands.map((band) => ({ ...band, welcome: band.welcomeText })),
  );
  return bands.find((band) => band.from === from)!;
};

/** What we know of one person in one group. Only grows towards later (or, for `firstSeenAt`, earlier) times. */
export interface Membership {
  readonly lastJoinAt?: Date | undefined;
  readonly lastLeaveAt?: Date | undefined;
  /** Earliest and latest message that told us of a member whose join we never saw. */
  readonly firstSeenAt?: Date | undefined;
  readonly lastSeenAt?: Date | undefined;
  readonly name: string;
  /** When the name was last told. */
  readonly nameAt?: Date | undefined;
}

export interface Sighting {
  readonly kind: 'message' | 'join' | 'leave';
  readonly at: Date;
  readonly name?: string | undefined;
}

const later = (a: Date | undefined, b: Date | undefined): Date | undefined =>
  a && b ? (a > b ? a : b) : (a ?? b);
const earlier = (a: Date | undefined, b: Date | undefined): Date | undefined =>
  a && b ? (a < b ? a : b) : (a ?? b);

/**
 * What is known after one more sighting. Each part is a maximum or a minimum, so any order and any number of
 * deliveries of the same sightings end in the same membership.
 */
export function witness(known: Membership | undefined, seen: Sighting): Membership {
  const before = known ?? { name: '' };
  const named = seen.name !== undefined && seen.name !== '' && newerName(before, seen.name, seen.at);
  return {
    lastJoinAt: seen.kind === 'join' ? later(before.lastJoinAt, seen.at) : before.lastJoinAt,
    lastLeaveAt: seen.kind === 'leave' ? later(before.lastLeaveAt, seen.at) : before.lastLeaveAt,
    firstSeenAt: seen.kind === 'message' ? earlier(before.firstSeenAt, seen.at) : before.firstSeenAt,
    lastSeenAt: seen.kind === 'message' ? later(before.lastSeenAt, seen.at) : before.lastSeenAt,
    name: named ? seen.name : before.name,
    nameAt: named ? seen.at : before.nameAt,
  };
}

/** The later name wins; of two told at the same moment the greater one, so that order does not matter. */
function newerName(known: Membership, name: string, at: Date): boolean {
  if (!known.nameAt || at > known.nameAt) return true;
  return at.getTime() === known.nameAt.getTime() && name > known.name;
}

/** Where a membership stands: present since when, or left when. */
export interface Standing {
  readonly present: boolean;
  readonly joinedAt: Date;
  readonly leftAt?: Date;
}

/** The latest event wins; a leave at the very moment of a join wins over it. */
export function standingOf(known: Membership): Standing {
  const { lastJoinAt, lastLeaveAt, firstSeenAt, lastSeenAt } = known;
  const evidence = later(lastJoinAt, lastSeenAt);
  const present = evidence !== undefined && (!lastLeaveAt || evidence > lastLeaveAt);
  const first = lastJoinAt ?? firstSeenAt ?? lastLeaveAt!;
  if (!present) return { present, joinedAt: first, leftAt: lastLeaveAt! };
  // Back without a join that we saw: all we know is that they were there when they last spoke.
  if (lastLeaveAt && !(lastJoinAt && lastJoinAt > lastLeaveAt)) return { present, joinedAt: lastSeenAt! };
  return { present, joinedAt: first };
}

/** Joins that arrive later than this are history, not news. */
export const JOIN_FRESH_MS = 10 * 60_000;
