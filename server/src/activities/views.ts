import type { ActivityView } from '@kouyi/shared/contracts';
import { ruleInWords } from '@kouyi/shared/rules/words';
import { openSpans, shanghaiDay } from '@kouyi/shared/rules/time';
import type { ActivityKind, ActivityRule, ActivityState } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { afterCursor, type Page, pageOf, type PageRequest, searchPattern } from '../kernel/paging';
import { now } from '../kernel/clock';
import { native } from '../kernel/store';
import { groupDirectory, type GroupFacts } from '../groups';
import { nameOfActor, unitDirectory } from '../org';
import { Activities, type ActivityDoc, Versions } from './model';
import { assertMaySee, maySee } from './policy';
import { groupsOf, placeOf, ruleBook } from './rule-book';
import { runsIn } from './rules';
import { conflictsOf } from './conflicts';
import { totalsOf } from './totals';

/** A rule in plain Chinese, with the names of its groups and units. */
export const wordsOf = (rule: ActivityRule) =>
  ruleInWords(rule, {
    group: (id) => groupDirectory.get(id)?.name ?? '已不在的群',
    unit: (id) => unitDirectory.nameOf(id),
  });

/** Activities as the console shows them, with their numbers. */
export async function viewsOf(docs: readonly ActivityDoc[]): Promise<ActivityView[]> {
  const totals = await totalsOf(
    docs.map((doc) => doc._id),
    shanghaiDay(now()),
  );
  return docs.map((doc) => ({
    id: doc._id,
    version: doc.version,
    state: doc.state,
    rule: doc.rule,
    words: wordsOf(doc.rule),
    groupCount: groupsOf(doc.rule.where).length,
    counted: totals(doc._id).counted,
    pointsGiven: totals(doc._id).points,
    createdAt: doc.createdAt.toISOString(),
    createdBy: doc.createdBy,
    createdByName: nameOfActor(doc.createdBy),
    updatedAt: doc.updatedAt.toISOString(),
  }));
}

/** An activity as staff see it. */
export const viewOf = async (doc: ActivityDoc): Promise<ActivityView> => (await viewsOf([doc]))[0]!;

/** @throws Refusal `not_found`, also when it is out of the actor's reach. */
export async function getActivity(actor: Actor, id: string): Promise<ActivityDoc> {
  const doc = await native(Activities).findOne({ _id: id });
  assertMaySee(actor, doc);
  return doc;
}

/** The rules of the drafts among these that are within reach. */
export async function draftsOf(
  actor: Actor,
  ids: readonly string[],
): Promise<{ id: string; rule: ActivityRule }[]> {
  if (ids.length === 0) return [];
  const docs = await native(Activities)
    .find({ _id: { $in: [...ids] }, state: 'draft' })
    .toArray();
  return docs.filter((doc) => maySee(actor, doc)).map(({ _id: id, rule }) => ({ id, rule }));
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

/** Titles by id; unknown activities are absent. */
export async function titlesOf(ids: readonly string[]): Promise<Map<string, string>> {
  const docs = await native(Activities)
    .find({ _id: { $in: [...new Set(ids)] } }, { projection: { title: 1 } })
    .toArray();
  return new Map(docs.map((doc) => [doc._id, doc.title]));
}

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

/** Activities in some states, soonest end or start first, for the day's page. */
export const activitiesIn = (states: readonly ActivityState[], limit: number): Promise<ActivityDoc[]> =>
  native(Activities)
    .find({ state: { $in: [...states] } })
    .sort({ startAt: 1 })
    .limit(limit)
    .toArray();

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
