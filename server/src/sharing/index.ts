/**
 * Sharing: what a page of ours looks like when somebody sends it to a chat.
 *
 * Words: a *card* is the picture above the title of what was sent; it says what one *gets*.
 * Always true: a card says what the group is told anyway, and nothing of any person; what is a draft has none.
 */
import type { Domain } from '../kernel/domain';
import { routes } from './routes';

export const sharingDomain: Domain = { name: 'sharing', routes };
