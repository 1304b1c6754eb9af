import type { Outcome } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { CSV_CHUNK, csvFile } from '../kernel/csv';
import { newestPage, type PageRequest } from '../kernel/paging';
import { anyOf, type ClientSession, native } from '../kernel/store';
import { groupDirectory, reachableGroupIds } from '../groups';
import { type DecisionDoc, Decisions, Minutes } from './model';
import { getActivity, titlesOf } from './views';

const participationView = (row: DecisionDoc) => ({
  id: row._id,
  at: row.at.toISOString(),
  personId: row.personId,
  personName: row.name,
  groupId: row.groupId,
  groupName: groupDirectory.get(row.groupId)?.name ?? (row.groupId === '' ? '小程序补卡' : '已不在的群'),
  outcome: row.outcome,
  points: row.points,
  ...(row.option === undefined ? {} : { option: row.option }),
  ...(row.text === undefined ? {} : { text: row.text }),
});

/** What the actor may see of an activity's rows: those of the groups in their branch, or of one of these. */
function withinReach(actor: Actor, groupId?: string): { groupId?: string | { $in: string[] } } {
  const reachable = reachableGroupIds(actor, 'activities.read');
  if (reachable === undefined) return groupId === undefined ? {} : { groupId };
  if (groupId === undefined) return { groupId: { $in: reachable } };
  return reachable.includes(groupId) ? { groupId } : { groupId: { $in: [] } };
}

/** Every decision of an activity in the actor's groups, newest first. @throws Refusal `not_found`. */
export async function decisionsOf(
  actor: Actor,
  request: PageRequest & { id: string; groupId?: string | undefined; outcome?: Outcome | undefined },
) {
  await getActivity(actor, request.id);
  return newestPage(
    Decisions,
    'at',
    {
      activityId: request.id,
      ...withinReach(actor, request.groupId),
      ...(request.outcome ? { outcome: request.outcome } : {}),
      // Only what did not count goes again: the index of those alone knows the few among very many that counted.
      ...(request.outcome && request.outcome !== 'counted' ? { expireAt: { $exists: true } } : {}),
    },
    request,
    (shown) => shown.map(participationView),
  );
}

/** Accepted participations in the actor's groups, oldest first, as a CSV file. */
export const participationsCsv = (actor: Actor, activityId: string): AsyncGenerator<string> =>
  csvFile(['时间', '昵称', '群', '积分', '选项', '内容'], participationRows(actor, activityId));

async function* participationRows(actor: Actor, activityId: string) {
  const rows = native(Decisions)
    .find(
      { activityId, outcome: 'counted', ...withinReach(actor) },
      { projection: { at: 1, name: 1, groupId: 1, points: 1, option: 1, text: 1 }, batchSize: CSV_CHUNK },
    )
    .sort({ at: 1, _id: 1 });
  for await (const row of rows) {
    const { at, personName, groupName, points, option = '', text = '' } = participationView(row);
    yield [at, personName, groupName, points, option, text];
  }
}

/** One line of a person's page. */
export interface PersonParticipation {
  at: string;
  activityId: string;
  title: string;
  groupName: string;
  outcome: Outcome;
  points: number;
}

/** What a person did in activities lately, newest first; with `groupIds`, only in those groups. */
export async function participationsOf(
  personId: string,
  limit: number,
  groupIds?: ReadonlySet<string>,
): Promise<PersonParticipation[]> {
  const rows = await native(Decisions)
    .find({ personId, ...(groupIds ? { groupId: { $in: [...groupIds] } } : {}) })
    .sort({ at: -1, _id: -1 })
    .limit(limit)
    .toArray();
  const titles = await titlesOf(rows.map((row) => row.activityId));
  return rows.map((row) => ({
    at: row.at.toISOString(),
    activityId: row.activityId,
    title: titles.get(row.activityId) ?? '',
    groupName: participationView(row).groupName,
    outcome: row.outcome,
    points: row.points,
  }));
}

/** What of these people counted since a moment, in no order. */
export const countedSince = (
  personIds: readonly string[],
  since: Date,
  session?: ClientSession,
): Promise<Pick<DecisionDoc, 'activityId' | 'personId' | 'at'>[]> =>
  native(Decisions)
    .find(
      { personId: anyOf(personIds), at: { $gte: since }, outcome: 'counted' },
      { ...(session ? { session } : {}), projection: { activityId: 1, personId: 1, at: 1 } },
    )
    .toArray();

/** What some rules decided about a message. */
export const decisionsAbout = (messageIds: readonly string[]): Promise<DecisionDoc[]> =>
  native(Decisions)
    .find({ messageId: { $in: [...messageIds] } })
    .toArray();

/** The outcome that a room shows for each message: that of the rule that took it. */
export function mainOutcomeOf(decisions: readonly DecisionDoc[]): Map<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  for (const { messageId, outcome } of decisions) {
    if (messageId !== undefined && (outcome !== 'lower_priority' || !outcomes.has(messageId)))
      outcomes.set(messageId, outcome);
  }
  return outcomes;
}

/** What was counted in a span of time. */
export interface Counts {
  readonly counted: number;
  /** Each person once, however often they took part. */
  readonly people: number;
  readonly points: number;
}

const MINUTE_MS = 60_000;

/**
 * What was counted from one instant until before another (event time); with `groupIds`, in those groups. Days that
 * were made up belong to no moment and no group, and are left out.
 */
export async function countsBetween(from: Date, to: Date, groupIds?: readonly string[]): Promise<Counts> {
  // Decisions are found by activity and time; the minutes know which activities counted anything then.
  const begin = new Date(Math.floor(from.getTime() / MINUTE_MS) * MINUTE_MS);
  const active = await native(Minutes)
    .aggregate<{ _id: string }>([
      { $match: { minute: { $gte: begin, $lt: to } } },
      { $group: { _id: '$activityId' } },
    ])
    .toArray();
  const [row] = await native(Decisions)
    .aggregate<Counts>([
      {
        $match: {
          activityId: { $in: active.map(({ _id }) => _id) },
          at: { $gte: from, $lt: to },
          outcome: 'counted',
          groupId: groupIds ? { $in: [...groupIds] } : { $ne: '' },
        },
      },
      { $group: { _id: '$personId', counted: { $sum: 1 }, points: { $sum: '$points' } } },
      {
        $group: {
          _id: null,
          people: { $sum: 1 },
          counted: { $sum: '$counted' },
          points: { $sum: '$points' },
        },
      },
      { $project: { _id: 0 } },
    ])
    .toArray();
  return row ?? { counted: 0, people: 0, points: 0 };
}
