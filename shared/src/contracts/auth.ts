import { z } from 'zod';
import { RIGHTS, ROLES } from '../types';
import { contract } from './contract';
import { done, empty, id, instant, pageOf, paging } from './common';

const staffMe = z.object({
  id,
  login: z.string(),
  name: z.string(),
  roles: z.array(z.object({ role: z.enum(ROLES), unitId: id, unitName: z.string() })),
  rights: z.array(z.enum(RIGHTS)),
  brandName: z.string(),
  /** Somebody named the brand here, rather than the settings of the server. */
  brandNamed: z.boolean(),
  demo: z.boolean(),
});
export type StaffMe = z.output<typeof staffMe>;

export const staffSession = {
  signIn: contract({
    method: 'POST',
    path: '/api/staff/session',
    summary: 'Signs a member of staff in; the session is an http-only cookie (`kouyi_staff`)',
    access: 'public',
    input: z.strictObject({ login: z.string().min(1).max(60), password: z.string().min(1).max(200) }),
    output: staffMe,
    refusals: ['wrong_login', 'too_many_attempts'],
  }),
  me: contract({
    method: 'GET',
    path: '/api/staff/me',
    summary: 'Who is signed in and what they may do',
    access: 'staff',
    input: empty,
    output: staffMe,
  }),
  signOut: contract({
    method: 'DELETE',
    path: '/api/staff/session',
    summary: 'Ends this session',
    access: 'staff',
    input: empty,
    output: done,
  }),
  changePassword: contract({
    method: 'POST',
    path: '/api/staff/password',
    summary: 'Changes one’s own password and ends all other sessions',
    access: 'staff',
    input: z.strictObject({
      oldPassword: z.string().min(1).max(200),
      newPassword: z.string().min(10).max(200),
    }),
    output: done,
    refusals: ['wrong_login'],
  }),
  whoGives: contract({
    method: 'GET',
    path: '/api/staff/me/who-gives',
    summary: 'Colleagues who can give the caller a right they lack',
    access: 'staff',
    input: z.strictObject({ right: z.enum(RIGHTS) }),
    output: z.object({ items: z.array(z.object({ name: z.string(), unitName: z.string() })) }),
  }),
  /** Whether the demo sign-in may be shown on the sign-in page, and the brand's name. */
  welcome: contract({
    method: 'GET',
    path: '/api/welcome',
    summary: 'What the sign-in pages need before anybody is signed in',
    access: 'public',
    input: empty,
    output: z.object({
      brandName: z.string(),
      demo: z.boolean(),
      /** In demo mode only: how to sign in to the console. */
      demoStaff: z.array(
        z.object({ login: z.string(), password: z.string(), name: z.string(), role: z.enum(ROLES) }),
      ),
    }),
  }),
};

const memberSession = z.object({ token: z.string(), expiresAt: instant, personId: id, nickname: z.string() });

/** Consent that the person gives when they sign in: which texts, which version. */
export const consentVersion = z.string().min(1).max(40);

export const memberAuth = {
  signIn: contract({
    method: 'POST',
    path: '/api/member/session',
    summary:
      'WeChat sign-in: the code of wx.login becomes a session; the session key never leaves the server',
    access: 'public',
    input: z.strictObject({ code: z.string().min(1).max(200), consent: consentVersion }),
    output: memberSession,
    refusals: ['wechat_code_invalid', 'wechat_unavailable', 'returned_too_soon'],
  }),
  demoMembers: contract({
    method: 'GET',
    path: '/api/member/demo-members',
    summary: 'Demo mode only: members one can sign in as',
    access: 'public',
    input: z.strictObject({ ...paging, q: z.string().max(40).optional() }),
    output: pageOf(
      z.object({
        personId: id,
        nickname: z.string(),
        groups: z.array(z.string()),
        points: z.number().int(),
        /** Of a member worth being for a while, who lead the first page: what there is to see as them. */
        hint: z.string().optional(),
      }),
    ),
    refusals: ['demo_only'],
  }),
  demoSignIn: contract({
    method: 'POST',
    path: '/api/member/demo-session',
    summary: 'Demo mode only: signs in as a member',
    access: 'public',
    input: z.strictObject({ personId: id, consent: consentVersion }),
    output: memberSession,
    refusals: ['demo_only'],
  }),
  signOut: contract({
    method: 'DELETE',
    path: '/api/member/session',
    summary: 'Ends this session',
    access: 'member',
    input: empty,
    output: done,
  }),
};
