import type { SubGroupMember } from '@kouyi/shared/contracts';
import { DAY_MS } from '@kouyi/shared/rules/time';
import { GROUP_HEALTH_NAMES, SUB_GROUP_STATE_NAMES } from '@kouyi/shared/types';
import { ruleBook, takenPartIn } from '../activities';
import { spokenIn } from '../bot';
import { groupDirectory, presentMembers } from '../groups';
import { now } from '../kernel/clock';
import type { PageRequest } from '../kernel/paging';
import { native } from '../kernel/store';
import { kocsAmong } from '../koc';
import { type GroupFigures, WEEK_MS } from './figures';
import { Joins, type SubGroupRow } from './model';
import { neighbours } from './neighbours';
import { messagesToday } from './today';

/** Whether a sub-group has a real group whose figures say something. */
export const isRunning = ({ state }: SubGroupRow): boolean => state === 'open' || state === 'adrift';

/** Where a sub-group stands, in one line; `health` of an open one. */
export function wordsOf(row: SubGroupRow, figures: GroupFigures | undefined): string {
  switch (row.state) {
    case 'requested':
      return '已提交，总部会建好真实的群再告诉你。';
    case 'open':
      return figures ? `${GROUP_HEALTH_NAMES[figures.health.level]} · ${figures.health.score} 分` : '运营中';
    case 'adrift':
      return '带群的 KOC 已结束，等移交给另一位。';
    default:
      return row.steps.at(-1)?.words ?? SUB_GROUP_STATE_NAMES[row.state];
  }
}

/** What whoever runs it may send today. */
export async function todayOf(row: SubGroupRow, figures: GroupFigures) {
  const group = groupDirectory.get(row.groupId!);
  const activities = group
    ? ruleBook.inGroup(group).filter(({ state }) => state === 'running' || state === 'scheduled')
    : [];
  return messagesToday({
    now: now(),
    groupId: row.groupId!,
    activities,
    newcomers: figures.cameYesterday,
    lastActiveAt: figures.lastActiveAt,
    materials: await neighbours.materials(),
  });
}

/** A member is said to be active by what the journal keeps: 31 days. */
const LAST_ACTIVE_MS = 30 * DAY_MS;

/** Who is in a sub-group, the latest joined first; its KOC and staff see the same. */
export async function memberPage(row: SubGroupRow, page: PageRequest) {
  const { groupId } = row;
  if (groupId === undefined) return { items: [] };
  const at = now().getTime();
  const found = await presentMembers(groupId, page);
  const ids = found.items.map(({ personId }) => personId);
  const joinIds = await native(Joins)
    .find({ personId: { $in: ids }, subGroupId: row._id }, { projection: { personId: 1, by: 1 } })
    .toArray();
  const byCode = new Set(joinIds.filter(({ by }) => by === 'code').map(({ personId }) => personId));
  const week = new Date(at - WEEK_MS);
  const [kocs, spoken, spokenMonth, took, tookMonth] = await Promise.all([
    kocsAmong(ids),
    spokenIn(groupId, week),
    spokenIn(groupId, new Date(at - LAST_ACTIVE_MS)),
    takenPartIn(groupId, ids, week),
    takenPartIn(groupId, ids, new Date(at - LAST_ACTIVE_MS)),
  ]);
  return {
    ...found,
    items: found.items.map(({ personId, name, joinedAt }): SubGroupMember => {
      const last = Math.max(
        spokenMonth.get(personId)?.lastAt.getTime() ?? 0,
        tookMonth.get(personId)?.lastAt.getTime() ?? 0,
      );
      const koc = kocs.get(personId);
      return {
        personId,
        name,
        joinedAt: joinedAt.toISOString(),
        byCode: byCode.has(personId),
        isKoc: koc !== undefined && koc.endedAt === undefined,
        messages7d: spoken.get(personId)?.messages ?? 0,
        participations7d: took.get(personId)?.times ?? 0,
        ...(last > 0 ? { lastActiveAt: new Date(last).toISOString() } : {}),
      };
    }),
  };
}
