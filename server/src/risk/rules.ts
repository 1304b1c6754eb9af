import { refusals } from '../kernel/refusals';

export const refuse = refusals({
  already_blacklisted: { zh: '这位成员已经在黑名单里了。', en: 'already blacklisted', status: 409 },
  already_lifted: { zh: '这条记录已经解除过了，请刷新。', en: 'already lifted', status: 409 },
});

/** When joins count as a flood. */
export interface FloodLimit {
  /** So many different groups … */
  readonly limit: number;
  /** … within so long, both ends included. */
  readonly windowSeconds: number;
}

export const FLOOD: FloodLimit = { limit: 10, windowSeconds: 5 };

export interface Join {
  readonly groupId: string;
  readonly at: Date;
}

/**
 * The joins of the earliest window, in event time, with at least `limit` different groups; undefined: no flood.
 * The order in which joins arrived does not matter, nor does a join that arrived twice.
 */
export function joinFlood<J extends Join>(
  joins: readonly J[],
  { limit, windowSeconds }: FloodLimit = FLOOD,
): J[] | undefined {
  const sorted = [...joins].sort(
    (a, b) => a.at.getTime() - b.at.getTime() || (a.groupId < b.groupId ? -1 : Number(a.groupId > b.groupId)),
  );
  const times = new Map<string, number>();
  let from = 0;
  for (const [to, join] of sorted.entries()) {
    times.set(join.groupId, (times.get(join.groupId) ?? 0) + 1);
    while (join.at.getTime() - sorted[from]!.at.getTime() > windowSeconds * 1000) {
      const { groupId } = sorted[from]!;
      const left = times.get(groupId)! - 1;
      if (left === 0) times.delete(groupId);
      else times.set(groupId, left);
      from += 1;
    }
    if (times.size >= limit) return eachGroupOnce(sorted.slice(from, to + 1));
  }
  return undefined;
}

function eachGroupOnce<J extends Join>(joins: readonly J[]): J[] {
  const seen = new Set<string>();
  return joins.filter(({ groupId }) => !seen.has(groupId) && seen.add(groupId));
}

/** Why somebody was put on the blacklist by the rule, for people. */
export const floodReason = (groups: number, { windowSeconds }: FloodLimit = FLOOD): string =>
  `${windowSeconds} 秒内加入 ${groups} 个群`;
