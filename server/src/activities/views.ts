import type { ActivityView, LiveView } from '@kouyi/shared/contracts';
import { ruleInWords } from '@kouyi/shared/rules/words';
import { openSpans } from '@kouyi/shared/rules/time';
import type { ActivityKind, ActivityRule, ActivityState, Outcome } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import {
  afterCursor,
  newestPage,
  type Page,
  pageOf,
  type PageRequest,
  searchPattern,
} from '../kernel/paging';
import { anyOf, type ClientSession, native } from '../kernel/store';
import { outgoingCausedBy } from '../gate';
import { groupDirectory, type GroupFacts, reachableGroupIds } from '../groups';
import { nameOfActor, reachFor, unitDirectory } from '../org';
import {
  Activities,
  type ActivityDoc,
  type DecisionDoc,
  Decisions,
  Minutes,
  Tallies,
  type TallyDoc,
  Versions,
} from './model';
import { assertMaySee, maySee } from './policy';
import { quotaLeft } from './quota';
import { groupsOf, placeOf, ruleBook } from './rule-book';
import { runsIn } from './rules';
import { conflictsOf } from './conflicts';
import { joinsOf } from './joins';

/** A rule in plain Chinese, with the names of its groups and units. */
export const wordsOf = (rule: ActivityRule) =>
  ruleInWords(rule, {
    group: (id) => groupDirectory.get(id)?.name ?? '已不在的群',
    unit: (id) => unitDirectory.nameOf(id),
  });

/** Activities as the console shows them, with their numbers. */
export async function viewsOf(docs: readonly ActivityDoc[]): Promise<ActivityView[]> {
  const sums = await native(Tallies)
    .aggregate<{ _id: string; counted: number; points: number }>([
      { $match: { activityId: { $in: docs.map((doc) => doc._id) } } },
      { $group: { _id: '$activityId', counted: { $sum: '$counted' }, points: { $sum: '$points' } } },
    ])
    .toArray();
  const byId = new Map(sums.map((row) => [row._id, row]));
  return docs.map((doc) => ({
    id: doc._id,
    version: doc.version,
    state: doc.state,
    rule: doc.rule,
    words: wordsOf(doc.rule),
    groupCount: groupsOf(doc.rule.where).length,
    counted: byId.get(doc._id)?.counted ?? 0,
    pointsGiven: byId.get(doc._id)?.points ?? 0,
    createdAt: doc.createdAt.toISOString(),
    createdBy: doc.createdBy,
    createdByName: nameOfActor(doc.createdBy),
    updatedAt: doc.updatedAt.toISOString(),
  }));
}

export const viewOf = async (doc: ActivityDoc): Promise<ActivityView> => (await viewsOf([doc]))[0]!;

/** @throws Refusal `not_found`, also when it is out of the actor's reach. */
export async function getActivity(actor: Actor, id: string): Promise<ActivityDoc> {
  const doc = await native(Activities).findOne({ _id: id });
  assertMaySee(actor, doc);
  return doc;
}

/** Activities within reach, newest first. */
export async function listActivities(
  actor: Actor,
  request: PageRequest & {
    state?: ActivityState | undefined;
    kind?: ActivityKind | undefined;
    q?: string | undefined;
  },
): Promise<Page<ActivityView>> {
  const filter = {
    ...(request.state ? { state: request.state } : {}),
    ...(request.kind ? { kind: request.kind } : {}),
    ...(request.q ? { title: searchPattern(request.q) } : {}),
    ...afterCursor('createdAt', request.cursor),
  };
  const rows: ActivityDoc[] = [];
  for await (const doc of native(Activities).find(filter).sort({ createdAt: -1, _id: -1 })) {
    if (maySee(actor, doc)) rows.push(doc);
    if (rows.length > request.limit) break;
  }
  const page = pageOf(
    rows,
    request,
    (row) => row.createdAt,
    (row) => row,
  );
  return { ...page, items: await viewsOf(page.items) };
}

