import type { RoomMessage } from '@kouyi/shared/contracts';
import { decideParticipation, type Decision } from '@kouyi/shared/rules/decide';
import { normaliseText } from '@kouyi/shared/rules/text';
import { outcomeInWords, reasonInWords } from '@kouyi/shared/rules/words';
import {
  decisionsAbout,
  endingAt,
  mainOutcomeOf,
  type DecisionDoc,
  ruleOfVersion,
  titlesOf,
} from '../activities';
import { groupDirectory, assertReachesGroup } from '../groups';
import type { Actor } from '../kernel/actor';
import { newestPage, type Page, type PageRequest, searchPattern } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { keptAnswers } from '../kernel/kept';
import { native } from '../kernel/store';
import { now } from '../kernel/clock';
import { outgoingCausedBy, sentLines } from '../gate';
import { asRoomMessage } from './door';
import { Journal } from './model';

/** What was said in a group, members and bot together, newest first. @throws Refusal `not_found` out of reach */
export async function roomMessages(
  actor: Actor,
  request: PageRequest & { id: string; q?: string | undefined },
): Promise<Page<RoomMessage>> {
  assertReachesGroup(actor, request.id);
  const page = await newestPage(
    Journal,
    'at',
    { groupId: request.id, ...(request.q ? { text: searchPattern(request.q) } : {}) },
    request,
    (shown) => shown,
  );
  const oldest = page.nextCursor ? page.items.at(-1)!.at : new Date(0);
  const newest = request.cursor ? page.items[0]?.at : undefined;
  const [decisions, lines] = await Promise.all([
    decisionsAbout(page.items.map((row) => row._id)),
    request.q ? [] : sentLines(request.id, { before: newest, limit: request.limit }),
  ]);
  const outcomes = mainOutcomeOf(decisions);
  const items: RoomMessage[] = [
    ...page.items.map((row) => {
      const outcome = outcomes.get(row._id);
      return { ...asRoomMessage(row), ...(outcome ? { outcome } : {}) };
    }),
    ...lines.filter((line) => new Date(line.at) >= oldest),
  ];
  items.sort((a, b) => b.at.localeCompare(a.at));
  return { ...page, items };
}

const HEAT_DAYS = 28;

/** One hour of one weekday. */
interface HeatCell {
  readonly weekday: number;
  readonly hour: number;
  readonly messages: number;
}

const keptHeat = keptAnswers<HeatCell[]>(500);

/** Messages by weekday (1 = Monday) and hour in Shanghai over the last 28 days. */
export async function heatOf(actor: Actor, groupId: string): Promise<HeatCell[]> {
  assertReachesGroup(actor, groupId);
  return keptHeat(groupId, () => readHeat(groupId));
}

async function readHeat(groupId: string): Promise<HeatCell[]> {
  const since = new Date(now().getTime() - HEAT_DAYS * 86_400_000);
  const rows = await native(Journal)
    .aggregate<{ _id: { weekday: number; hour: number }; messages: number }>([
      { $match: { groupId, at: { $gte: since } } },
      {
        $group: {
          _id: {
            weekday: { $isoDayOfWeek: { date: '$at', timezone: 'Asia/Shanghai' } },
            hour: { $hour: { date: '$at', timezone: 'Asia/Shanghai' } },
          },
          messages: { $sum: 1 },
        },
      },
    ])
    .toArray();
  return rows.map(({ _id, messages }) => ({ weekday: _id.weekday, hour: _id.hour, messages }));
}

/** When somebody last spoke in each group. */
export async function lastMessages(groupIds: readonly string[]): Promise<Map<string, Date>> {
  const last = new Map<string, Date>();
  await Promise.all(
    groupIds.map(async (groupId) => {
      const row = await native(Journal)
        .find({ groupId }, { projection: { at: 1 } })
        .sort({ at: -1, _id: -1 })
        .limit(1)
        .next();
      if (row) last.set(groupId, row.at);
    }),
  );
  return last;
}

const keptSince = keptAnswers<number>(200);

/**
 * How many messages came since an instant (Shanghai day so far, for the day's page); with `groupIds`, in those groups.
 * A brand that hears a hundred thousand a day counts them once in a while.
 */
export const messagesSince = (since: Date, groupIds?: readonly string[]): Promise<number> =>
  keptSince(`${since.getTime()}:${groupIds?.join() ?? ''}`, () =>
    native(Journal).countDocuments({
      // What came late belongs to the day on which it was said; the arrival is what the index knows.
      receivedAt: { $gte: since },
      at: { $gte: since },
      kind: 'message',
      ...(groupIds ? { groupId: { $in: [...groupIds] } } : {}),
    }),
  );

