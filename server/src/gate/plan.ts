import { native } from '../kernel/store';
import { derivedId } from '../kernel/ids';
import type { Tx } from '../kernel/command';
import { Outgoing, type OutgoingDoc } from './model';
import type { LineKind } from './rules';
import { wakeDeliverer } from './wake';

/** A line somebody wants the bot to say. */
export interface OutgoingPlan {
  /** The same key plans the same line once, for ever. */
  readonly key: string;
  readonly groupId: string;
  readonly kind: LineKind;
  readonly text: string;
  /** The mini-program card under it: the activity's page, or with `boxId` that box. */
  readonly card?: { activityId: string; title: string; boxId?: string };
  readonly cause: { activityId?: string; messageId?: string };
  /** When what it reacts to happened; the moment of the command if not given. */
  readonly causedAt?: Date;
  /** Not before; at once if not given. */
  readonly dueAt?: Date;
}

/** The id of a line by the key it was planned under: the same key is the same line. */
export const outgoingIdOf = (key: string): string => derivedId('out', key);

/** Plans one line; see `planAllOutgoing`. */
export const planOutgoing = (tx: Tx, plan: OutgoingPlan): Promise<void> => planAllOutgoing(tx, [plan]);

/**
 * Plans lines in the caller's transaction. Nothing is decided here: the gate decides when a line is due. A line
 * whose key was planned before stays as it is.
 */
export async function planAllOutgoing(tx: Tx, plans: readonly OutgoingPlan[]): Promise<void> {
  for (let from = 0; from < plans.length; from += AT_ONCE)
    await planSome(tx, plans.slice(from, from + AT_ONCE));
}

/** An activity of ten thousand groups says its last word in all of them in a few round trips. */
const AT_ONCE = 1_000;

async function planSome(tx: Tx, plans: readonly OutgoingPlan[]): Promise<void> {
  const byId = new Map(plans.map((plan) => [outgoingIdOf(plan.key), plan]));
  const options = { session: tx.session, ignoreUndefined: true };
  // Read first: a duplicate key would abort the caller's transaction.
  const had = await native(Outgoing)
    .find({ _id: { $in: [...byId.keys()] } }, { session: tx.session, projection: { _id: 1 } })
    .toArray();
  for (const { _id } of had) byId.delete(_id);
  if (byId.size === 0) return;
  await native(Outgoing).insertMany(
    [...byId].map(([_id, plan]) => lineOf(_id, plan, tx.now)),
    options,
  );
  tx.afterCommit(wakeDeliverer);
}

/** Only orders lines of the same moment, so that it may begin anew with the process. */
let lastSeq = 0;

function lineOf(_id: string, plan: OutgoingPlan, now: Date): OutgoingDoc {
  const dueAt = plan.dueAt ?? now;
  return {
    _id,
    groupId: plan.groupId,
    kind: plan.kind,
    text: plan.text,
    ...(plan.card ? { card: plan.card } : {}),
    cause: plan.cause,
    // A line that was meant to wait is not older for it.
    causedAt: plan.causedAt ?? (dueAt > now ? dueAt : now),
    createdAt: now,
    plannedFor: dueAt,
    seq: (lastSeq += 1),
    dueAt,
    state: 'queued',
    pending: true,
    attempts: 0,
  };
}

/** Gives a line that still waits another text. False: it is on its way, said or refused already. */
export async function amendOutgoing(tx: Tx, { key, text }: { key: string; text: string }): Promise<boolean> {
  const { matchedCount } = await native(Outgoing).updateOne(
    { _id: outgoingIdOf(key), pending: true, claim: { $exists: false } },
    { $set: { text } },
    { session: tx.session },
  );
  return matchedCount === 1;
}