/** What is open between two instants, with the overlaps of the live ones. */
export async function calendar(actor: Actor, from: Date, to: Date) {
  const docs = await native(Activities)
    .find({ state: { $ne: 'archived' }, startAt: { $lt: to }, endAt: { $gt: from } })
    .limit(500)
    .toArray();
  return docs
    .filter((doc) => maySee(actor, doc))
    .map((doc) => ({
      id: doc._id,
      title: doc.title,
      kind: doc.kind,
      state: doc.state,
      openings: openSpans(doc.rule.window, { from, to }, 60).map((span) => ({
        from: span.from.toISOString(),
        to: span.to.toISOString(),
      })),
      conflictsWith:
        doc.state === 'closed' ? [] : conflictsOf(doc._id, doc.rule).map((conflict) => conflict.activityId),
    }));
}

/** Every version of a rule, newest first. */
export const versionsOf = async (id: string) =>
  (await native(Versions).find({ activityId: id }).sort({ version: -1 }).limit(200).toArray()).map((row) => ({
    version: row.version,
    at: row.at.toISOString(),
    by: nameOfActor(row.by),
    rule: row.rule,
  }));

/** The rule of one version; undefined if there is none. */
export const ruleOfVersion = async (activityId: string, version: number): Promise<ActivityRule | undefined> =>
  (await native(Versions).findOne({ _id: `${activityId}:${version}` }))?.rule;

/** An activity may run in ten thousand groups; nobody reads that far down. */
const GROUPS_SHOWN = 200;

/** Numbers while it runs and after. All of them are rolled up as decisions are written; nothing is scanned. */
export async function liveView(actor: Actor, id: string): Promise<LiveView> {
  const doc = await getActivity(actor, id);
  const reach = reachFor(actor, 'activities.read');
  const [tallies, joins, said, quota] = await Promise.all([
    native(Tallies).find({ activityId: id }).toArray(),
    joinsOf(id, reachableGroupIds(actor, 'activities.read')),
    outgoingCausedBy({ activityId: id, from: doc.createdAt, to: new Date(doc.endAt.getTime() + 86_400_000) }),
    quotaLeft([id]),
  ]);
  const seen = tallies.filter(
    (tally) => !reach || reach.has(groupDirectory.get(tally.groupId)?.unitId ?? ''),
  );
  const byGroup = new Map(seen.map((tally) => [tally.groupId, tally]));
  const groups = groupsOf(doc.rule.where).filter((group) => !reach || reach.has(group.unitId));
  const answered = firstAnswers(said);
  const left = quota.get(id);
  return {
    activityId: id,
    state: doc.state,
    counted: sum(seen, (tally) => tally.counted),
    people: sum(seen, (tally) => tally.people),
    members: groups.reduce((total, group) => total + group.memberCount, 0),
    ...joins,
    answers: said
      .filter((line) => line.sentAt && (!reach || reach.has(groupDirectory.get(line.groupId)?.unitId ?? '')))
      .map((line) => ({ at: line.sentAt!.toISOString(), groupId: line.groupId })),
    firstTimers: sum(seen, (tally) => tally.firstTimers),
    notCounted: notCounted(seen),
    pointsGiven: sum(seen, (tally) => tally.points),
    ...(doc.rule.limits.budgetPoints === undefined ? {} : { budgetPoints: doc.rule.limits.budgetPoints }),
    ...(left?.total === undefined ? {} : { totalLeft: left.total }),
    groups: groups
      .map((group) => groupLine(group, byGroup.get(group.id), answered.get(group.id)))
      .sort((a, b) => b.counted - a.counted || b.members - a.members)
      .slice(0, GROUPS_SHOWN),
    groupCount: groups.length,
    options: optionsOf(doc.rule, seen),
  };
}

function groupLine(
  group: { id: string; name: string; memberCount: number },
  tally: TallyDoc | undefined,
  answeredAt: Date | undefined,
) {
  const firstAnswerMs =
    tally?.firstCountedAt && answeredAt ? answeredAt.getTime() - tally.firstCountedAt.getTime() : undefined;
  return {
    groupId: group.id,
    name: group.name,
    members: group.memberCount,
    counted: tally?.counted ?? 0,
    people: tally?.people ?? 0,
    firstTimers: tally?.firstTimers ?? 0,
    pointsGiven: tally?.points ?? 0,
    ...(firstAnswerMs === undefined || firstAnswerMs < 0 ? {} : { firstAnswerMs }),
  };
}

