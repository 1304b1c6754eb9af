import { model } from '../kernel/store';
import type { ThreadState } from './rules';

/** The talk about one report. The id follows from the session. */
export interface ThreadRow {
  _id: string;
  sessionId: string;
  questionnaireId: string;
  personId: string;
  title: string;
  resultName: string;
  state: ThreadState;
  /** Absent: nobody is on duty who reaches the person. */
  adviserId?: string;
  /** Units of the person's groups when it was opened; staff who reach one of them see it. Never empty. */
  unitIds: string[];
  openedAt: Date;
  /** Since when the person waits, or when it was last written in: what lists are sorted by. */
  since: Date;
  lastLine: string;
  /** An adviser has answered at least once. */
  answered: boolean;
  rating?: { stars: number; text: string; at: Date };
}
export const Threads = model<ThreadRow>(
  'care_threads',
  {
    sessionId: String,
    questionnaireId: String,
    personId: String,
    title: String,
    resultName: String,
    state: String,
    adviserId: String,
    unitIds: [String],
    openedAt: Date,
    since: Date,
    lastLine: String,
    answered: Boolean,
    rating: { stars: Number, text: String, at: Date },
  },
  [
    // The queue: everybody's, one's own, a branch's.
    { keys: { state: 1, since: 1, _id: 1 } },
    { keys: { adviserId: 1, state: 1, since: 1, _id: 1 } },
    { keys: { unitIds: 1, state: 1, since: 1 } },
    // A person's own, latest first.
    { keys: { personId: 1, openedAt: -1, _id: -1 } },
  ],
);

/** One line of a thread. The id follows from who asked with which key, so that it is written once. */
export interface MessageRow {
  _id: string;
  threadId: string;
  personId: string;
  at: Date;
  by: 'person' | 'adviser' | 'system';
  staffId?: string;
  name: string;
  text: string;
}
export const Messages = model<MessageRow>(
  'care_messages',
  { threadId: String, personId: String, at: Date, by: String, staffId: String, name: String, text: String },
  [{ keys: { threadId: 1, at: 1, _id: 1 } }, { keys: { personId: 1, at: 1 } }],
);

/** Whether an adviser takes threads; without a row they do. The id is the staff's. */
export interface DutyRow {
  _id: string;
  onDuty: boolean;
  since: Date;
}
export const Duty = model<DutyRow>('care_duty', { onDuty: Boolean, since: Date });

/** Ready text. */
export interface ScriptRow {
  _id: string;
  title: string;
  text: string;
  updatedAt: Date;
}
export const Scripts = model<ScriptRow>('care_scripts', { title: String, text: String, updatedAt: Date }, [
  { keys: { updatedAt: -1, _id: -1 } },
]);
