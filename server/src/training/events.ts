import { event } from '../kernel/events';

/** A person passed the quiz of a lesson: once for a person and lesson, whatever is tried or rewritten later. */
export interface LessonPass {
  lessonId: string;
  title: string;
  personId: string;
  at: Date;
}

/** Lessons that people passed. */
export const lessonPassed = event<{ passes: LessonPass[] }>('lesson.passed');
