import { decideParticipation, type Decision } from '@kouyi/shared/rules/decide';
import { DAY_MS, shanghaiDay } from '@kouyi/shared/rules/time';
import type { Outcome } from '@kouyi/shared/types';
import { derivedId } from '../kernel/ids';
import type { GroupFacts } from '../groups';
import type { DecisionDoc, KeptFacts, ProgressDoc, TallyDoc } from './model';
import { type BatchFacts, progressOf, tallyOf } from './batch-facts';
import { isOpenAt, type LiveRule } from './rule-book';

/** A message on its way to a decision. */
export interface Incoming {
  /** The journal's id; also what makes the decision's id. */
  readonly messageId: string;
  readonly group: GroupFacts;
  readonly userId: string;
  readonly personId: string;
  readonly name?: string | undefined;
  readonly text: string;
  readonly at: Date;
}

/** A message with the rules whose trigger it typed, highest priority first. */
export interface Candidate extends Incoming {
  readonly rules: readonly LiveRule[];
}

/** What was decided about one message by one rule. */
export interface Decided {
  readonly incoming: Incoming;
  readonly live: LiveRule;
  readonly decision: Decision;
  readonly row: DecisionDoc;
}

const KEEP_UNCOUNTED_MS = 30 * DAY_MS;

/**
 * Decides a batch in order, on the facts that were read for it; later messages see what earlier ones changed.
 * Pure but for the facts' documents, which it changes in memory and marks: they are written, guarded by their
 * revision, in the batch's transaction.
 */
export function decideBatch(candidates: readonly Candidate[], facts: BatchFacts, now: Date): Decided[] {
  const decided: Decided[] = [];
  for (const candidate of candidates) {
    for (const { live, outrankedBy } of listeners(candidate)) {
      const one = decideOne(candidate, live, outrankedBy, facts, now);
      if (one) decided.push(one);
    }
  }
  return decided;
}

/**
 * Which rules answer: of those open at that moment the first takes the message and the others say so; if none is
 * open, the first explains why (not started, outside hours, ended).
 */
function listeners({ rules, at }: Candidate): { live: LiveRule; outrankedBy?: string }[] {
  const open = rules.filter((live) => isOpenAt(live, at));
  const [winner, ...others] = open;
  if (!winner) return rules.slice(0, 1).map((live) => ({ live }));
  return [{ live: winner }, ...others.map((live) => ({ live, outrankedBy: winner.rule.title }))];
}

function decideOne(
  incoming: Incoming,
  live: LiveRule,
  outrankedBy: string | undefined,
  facts: BatchFacts,
  now: Date,
): Decided | undefined {
  const { personId, group, at } = incoming;
  const progress = progressOf(facts, live.id, personId);
  const tally = tallyOf(facts, live.id, group.id);
  const member = facts.members.get(`${group.id}:${incoming.userId}`);
  const day = shanghaiDay(at);
  const held = facts.quota.get(live.id) ?? {};
  const firstTimer = !facts.firstTimes.has(personId);
  const kept: KeptFacts = {
    person: {
      blacklisted: facts.blacklisted.has(personId),
      isStaff: facts.isStaff(incoming.userId),
      hasTakenPartBefore: !firstTimer,
      ...(live.rule.audience
        ? { inAudience: facts.audiences.get(live.rule.audience.segmentId)?.has(personId) ?? false }
        : {}),
      ...(member ? { joinedGroupAt: member.joinedAt } : {}),
    },
    group: {
      memberCount: group.memberCount,
      countedInGroup:
        live.rule.kind === 'check_in' ? (tally.doc.perDay[String(day)] ?? 0) : tally.doc.counted,
    },
    mine: {
      count: progress.doc.attempts,
      days: [...progress.doc.days],
      ...(live.rule.limits.perPersonPerDay === undefined || live.rule.kind === 'check_in'
        ? {}
        : { countToday: progress.doc.perDay[String(day)] ?? 0 }),
    },
    quota: {
      ...(held.total === undefined ? {} : { totalLeft: held.total }),
      ...(held.points === undefined ? {} : { budgetLeft: held.points }),
    },
    pauses: [...live.pauses],
    ...(live.endedAt === undefined ? {} : { endedAt: live.endedAt }),
    ...(outrankedBy === undefined ? {} : { outrankedBy }),
  };
  const decision = decideParticipation({ rule: live.rule, at, text: incoming.text, ...kept });
  if (!decision) return undefined;

  const name = incoming.name ?? member?.name ?? '群友';
  const { outcome, points } = decision;
  const counted = outcome === 'counted';
  if (counted || outcome === 'wrong_answer')
    noteProgress(progress, live, decision, { at, place: tally.doc.counted + 1 });
  noteTally(tally, decision, {
    name,
    at,
    newPerson: counted && progress.doc.counted === 1,
    firstTimer: counted && firstTimer,
    messageId: incoming.messageId,
  });
  if (counted) {
    if (firstTimer) facts.noteFirstTime(personId, live.id, at);
    if (held.total !== undefined) held.total -= 1;
    if (held.points !== undefined) held.points -= points;
    facts.noteMinute(live.id, at);
  }
  return {
    incoming,
    live,
    decision,
    row: {
      _id: counted
        ? participationId(live, progress.doc, decision)
        : derivedId('dec', incoming.messageId, live.id),
      activityId: live.id,
      version: live.version,
      groupId: group.id,
      personId,
      messageId: incoming.messageId,
      name,
      at,
      decidedAt: now,
      outcome,
      points,
      day: decision.dayNumber,
      ...(decision.option === undefined ? {} : { option: decision.option }),
      ...(decision.text === undefined ? {} : { text: decision.text }),
      ...(counted && firstTimer ? { firstTime: true } : {}),
      facts: kept,
      ...(counted ? {} : { expireAt: new Date(now.getTime() + KEEP_UNCOUNTED_MS) }),
    },
  };
}

