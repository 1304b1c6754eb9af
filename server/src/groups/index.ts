/**
 * Groups: where people talk and the bot listens.
 *
 * Words: a *member* is a person in one group, one row per group and user id; a *band* is a range of group sizes
 * with its own welcome and notice; *capabilities* say whether the bot may read or post in a group.
 * Always true: a group's id follows from its channel and the channel's id; whoever's latest event in a group is a
 * join is present, in whatever order and however often events arrive; `memberCount` equals the rows that are
 * present.
 */
import type { Domain } from '../kernel/domain';
import { reactions } from './reactions';
import { routes } from './routes';

export { createGroup, saveBands, updateGroup } from './commands';
export { bandFor, groupDirectory, type GroupFacts } from './directory';
export { groupIdOf } from './model';
export { tellAboutGroups } from './neighbours';
export { assertReachesGroup, reachableGroupIds, reachesGroup } from './policy';
export { comingsAndGoings, presentIn, presentMembers } from './present';
export { groupsOfPeople, groupsOfPerson, listGroups, memberFacts, userAmongIn } from './views';

export const groupsDomain: Domain = { name: 'groups', routes, reactions };
