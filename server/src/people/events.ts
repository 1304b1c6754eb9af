import { event } from '../kernel/events';
import type { Identity } from './model';

/**
 * A person was deleted at their own wish. Whoever keeps text or facts of theirs removes them now.
 * `identities` are those of group channels only, which is what messages are filed under; `names` are what they
 * were called, anywhere we know of; `groupIds` are the groups they are or were in.
 */
export const personDeleted = event<{
  personId: string;
  identities: Identity[];
  names: string[];
  groupIds: string[];
  at: Date;
}>('person.deleted');

/**
 * Somebody who was deleted signed in again and is somebody new. Only who keeps people out for what they did may use
 * `before`: a deletion is no way out of that.
 */
export const personReturned = event<{ personId: string; before: string; at: Date }>('person.returned');

/** Somebody opened the mini-program (told at most once an hour a session), or signed in to it. */
export const personCame = event<{ personId: string; signedIn: boolean; at: Date }>('person.came');

/**
 * People were merged or taken apart: who is seen as one with these is others than before. Readers ask who it is now,
 * so that two such events may come in any order.
 */
export const peopleRegrouped = event<{ roots: string[]; at: Date }>('people.regrouped');