/** How far deciding is behind: stored and not decided, since when, and what could not be decided at all. */
export async function messagePathHealth(): Promise<{ waiting: number; oldestAt?: Date; failed: number }> {
  // The partial index begins with the partition: naming it is what lets the index be used.
  const waiting = { partition: { $gte: 0 }, pending: true as const };
  const [count, rows, failed] = await Promise.all([
    native(Journal).countDocuments(waiting),
    native(Journal)
      .aggregate<{ oldestAt: Date }>([
        { $match: waiting },
        { $group: { _id: null, oldestAt: { $min: '$receivedAt' } } },
      ])
      .toArray(),
    native(Journal).countDocuments({ failed: { $gt: '' } }),
  ]);
  return { waiting: count, ...(rows[0] ? { oldestAt: rows[0].oldestAt } : {}), failed };
}

const ANSWERS_WITHIN_MS = 15 * 60_000;

/**
 * Why a message was handled as it was: every rule that saw it, decided again from the version and the facts
 * that were kept, and what the bot said afterwards. @throws Refusal `not_found`
 */
export async function traceOf(actor: Actor, id: string) {
  const row = await native(Journal).findOne({ _id: id });
  if (!row) throw refuseAnywhere('not_found');
  assertReachesGroup(actor, row.groupId);
  const decisions = await decisionsAbout([id]);
  const titles = await titlesOf(decisions.map((decision) => decision.activityId));
  const rules = await Promise.all(
    decisions.map((decision) => explain(decision, row.text, titles.get(decision.activityId) ?? '')),
  );
  const activityIds = new Set(decisions.map((decision) => decision.activityId));
  const said = await outgoingCausedBy({
    groupId: row.groupId,
    from: row.receivedAt,
    to: new Date(row.receivedAt.getTime() + ANSWERS_WITHIN_MS),
  });
  const related = said.filter((line) => line.kind !== 'welcome').slice(0, activityIds.size > 0 ? 3 : 0);
  return {
    message: {
      id: row._id,
      at: row.at.toISOString(),
      groupName: groupDirectory.get(row.groupId)?.name ?? '',
      name: row.name ?? '群友',
      text: row.text,
      normalised: normaliseText(row.text),
      receivedAt: row.receivedAt.toISOString(),
      ...(row.decidedAt ? { decidedAt: row.decidedAt.toISOString() } : {}),
    },
    rules,
    ...(rules.length > 0 ? {} : { none: noneLine(row.pending, row.failed, row.kind) }),
    answers: related.map((line) => ({
      at: (line.sentAt ?? line.createdAt).toISOString(),
      state: line.state,
      text: line.text,
      line: line.reason ?? (line.state === 'queued' ? '在排队，按节奏发出' : '按节奏合在一起回了一次'),
    })),
  };
}

function noneLine(pending: true | undefined, failed: string | undefined, kind: string): string {
  if (pending) return '刚收到，还没轮到判定。';
  if (failed !== undefined) return '判定时出了错，已记下等人来看；这条没有计数。';
  if (kind !== 'message') return '这是进群或退群的通知，不参加活动。';
  return '这个群里没有活动在听这句话，所以没有任何动作。';
}

async function explain(decision: DecisionDoc, text: string, title: string) {
  const rule = await ruleOfVersion(decision.activityId, decision.version);
  const again: Decision | undefined =
    rule && decision.facts
      ? decideParticipation({
          ...decision.facts,
          rule: endingAt(rule, decision.facts.endedAt),
          at: decision.at,
          text,
        })
      : undefined;
  const steps = again?.reasons ?? [];
  const deciding = steps.find((step) => !step.passed);
  return {
    activityId: decision.activityId,
    title,
    version: decision.version,
    outcome: decision.outcome,
    line: outcomeInWords(decision.outcome, { points: decision.points, ...deciding?.detail }),
    sameWhenRerun: again?.outcome === decision.outcome && again.points === decision.points,
    steps: steps.map((step) => ({
      check: step.check,
      passed: step.passed,
      line: reasonInWords(step, decision.outcome),
    })),
  };
}

/** A person's own messages, for their export. */
export async function messagesOf(personId: string): Promise<Record<string, unknown>[]> {
  const rows = await native(Journal).find({ personId }).sort({ at: -1 }).limit(10_000).toArray();
  return rows.map((row) => ({
    at: row.at,
    group: groupDirectory.get(row.groupId)?.name ?? row.groupId,
    kind: row.kind,
    text: row.text,
  }));
}
