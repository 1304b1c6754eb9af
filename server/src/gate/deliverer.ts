import type { GateSettings } from '@kouyi/shared/contracts';
import { type ChannelAdapter, channelAdapter, ChannelDown, ChannelRefused } from '../adapters/channel';
import { groupDirectory, type GroupFacts } from '../groups';
import { now } from '../kernel/clock';
import { newId } from '../kernel/ids';
import { log } from '../kernel/log';
import { metrics } from '../kernel/metrics';
import { native } from '../kernel/store';
import { Outgoing, type OutgoingDoc } from './model';
import { BOT_PERSONA } from './persona';
import { backoffMs, gateDecision } from './rules';
import { gateSettings } from './settings';
import { linesSaidBy } from './wake';

/** Groups that are spoken to at once. */
const MAX_GROUPS = 16;
const SWEEP_MS = 1_000;
/** Pokes of so long become one look. */
const POKE_MS = 40;
/** How soon to look again behind a line that another process says. */
const LOOK_AGAIN_MS = 250;
/** A claim of a process that died counts so long. */
const CLAIM_MS = 30_000;
/** Lines looked at in one turn of a group. */
const TURN = 20;
const DAY_MS = 86_400_000;

/**
 * Says what is planned, if the gate lets it: one queue a group, in the order in which lines were meant to be
 * said, never two at once in a group, at most 16 groups at once. Several processes may run one each: a line is
 * claimed before it is said.
 *
 * A line that died between being said and being marked is said again with the same key: channels show a key once.
 */
export class Deliverer {
  readonly #working = new Map<string, Promise<void>>();
  #sweep: NodeJS.Timeout | undefined;
  #poked: NodeJS.Timeout | undefined;
  #round: Promise<unknown> = Promise.resolve();
  #stopped = false;

  start(): void {
    linesSaidBy({ poke: () => this.poke(), drain: () => this.drain() });
    this.#sweep = setInterval(() => this.poke(), SWEEP_MS);
    this.poke();
  }

