/**
 * Care: advice without selling. Whoever finishes a test that asks for it gets an adviser, a thread and some
 * days without any promotion.
 *
 * Words: a *thread* is the talk about one report; it *waits* while the person waits for an answer; an *adviser* is a
 * member of staff with that role, *on duty* unless they said otherwise; the *care period* ends at `careUntil` of the
 * person; a *script* is ready text.
 * Always true: a thread follows from one session, once; states move by table; a thread that waits has an adviser as
 * long as anybody is on duty; whoever leaves, their waiting threads go to somebody else; an answer is told to the
 * person through notices; nothing an adviser writes in care sells.
 */
import type { Domain } from '../kernel/domain';
import { personDataSources } from '../people';
import { jobs } from './jobs';
import { reactions } from './reactions';
import { routes } from './routes';
import { careDataOf } from './views';

export { ask, closeThread, rateThread, reply, saveScript } from './commands';
export { openThreads, threadIdOf } from './open';
export { countsFor } from './views';

personDataSources.register('care', careDataOf);

export const careDomain: Domain = { name: 'care', routes, reactions, jobs };
