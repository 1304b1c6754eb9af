/**
 * Draws: blind boxes that nobody has to take on trust.
 *
 * Words: a *box* is a design with prizes; its *table* is what is left of an open box and what every draw changes; a
 * *round* has a secret seed and one pool, *committed* to before its first draw and *revealed* after its last; an
 * *odds version* is the frozen table of chances that a draw used; a *chance* is the right to draw once, a unit of
 * the ledger; the *guarantee* gives a prize from a reserve of its own after so many draws without a win.
 * Always true: a chance is drawn with once; nothing is given beyond stock, reserve and budget; within a round the
 * pool changes only by draws; the same request key gives the same draw for ever; draws are never edited or removed.
 * Of several identities that are one person, a chance and what is drawn with it belong to the one that earned it;
 * each of them opens it on their phone.
 * How anybody can check that: FAIRNESS.md.
 */
import type { Domain } from '../kernel/domain';
import { auditDraws } from './audit';
import { jobs } from './jobs';
import { reactions } from './reactions';
import { routes } from './routes';

export { blindBoxKind } from './blind-box-kind';
export { createBox, openBox, rotateBox } from './commands';
export { drawOnce } from './drawing';
export { declareAge, grantChances } from './member-commands';
export { drawDataOf } from './member-views';
export { boxToShare } from './sharing';
export { boxNames, boxPage, roundNumberOf } from './views';

auditDraws();

export const drawsDomain: Domain = { name: 'draws', routes, reactions, jobs };
