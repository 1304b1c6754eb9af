/**
 * People: customers as we know them, however they came.
 *
 * Words: an *identity* is how a person is known outside (a channel's user id, an openid); a *sighting* is one
 * mention of them in a group; a *consent* is a version of the texts they agreed to, and when.
 * Always true: a person's id follows from their first identity; openid and unionid never leave the server
 * unmasked and are never logged; a deleted person has no name, no identity and no session, and comes back only
 * by signing in again.
 */
import type { Domain } from '../kernel/domain';
import { reactions } from './reactions';

export { personDeleted } from './events';
export { nicknames, peopleWithin, personExists } from './facts';
export { type Identity, personIdOf } from './model';
export { type PeopleNeighbours, tellAboutPeople } from './neighbours';
export { authenticateMember } from './sessions';

export const peopleDomain: Domain = { name: 'people', reactions };
