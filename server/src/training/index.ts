/**
 * Training: short lessons with a quiz, and check-lists for a campaign.
 *
 * Words: a *lesson* has sections to read and a *quiz* of a few questions; a *try* is one person's answers to all of
 * them; whoever *passes* once has passed for good, also when a new version is published; a *check-list* is a list of
 * things that KOCs *tick* before a campaign.
 * Always true: answers are judged here and right ones are not sent before they were given; a try is judged once a
 * request key; a pass is told once; ticks of items that are gone don't count.
 */
import type { Domain } from '../kernel/domain';
import { personDataSources } from '../people';
import { jobs } from './jobs';
import { reactions } from './reactions';
import { routes } from './routes';
import { trainingDataOf } from './progress';

export { saveChecklist, tickItem } from './checklists';
export { publishLesson, saveLesson } from './commands';
export { lessonPage } from './progress';
export { answerQuiz } from './quiz';

personDataSources.register('training', trainingDataOf);

export const trainingDomain: Domain = { name: 'training', routes, reactions, jobs };
