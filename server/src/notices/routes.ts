import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { countConsent, readNotices } from './commands';
import { myNotices, noticesOfPerson, subscribingOf } from './views';

const { member, notices } = contracts;

/** The inbox, consents to WeChat messages, and what staff see of both. */
export const routes = [
  route(member.notices, ({ actor }, input) => myNotices(actor, input)),
  route(member.readNotices, async (context, { ids }) => ({
    unread: await readNotices(context, { personId: context.actor.personId, ids }),
  })),
  route(member.subscribing, ({ actor }) => subscribingOf(actor)),
  route(member.subscribe, async (context, input) => ({
    left: await countConsent(context, { ...input, personId: context.actor.personId }),
  })),
  route(notices.ofPerson, ({ actor }, input) => noticesOfPerson(actor, input)),
];
