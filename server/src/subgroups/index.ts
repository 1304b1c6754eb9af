/**
 * Sub-groups: groups that KOCs run themselves, and who else should become one.
 *
 * Words: a *sub-group* is a group with a KOC who runs it; its *code* lets friends in; it is *adrift* when its KOC has
 * ended and nobody has taken it over; *today* is what its KOC may send; a *prospect* is a member who is neither KOC nor
 * staff; a *suggestion* says that a group has fewer than one KOC for every twenty prospects, and names *candidates*.
 * Always true: a group is the sub-group of one KOC at a time; whoever comes into a sub-group is counted once for it,
 * however often they leave and come back; neither its KOC nor staff count; who was turned down as a candidate is not
 * named again before the date that was set.
 */
import type { Domain } from '../kernel/domain';
import { personDataSources } from '../people';
import { jobs } from './jobs';
import { reactions } from './reactions';
import { routes } from './routes';
import { subGroupDataOf } from './views';

export { activeKocOf, activeKocsOf, subGroupsOf, subGroupsWaiting } from './facts';
export { joinByCode as joinSubGroup, openAndEnter as openSubGroupFor } from './joining';
export { tellAboutSubGroups } from './neighbours';
export { refreshSuggestions } from './suggest';
export { subGroupPage } from './views';

personDataSources.register('sub-groups', subGroupDataOf);

export const subGroupsDomain: Domain = { name: 'subgroups', routes, reactions, jobs };
