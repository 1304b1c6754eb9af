import type { Tx } from '../kernel/command';
import { now as clockNow } from '../kernel/clock';
import { changeRows, insertRows, native, rowsByIds } from '../kernel/store';
import { grant, type Grant } from '../rewards';
import { type BatchFacts, batchFacts, type Guarded, readFacts } from './batch-facts';
import { planAnswers } from './answers';
import { type Participated, participated } from './events';
import { Activities, Decisions, FirstTimes, Minutes, Progress, Tallies } from './model';
import { type Candidate, type Decided, decideBatch, type Incoming } from './participate';
import { type Held, leaseQuota, markBegun, type Need, spendQuota } from './quota';
import { ruleBook } from './rule-book';

/** Another writer got in between: the batch must be read and decided again. */
export class DecideAgain extends Error {}

/** Decisions ready to be written. */
export interface ParticipationPlan {
  readonly decided: readonly Decided[];
  /** Keys `groupId:userId` of those whom their group knows. */
  readonly knownMembers: ReadonlyMap<string, unknown>;
  /** Writes everything in the batch's transaction. @throws DecideAgain */
  write(tx: Tx): Promise<void>;
}

/**
 * Decides the messages of one partition's batch that some rule listens to. Reads only; the plan writes.
 * Undefined: no rule listens to any of them.
 */
export async function planParticipations(
  messages: readonly Incoming[],
  partition: number,
): Promise<ParticipationPlan | undefined> {
  const candidates: Candidate[] = [];
  for (const message of messages) {
    const rules = ruleBook.matching(message.group, message.text);
    if (rules.length > 0) candidates.push({ ...message, rules });
  }
  if (candidates.length === 0) return undefined;
  const moment = clockNow();
  let facts = await readFacts(candidates, partition);
  if (facts.quota.size > 0) facts = await withLeases(candidates, facts, partition, moment);
  const heldBefore = new Map([...facts.quota].map(([id, held]) => [id, { ...held }]));
  const decided = decideBatch(candidates, facts, moment);
  const answers = planAnswers(facts, decided, moment);
  return {
    decided,
    knownMembers: facts.members,
    async write(tx) {
      await assertRulesStand(tx, decided);
      await spend(tx, heldBefore, facts.quota, partition);
      await writeGuarded(tx, facts, partition);
      await insertAll(tx, facts, decided, partition);
      const counted = decided.filter(({ decision }) => decision.outcome === 'counted');
      grant(tx, counted.flatMap(grantsOf));
      if (counted.length > 0) tx.emit(participated({ participations: counted.map(participatedOf) }));
      await answers.write(tx);
    },
  };
}

/**
 * An edit, a pause or an end may have been committed since the rules were read, here or by another process. Whoever
 * edits touches what a batch writes (its tallies or, before there are any, the mark of a new one), so that of an
 * edit and a batch at the same moment one comes after the other and sees it.
 */
async function assertRulesStand(tx: Tx, decided: readonly Decided[]): Promise<void> {
  const lives = new Map(decided.map(({ live }) => [live.id, live]));
  if (lives.size === 0) return;
  const docs = await rowsByIds(Activities, [...lives.keys()], {
    session: tx.session,
    projection: { version: 1, state: 1, pauses: 1 },
  });
  const moved = docs.filter(({ _id, version, state, pauses }) => {
    const live = lives.get(_id)!;
    return live.version !== version || live.state !== state || live.pauses.length !== pauses.length;
  });
  if (moved.length === 0) return;
  const ids = moved.map(({ _id }) => _id);
  await ruleBook.reload(ids);
  throw new DecideAgain(`rules of ${ids.join(', ')} moved on`);
}

/** Decides once as if nothing were limited, to learn how much is needed, and leases that. */
async function withLeases(
  candidates: readonly Candidate[],
  facts: BatchFacts,
  partition: number,
  moment: Date,
): Promise<BatchFacts> {
  const unlimited = new Map([...facts.quota].map(([id, held]) => [id, unlimitedLike(held)]));
  const dry = copied(facts, unlimited);
  decideBatch(candidates, dry, moment);
  const quota = new Map<string, Held>();
  for (const [activityId, held] of facts.quota) {
    const after = dry.quota.get(activityId)!;
    const need: Need = {
      activityId,
      partition,
      total: after.total === undefined ? 0 : Number.MAX_SAFE_INTEGER - after.total,
      points: after.points === undefined ? 0 : Number.MAX_SAFE_INTEGER - after.points,
    };
    const enough = (held.total ?? Infinity) >= need.total && (held.points ?? Infinity) >= need.points;
    quota.set(activityId, enough ? held : await leaseQuota(need));
  }
  return { ...facts, quota };
}

