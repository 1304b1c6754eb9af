import type { RoomMessage } from '@kouyi/shared/contracts';
import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { reachableGroupIds, assertReachesGroup, groupDirectory } from '../groups';
import type { Actor } from '../kernel/actor';
import { newestPage, type PageRequest } from '../kernel/paging';
import { native } from '../kernel/store';
import { type LineState, Outgoing, type OutgoingDoc } from './model';
import { BOT_PERSONA } from './persona';

/** A line of the bot as people in the room see it; `id` is stable, also before it is marked as sent. */
export const roomLine = (line: {
  _id: string;
  text: string;
  card?: { activityId: string; title: string; boxId?: string };
  at: Date;
}): RoomMessage => ({
  id: line._id,
  at: line.at.toISOString(),
  from: 'bot',
  kind: 'message',
  name: BOT_PERSONA,
  text: line.text,
  ...(line.card ? { card: line.card } : {}),
});

/** What the bot said in a group before an instant, newest first. */
export async function sentLines(
  groupId: string,
  { before, limit }: { before?: Date | undefined; limit: number },
): Promise<RoomMessage[]> {
  const rows = await native(Outgoing)
    .find({ groupId, state: 'sent', ...(before ? { sentAt: { $lt: before } } : {}) })
    .sort({ sentAt: -1, _id: -1 })
    .limit(limit)
    .toArray();
  return rows.map((row) => roomLine({ ...row, at: row.sentAt! }));
}

/** A line and what the gate made of it. */
export interface CausedLine {
  readonly id: string;
  readonly groupId: string;
  readonly kind: OutgoingDoc['kind'];
  readonly text: string;
  readonly state: LineState;
  readonly createdAt: Date;
  readonly dueAt: Date;
  readonly sentAt?: Date;
  readonly code?: string;
  readonly reason?: string;
}

/** What an activity or a message made the bot say (or not), planned between two instants, oldest first; at most 500. */
export async function outgoingCausedBy(cause: {
  activityId?: string;
  messageId?: string;
  groupId?: string;
  from: Date;
  to: Date;
}): Promise<CausedLine[]> {
  const rows = await native(Outgoing)
    .find({
      ...(cause.activityId !== undefined ? { 'cause.activityId': cause.activityId } : {}),
      ...(cause.messageId !== undefined ? { 'cause.messageId': cause.messageId } : {}),
      ...(cause.groupId !== undefined ? { groupId: cause.groupId } : {}),
      createdAt: { $gte: cause.from, $lte: cause.to },
    })
    .sort({ createdAt: 1 })
    .limit(500)
    .toArray();
  return rows.map(({ _id, groupId, kind, text, state, createdAt, dueAt, sentAt, code, reason }) => ({
    id: _id,
    groupId,
    kind,
    text,
    state,
    createdAt,
    dueAt,
    ...(sentAt ? { sentAt } : {}),
    ...(code !== undefined ? { code } : {}),
    ...(reason !== undefined ? { reason } : {}),
  }));
}

/** How many lines the gate refused, or a channel failed, since an instant. */
export const refusedSince = async (since: Date): Promise<number> =>
  native(Outgoing).countDocuments({ state: { $in: ['refused', 'failed'] }, createdAt: { $gte: since } });

/** How far the bot's lines are behind: those that are due and not said, since when, and what channels refused today. */
export async function sendingHealth(
  at: Date,
): Promise<{ waiting: number; oldestAt?: Date; failedToday: number }> {
  const due = { pending: true as const, dueAt: { $lte: at } };
  const [waiting, oldest, failedToday] = await Promise.all([
    native(Outgoing).countDocuments(due),
    native(Outgoing).find(due).sort({ dueAt: 1 }).limit(1).next(),
    native(Outgoing).countDocuments({
      state: 'failed',
      createdAt: { $gte: shanghaiInstant(shanghaiDay(at)) },
    }),
  ]);
  return { waiting, ...(oldest ? { oldestAt: oldest.dueAt } : {}), failedToday };
}

/** Everything the bot wanted to say within reach, newest first. @throws Refusal `not_found`, `cursor_invalid`. */
export async function outgoingLog(
  actor: Actor,
  request: PageRequest & { groupId?: string | undefined; state?: LineState | undefined },
) {
  if (request.groupId !== undefined) assertReachesGroup(actor, request.groupId, 'gate.read');
  const within = request.groupId === undefined ? reachableGroupIds(actor, 'gate.read') : undefined;
  return newestPage(
    Outgoing,
    'createdAt',
    {
      ...(request.groupId !== undefined ? { groupId: request.groupId } : {}),
      ...(within ? { groupId: { $in: within } } : {}),
      ...(request.state !== undefined ? { state: request.state } : {}),
    },
    request,
    (shown) =>
      shown.map((row) => ({
        id: row._id,
        groupId: row.groupId,
        groupName: groupDirectory.get(row.groupId)?.name ?? '已不在的群',
        kind: row.kind,
        text: row.text,
        state: row.state,
        createdAt: row.createdAt.toISOString(),
        dueAt: row.dueAt.toISOString(),
        ...(row.sentAt ? { sentAt: row.sentAt.toISOString() } : {}),
        ...(row.reason !== undefined ? { reason: row.reason } : {}),
        ...(row.code !== undefined ? { code: row.code } : {}),
      })),
  );
}
