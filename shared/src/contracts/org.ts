import { z } from 'zod';
import { RIGHTS, ROLES } from '../types';
import { contract } from './contract';
import { done, empty, id, instant, pageOf, paging } from './common';

const unit = z.object({
  id,
  name: z.string(),
  kind: z.enum(['hq', 'region', 'store', 'partner']),
  parentId: id.optional(),
  groups: z.number().int(),
});
const roleAt = z.strictObject({ role: z.enum(ROLES), unitId: id });
const staff = z.object({
  id,
  login: z.string(),
  name: z.string(),
  roles: z.array(roleAt),
  active: z.boolean(),
  /** Their user id in the groups, so that the bot knows whose commands to take. */
  channelUserId: z.string().optional(),
  lastSeenAt: instant.optional(),
});

export const org = {
  units: contract({
    method: 'GET',
    path: '/api/org/units',
    summary: 'The org tree',
    access: 'staff',
    input: empty,
    output: z.object({ items: z.array(unit) }),
  }),
  renameBrand: contract({
    method: 'PUT',
    path: '/api/org/brand',
    summary: 'Names the brand; people see the name in the mini-program and in the console',
    access: 'org.write',
    input: z.strictObject({ name: z.string().trim().min(1).max(40) }),
    output: done,
  }),
  createUnit: contract({
    method: 'POST',
    path: '/api/org/units',
    summary: 'Adds a unit',
    access: 'org.write',
    input: z.strictObject({
      name: z.string().min(1).max(60),
      kind: z.enum(['region', 'store', 'partner']),
      parentId: id,
    }),
    output: unit,
  }),
  staff: contract({
    method: 'GET',
    path: '/api/org/staff',
    summary: 'Staff, the first first',
    access: 'org.read',
    input: z.strictObject({
      ...paging,
      /** Part of the name or of the login. */
      q: z.string().max(60).optional(),
      /** Only these, with commas. */
      ids: z
        .string()
        .max(8_000)
        .regex(/^\w+(?:,\w+)*$/)
        .optional(),
      /** Only those who may sign in and whom the bot knows in groups. */
      inGroups: z.enum(['yes']).optional(),
    }),
    output: pageOf(staff),
  }),
  createStaff: contract({
    method: 'POST',
    path: '/api/org/staff',
    summary: 'Adds a member of staff; the first password is shown once',
    access: 'org.write',
    input: z.strictObject({
      login: z.string().regex(/^[a-z0-9._-]{2,40}$/),
      name: z.string().min(1).max(40),
      roles: z.array(roleAt).min(1).max(10),
      channelUserId: z.string().max(120).optional(),
    }),
    output: z.object({ staff, firstPassword: z.string() }),
    refusals: ['login_taken'],
  }),
  updateStaff: contract({
    method: 'PUT',
    path: '/api/org/staff/:id',
    summary: 'Changes roles, name or whether they may sign in; deactivating ends their sessions',
    access: 'org.write',
    input: z.strictObject({
      id,
      name: z.string().min(1).max(40).optional(),
      roles: z.array(roleAt).min(1).max(10).optional(),
      active: z.boolean().optional(),
      channelUserId: z.string().max(120).optional(),
    }),
    output: staff,
    refusals: ['last_admin'],
  }),
  resetPassword: contract({
    method: 'POST',
    path: '/api/org/staff/:id/password',
    summary: 'A new first password for somebody who forgot theirs, shown once; ends all their sessions',
    access: 'org.write',
    input: z.strictObject({ id }),
    output: z.object({ firstPassword: z.string() }),
    refusals: ['own_password', 'rights_beyond_own'],
  }),
  keys: contract({
    method: 'GET',
    path: '/api/org/keys',
    summary: 'API keys (never their secrets)',
    access: 'org.read',
    input: empty,
    output: z.object({
      items: z.array(
        z.object({
          id,
          name: z.string(),
          rights: z.array(z.enum(RIGHTS)),
          createdAt: instant,
          revokedAt: instant.optional(),
        }),
      ),
    }),
  }),
  createKey: contract({
    method: 'POST',
    path: '/api/org/keys',
    summary: 'A new API key; its secret is shown once',
    access: 'org.write',
    input: z.strictObject({ name: z.string().min(1).max(40), rights: z.array(z.enum(RIGHTS)).min(1) }),
    output: z.object({ id, secret: z.string() }),
  }),
  revokeKey: contract({
    method: 'DELETE',
    path: '/api/org/keys/:id',
    summary: 'Ends a key',
    access: 'org.write',
    input: z.strictObject({ id }),
    output: done,
  }),
  audit: contract({
    method: 'GET',
    path: '/api/audit',
    summary: 'Every change by a person: who, when, before, after; newest first',
    access: 'audit.read',
    input: z.strictObject({
      ...paging,
      /** Part of who did it or of the action's code, or the whole id of what it was done to. */
      q: z.string().max(120).optional(),
      /** Codes of actions, with commas, that `q` means besides: screens call actions by other words. */
      actions: z
        .string()
        .max(8_000)
        .regex(/^[a-z.,-]+$/)
        .optional(),
      subject: z.string().max(120).optional(),
    }),
    output: pageOf(
      z.object({
        id,
        at: instant,
        actor: z.string(),
        actorName: z.string(),
        action: z.string(),
        subject: z.string(),
        before: z.unknown().optional(),
        after: z.unknown().optional(),
      }),
    ),
  }),
};

export const insights = {
  today: contract({
    method: 'GET',
    path: '/api/today',
    summary: 'What needs attention today, and the day so far',
    access: 'staff',
    input: empty,
    output: z.object({
      greeting: z.string(),
      counted: z.number().int(),
      countedYesterdaySameTime: z.number().int(),
      countedLastWeekSameTime: z.number().int(),
      /** Counted in each hour of the day, from midnight in Shanghai: today up to this hour, yesterday all of it. */
      byHour: z.object({ today: z.array(z.number().int()), yesterday: z.array(z.number().int()) }),
      people: z.number().int(),
      messages: z.number().int(),
      pointsGiven: z.number().int(),
      running: z.array(
        z.object({
          id,
          title: z.string(),
          counted: z.number().int(),
          groups: z.number().int(),
          endsAt: instant,
        }),
      ),
      next: z.array(z.object({ id, title: z.string(), startsAt: instant })),
      attention: z.array(
        z.object({
          kind: z.enum([
            'blacklist',
            'refused_sends',
            'draft',
            'budget',
            'failed',
            'ledger',
            'orders',
            'disputes',
            'growth',
            'wishes',
            'payouts',
            'bills',
            'sub_groups',
            'right_claims',
            'rights_late',
            'care',
          ]),
          line: z.string(),
          link: z.string(),
          count: z.number().int(),
        }),
      ),
    }),
  }),
};
