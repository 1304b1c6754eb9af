import { type Right, type Role, ROLE_RIGHTS } from '@kouyi/shared/types';
import { type Decision, accept, decline } from '../kernel/decision';
import { refusals } from '../kernel/refusals';

export const refuse = refusals({
  wrong_login: { zh: '登录名或密码不对，请核对后再试。', en: 'wrong login or password', status: 401 },
  too_many_attempts: {
    zh: '密码错了太多次，请 {seconds} 秒后再试。',
    en: 'too many wrong passwords',
    status: 429,
  },
  login_taken: { zh: '这个登录名已有人用，换一个。', en: 'login taken' },
  channel_user_taken: { zh: '这个群内账号已属于另一位员工，请先解除。', en: 'channel user id taken' },
  own_password: { zh: '自己的密码在左下角「改密码」里换。', en: 'one’s own password is changed, not reset' },
  last_admin: { zh: '这是最后一位管理员，请先任命另一位，再做这一步。', en: 'last admin stays' },
  signature_wrong: {
    zh: '签名不对：请核对密钥，并对原始请求体签名。',
    en: 'signature does not match',
    status: 401,
  },
  timestamp_stale: {
    zh: '时间戳和现在相差超过 5 分钟，请校准时钟后重新签名。',
    en: 'timestamp outside the window',
    status: 401,
  },
  unit_unknown: { zh: '组织节点不存在，或不在你的范围内。', en: 'unknown unit or out of reach' },
  rights_beyond_own: {
    zh: '不能给出自己没有的权限：{right}',
    en: 'grants a right the actor lacks',
    status: 403,
  },
});

/** How far a signed request's time may be from ours, either way. */
export const SIGNATURE_WINDOW_MS = 5 * 60_000;

const WRONG_LIMIT = 10;
/** How long a wrong password counts. */
export const WRONG_WINDOW_MS = 15 * 60_000;

/**
 * Whether one more password may be tried after the wrong ones so far; answers those that still count.
 * Refuses `too_many_attempts` with the seconds until the oldest of the last ten no longer counts.
 */
export function mayTryPassword(wrongAt: readonly Date[], now: Date): Decision<Date[]> {
  const counting = wrongAt
    .filter((at) => now.getTime() - at.getTime() < WRONG_WINDOW_MS)
    .sort((a, b) => a.getTime() - b.getTime());
  const oldest = counting.at(-WRONG_LIMIT);
  if (!oldest) return accept(counting);
  const seconds = Math.ceil((oldest.getTime() + WRONG_WINDOW_MS - now.getTime()) / 1000);
  return decline(refuse('too_many_attempts', { details: { seconds } }));
}

/** A console session ends after so long without use … */
export const SESSION_IDLE_MS = 12 * 3_600_000;
/** … and at the latest so long after signing in. */
export const SESSION_MAX_MS = 30 * 86_400_000;

/** Until when a session lives that is used now. */
export const sessionUntil = (now: Date, maxUntil: Date): Date =>
  new Date(Math.min(now.getTime() + SESSION_IDLE_MS, maxUntil.getTime()));

/** All rights of some roles, in no order. */
export const rightsOf = (roles: readonly { role: Role }[]): Right[] => [
  ...new Set(roles.flatMap(({ role }) => ROLE_RIGHTS[role])),
];

/** Whether these roles make a full administrator: the role at the root, not at a branch. */
export const isRootAdmin = (
  staff: { active: boolean; roles: readonly { role: Role; unitId: string }[] },
  rootId: string,
): boolean => staff.active && staff.roles.some(({ role, unitId }) => role === 'admin' && unitId === rootId);
