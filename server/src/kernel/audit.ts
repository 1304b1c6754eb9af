import { Mixed, model, native, rowsByIds, type ClientSession } from './store';
import { newId } from './ids';
import { type Actor, actorId, actorName } from './actor';

/** One change by a person: who, when, before, after. Never edited; personal text is removed with its person. */
export interface AuditRow {
  _id: string;
  at: Date;
  actor: string;
  actorName: string;
  action: string;
  subject: string;
  before?: unknown;
  after?: unknown;
}

export const AuditRows = model<AuditRow>(
  'audit',
  {
    at: Date,
    actor: String,
    actorName: String,
    action: String,
    subject: String,
    before: Mixed,
    after: Mixed,
  },
  [
    { keys: { at: -1, _id: -1 } },
    { keys: { subject: 1, at: -1, _id: -1 } },
    // Search: rows of an action or of a name, newest first.
    { keys: { action: 1, at: -1, _id: -1 } },
    { keys: { actorName: 1, at: -1, _id: -1 } },
  ],
);

/** An action or a name that stands in the record: they are few, so that a search looks at them and not at the rows. */
interface AuditWord {
  _id: string;
  field: 'action' | 'actorName';
  word: string;
}
export const AuditWords = model<AuditWord>('audit_words', { field: String, word: String });

/** What a command says about a change. */
export interface Change {
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Keeps changes, in the transaction that makes them. */
export async function writeAudit(
  session: ClientSession,
  at: Date,
  changes: readonly { readonly actor: Actor; readonly action: string; readonly change: Change }[],
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ actor, action, change }): AuditRow => ({
    _id: newId('aud'),
    at,
    actor: actorId(actor),
    actorName: actorName(actor),
    action,
    ...change,
  }));
  await native(AuditRows).insertMany(rows, { session, ignoreUndefined: true });
  await keepWords(session, rows);
}

const wordOf = (field: AuditWord['field'], word: string): AuditWord => ({
  _id: `${field === 'action' ? 'action' : 'name'}:${word}`,
  field,
  word,
});

async function keepWords(session: ClientSession, rows: readonly AuditRow[]): Promise<void> {
  const words = rows.flatMap(({ action, actor, actorName: name }): AuditWord[] => [
    wordOf('action', action),
    // Members are named by their ids, which are not few; a whole id is found as it is.
    ...(name === actor ? [] : [wordOf('actorName', name)]),
  ]);
  const fresh = new Map(words.map((word) => [word._id, word]));
  for (const { _id } of await rowsByIds(AuditWords, [...fresh.keys()], { session, projection: { _id: 1 } }))
    fresh.delete(_id);
  // Two at once write the same word: the second one's transaction is run again.
  for (const { _id, ...word } of fresh.values())
    await native(AuditWords).updateOne({ _id }, { $setOnInsert: word }, { session, upsert: true });
}

/** Adds the words of what an earlier version recorded, so that a search finds that as well. */
export async function keepOldWords(): Promise<void> {
  const rows = native(AuditRows);
  const [actions, names, known] = await Promise.all([
    rows.distinct('action'),
    rows.distinct('actorName', { actorName: { $not: /^psn_/ } }),
    native(AuditWords)
      .find({}, { projection: { _id: 1 } })
      .toArray(),
  ]);
  const had = new Set(known.map(({ _id }) => _id));
  const words = [
    ...actions.map((word) => wordOf('action', word)),
    ...names.map((word) => wordOf('actorName', word)),
  ].filter(({ _id }) => !had.has(_id));
  for (const { _id, ...word } of words)
    await native(AuditWords).updateOne({ _id }, { $setOnInsert: word }, { upsert: true });
}
