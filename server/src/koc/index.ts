/**
 * KOC: customers whom others believe, and who earn by it.
 *
 * Words: a KOC has a *tier* from a date, a *code* that friends may type, and at most one *parent* who brought them.
 * Always true: whoever has a parent is nobody's parent, so that a third level of commission can't be expressed;
 * tiers change from a moment on, never backwards; what was earned stays theirs when they end.
 */
import type { Domain } from '../kernel/domain';
import { personDataSources } from '../people';
import { reactions } from './reactions';
import { routes } from './routes';
import { kocDataOf } from './views';

export { appointKoc, endKoc } from './commands';
export { activeKocs, allActiveKocs, kocIdOf, kocsAmong, kocsByCode, kocSelvesOf } from './facts';
export type { KocRow } from './model';
export { refuse as refuseKoc, tierAt } from './rules';

personDataSources.register('koc', kocDataOf);

export const kocDomain: Domain = { name: 'koc', routes, reactions };
