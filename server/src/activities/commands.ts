import type { ActivityRule } from '@kouyi/shared/types';
import { ACTIVITY_KIND_NAMES, ACTIVITY_STATE_NAMES } from '@kouyi/shared/types';
import { DAY_MS, shanghaiDay, shanghaiInstant, shanghaiParts } from '@kouyi/shared/rules/time';
import { validateRule } from '@kouyi/shared/rules/validate';
import { actorId } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { orRefuse } from '../kernel/decision';
import { derivedId, newId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native, withoutId } from '../kernel/store';
import { activityClosed } from './events';
import { conflictsOf } from './conflicts';
import { availableKinds, completeRule, kindProblems, reserveFor } from './kinds';
import { Activities, type ActivityDoc, Tallies, versionId, Versions } from './model';
import { assertMayPlace, assertMaySee, assertRight } from './policy';
import { resetQuota, touchMarks } from './quota';
import { activityStates, decideLaunch, editable, refuse } from './rules';
import { groupsOf, ruleBook } from './rule-book';

/** Saves a draft. The same request key gives the same activity for ever. Refuses `kind_unavailable`. */
export const createActivity = command<{ rule: ActivityRule; requestKey?: string | undefined }, ActivityDoc>(
  'activities.create',
  {
    may: (actor) => assertRight(actor, 'activities.write'),
    async run({ rule: given, requestKey }, tx) {
      assertKind(given);
      const rule = await completeRule(given);
      assertMayPlace(tx.actor, { rule }, 'activities.write');
      const _id = requestKey === undefined ? newId('act') : derivedId('act', actorId(tx.actor), requestKey);
      const had = await native(Activities).findOne({ _id }, { session: tx.session });
      if (had) return had;
      const doc: ActivityDoc = {
        _id,
        version: 1,
        state: 'draft',
        ...copiesOf(rule),
        pauses: [],
        createdAt: tx.now,
        createdBy: actorId(tx.actor),
        updatedAt: tx.now,
      };
      await native(Activities).insertOne(doc, { session: tx.session, ignoreUndefined: true });
      await keepVersion(tx, doc);
      tx.audit({ subject: _id, after: rule });
      return doc;
    },
  },
);

/**
 * Saves a new version. A running activity goes on with it; limits that span groups keep what was used.
 * Refuses `version_moved_on` (409), `state_forbids`, `rule_invalid` when it is running and would break.
 */
export const updateActivity = command<{ id: string; version: number; rule: ActivityRule }, ActivityDoc>(
  'activities.update',
  {
    may: (actor) => assertRight(actor, 'activities.write'),
    async run({ id, version, rule }, tx) {
      const had = await getFor(tx, id);
      assertKind(rule);
      assertMayPlace(tx.actor, had, 'activities.write');
      assertMayPlace(tx.actor, { rule }, 'activities.write');
      if (!editable(had.state))
        throw refuse('state_forbids', { details: { from: ACTIVITY_STATE_NAMES[had.state] } });
      if (had.version !== version) throw refuseAnywhere('version_moved_on', { field: 'version' });
      if (had.state !== 'draft') {
        assertStillRuns(rule, had, tx.now);
        await assertServed(rule, tx.now);
      }
      const doc = await save(tx, had, { ...copiesOf(rule), version: version + 1 });
      await keepVersion(tx, doc);
      if (doc.state !== 'draft') {
        await meetBatches(tx, doc);
        await limitFrom(tx, doc);
      }
      tx.audit({ subject: id, before: had.rule, after: rule });
      return doc;
    },
  },
);

/** A running activity may have begun in the past; everything else must hold. */
function assertStillRuns(rule: ActivityRule, had: ActivityDoc, now: Date): void {
  const begun = had.startAt <= now ? new Date(had.startAt.getTime() - 1) : now;
  const problem = validateRule(rule, begun)[0];
  if (problem)
    throw refuse('rule_invalid', { field: `rule.${problem.field}`, details: { message: problem.message } });
}

