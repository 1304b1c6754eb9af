import type { LessonContent } from '@kouyi/shared/contracts';
import { command } from '../kernel/command';
import { assertEverywhere } from '../org';
import { lessons } from './model';
import { problemOf, refuse } from './rules';

/**
 * A new draft of a lesson, or a change of one.
 * @throws Refusal `version_moved_on` (409), `picture_unknown` or `not_found`.
 */
export const saveLesson = command('training.save-lesson', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  run: (input: { id?: string | undefined; revision?: number | undefined; content: LessonContent }, tx) =>
    lessons.save(tx, input),
});

/** Makes the draft what people learn from. @throws Refusal `lesson_incomplete`, `version_moved_on` (409) or `not_found`. */
export const publishLesson = command('training.publish-lesson', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  async run(input: { id: string; revision: number }, tx) {
    const problem = problemOf((await lessons.get(input.id, tx)).draft);
    if (problem !== undefined) throw refuse('lesson_incomplete', { details: { problem } });
    return lessons.publish(tx, input);
  },
});

/** Nobody learns from it any more. @throws Refusal `state_forbids` (409) or `not_found`. */
export const archiveLesson = command('training.archive-lesson', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  run: ({ id }: { id: string }, tx) => lessons.archive(tx, id),
});
