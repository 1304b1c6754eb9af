import type { AnswerValue, Questionnaire } from '@kouyi/shared/types';
import type { Ranges } from '@kouyi/shared/rules/intake';
import { Mixed, model } from '../kernel/store';

/** A version in the list of its questionnaire. */
export interface VersionInfo {
  version: number;
  publishedAt: Date;
  publishedBy: string;
  questions: number;
}

/** A questionnaire: its draft, and which versions run. */
export interface QuestionnaireRow {
  _id: string;
  title: string;
  draft: Questionnaire;
  /** Grows with every change of the draft. */
  revision: number;
  /** The revision that the latest version froze. */
  publishedRevision?: number;
  versions: VersionInfo[];
  /** Versions that new people get, at most two. */
  running: number[];
  /** Present while any version runs. */
  open?: true;
  updatedAt: Date;
  updatedBy: string;
}
export const Questionnaires = model<QuestionnaireRow>(
  'questionnaires',
  {
    title: String,
    draft: Mixed,
    revision: Number,
    publishedRevision: Number,
    versions: Mixed,
    running: [Number],
    open: Boolean,
    updatedAt: Date,
    updatedBy: String,
  },
  [
    // The console's list.
    { keys: { updatedAt: -1, _id: -1 } },
    // What a phone offers.
    { keys: { updatedAt: -1 }, options: { partialFilterExpression: { open: true }, name: 'open' } },
  ],
);

/** What a version asks, for ever. The id is `<questionnaire>:<version>`. */
export interface VersionRow {
  _id: string;
  questionnaireId: string;
  version: number;
  content: Questionnaire;
  /** What every dimension can score, worked out once. */
  ranges: Ranges;
}
export const Versions = model<VersionRow>('questionnaire_versions', {
  questionnaireId: String,
  version: Number,
  content: Mixed,
  ranges: Mixed,
});

/** The id of a published version of a questionnaire. */
export const versionId = (questionnaireId: string, version: number): string =>
  `${questionnaireId}:${version}`;

/** An answer and when it was given on the phone; null: taken back. */
export interface KeptAnswer {
  value: AnswerValue | null;
  at: Date;
}

/** One person answering one version. The id follows from person, questionnaire and attempt. */
export interface SessionRow {
  _id: string;
  personId: string;
  questionnaireId: string;
  version: number;
  /** 1 for the first time. */
  attempt: number;
  source: string;
  state: 'open' | 'done';
  startedAt: Date;
  updatedAt: Date;
  answers: Record<string, KeptAnswer>;
  /** The question on the screen at last. */
  on?: string;
  reached: string[];
  passed: string[];
  doneAt?: Date;
  outcome?: { resultId: string; percent: Record<string, number> };
}
export const Sessions = model<SessionRow>(
  'intake_sessions',
  {
    personId: String,
    questionnaireId: String,
    version: Number,
    attempt: Number,
    source: String,
    state: String,
    startedAt: Date,
    updatedAt: Date,
    answers: Mixed,
    on: String,
    reached: [String],
    passed: [String],
    doneAt: Date,
    outcome: Mixed,
  },
  [
    // A person's latest attempt at a questionnaire; all of a person, for export and deletion.
    { keys: { personId: 1, questionnaireId: 1, attempt: -1 } },
  ],
);

/** A photo: its bytes lie sealed in storage under `photoKey`. */
export interface PhotoRow {
  _id: string;
  personId: string;
  sessionId: string;
  questionId: string;
  title: string;
  /** What the person agreed to, word for word. */
  consentText: string;
  at: Date;
  /** On its way, kept, or taken back by its owner. */
  state: 'coming' | 'kept' | 'removed';
  width: number;
  height: number;
  /** When its bytes are removed; absent: they stay. */
  removeAt?: Date;
}
export const Photos = model<PhotoRow>(
  'intake_photos',
  {
    personId: String,
    sessionId: String,
    questionId: String,
    title: String,
    consentText: String,
    at: Date,
    state: String,
    width: Number,
    height: Number,
    removeAt: Date,
  },
  [
    { keys: { personId: 1, at: -1 } },
    { keys: { sessionId: 1 } },
    // Bytes to remove.
    { keys: { removeAt: 1 }, options: { sparse: true } },
  ],
);

/** Where the sealed bytes of a photo are kept. */
export const photoKey = (photoId: string): string => `intake/photos/${photoId}`;

/** Counts of one version and source, rolled up as people go on. */
export interface FigureRow {
  _id: string;
  questionnaireId: string;
  version: number;
  source: string;
  started: number;
  completed: number;
  reached: Record<string, number>;
  passed: Record<string, number>;
  results: Record<string, number>;
}
export const Figures = model<FigureRow>(
  'intake_figures',
  {
    questionnaireId: String,
    version: Number,
    source: String,
    started: Number,
    completed: Number,
    reached: Mixed,
    passed: Mixed,
    results: Mixed,
  },
  [{ keys: { questionnaireId: 1, version: 1 } }],
);
