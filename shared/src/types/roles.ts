/** Roles of staff; each is held at an org unit and reaches everything below it. */
export const ROLES = ['admin', 'operator', 'region', 'store', 'adviser', 'strategy', 'finance'] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Record<Role, string> = {
  admin: '管理员',
  operator: '总部运营',
  region: '大区',
  store: '门店伙伴',
  adviser: '顾问',
  strategy: '策略伙伴',
  finance: '财务',
};

/** What a role lets a person do. `x.write` includes `x.read` only where the table below says so. */
export const RIGHTS = [
  'activities.read',
  'activities.write',
  'activities.run',
  'draws.read',
  'draws.write',
  'draws.run',
  'coupons.read',
  'coupons.write',
  'prizes.read',
  'prizes.write',
  'prizes.pay',
  'redeem.use',
  'groups.read',
  'groups.write',
  'people.read',
  'people.write',
  'tags.read',
  'tags.write',
  'messages.read',
  'simulator.use',
  'ledger.read',
  'products.read',
  'products.write',
  'orders.read',
  'orders.write',
  'commission.read',
  'commission.write',
  'ledger.write',
  'risk.read',
  'risk.write',
  'gate.read',
  'gate.write',
  'org.read',
  'org.write',
  'audit.read',
] as const;
export type Right = (typeof RIGHTS)[number];

const READ_ALL: Right[] = [
  'activities.read',
  'draws.read',
  'coupons.read',
  'prizes.read',
  'groups.read',
  'people.read',
  'tags.read',
  'messages.read',
  'risk.read',
  'gate.read',
];

/** The one table of rights. */
export const ROLE_RIGHTS: Record<Role, readonly Right[]> = {
  admin: RIGHTS,
  operator: [
    ...READ_ALL,
    'activities.write',
    'activities.run',
    'draws.write',
    'draws.run',
    'coupons.write',
    'prizes.write',
    'redeem.use',
    'people.write',
    'tags.write',
    'groups.write',
    'simulator.use',
    'ledger.read',
    'products.read',
    'products.write',
    'orders.read',
    'orders.write',
    'commission.read',
    'commission.write',
    'risk.write',
    'gate.write',
    'org.read',
  ],
  region: [
    ...READ_ALL,
    'activities.write',
    'activities.run',
    'redeem.use',
    'people.write',
    'groups.write',
    'risk.write',
    'org.read',
  ],
  store: [
    'activities.read',
    'activities.run',
    'draws.read',
    'coupons.read',
    'redeem.use',
    'groups.read',
    'people.read',
    'people.write',
    'tags.read',
    'messages.read',
  ],
  adviser: ['people.read', 'people.write', 'tags.read', 'groups.read'],
  strategy: [...READ_ALL, 'activities.write', 'draws.write', 'org.read'],
  finance: [
    'activities.read',
    'draws.read',
    'coupons.read',
    'prizes.read',
    'prizes.pay',
    'people.read',
    'ledger.read',
    'audit.read',
  ],
};

/** Whether any of the roles gives the right. */
export const hasRight = (roles: readonly Role[], right: Right): boolean =>
  roles.some((role) => ROLE_RIGHTS[role].includes(right));
