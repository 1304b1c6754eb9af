/**
 * Wishes: what members would like to have or see done better, what the brand answered, and what it plans for them.
 *
 * Words: a *wish* or a *suggestion* is told by a member and *granted*, *adopted* or *declined* with an answer they
 * read; a *follow-up* is a word about what came of it; a *moment* is something exclusive at a time, for KOCs or for
 * named people, its *guests* are those who were told of it.
 * Always true: who told it reads every answer; a thank-you is given once a wish; a moment changes until somebody was
 * told of it and can be called off until it begins, and then all guests hear of it; a person tells a few a day.
 */
import type { Domain } from '../kernel/domain';
import { personDataSources } from '../people';
import { jobs } from './jobs';
import { reactions } from './reactions';
import { routes } from './routes';
import { wishDataOf } from './views';

export { answerWish, followUpWish, makeWish } from './commands';
export { saveMoment } from './moments';
export { tellAboutWishes } from './neighbours';
export { wishesWaiting } from './views';

personDataSources.register('wishes', wishDataOf);

export const wishesDomain: Domain = { name: 'wishes', routes, reactions, jobs };
