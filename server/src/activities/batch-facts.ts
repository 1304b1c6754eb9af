import { staffDirectory } from '../org';
import { memberFacts } from '../groups';
import { native, rowsByIds } from '../kernel/store';
import { indexBy } from '../kernel/collections';
import { blacklistedAmong } from '../risk';
import { membersOfSegmentsAmong } from '../tags';
import {
  type FirstTimeDoc,
  FirstTimes,
  newTally,
  Progress,
  progressId,
  type ProgressDoc,
  QuotaLeases,
  Quotas,
  Tallies,
  tallyId,
  type TallyDoc,
} from './model';
import type { Candidate } from './participate';
import type { Held } from './quota';

/** A document that a batch may change: written only if changed, and only if nobody else did. */
export interface Guarded<T> {
  readonly doc: T;
  readonly isNew: boolean;
  changed: boolean;
}

/** Everything that the decisions of one batch look at, read at once before its transaction. */
export interface BatchFacts {
  readonly progress: Map<string, Guarded<ProgressDoc>>;
  readonly tallies: Map<string, Guarded<TallyDoc>>;
  readonly members: ReadonlyMap<string, { name: string; joinedAt: Date }>;
  readonly blacklisted: ReadonlySet<string>;
  readonly firstTimes: Set<string>;
  /** By segment that some rule is for, those of the batch's people who are in it. */
  readonly audiences: ReadonlyMap<string, ReadonlySet<string>>;
  /** Held by this partition per activity; set only where there is a limit. */
  readonly quota: Map<string, Held>;
  readonly newFirstTimes: FirstTimeDoc[];
  /** Counted participations by `activity|minute`. */
  readonly minutes: Map<string, { activityId: string; minute: Date; counted: number }>;
  isStaff(userId: string): boolean;
  noteFirstTime(personId: string, activityId: string, at: Date): void;
  noteMinute(activityId: string, at: Date): void;
}

/** Reads the facts of a batch: one `$in` a collection, all at the same time. */
export async function readFacts(candidates: readonly Candidate[], partition: number): Promise<BatchFacts> {
  const pairs = candidates.flatMap((candidate) => candidate.rules.map((live) => ({ candidate, live })));
  const progressIds = unique(pairs.map(({ candidate, live }) => progressId(live.id, candidate.personId)));
  const tallyIds = unique(pairs.map(({ candidate, live }) => tallyId(live.id, candidate.group.id)));
  const personIds = unique(candidates.map((candidate) => candidate.personId));
  const limited = unique(
    pairs
      .filter(
        ({ live }) => live.rule.limits.total !== undefined || live.rule.limits.budgetPoints !== undefined,
      )
      .map(({ live }) => live.id),
  );
  const segments = unique(pairs.flatMap(({ live }) => live.rule.audience?.segmentId ?? []));
  const [progress, tallies, firstTimes, members, blacklisted, quota, audiences] = await Promise.all([
    rowsByIds(Progress, progressIds),
    rowsByIds(Tallies, tallyIds),
    rowsByIds(FirstTimes, personIds),
    memberFacts(candidates.map(({ group, userId }) => ({ groupId: group.id, userId }))),
    blacklistedAmong(personIds),
    readHeld(limited, partition),
    membersOfSegmentsAmong(segments, segments.length === 0 ? [] : personIds),
  ]);
  return batchFacts({
    progress,
    tallies,
    firstTimes: firstTimes.map((row) => row._id),
    members,
    blacklisted,
    quota,
    audiences,
  });
}

/** Facts that were read, ready to be decided on. Deciding changes their documents: pass copies to decide twice. */
export function batchFacts(read: {
  progress: readonly ProgressDoc[];
  tallies: readonly TallyDoc[];
  firstTimes: readonly string[];
  members: ReadonlyMap<string, { name: string; joinedAt: Date }>;
  blacklisted: ReadonlySet<string>;
  quota: ReadonlyMap<string, Held>;
  audiences: ReadonlyMap<string, ReadonlySet<string>>;
}): BatchFacts {
  const firstTimes = new Set(read.firstTimes);
  const facts: BatchFacts = {
    progress: indexBy(read.progress.map(asGuarded), ({ doc }) => doc._id),
    tallies: indexBy(read.tallies.map(asGuarded), ({ doc }) => doc._id),
    members: read.members,
    blacklisted: read.blacklisted,
    firstTimes,
    audiences: read.audiences,
    quota: new Map([...read.quota].map(([id, held]) => [id, { ...held }])),
    newFirstTimes: [],
    minutes: new Map(),
    isStaff: (userId) => staffDirectory.isStaffUser(userId),
    noteFirstTime(personId, activityId, at) {
      firstTimes.add(personId);
      facts.newFirstTimes.push({ _id: personId, activityId, at });
    },
    noteMinute(activityId, at) {
      const minute = new Date(Math.floor(at.getTime() / 60_000) * 60_000);
      const key = `${activityId}:${minute.getTime()}`;
      const had = facts.minutes.get(key);
      facts.minutes.set(key, { activityId, minute, counted: (had?.counted ?? 0) + 1 });
    },
  };
  return facts;
}

const asGuarded = <T>(doc: T): Guarded<T> => ({ doc, isNew: false, changed: false });

/** What a person did so far in an activity; begun on first use. */
export function progressOf(facts: BatchFacts, activityId: string, personId: string): Guarded<ProgressDoc> {
  const _id = progressId(activityId, personId);
  return orBegin(facts.progress, _id, () => ({
    _id,
    activityId,
    personId,
    attempts: 0,
    counted: 0,
    points: 0,
    days: [],
    madeUp: [],
    perDay: {},
    rev: 0,
  }));
}

/** The numbers of an activity in a group; begun on first use. */
export function tallyOf(facts: BatchFacts, activityId: string, groupId: string): Guarded<TallyDoc> {
  const _id = tallyId(activityId, groupId);
  return orBegin(facts.tallies, _id, () => newTally(activityId, groupId));
}

function orBegin<T>(map: Map<string, Guarded<T>>, id: string, begin: () => T): Guarded<T> {
  const had = map.get(id);
  if (had) return had;
  const made: Guarded<T> = { doc: begin(), isNew: true, changed: false };
  map.set(id, made);
  return made;
}

async function readHeld(activityIds: readonly string[], partition: number): Promise<Map<string, Held>> {
  if (activityIds.length === 0) return new Map();
  const [quotas, leases] = await Promise.all([
    native(Quotas)
      .find({ _id: { $in: [...activityIds] } })
      .toArray(),
    native(QuotaLeases)
      .find({ _id: { $in: activityIds.map((id) => `${id}:${partition}`) } })
      .toArray(),
  ]);
  const byActivity = indexBy(leases, (lease) => lease.activityId);
  return new Map(
    quotas.map(({ _id, totalLeft, pointsLeft }) => {
      const lease = byActivity.get(_id);
      return [
        _id,
        {
          ...(totalLeft === undefined ? {} : { total: lease?.total ?? 0 }),
          ...(pointsLeft === undefined ? {} : { points: lease?.points ?? 0 }),
        },
      ];
    }),
  );
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];