/** What the rule gives must be there to be given. Refuses `rule_invalid`. */
async function assertServed(rule: ActivityRule, now: Date): Promise<void> {
  const problems = await kindProblems(rule, now);
  const first = problems[0];
  if (first)
    throw refuse('rule_invalid', {
      field: `rule.${first.field}`,
      details: { message: first.message, problems },
    });
}

/** Draft → scheduled or running. Refuses `rule_invalid`, `conflicts_unseen` (409), `state_forbids` (409). */
export const launchActivity = command<{ id: string; acceptConflicts: boolean }, ActivityDoc>(
  'activities.launch',
  {
    may: (actor) => assertRight(actor, 'activities.run'),
    async run({ id, acceptConflicts }, tx) {
      const had = await getFor(tx, id);
      assertKind(had.rule);
      assertMayPlace(tx.actor, had, 'activities.run');
      const state = orRefuse(decideLaunch(had.rule, tx.now, groupsOf(had.rule.where).length));
      await assertServed(had.rule, tx.now);
      activityStates.assertMove(had.state, state);
      const conflicts = acceptConflicts ? [] : conflictsOf(had._id, had.rule);
      if (conflicts.length > 0) throw refuse('conflicts_unseen', { details: { count: conflicts.length } });
      const doc = await save(tx, had, { state });
      await limitFrom(tx, doc);
      tx.audit({ subject: id, before: { state: had.state }, after: { state } });
      return doc;
    },
  },
);

/** Nothing that is typed from now on counts, until resumed. */
export const pauseActivity = command<{ id: string }, ActivityDoc>('activities.pause', {
  may: (actor) => assertRight(actor, 'activities.run'),
  run: ({ id }, tx) => move(tx, id, 'paused', (had) => ({ pauses: [...had.pauses, { from: tx.now }] })),
});

/** A paused activity goes on. */
export const resumeActivity = command<{ id: string }, ActivityDoc>('activities.resume', {
  may: (actor) => assertRight(actor, 'activities.run'),
  run: ({ id }, tx) =>
    move(tx, id, 'running', (had) => ({
      pauses: had.pauses.map((pause) => (pause.to ? pause : { ...pause, to: tx.now })),
    })),
});

/** Ends it now; what was typed before still counts when it arrives within a day. Says so in its groups. */
export const closeActivity = command<{ id: string }, ActivityDoc>('activities.close', {
  may: (actor) => assertRight(actor, 'activities.run'),
  async run({ id }, tx) {
    const doc = await move(tx, id, 'closed', () => ({ closedAt: tx.now }));
    tx.emit(activityClosed({ activityId: id, closedAt: tx.now }));
    return doc;
  },
});

/** Puts a draft or a closed activity away. */
export const archiveActivity = command<{ id: string }, ActivityDoc>('activities.archive', {
  may: (actor) => assertRight(actor, 'activities.write'),
  run: ({ id }, tx) => move(tx, id, 'archived', () => ({})),
});

/** A new draft with the same rule, moved to another start or to its next future day at the same hour. */
export const copyActivity = command<{ id: string; startAt?: string | undefined }, ActivityDoc>(
  'activities.copy',
  {
    may: (actor) => assertRight(actor, 'activities.write'),
    async run({ id, startAt }, tx) {
      const { rule } = await getFor(tx, id);
      return createActivity({ actor: tx.actor }, { rule: movedRule(rule, startAt, tx.now) });
    },
  },
);

/** The rule with its window moved as a whole; its length stays. */
export function movedRule(rule: ActivityRule, startAt: string | undefined, now: Date): ActivityRule {
  const start = new Date(rule.window.startAt);
  const length = new Date(rule.window.endAt).getTime() - start.getTime();
  const next = startAt === undefined ? nextSameHour(start, now) : new Date(startAt);
  return {
    ...rule,
    window: {
      ...rule.window,
      startAt: next.toISOString(),
      endAt: new Date(next.getTime() + length).toISOString(),
    },
  };
}

function nextSameHour(start: Date, now: Date): Date {
  const minute = shanghaiParts(start).minuteOfDay;
  const today = shanghaiInstant(shanghaiDay(now), minute);
  return today > now ? today : new Date(today.getTime() + DAY_MS);
}

