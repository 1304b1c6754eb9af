/**
 * Tags: what is known about a person, worked out within seconds of what they did.
 *
 * Words: a *fact* is something that happened to a person, once by its id; a *history* is what facts add up to, by
 * Shanghai day; a *rule* is data that says for whom a tag or a *segment* holds; the *book* is all rules at one
 * version; a *profile* is what follows from a history and the book: tags, segments, layer, RFM, value; a *view* is
 * several identities seen as one person.
 * Always true: asking only the rules that mention what changed gives the same as asking all; facts count once, in
 * whatever order and however often they come; a rule that changes is worked out for everybody; a view holds nothing
 * of its own, so that taking it apart leaves everybody as they would have been.
 */
import type { Domain } from '../kernel/domain';
import { personDataSources } from '../people';
import { jobs } from './jobs';
import { tagDataOf } from './person-data';
import { reactions } from './reactions';
import { routes } from './routes';

export { ensureKocTag, giveTag, setTags } from './commands';
export { createSegment, createTag } from './define';
export { definedNames, segmentPage, tagPage } from './definition-views';
export { tagEngine } from './engine';
export { membersOfSegmentsAmong, segmentMembersAmong } from './holders';
export { tellAboutTags } from './neighbours';
export { happeningsOf } from './views';

personDataSources.register('tags', tagDataOf);

export const tagsDomain: Domain = { name: 'tags', routes, reactions, jobs };
