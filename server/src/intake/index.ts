/**
 * Intake: questionnaires as data, what people answered, and the result it makes.
 *
 * Words: a *questionnaire* has a *draft* that staff change and *versions* that are frozen when published; those
 * that *run* are given to people who begin; a *session* is one person answering one version; an *outcome* is its
 * scores and result; a *photo* is an answer that is sealed at rest and its owner's to take back.
 * Always true: a published version never changes, and a session keeps its version; with two versions running, a
 * person always gets the same one, half of all people each; an answer sent twice or late counts once, the one given
 * last stands; answers to hidden questions don't count; a photo is kept only with consent and without its hidden
 * data.
 */
import type { Domain } from '../kernel/domain';
import { personDataSources } from '../people';
import { jobs } from './jobs';
import { reactions } from './reactions';
import { routes } from './routes';
import { intakeDataOf } from './views';

export { createQuestionnaire, publishQuestionnaire } from './commands';
export { answerSession, finishSession, startSession } from './sessions';
export { questionnairePage, questionnaireTitles } from './views';
export { answersInWords, photoBytes, photosOfSession, reportOf } from './report';

personDataSources.register('intake', intakeDataOf);

export const intakeDomain: Domain = { name: 'intake', routes, reactions, jobs };
