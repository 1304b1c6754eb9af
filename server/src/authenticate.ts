import type { Actor } from './kernel/actor';
import type { Authenticate } from './kernel/http';
import { authenticateKey, authenticateSigned, authenticateStaff } from './org';
import { authenticateMember } from './people';

const anonymous: Actor = { kind: 'anonymous' };

/** Who calls: a key by signature, a member or a key by bearer token, staff by cookie. What can't be proved is anonymous. */
export const authenticate: Authenticate = async ({ cookie, bearer, signed }) => {
  if (signed !== undefined) return authenticateSigned(signed);
  if (bearer !== undefined) {
    const actor = bearer.startsWith('kk_') ? await authenticateKey(bearer) : await authenticateMember(bearer);
    return actor ?? anonymous;
  }
  return (cookie === undefined ? undefined : await authenticateStaff(cookie)) ?? anonymous;
};
