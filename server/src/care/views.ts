import type { CareThreadRow, InputOf, MemberThread, OutputOf, contracts } from '@kouyi/shared/contracts';
import type { Actor, MemberActor } from '../kernel/actor';
import { newestPage } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { answersInWords, photoBytes, photosOfSession, reportOf } from '../intake';
import { staffNames, unitDirectory } from '../org';
import { nicknames } from '../people';
import { advisers, staffIdOf } from './advisers';
import { type MessageRow, Messages, Scripts, type ScriptRow, type ThreadRow, Threads } from './model';
import { threadFor, within } from './policy';

type Care = (typeof contracts)['care'];
type Member = (typeof contracts)['member'];

const MESSAGES_SHOWN = 500;

/** Threads in reach. Who waits longest comes first; of others, the latest. */
export async function threadPage(
  actor: Actor,
  { state, mine, ...page }: InputOf<Care['threads']>,
): Promise<OutputOf<Care['threads']>> {
  const filter = {
    state,
    ...(mine === 'yes' ? { adviserId: staffIdOf(actor) ?? '' } : within(actor, 'care.read')),
  };
  return newestPage(Threads, 'since', filter, page, rowsView, state === 'waiting' ? 'oldest' : 'newest');
}

async function rowsView(rows: readonly ThreadRow[]): Promise<CareThreadRow[]> {
  const [people, staff] = await Promise.all([
    nicknames(rows.map(({ personId }) => personId)),
    staffNames(rows.flatMap(({ adviserId }) => adviserId ?? [])),
  ]);
  return rows.map((row) => ({
    id: row._id,
    state: row.state,
    personId: row.personId,
    nickname: people.get(row.personId) ?? '',
    ...(row.adviserId ? { adviser: { id: row.adviserId, name: staff.get(row.adviserId) ?? '' } } : {}),
    unitName: unitDirectory.nameOf(row.unitIds[0] ?? unitDirectory.rootId),
    title: row.title,
    resultName: row.resultName,
    openedAt: row.openedAt.toISOString(),
    ...(row.state === 'waiting' ? { waitingSince: row.since.toISOString() } : {}),
    lastLine: row.lastLine,
    ...(row.rating ? { rating: { ...row.rating, at: row.rating.at.toISOString() } } : {}),
  }));
}

/** One thread as lists show it. */
export const threadRow = async (row: ThreadRow): Promise<CareThreadRow> => (await rowsView([row]))[0]!;

/** How many wait. */
export async function countsFor(actor: Actor): Promise<OutputOf<Care['counts']>> {
  const me = staffIdOf(actor) ?? '';
  const filter = { state: 'waiting' as const, ...within(actor, 'care.read') };
  const [mine, waiting, oldest, all] = await Promise.all([
    native(Threads).countDocuments({ adviserId: me, state: 'waiting' }),
    native(Threads).countDocuments(filter, { limit: 1_000 }),
    native(Threads).find(filter).sort({ since: 1 }).limit(1).next(),
    advisers(),
  ]);
  const self = all.find(({ id }) => id === me);
  return {
    mine,
    waiting,
    ...(oldest ? { longestSince: oldest.since.toISOString() } : {}),
    onDuty: self?.onDuty ?? false,
    adviser: self !== undefined,
  };
}

/** Everything an adviser needs to answer. @throws Refusal `not_found`. */
export async function threadDetails(actor: Actor, id: string): Promise<OutputOf<Care['thread']>> {
  const row = await threadFor(actor, 'care.read', id);
  const [thread, report, answers, photos, messages] = await Promise.all([
    threadRow(row),
    reportOf(row.sessionId),
    answersInWords(row.sessionId),
    photosOfSession(row.sessionId),
    messagesOf(id),
  ]);
  return {
    thread,
    report,
    answers,
    photos: photos.kept,
    photosRemoved: photos.removed,
    messages: messages.map(messageView),
  };
}

