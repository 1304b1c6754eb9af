import { contracts } from '@kouyi/shared/contracts';
import { STAFF_COOKIE, route } from '../kernel/http';
import {
  createKey,
  createStaff,
  createUnit,
  renameBrand,
  resetPassword,
  revokeKey,
  updateStaff,
} from './commands';
import { changeOwnPassword, signInStaff, signOutStaff } from './sessions';
import { auditPage } from './audit-views';
import { keyList, meOf, staffPage, staffView, unitView, visibleUnits, welcome, whoGives } from './views';

const { org, staffSession } = contracts;
const done = { ok: true } as const;

/** Sessions of staff, the org tree, people who work in it, keys and the audit. */
export const routes = [
  route(staffSession.signIn, async (context, { login, password }) => {
    const { token, expiresAt, actor } = await signInStaff(context, { login, password, ip: context.ip });
    context.setCookie(STAFF_COOKIE, token, expiresAt);
    return meOf(actor);
  }),
  route(staffSession.me, ({ actor }) => meOf(actor)),
  route(staffSession.whoGives, ({ actor }, { right }) => whoGives(actor, right)),
  route(staffSession.signOut, async (context) => {
    await signOutStaff(context, context.actor);
    context.setCookie(STAFF_COOKIE, undefined);
    return done;
  }),
  route(staffSession.changePassword, async (context, input) => {
    await changeOwnPassword(context, { ...input, ip: context.ip });
    return done;
  }),
  route(staffSession.welcome, () => welcome()),

  route(org.units, ({ actor }) => Promise.resolve(visibleUnits(actor))),
  route(org.renameBrand, async (context, input) => {
    await renameBrand(context, input);
    return done;
  }),
  route(org.createUnit, async (context, input) => unitView(await createUnit(context, input))),
  route(org.staff, ({ actor }, input) => staffPage(actor, input)),
  route(org.createStaff, async (context, input) => {
    const { staff, firstPassword } = await createStaff(context, input);
    return { staff: staffView(staff), firstPassword };
  }),
  route(org.updateStaff, async (context, input) => staffView(await updateStaff(context, input))),
  route(org.resetPassword, (context, input) => resetPassword(context, input)),
  route(org.keys, ({ actor }) => keyList(actor)),
  route(org.createKey, (context, input) => createKey(context, input)),
  route(org.revokeKey, async (context, input) => {
    await revokeKey(context, input);
    return done;
  }),
  route(org.audit, ({ actor }, input) => auditPage(actor, input)),
];