/** By the clock: what is scheduled and due starts, what is over ends. Answers what it moved. */
export const moveByClock = command('activities.move-by-clock', {
  async run({ id }: { id: string }, tx) {
    const had = await native(Activities).findOne({ _id: id }, { session: tx.session });
    if (!had) return;
    if (['scheduled', 'running', 'paused'].includes(had.state) && had.endAt <= tx.now) {
      await save(tx, had, { state: 'closed', closedAt: had.endAt });
      tx.emit(activityClosed({ activityId: id, closedAt: had.endAt }));
    } else if (had.state === 'scheduled' && had.startAt <= tx.now) {
      await save(tx, had, { state: 'running' });
    }
  },
});

function assertKind(rule: ActivityRule): void {
  if (!availableKinds.has(rule.kind)) {
    throw refuse('kind_unavailable', {
      field: 'rule.kind',
      details: { kind: ACTIVITY_KIND_NAMES[rule.kind] },
    });
  }
}

const copiesOf = (rule: ActivityRule) => ({
  rule,
  title: rule.title,
  kind: rule.kind,
  startAt: new Date(rule.window.startAt),
  endAt: new Date(rule.window.endAt),
});

async function getFor(tx: Tx, id: string): Promise<ActivityDoc> {
  const had = await native(Activities).findOne({ _id: id }, { session: tx.session });
  assertMaySee(tx.actor, had);
  return had;
}

async function move(
  tx: Tx,
  id: string,
  to: ActivityDoc['state'],
  change: (had: ActivityDoc) => Partial<ActivityDoc>,
): Promise<ActivityDoc> {
  const had = await getFor(tx, id);
  assertMayPlace(tx.actor, had, to === 'archived' ? 'activities.write' : 'activities.run');
  activityStates.assertMove(had.state, to);
  const doc = await save(tx, had, { state: to, ...change(had) });
  tx.audit({ subject: id, before: { state: had.state }, after: { state: to } });
  return doc;
}

async function save(tx: Tx, had: ActivityDoc, change: Partial<ActivityDoc>): Promise<ActivityDoc> {
  const doc: ActivityDoc = { ...had, ...change, updatedAt: tx.now };
  await native(Activities).replaceOne({ _id: had._id }, withoutId(doc), {
    session: tx.session,
    ignoreUndefined: true,
  });
  tx.afterCommit(() => ruleBook.reload([doc._id]));
  return doc;
}

const keepVersion = (tx: Tx, doc: ActivityDoc): Promise<unknown> =>
  native(Versions).insertOne(
    {
      _id: versionId(doc._id, doc.version),
      activityId: doc._id,
      version: doc.version,
      rule: doc.rule,
      at: tx.now,
      by: actorId(tx.actor),
    },
    { session: tx.session, ignoreUndefined: true },
  );

/**
 * A limit that is set while people type is counted from what was committed before it, no more and no less: batches
 * under way write tallies or marks, so touching those puts each of them before this edit or after it.
 */
async function meetBatches(tx: Tx, { _id, rule: { limits } }: ActivityDoc): Promise<void> {
  if (limits.total === undefined && limits.budgetPoints === undefined) return;
  await touchMarks(tx, _id);
  await native(Tallies).updateMany({ activityId: _id }, { $inc: { rev: 1 } }, { session: tx.session });
}

/** Limits that span groups start from what was counted until now. */
async function limitFrom(tx: Tx, doc: ActivityDoc): Promise<void> {
  const tallies = await native(Tallies).find({ activityId: doc._id }, { session: tx.session }).toArray();
  await resetQuota(tx, doc._id, {
    total: doc.rule.limits.total,
    points: doc.rule.limits.budgetPoints,
    usedTotal: tallies.reduce((sum, tally) => sum + tally.counted, 0),
    usedPoints: tallies.reduce((sum, tally) => sum + tally.points, 0),
  });
  await reserveFor(tx, doc._id, doc.rule);
}