/** Named by what it is, not by the message that brought it: whichever of two messages comes first, it is the same. */
const participationId = (live: LiveRule, progress: ProgressDoc, decision: Decision): string =>
  derivedId(
    'par',
    live.id,
    progress.personId,
    live.rule.kind === 'check_in' ? `day ${decision.dayNumber}` : `no. ${progress.counted}`,
  );

function noteProgress(
  progress: { doc: ProgressDoc; changed: boolean },
  live: LiveRule,
  decision: Decision,
  { at, place }: { at: Date; place: number },
): void {
  const { doc } = progress;
  progress.changed = true;
  doc.attempts += 1;
  if (live.rule.limits.perPersonPerDay !== undefined && live.rule.kind !== 'check_in') {
    const day = String(decision.dayNumber);
    doc.perDay[day] = (doc.perDay[day] ?? 0) + 1;
  }
  if (decision.outcome !== 'counted') return;
  doc.counted += 1;
  doc.points += decision.points;
  doc.place ??= place;
  if (doc.firstAt === undefined || at < doc.firstAt) doc.firstAt = at;
  if (live.rule.kind === 'check_in') doc.days = [...doc.days, decision.dayNumber].sort((a, b) => a - b);
}

function noteTally(
  tally: { doc: TallyDoc; changed: boolean },
  decision: Decision,
  fact: { name: string; at: Date; newPerson: boolean; firstTimer: boolean; messageId: string },
): void {
  const { doc } = tally;
  tally.changed = true;
  bump(doc.outcomes, decision.outcome);
  // A quiz shows what people chose, right or wrong.
  if (
    decision.option !== undefined &&
    (decision.outcome === 'counted' || decision.outcome === 'wrong_answer')
  )
    bump(doc.options, decision.option);
  if (decision.outcome !== 'counted') return;
  doc.counted += 1;
  doc.points += decision.points;
  if (fact.newPerson) doc.people += 1;
  if (fact.firstTimer) doc.firstTimers += 1;
  bump(doc.perDay, String(decision.dayNumber));
  if (!doc.first || fact.at < doc.first.at) doc.first = { name: fact.name, at: fact.at };
  if (
    !doc.firstToday ||
    doc.firstToday.day < decision.dayNumber ||
    (doc.firstToday.day === decision.dayNumber && fact.at < doc.firstToday.at)
  ) {
    doc.firstToday = { day: decision.dayNumber, name: fact.name, at: fact.at };
  }
  if (!doc.firstCountedAt || fact.at < doc.firstCountedAt) doc.firstCountedAt = fact.at;
  doc.unanswered += 1;
  doc.unansweredNames = [...doc.unansweredNames, fact.name].slice(-NAMES_KEPT);
  doc.lastMessageId = fact.messageId;
}

/** Names kept for the next answer; more would not fit a message. */
const NAMES_KEPT = 20;

function bump<K extends string>(counts: Partial<Record<K, number>>, key: K): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

/** The outcome a person is told when several rules saw a message: the one that took it. */
export const mainOutcome = (of: readonly Decided[]): Decided | undefined =>
  of.find(({ decision }) => decision.outcome !== ('lower_priority' satisfies Outcome)) ?? of[0];