function firstAnswers(said: readonly { groupId: string; sentAt?: Date }[]): Map<string, Date> {
  const first = new Map<string, Date>();
  for (const { groupId, sentAt } of said) if (sentAt && !first.has(groupId)) first.set(groupId, sentAt);
  return first;
}

function notCounted(tallies: readonly TallyDoc[]): { outcome: Outcome; times: number }[] {
  const times = new Map<Outcome, number>();
  for (const tally of tallies) {
    for (const [outcome, n] of Object.entries(tally.outcomes) as [Outcome, number][]) {
      if (outcome !== 'counted') times.set(outcome, (times.get(outcome) ?? 0) + n);
    }
  }
  return [...times].map(([outcome, n]) => ({ outcome, times: n })).sort((a, b) => b.times - a.times);
}

/** Votes per option, in the rule's order. */
export function optionsOf(rule: ActivityRule, tallies: readonly TallyDoc[]) {
  const options = rule.vote?.options ?? rule.quiz?.options ?? [];
  return options.map(({ trigger, label }) => ({
    trigger,
    label,
    times: sum(tallies, (tally) => tally.options[trigger] ?? 0),
  }));
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

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
    },
    request,
    (shown) => shown.map(participationView),
  );
}

/** Accepted participations in the actor's groups one after another, oldest first, for export. */
export async function* participationRows(
  actor: Actor,
  activityId: string,
): AsyncGenerator<ReturnType<typeof participationView>> {
  const cursor = native(Decisions)
    .find({ activityId, outcome: 'counted', ...withinReach(actor) })
    .sort({ at: 1, _id: 1 });
  for await (const row of cursor) yield participationView(row);
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

/** Activities that were open at some time between two instants, and where they ran. */
export async function ranBetween(
  from: Date,
  to: Date,
): Promise<{ id: string; title: string; runsIn: (group: GroupFacts) => boolean }[]> {
  const docs = await native(Activities)
    .find(
      { state: { $in: ['running', 'paused', 'closed'] }, startAt: { $lt: to }, endAt: { $gt: from } },
      { projection: { title: 1, 'rule.where': 1, closedAt: 1, startAt: 1 } },
    )
    .limit(RAN_AT_MOST)
    .toArray();
  return docs
    .filter(({ closedAt }) => !closedAt || closedAt > from)
    .map(({ _id: id, title, rule }) => ({
      id,
      title,
      runsIn: (group) => runsIn(rule.where, placeOf(group)),
    }));
}

/** Ten activities a day of half a year: more than any window here asks for. */
const RAN_AT_MOST = 2_000;

/** Titles by id. */
export async function titlesOf(ids: readonly string[]): Promise<Map<string, string>> {
  const docs = await native(Activities)
    .find({ _id: { $in: [...new Set(ids)] } }, { projection: { title: 1 } })
    .toArray();
  return new Map(docs.map((doc) => [doc._id, doc.title]));
}

/** What some rules decided about a message. */
export const decisionsAbout = (messageIds: readonly string[]): Promise<DecisionDoc[]> =>
  native(Decisions)
    .find({ messageId: { $in: [...messageIds] } })
    .toArray();

/** How many activities run in each group right now. */
export function runningByGroup(groupIds: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of groupIds) {
    const group = groupDirectory.get(id);
    if (!group) continue;
    const running = ruleBook.inGroup(group).filter((live) => live.state === 'running').length;
    if (running > 0) counts.set(id, running);
  }
  return counts;
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

/** Activities in some states, soonest end or start first, for the day's page. */
export const activitiesIn = (states: readonly ActivityState[], limit: number): Promise<ActivityDoc[]> =>
  native(Activities)
    .find({ state: { $in: [...states] } })
    .sort({ startAt: 1 })
    .limit(limit)
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

/** What is or will be for people of a segment, in Chinese: 「活动「周五扣1」」. */
export async function activitiesForSegment(segmentId: string): Promise<string[]> {
  const docs = await native(Activities)
    .find({
      'rule.audience.segmentId': segmentId,
      state: { $in: ['draft', 'scheduled', 'running', 'paused'] },
    })
    .limit(20)
    .toArray();
  return docs.map(({ title }) => `活动「${title}」`);
}
