/**
 * Growth: how a customer becomes a KOC, by rules that everybody can read.
 *
 * Words: a *stage* (active, sharing, exclusive, KOC) has *conditions* over what somebody did in sliding windows; it is
 * *held* while they were met on some day within the *grace*; a *move* from one to another is kept with its reason;
 * somebody is *reached* by whoever brought them first, and *activated* by what they do soon after; the *standard* is
 * coverage and reusability (METHOD.md); a *proposal* asks the operator to appoint or to end a KOC.
 * Always true: where somebody stands follows from what they and their people did and from the rules of each day alone,
 * in whatever order and however often it was told; the first contact by time counts, also when it is told late; nobody
 * becomes somebody who is paid, or stops to be, without a person or a setting that says so; moves are never edited.
 */
import type { Domain } from '../kernel/domain';
import { personDataSources } from '../people';
import { letShare } from '../products';
import { mayShare } from './facts';
import { growthDataOf } from './forget';
import { jobs } from './jobs';
import { reactions } from './reactions';
import { routes } from './routes';

export { openProposals, peopleAt, reachCounts, reachedAmong, reachedBy, stagesOf } from './facts';
export { saveRules as saveGrowthRules } from './commands';
export { DEFAULT_GROWTH } from './default-rules';
export { growthDay } from './jobs';
export { growthVersion } from './rule-book';

personDataSources.register('growth', growthDataOf);
letShare(mayShare);

export const growthDomain: Domain = { name: 'growth', routes, reactions, jobs };