/** A photo of a thread's report. @throws Refusal `not_found`, also when it was taken back. */
export async function threadPhoto(actor: Actor, id: string, photoId: string): Promise<Buffer> {
  const { sessionId } = await threadFor(actor, 'care.read', id);
  return photoBytes({ _id: photoId, sessionId });
}

/** The last lines, in order. */
async function messagesOf(threadId: string): Promise<MessageRow[]> {
  const rows = await native(Messages)
    .find({ threadId })
    .sort({ at: -1, _id: -1 })
    .limit(MESSAGES_SHOWN)
    .toArray();
  return rows.reverse();
}

/** A line of a thread as both sides read it. */
export const messageView = ({ _id, at, by, name, text }: MessageRow) => ({
  id: _id,
  at: at.toISOString(),
  by,
  name,
  text,
});

/** Advisers, for who assigns. */
export async function adviserList(): Promise<OutputOf<Care['advisers']>> {
  return {
    items: (await advisers()).map(({ id, name, onDuty, unitIds, open }) => ({
      id,
      name,
      onDuty,
      units: unitIds.map((unit) => unitDirectory.nameOf(unit)),
      open,
    })),
  };
}

/** A ready script as advisers see it. */
export const scriptView = ({ _id, title, text, updatedAt }: ScriptRow) => ({
  id: _id,
  title,
  text,
  updatedAt: updatedAt.toISOString(),
});

/** Ready scripts, latest changed first. */
export const scriptList = async (): Promise<OutputOf<Care['scripts']>> => ({
  items: (await native(Scripts).find().sort({ updatedAt: -1, _id: -1 }).limit(200).toArray()).map(scriptView),
});

/** My threads, latest first; or the one of a test. */
export async function myThreads(
  { personId }: MemberActor,
  { sessionId, ...input }: InputOf<Member['threads']>,
): Promise<OutputOf<Member['threads']>> {
  return newestPage(
    Threads,
    'openedAt',
    { personId, ...(sessionId ? { sessionId } : {}) },
    input,
    async (shown) => {
      const names = await staffNames(shown.flatMap(({ adviserId }) => adviserId ?? []));
      return shown.map((row) => memberView(row, names));
    },
  );
}

function memberView(row: ThreadRow, names: ReadonlyMap<string, string>): MemberThread {
  const adviserName = row.adviserId && names.get(row.adviserId);
  return {
    id: row._id,
    state: row.state,
    sessionId: row.sessionId,
    title: row.title,
    resultName: row.resultName,
    ...(adviserName ? { adviserName } : {}),
    openedAt: row.openedAt.toISOString(),
    lastLine: row.lastLine,
    lastAt: row.since.toISOString(),
    canRate: row.answered,
    ...(row.rating ? { rating: { ...row.rating, at: row.rating.at.toISOString() } } : {}),
  };
}

/** One thread of mine as lists show it. */
export const myThreadView = async (row: ThreadRow): Promise<MemberThread> =>
  memberView(row, await staffNames(row.adviserId ? [row.adviserId] : []));

/** One thread of mine. @throws Refusal `not_found`. */
export async function myThread({ personId }: MemberActor, id: string): Promise<OutputOf<Member['thread']>> {
  const row = await native(Threads).findOne({ _id: id, personId });
  if (!row) throw refuseAnywhere('not_found');
  const [thread, messages] = await Promise.all([myThreadView(row), messagesOf(id)]);
  return { thread, messages: messages.map(messageView) };
}

/** What care keeps of a person, for the export of their data. */
export async function careDataOf(personId: string) {
  const [threads, messages] = await Promise.all([
    native(Threads).find({ personId }).sort({ openedAt: 1 }).limit(1_000).toArray(),
    native(Messages).find({ personId }).sort({ at: 1 }).limit(20_000).toArray(),
  ]);
  return threads.map(({ _id, title, resultName, openedAt, state, rating }) => ({
    title,
    resultName,
    openedAt,
    state,
    rating,
    messages: messages
      .filter(({ threadId }) => threadId === _id)
      .map(({ at, by, name, text }) => ({ at, by, name, text })),
  }));
}
