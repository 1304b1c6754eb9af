import { Mixed, model, native, type ClientSession } from './store';
import { newId } from './ids';
import { type Actor, actorId, actorName } from './actor';

/** One change by a person: who, when, before, after (K3). Never edited; personal text is removed with its person. */
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
  [{ keys: { at: -1, _id: -1 } }, { keys: { subject: 1, at: -1 } }],
);

/** What a command says about a change. */
export interface Change {
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

export const writeAudit = (
  session: ClientSession,
  row: { actor: Actor; action: string; at: Date; change: Change },
): Promise<unknown> =>
  native(AuditRows).insertOne(
    {
      _id: newId('aud'),
      at: row.at,
      actor: actorId(row.actor),
      actorName: actorName(row.actor),
      action: row.action,
      ...row.change,
    },
    { session, ignoreUndefined: true },
  );
