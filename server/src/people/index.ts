/**
 * People: customers as we know them, however they came.
 *
 * Words: an *identity* is how a person is known outside (a channel's user id, an openid); a *sighting* is one
 * mention of them in a group; a *consent* is a version of the texts they agreed to, and when.
 * Always true: a person's id follows from their first identity; openid and unionid are never logged and leave the
 * server only masked, or to the person themself; a deleted person has no name, no identity and no session, and
 * comes back only by signing in again, as somebody new whom nothing leads to what was kept; staff of a branch see who
 * was in its groups, nobody else.
 */
import type { Domain } from '../kernel/domain';
import { jobs } from './jobs';
import { reactions } from './reactions';
import { routes } from './routes';

export { careFor, careUntilOf } from './care';
export { personDeleted } from './events';
export {
  channelUserOf,
  nicknames,
  peopleByAccount,
  peopleWithin,
  personExists,
  staffAmong,
  unionidsOf,
} from './facts';
export { identitiesOf, identitiesOfAll, mergePeople, type Selves, selvesOf } from './merge';
export { personIdOf } from './model';
export { tellAboutPeople } from './neighbours';
export { personDataSources } from './person-data';
export { DELETED_NAME } from './rules';
export { peopleNamed } from './search';
export { personPage } from './views';
export { authenticateMember, signInAsDemo } from './sessions';
export { openidOf, useWeChat, weChatSelfOf } from './wechat';

export const peopleDomain: Domain = { name: 'people', routes, reactions, jobs };
