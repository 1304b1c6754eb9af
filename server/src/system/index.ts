/**
 * System: how the server itself is, in words for those who run the brand.
 *
 * Words: a *part* is one thing the server stands on or speaks to (database, queues, channels, sign-in, backups).
 * Always true: looking changes nothing; no secret is told; a part that is `off` is not a fault.
 */
import type { Domain } from '../kernel/domain';
import { routes } from './routes';

export { describeServer } from './health';
export { noteBackup } from './model';

export const systemDomain: Domain = { name: 'system', routes };
