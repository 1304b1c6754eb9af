import { event } from '../kernel/events';
import type { Identity } from './model';

/**
 * A person was deleted at their own wish. Whoever keeps text or facts of theirs removes them now.
 * `identities` are those of group channels only, which is what messages are filed under.
 */
export const personDeleted = event<{ personId: string; identities: Identity[]; at: Date }>('person.deleted');
