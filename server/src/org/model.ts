import type { Right, Role } from '@kouyi/shared/types';
import type { Sealed } from '../kernel/seal';
import { Mixed, model } from '../kernel/store';

/** A node of the org tree. `path` runs from the root to the unit itself, so that reach is one look-up. */
export interface UnitRow {
  _id: string;
  name: string;
  kind: 'hq' | 'region' | 'store' | 'partner';
  parentId?: string;
  path: string[];
  createdAt: Date;
  /** Only on the root: grows with every change of who is admin, so that two such changes can't pass each other. */
  adminChanges?: number;
  /** Only on the root: the brand was named in the console, which counts more than BRAND_NAME. */
  named?: true;
}
export const Units = model<UnitRow>('units', {
  name: String,
  kind: String,
  parentId: String,
  path: [String],
  createdAt: Date,
  adminChanges: Number,
  named: Boolean,
});

export interface RoleAt {
  role: Role;
  unitId: string;
}

/** A member of staff. The id is derived from the login, so that a login can't be given twice on any shard. */
export interface StaffRow {
  _id: string;
  login: string;
  name: string;
  passwordHash: string;
  /** Demo mode only: a generated password that the sign-in page may show. Gone with the first change. */
  demoPassword?: string;
  roles: RoleAt[];
  active: boolean;
  channelUserId?: string;
  createdAt: Date;
  lastSeenAt?: Date;
}
export const Staff = model<StaffRow>(
  'staff',
  {
    login: String,
    name: String,
    passwordHash: String,
    demoPassword: String,
    roles: Mixed,
    active: Boolean,
    channelUserId: String,
    createdAt: Date,
    lastSeenAt: Date,
  },
  [
    // Who is behind a user id of a group; sparse, most staff have none.
    { keys: { channelUserId: 1 }, options: { sparse: true } },
    // Everybody in a role: advisers are asked for with every thread and on every first page.
    { keys: { 'roles.role': 1 } },
    // The console's list.
    { keys: { createdAt: 1, _id: 1 } },
  ],
);

/** A session of the console. The id is the hash of the token: a leaked database signs nobody in. */
export interface StaffSessionRow {
  _id: string;
  staffId: string;
  createdAt: Date;
  seenAt: Date;
  /** Ends by itself then; moves on with use, never beyond `maxUntil`. */
  until: Date;
  maxUntil: Date;
}
export const StaffSessions = model<StaffSessionRow>(
  'staff_sessions',
  { staffId: String, createdAt: Date, seenAt: Date, until: Date, maxUntil: Date },
  [{ keys: { staffId: 1 } }, { keys: { until: 1 }, options: { expireAfterSeconds: 0 } }],
);

/** Recent wrong passwords of one login from one address; the id is a hash of both. */
export interface AttemptRow {
  _id: string;
  wrongAt: Date[];
  until: Date;
}
export const Attempts = model<AttemptRow>('sign_in_attempts', { wrongAt: [Date], until: Date }, [
  { keys: { until: 1 }, options: { expireAfterSeconds: 0 } },
]);

/** A key of a machine. Only the hash of its secret is kept. */
export interface KeyRow {
  _id: string;
  name: string;
  secretHash: string;
  /** The secret itself, sealed: whoever signs with it must be checked with it. */
  sealedSecret?: Sealed;
  rights: Right[];
  createdAt: Date;
  createdBy: string;
  revokedAt?: Date;
}
export const Keys = model<KeyRow>(
  'api_keys',
  {
    name: String,
    secretHash: String,
    sealedSecret: Mixed,
    rights: [String],
    createdAt: Date,
    createdBy: String,
    revokedAt: Date,
  },
  [{ keys: { secretHash: 1 } }],
);