const unlimitedLike = (held: Held): Held => ({
  ...(held.total === undefined ? {} : { total: Number.MAX_SAFE_INTEGER }),
  ...(held.points === undefined ? {} : { points: Number.MAX_SAFE_INTEGER }),
});

/** The facts as they were read, with another quota, to be decided on for a try. */
const copied = (facts: BatchFacts, quota: Map<string, Held>): BatchFacts =>
  batchFacts({
    progress: existing(facts.progress),
    tallies: existing(facts.tallies),
    firstTimes: [...facts.firstTimes],
    members: facts.members,
    blacklisted: facts.blacklisted,
    audiences: facts.audiences,
    quota,
  });

const existing = <T>(of: Map<string, Guarded<T>>): T[] =>
  structuredClone([...of.values()].map((each) => each.doc));

async function spend(
  tx: Tx,
  before: Map<string, Held>,
  after: Map<string, Held>,
  partition: number,
): Promise<void> {
  for (const [activityId, left] of after) {
    const had = before.get(activityId)!;
    const total = had.total === undefined ? 0 : had.total - left.total!;
    const points = had.points === undefined ? 0 : had.points - left.points!;
    if (total === 0 && points === 0) continue;
    if (!(await spendQuota(tx, { activityId, partition, total, points })))
      throw new DecideAgain(`lease of ${activityId} moved`);
  }
}

/** Progress and tallies carry a revision: a write that finds another one means that the facts were stale. */
async function writeGuarded(tx: Tx, facts: BatchFacts, partition: number): Promise<void> {
  await writeRevised(tx, Progress, [...facts.progress.values()]);
  const tallies = [...facts.tallies.values()];
  await writeRevised(tx, Tallies, tallies);
  const begun = tallies.filter((tally) => tally.changed && tally.isNew).map(({ doc }) => doc.activityId);
  await markBegun(tx, [...new Set(begun)], partition);
}

async function writeRevised<T extends { _id: string; rev: number }>(
  tx: Tx,
  of: Parameters<typeof native<T>>[0],
  rows: readonly Guarded<T>[],
): Promise<void> {
  const changed = rows.filter((row) => row.changed);
  if (changed.length === 0) return;
  const added = changed.filter((row) => row.isNew).map((row) => ({ ...row.doc, rev: 1 }));
  const known = changed.filter((row) => !row.isNew);
  await insertRows(tx.session, of, added);
  const found = await changeRows(
    tx.session,
    of,
    known.map(({ doc: { _id, ...rest } }) => ({
      q: { _id, rev: rest.rev },
      u: { ...rest, rev: rest.rev + 1 },
    })),
  );
  if (found !== known.length) throw new DecideAgain(`${of.collection.name} moved on`);
}

async function insertAll(
  tx: Tx,
  facts: BatchFacts,
  decided: readonly Decided[],
  partition: number,
): Promise<void> {
  const { session } = tx;
  await insertRows(session, FirstTimes, facts.newFirstTimes);
  await insertRows(
    session,
    Decisions,
    decided.map(({ row }) => row),
  );
  await changeRows(
    session,
    Minutes,
    [...facts.minutes].map(([key, { activityId, minute, counted }]) => ({
      // One row a partition: its owner is the only writer, so the increment is safe.
      q: { _id: `${key}:${partition}` },
      u: { $inc: { counted }, $setOnInsert: { activityId, minute } },
      upsert: true,
    })),
  );
}

const participatedOf = ({ row, live }: Decided): Participated => ({
  id: row._id,
  activityId: row.activityId,
  kind: live.rule.kind,
  title: live.rule.title,
  groupId: row.groupId,
  personId: row.personId,
  points: row.points,
  at: row.at,
});

/** What a counted participation gives: points, and what its kind gives besides. */
function grantsOf({ row, live, incoming }: Decided): Grant[] {
  const of = {
    personId: row.personId,
    cause: {
      activityId: row.activityId,
      groupId: row.groupId,
      reason: `「${incoming.group.name}」${live.rule.title}`,
    },
    at: row.at,
  };
  const { box, couponId } = live.rule.reward;
  return [
    { ...of, id: row._id, reward: { kind: 'points', points: row.points } },
    ...(box
      ? [
          {
            ...of,
            id: `${row._id}:chance`,
            reward: { kind: 'chance' as const, boxId: box.id, chances: 1, drawNow: box.gives === 'draw' },
          },
        ]
      : []),
    ...(couponId
      ? [{ ...of, id: `${row._id}:coupon`, reward: { kind: 'coupon' as const, couponId, count: 1 } }]
      : []),
  ];
}
