import type { LessonContent } from '@kouyi/shared/contracts';
import type { KocTier } from '@kouyi/shared/types';
import { shelf } from '../content';
import { Mixed, model } from '../kernel/store';
import type { Judged } from './rules';

export const lessons = shelf<LessonContent>({
  collection: 'lessons',
  prefix: 'les',
  picturesOf: ({ sections }) => sections.flatMap(({ picture }) => picture?.id ?? []),
});

/** How far a person is with a lesson; the id follows from both. */
export interface ProgressRow {
  _id: string;
  lessonId: string;
  personId: string;
  tries: number;
  bestPercent: number;
  passedAt?: Date;
  passedVersion?: number;
  lastAt: Date;
}
export const Progress = model<ProgressRow>(
  'lesson_progress',
  {
    lessonId: String,
    personId: String,
    tries: Number,
    bestPercent: Number,
    passedAt: Date,
    passedVersion: Number,
    lastAt: Date,
  },
  [
    // Who tried a lesson, the latest first.
    { keys: { lessonId: 1, lastAt: -1, _id: -1 } },
    // A person's own.
    { keys: { personId: 1, lessonId: 1 } },
  ],
);

/** One person's answers to a quiz, as they were judged; the id follows from person, lesson and request key. */
export interface TryRow {
  _id: string;
  lessonId: string;
  version: number;
  personId: string;
  at: Date;
  judged: Judged;
  /** Questions that were answered wrongly. */
  wrong: string[];
}
export const Tries = model<TryRow>(
  'lesson_tries',
  { lessonId: String, version: Number, personId: String, at: Date, judged: Mixed, wrong: [String] },
  [
    // How many a person made today.
    { keys: { personId: 1, lessonId: 1, at: -1 } },
    // Which questions of a version are hard.
    { keys: { lessonId: 1, version: 1, at: -1 } },
  ],
);

/** One thing to do. */
export interface ItemRow {
  id: string;
  text: string;
  help?: string | undefined;
}

/** What KOCs do before a campaign. */
export interface ChecklistRow {
  _id: string;
  title: string;
  note: string;
  activityId?: string;
  /** None named: KOCs of all tiers. */
  tiers: KocTier[];
  dueAt?: Date;
  items: ItemRow[];
  state: 'open' | 'closed';
  revision: number;
  createdAt: Date;
  /** When those who are not through are reminded by themselves; absent: never, or it was done. */
  remindAt?: Date;
}
export const Checklists = model<ChecklistRow>(
  'checklists',
  {
    title: String,
    note: String,
    activityId: String,
    tiers: [String],
    dueAt: Date,
    items: Mixed,
    state: String,
    revision: Number,
    createdAt: Date,
    remindAt: Date,
  },
  [
    { keys: { createdAt: -1, _id: -1 } },
    { keys: { state: 1, createdAt: -1, _id: -1 } },
    // Reminders that are due.
    { keys: { remindAt: 1 }, options: { sparse: true } },
  ],
);

/** What a KOC ticked of a check-list; the id follows from both. */
export interface TicksRow {
  _id: string;
  checklistId: string;
  personId: string;
  ticks: { itemId: string; at: Date }[];
  /** Present while every item is ticked. */
  finishedAt?: Date;
}
export const Ticks = model<TicksRow>(
  'checklist_ticks',
  { checklistId: String, personId: String, ticks: Mixed, finishedAt: Date },
  [{ keys: { checklistId: 1 } }, { keys: { personId: 1 } }],
);
