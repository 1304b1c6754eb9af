/**
 * Org: the brand's own people. A tree of units, staff who hold roles at units, their console sessions, the keys
 * of machines, and the record of who changed what.
 *
 * Words: a *unit* is a node (HQ, region, store, partner); a *role* is held at a unit and *reaches* everything
 * below it; a *right* is what a role lets one do; a *key* is a machine's access.
 * Always true: one root; at least one administrator at the root; nobody gives a right they don't have or where
 * they don't have it; tokens and secrets are stored hashed; a closed account has no session.
 */
import type { Domain } from '../kernel/domain';
import { keepOldWords } from '../kernel/audit';
import { routes } from './routes';

export { brand } from './brand';
export { createKey, createStaff, createUnit, revokeKey, updateStaff } from './commands';
export { nameOfActor, ROOT_UNIT_ID, staffDirectory, startOrg, stopOrg, unitDirectory } from './directories';
export { ensureFirstRun, keptAtEmptyStart } from './first-run';
export { authenticateKey, authenticateSigned } from './keys';
export { assertEverywhere, mayAt, reachFor } from './policy';
export { authenticateStaff, confirmPassword, signInStaff } from './sessions';
export { activeStaffIn, type StaffInRole, staffNames } from './staff-facts';
export { useGroupCounts } from './views';

export const orgDomain: Domain = {
  name: 'org',
  routes,
  jobs: [{ name: 'org.keep-audit-words', everySeconds: 86_400, missed: 'skip', run: keepOldWords }],
};
