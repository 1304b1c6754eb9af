import { DAY_MS } from '@kouyi/shared/rules/time';
import { type Actor, actorName } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { derivedId, newId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { notify } from '../notices';
import { nicknames } from '../people';
import { advisers, Assignment, staffIdOf, takeable } from './advisers';
import { Duty, type MessageRow, Messages, type ScriptRow, Scripts, type ThreadRow, Threads } from './model';
import { assertOwn, threadFor } from './policy';
import { assertNoSelling, LINES_A_DAY, refuse, SCRIPTS_MAX, threadStates } from './rules';

interface Line {
  id: string;
  text: string;
  requestKey: string;
}

async function mayWrite(actor: Actor, { id }: { id: string }): Promise<void> {
  await threadFor(actor, 'care.write', id);
}

/**
 * An adviser writes to the person, who is told; once a request key. Who answers a thread of nobody's takes it.
 * @throws Refusal `promotion_in_care`, `state_forbids` (409) or `not_found`.
 */
export const reply = command('care.reply', {
  may: mayWrite,
  async run({ id, text, requestKey }: Line, tx): Promise<MessageRow> {
    const had = await written(id, 'adviser', requestKey, tx);
    if (had) return had;
    assertNoSelling(text);
    const thread = await load(id, tx);
    const staffId = staffIdOf(tx.actor);
    const message = await write(
      thread,
      { by: 'adviser', name: actorName(tx.actor), text, requestKey, staffId },
      tx,
    );
    // A second line to somebody who was answered is no move.
    if (thread.state !== 'answered') threadStates.assertMove(thread.state, 'answered');
    await set(
      thread,
      {
        state: 'answered',
        since: tx.now,
        lastLine: text.slice(0, 80),
        answered: true,
        ...(thread.adviserId === undefined && staffId !== undefined ? { adviserId: staffId } : {}),
      },
      tx,
    );
    await notify(tx, {
      key: `care:${message._id}`,
      personId: thread.personId,
      kind: 'service',
      title: `${actorName(tx.actor)}老师回复你了`.replace('老师老师', '老师'),
      text: text.slice(0, 200),
      page: `/intake/talk/index?id=${id}`,
      cause: { kind: 'care', id },
    });
    tx.audit({ subject: id, after: { replied: message._id } });
    return message;
  },
});

/**
 * The person writes; a closed thread opens again, and waits. Once a request key.
 * @throws Refusal `thread_full` or `not_found`.
 */
export const ask = command('care.ask', {
  may: (actor, input: Line & { personId: string }) => assertOwn(actor, input),
  async run({ id, personId, text, requestKey }: Line & { personId: string }, tx): Promise<MessageRow> {
    const thread = await load(id, tx);
    if (thread.personId !== personId) throw refuseAnywhere('not_found');
    const had = await written(id, 'person', requestKey, tx);
    if (had) return had;
    const today = await native(Messages).countDocuments(
      { threadId: id, by: 'person', at: { $gt: new Date(tx.now.getTime() - DAY_MS) } },
      { session: tx.session },
    );
    if (today >= LINES_A_DAY) throw refuse('thread_full');
    const name = (await nicknames([personId])).get(personId) ?? '';
    const message = await write(thread, { by: 'person', name, text, requestKey }, tx);
    const lastLine = text.slice(0, 80);
    if (thread.state === 'waiting') await set(thread, { lastLine }, tx);
    else {
      // Whoever had it may be off duty by now.
      const { adviserId } = await ready(thread, tx);
      await move(thread, 'waiting', { lastLine, ...(adviserId ? { adviserId } : {}) }, tx);
    }
    return message;
  },
});

/** Ends a thread. @throws Refusal `state_forbids` (409) or `not_found`. */
export const closeThread = command('care.close', {
  may: mayWrite,
  async run({ id }: { id: string }, tx): Promise<ThreadRow> {
    const thread = await load(id, tx);
    tx.audit({ subject: id, before: { state: thread.state }, after: { state: 'closed' } });
    const closed = await move(thread, 'closed', {}, tx);
    if (thread.answered && !thread.rating)
      await notify(tx, {
        key: `care:${id}:closed:${tx.now.getTime()}`,
        personId: thread.personId,
        kind: 'service',
        title: '这次咨询告一段落',
        text: '有帮到你吗？点开可以评价一下；以后有新的情况，也可以在这里接着问。',
        page: `/intake/talk/index?id=${id}`,
        cause: { kind: 'care', id },
      });
    return closed;
  },
});

/** Opens a closed thread again. @throws Refusal `state_forbids` (409) or `not_found`. */
export const reopenThread = command('care.reopen', {
  may: mayWrite,
  async run({ id }: { id: string }, tx): Promise<ThreadRow> {
    const thread = await load(id, tx);
    tx.audit({ subject: id, before: { state: thread.state }, after: { state: 'waiting' } });
    return move(thread, 'waiting', {}, tx);
  },
});

/** Gives a thread to another adviser. @throws Refusal `adviser_unknown` or `not_found`. */
export const assignThread = command('care.assign', {
  may: mayWrite,
  async run({ id, adviserId }: { id: string; adviserId: string }, tx): Promise<ThreadRow> {
    const thread = await load(id, tx);
    const adviser = (await advisers(tx)).find((each) => each.id === adviserId && each.onDuty);
    const near = adviser?.reach === undefined || thread.unitIds.some((unit) => adviser.reach!.has(unit));
    if (!adviser || !near) throw refuse('adviser_unknown', { field: 'adviserId' });
    tx.audit({ subject: id, before: { adviserId: thread.adviserId }, after: { adviserId } });
    return set(thread, { adviserId }, tx);
  },
});

/** The person rates what they were answered; the last rating counts. @throws Refusal `not_answered_yet`, `not_found`. */
export const rateThread = command('care.rate', {
  may: (actor, input: { personId: string; id: string; stars: number; text: string }) =>
    assertOwn(actor, input),
  async run(
    { personId, id, stars, text }: { personId: string; id: string; stars: number; text: string },
    tx,
  ) {
    const thread = await load(id, tx);
    if (thread.personId !== personId) throw refuseAnywhere('not_found');
    if (!thread.answered) throw refuse('not_answered_yet');
    return set(thread, { rating: { stars, text, at: tx.now } }, tx);
  },
});

/**
 * Says whether one takes threads. Who goes off duty hands over those that wait, as far as somebody else is there.
 * @throws Refusal `not_an_adviser`.
 */
export const setDuty = command('care.duty', {
  async run({ onDuty }: { onDuty: boolean }, tx) {
    const staffId = staffIdOf(tx.actor);
    const known = (await advisers(tx)).some(({ id }) => id === staffId);
    if (staffId === undefined || !known) throw refuse('not_an_adviser');
    await native(Duty).updateOne(
      { _id: staffId },
      { $set: { onDuty, since: tx.now } },
      { upsert: true, session: tx.session },
    );
    tx.audit({ subject: staffId, after: { onDuty } });
    return { onDuty, handedOver: onDuty ? 0 : await handOver(tx, 500) };
  },
});

/**
 * Gives waiting threads whose adviser left or went off duty, or that have none, to somebody on duty, the longest
 * waiting first. Answers how many moved; those nobody can take stay where they are and hold up nobody.
 */
export async function handOver(tx: Tx, limit: number): Promise<number> {
  const all = await advisers(tx);
  const there = all.filter(({ onDuty }) => onDuty).map(({ id }) => id);
  const rows = await native(Threads)
    .find({ state: 'waiting', adviserId: { $nin: there }, ...takeable(all) }, { session: tx.session })
    .sort({ since: 1 })
    .limit(limit)
    .toArray();
  const assignment = new Assignment(all);
  let moved = 0;
  for (const thread of rows) {
    const adviserId = assignment.next(thread.unitIds);
    if (adviserId === undefined) continue;
    await set(thread, { adviserId }, tx);
    tx.audit({ subject: thread._id, before: { adviserId: thread.adviserId }, after: { adviserId } });
    moved += 1;
  }
  return moved;
}

/** Adds or changes a ready script. @throws Refusal `too_many_scripts`, `promotion_in_care` or `not_found`. */
export const saveScript = command('care.save-script', {
  async run(
    { id, title, text }: { id?: string | undefined; title: string; text: string },
    tx,
  ): Promise<ScriptRow> {
    assertNoSelling(text);
    const options = { session: tx.session };
    const before = id === undefined ? null : await native(Scripts).findOne({ _id: id }, options);
    if (id !== undefined && !before) throw refuseAnywhere('not_found');
    if (!before && (await native(Scripts).countDocuments({}, options)) >= SCRIPTS_MAX)
      throw refuse('too_many_scripts', { details: { limit: SCRIPTS_MAX } });
    const row: ScriptRow = { _id: before?._id ?? newId('scr'), title, text, updatedAt: tx.now };
    const { _id, ...fields } = row;
    await native(Scripts).replaceOne({ _id }, fields, { ...options, upsert: true });
    tx.audit({
      subject: _id,
      before: before && { title: before.title, text: before.text },
      after: { title, text },
    });
    return row;
  },
});

/** Removes a ready script; one that is gone is no error. */
export const deleteScript = command('care.delete-script', {
  async run({ id }: { id: string }, tx) {
    const before = await native(Scripts).findOneAndDelete({ _id: id }, { session: tx.session });
    if (before) tx.audit({ subject: id, before: { title: before.title, text: before.text } });
  },
});

/** The adviser of a thread if they are there, else somebody who is. */
async function ready(thread: ThreadRow, tx: Tx): Promise<{ adviserId: string | undefined }> {
  const all = await advisers(tx);
  const there = all.some(({ id, onDuty }) => onDuty && id === thread.adviserId);
  return {
    adviserId: there ? thread.adviserId : (new Assignment(all).next(thread.unitIds) ?? thread.adviserId),
  };
}

async function load(id: string, tx: Tx): Promise<ThreadRow> {
  const row = await native(Threads).findOne({ _id: id }, { session: tx.session });
  if (!row) throw refuseAnywhere('not_found');
  return row;
}

const messageId = (threadId: string, by: string, requestKey: string): string =>
  derivedId('msg', threadId, by, requestKey);

const written = (threadId: string, by: string, requestKey: string, tx: Tx): Promise<MessageRow | null> =>
  native(Messages).findOne({ _id: messageId(threadId, by, requestKey) }, { session: tx.session });

async function write(
  thread: ThreadRow,
  line: {
    by: 'person' | 'adviser';
    name: string;
    text: string;
    requestKey: string;
    staffId?: string | undefined;
  },
  tx: Tx,
): Promise<MessageRow> {
  const row: MessageRow = {
    _id: messageId(thread._id, line.by, line.requestKey),
    threadId: thread._id,
    personId: thread.personId,
    at: tx.now,
    by: line.by,
    name: line.name,
    text: line.text,
    ...(line.staffId === undefined ? {} : { staffId: line.staffId }),
  };
  await native(Messages).insertOne(row, { session: tx.session });
  return row;
}

/** Moves a thread by its table, and to its new place in the lists. */
async function move(
  thread: ThreadRow,
  state: ThreadRow['state'],
  more: Partial<ThreadRow>,
  tx: Tx,
): Promise<ThreadRow> {
  threadStates.assertMove(thread.state, state);
  return set(thread, { ...more, state, since: tx.now }, tx);
}

async function set(thread: ThreadRow, more: Partial<ThreadRow>, tx: Tx): Promise<ThreadRow> {
  await native(Threads).updateOne({ _id: thread._id }, { $set: more }, { session: tx.session });
  return { ...thread, ...more };
}
