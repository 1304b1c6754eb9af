import type { In } from '../api';
import { freshId } from '../intake/content';

/** What a lesson says. */
export type LessonDraft = Omit<In<'training', 'saveLesson'>, 'id' | 'revision'>;
/** One screen of it. */
export type Section = LessonDraft['sections'][number];
/** One question about it. */
export type Question = LessonDraft['questions'][number];

/** Where a new lesson begins. */
export const BLANK_LESSON: LessonDraft = {
  title: '',
  intro: '',
  audience: 'kocs',
  sections: [{ id: 's1', title: '', text: '' }],
  questions: [],
  passPercent: 100,
};

/** The ids that are taken. */
export const idsOf = (parts: readonly { id: string }[]): string[] => parts.map(({ id }) => id);

/** The list with one part changed. */
export const changed = <T extends { id: string }>(parts: readonly T[], next: T): T[] =>
  parts.map((part) => (part.id === next.id ? next : part));

/** The list without one part. */
export const without = <T extends { id: string }>(parts: readonly T[], id: string): T[] =>
  parts.filter((part) => part.id !== id);

/** A question that nobody has written yet. */
export const newQuestion = (taken: readonly Question[]): Question => ({
  id: freshId('q', idsOf(taken)),
  kind: 'single',
  text: '',
  options: [
    { id: 'a', text: '' },
    { id: 'b', text: '' },
  ],
  correct: ['a'],
  explanation: '',
});