  /** Resolves when every line that was begun is said and marked. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#sweep);
    clearTimeout(this.#poked);
    linesSaidBy(undefined);
    await this.#round;
    await Promise.all(this.#working.values());
  }

  /** Looks for due lines soon. */
  poke(): void {
    if (this.#stopped || this.#poked) return;
    this.#poked = setTimeout(() => {
      this.#poked = undefined;
      this.#startGroups().catch((error: unknown) =>
        log.error({ err: error }, 'deliverer round failed; the sweep tries again'),
      );
    }, POKE_MS);
  }

  /** Resolves when nothing that is due now is left; for tests and for a clean stop. */
  async drain(): Promise<void> {
    while (!this.#stopped) {
      const found = await this.#startGroups();
      await Promise.all(this.#working.values());
      if (found === 0 && this.#working.size === 0) return;
    }
  }

  /** One look at a time; answers how many groups have something due. */
  #startGroups(): Promise<number> {
    const round = this.#round.then(() => this.#startDueGroups());
    this.#round = round.catch(() => undefined);
    return round;
  }

  /** Puts free workers on groups with due lines; answers how many groups have some. */
  async #startDueGroups(): Promise<number> {
    const at = now();
    const busy = [...this.#working.keys()];
    const rows = await native(Outgoing)
      .find(
        {
          pending: true,
          dueAt: { $lte: at },
          ...(busy.length > 0 ? { groupId: { $nin: busy } } : {}),
          $or: [{ claimedUntil: { $exists: false } }, { claimedUntil: { $lt: at } }],
        },
        { projection: { groupId: 1 } },
      )
      .sort({ dueAt: 1 })
      .limit(400)
      .toArray();
    const groupIds = [...new Set(rows.map((row) => row.groupId))].filter((id) => !this.#working.has(id));
    for (const groupId of groupIds) {
      if (this.#stopped || this.#working.size >= MAX_GROUPS) break;
      const work = workOff(groupId)
        .catch((error: unknown) => log.error({ err: error, groupId }, 'a group’s queue failed'))
        .finally(() => {
          this.#working.delete(groupId);
          this.poke();
        });
      this.#working.set(groupId, work);
    }
    return groupIds.length;
  }
}

/** Takes one turn with a group: every line that is due, in order, until one has to hold the others. */
async function workOff(groupId: string): Promise<void> {
  // One moment for the whole turn: a line must not slip past an earlier one that waits until a bit later.
  const at = now();
  const [queue, settings, sentAt] = await Promise.all([
    native(Outgoing)
      .find({
        groupId,
        pending: true,
        $or: [{ dueAt: { $lte: at } }, { attempts: { $gt: 0 } }, { claimedUntil: { $gt: at } }],
      })
      .sort({ plannedFor: 1, seq: 1 })
      .limit(TURN)
      .toArray(),
    gateSettings(),
    sentTimes(groupId, at),
    groupDirectory.ensure([groupId]),
  ]);
  const turn: Turn = { at, settings, sentAt, group: groupDirectory.get(groupId) };
  for (const line of queue) {
    const held = await lookAt(line, turn);
    if (held) return hold(groupId, held);
  }
}

interface Turn {
  readonly at: Date;
  readonly settings: GateSettings;
  /** Newest first; grows as the turn speaks. */
  readonly sentAt: Date[];
  readonly group: GroupFacts | undefined;
}

/** Says, refuses or postpones one line. Answers until when it holds everything behind it, if it does. */
async function lookAt(line: OutgoingDoc, turn: Turn): Promise<Date | undefined> {
  // Another process says this one just now.
  if (line.claimedUntil && line.claimedUntil > turn.at) return new Date(turn.at.getTime() + LOOK_AGAIN_MS);
  // The channel failed with it: overtaking would change the order in which people read.
  if (line.dueAt > turn.at) return line.dueAt;
  const claimed = await claim(line, now());
  return claimed ? decideAndSend(claimed, turn) : new Date(turn.at.getTime() + LOOK_AGAIN_MS);
}

/** Nobody behind a line that must be said first is looked at before it. */
const hold = async (groupId: string, until: Date): Promise<void> => {
  await native(Outgoing).updateMany(
    { groupId, pending: true, dueAt: { $lt: until }, claim: { $exists: false } },
    { $set: { dueAt: until } },
  );
};

/** Makes this process the only one that says the line; undefined: somebody was faster. */
const claim = async ({ _id }: OutgoingDoc, at: Date): Promise<OutgoingDoc | undefined> =>
  (await native(Outgoing).findOneAndUpdate(
    {
      _id,
      pending: true,
      dueAt: { $lte: at },
      $or: [{ claimedUntil: { $exists: false } }, { claimedUntil: { $lt: at } }],
    },
    { $set: { claim: newId('clm'), claimedUntil: new Date(at.getTime() + CLAIM_MS) } },
    { returnDocument: 'after' },
  )) ?? undefined;

/** As `lookAt`, for a line that is ours. */
async function decideAndSend(line: OutgoingDoc, turn: Turn): Promise<Date | undefined> {
  const { settings, sentAt, group } = turn;
  const decision = gateDecision(
    { kind: line.kind, causedAt: line.causedAt, canPost: group?.capabilities.post, sentAt, settings },
    turn.at,
  );
  const { code, reason } = decision;
  switch (decision.verdict) {
    case 'refuse':
      await settle(line, { state: 'refused', code, reason });
      return undefined;
    case 'wait':
      await postpone(line, { dueAt: decision.until, code, reason });
      // Quiet hours hold only those who disturb; gaps and caps hold everybody.
      return code === 'quiet_hours' ? undefined : decision.until;
    case 'send':
      return send(line, group!, turn);
  }
}

/** When the bot spoke in a group in the last 24 hours, newest first. */
async function sentTimes(groupId: string, at: Date): Promise<Date[]> {
  const rows = await native(Outgoing)
    .find(
      { groupId, state: 'sent', sentAt: { $gt: new Date(at.getTime() - DAY_MS) } },
      { projection: { _id: 0, sentAt: 1 } },
    )
    .sort({ sentAt: -1 })
    .limit(5_000)
    .toArray();
  return rows.map((row) => row.sentAt!);
}

async function send(line: OutgoingDoc, group: GroupFacts, turn: Turn): Promise<Date | undefined> {
  const adapter = channelAdapter(group.channel);
  if (!adapter) return rest(line, `这台服务器没有接通「${group.channel}」渠道，稍后再试。`);
  // Strictly later than the line before, so that the room shows them in the order in which they were said.
  const at = new Date(Math.max(now().getTime(), (turn.sentAt[0]?.getTime() ?? 0) + 1));
  try {
    await say(adapter, line, group, at);
  } catch (error) {
    if (error instanceof ChannelRefused) {
      await settle(line, { state: 'failed', code: 'channel_refused', reason: `渠道拒绝了：${error.reason}` });
      return undefined;
    }
    if (!(error instanceof ChannelDown))
      log.error({ err: error, line: line._id, channel: group.channel }, 'channel adapter failed');
    const askedMs = error instanceof ChannelDown ? error.retryAfterMs : undefined;
    return rest(line, '渠道暂时发不出去，稍后再试，不会丢。', askedMs);
  }
  turn.sentAt.unshift(at);
  await settle(line, { state: 'sent', code: 'allowed', reason: '已发送。', sentAt: at });
  return undefined;
}

const say = (adapter: ChannelAdapter, line: OutgoingDoc, group: GroupFacts, at: Date): Promise<void> =>
  adapter.send({
    key: line._id,
    channelGroupId: group.channelGroupId,
    groupId: line.groupId,
    text: line.text,
    ...(line.card ? { card: line.card } : {}),
    persona: BOT_PERSONA,
    at,
  });

const CLAIM_OVER = { claim: 1, claimedUntil: 1 } as const;

/** The end of a line. Whoever holds no claim any more (it took too long) changes nothing. */
async function settle(
  line: OutgoingDoc,
  end: { state: 'sent' | 'refused' | 'failed'; code: string; reason: string; sentAt?: Date },
): Promise<void> {
  metrics.sends.inc({ state: end.state });
  await native(Outgoing).updateOne(
    { _id: line._id, claim: line.claim },
    { $set: end, $unset: { pending: 1, ...CLAIM_OVER } },
  );
}

const postpone = (line: OutgoingDoc, wait: { dueAt: Date; code: string; reason: string }): Promise<unknown> =>
  native(Outgoing).updateOne({ _id: line._id, claim: line.claim }, { $set: wait, $unset: CLAIM_OVER });

/** The channel is down: the line rests, longer each time. Answers until when, as it holds those behind it. */
async function rest(line: OutgoingDoc, reason: string, askedMs = 0): Promise<Date> {
  const attempts = line.attempts + 1;
  const dueAt = new Date(now().getTime() + Math.max(askedMs, backoffMs(attempts)));
  await native(Outgoing).updateOne(
    { _id: line._id, claim: line.claim },
    { $set: { dueAt, attempts, code: 'channel_down', reason }, $unset: CLAIM_OVER },
  );
  return dueAt;
}
