/**
 * Search: whatever has a name or a number and a page of its own, found from one box.
 *
 * Words: a *source* is a kind of thing, the right one needs to see it, and how its own domain finds it.
 * Always true: nobody finds here what the list of its own page would not show them; a kind they have no right to is not
 * even asked for.
 */
import type { Domain } from '../kernel/domain';
import { routes } from './routes';

export const searchDomain: Domain = { name: 'search', routes };
