/**
 * Risk: keeps those out who only harm, and lets them back in with one click.
 *
 * Words: a *blacklisting* is one row from its reason to its end; a *flood* is one person joining many groups
 * within seconds, in event time; its joins are the *evidence*; to *lift* is to undo.
 * Always true: nobody is on the blacklist twice, and who is seen as one with somebody on it gets nothing either; every blacklisting says why and by whom; a person outranks a
 * rule: once lifted, the same joins never blacklist again.
 */
import type { Domain } from '../kernel/domain';
import { personDataSources } from '../people';
import { reactions } from './reactions';
import { routes } from './routes';
import { riskDataOf } from './views';

export { liftBlacklisting } from './commands';
export { personBlacklisted } from './events';
export { blacklistedAmong, everBlacklistedAmong, blacklistedByRuleSince, blacklistingOf } from './views';

personDataSources.register('blacklistings', riskDataOf);

export const riskDomain: Domain = { name: 'risk', routes, reactions };
