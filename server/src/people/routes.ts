import { contracts } from '@kouyi/shared/contracts';
import { type RouteContext, route } from '../kernel/http';
import { mergePeople, unmergePerson } from './merge';
import { deletePerson, withdrawConsent } from './commands';
import { assertDemo, demoMembers, exportOf, meOf, myConsents, myGroups } from './member-views';
import { givePhone, keepApart, maskedPhone, takeBackPhone } from './phone';
import { type OpenedMemberSession, signInAsDemo, signInByWeChat, signOutMember } from './sessions';
import { mergePreview, personDetails, personPage, timelineOf } from './views';
import { weChat } from './wechat';

const { member, memberAuth, people } = contracts;
const done = { ok: true } as const;

const sessionView = ({ expiresAt, ...session }: OpenedMemberSession) => ({
  ...session,
  expiresAt: expiresAt.toISOString(),
});

/** A member who signs in again from the same phone sends the old token along: it ends with that. */
const replacedBy = ({ actor }: RouteContext): string | undefined =>
  actor.kind === 'member' ? actor.sessionId : undefined;

/** Sign-in of members, what they see of themselves, and people as staff see them. */
export const routes = [
  route(memberAuth.signIn, async (context, { code, consent }) => {
    const user = await weChat().userOf(code);
    return sessionView(await signInByWeChat(context, { ...user, consent, replaces: replacedBy(context) }));
  }),
  route(memberAuth.demoMembers, (_context, input) => demoMembers(input)),
  route(memberAuth.demoSignIn, async (context, input) => {
    assertDemo();
    return sessionView(await signInAsDemo(context, { ...input, replaces: replacedBy(context) }));
  }),
  route(memberAuth.signOut, async (context) => {
    await signOutMember(context, context.actor);
    return done;
  }),

  route(member.me, ({ actor }) => meOf(actor)),
  route(member.groups, ({ actor }) => myGroups(actor)),
  route(member.consents, ({ actor }) => myConsents(actor)),
  route(member.withdrawConsent, async (context) => {
    await withdrawConsent(context, { personId: context.actor.personId });
    return done;
  }),
  route(member.givePhone, async (context, { code }) => {
    const phone = await weChat().phoneOf(code);
    await givePhone(context, { personId: context.actor.personId, phone });
    return { phone: maskedPhone(phone) };
  }),
  route(member.takeBackPhone, async (context) => {
    await takeBackPhone(context, { personId: context.actor.personId });
    return done;
  }),
  route(member.exportMine, ({ actor }) => exportOf(actor)),
  route(member.deleteMe, async (context) => {
    await deletePerson(context, { personId: context.actor.personId });
    return done;
  }),

  route(people.list, ({ actor }, input) => personPage(actor, input)),
  route(people.get, ({ actor }, { id }) => personDetails(actor, id)),
  route(people.timeline, ({ actor }, input) => timelineOf(actor, input)),
  route(people.mergePreview, ({ actor }, input) => mergePreview(actor, input)),
  route(people.merge, async (context, { id, otherId, reason }) => {
    await mergePeople(context, { personId: id, otherId, reason });
    return done;
  }),
  route(people.keepApart, async (context, { id, otherId, reason }) => {
    await keepApart(context, { personId: id, otherId, reason });
    return done;
  }),
  route(people.unmerge, async (context, { id, reason }) => {
    await unmergePerson(context, { personId: id, reason });
    return done;
  }),
];
