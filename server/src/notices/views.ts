import type { InputOf, OutputOf, contracts } from '@kouyi/shared/contracts';
import type { Actor, MemberActor } from '../kernel/actor';
import { newestPage } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { anyOf, native } from '../kernel/store';
import { reachFor } from '../org';
import { identitiesOf, peopleWithin, selvesOf } from '../people';
import { Notices, Subscriptions, subscriptionId } from './model';
import { pushTemplate } from './push';

type Member = (typeof contracts)['member'];
type Staff = (typeof contracts)['notices'];

/** What I was told, by whichever of my identities, newest first. */
export async function myNotices(
  { personId }: MemberActor,
  input: InputOf<Member['notices']>,
): Promise<OutputOf<Member['notices']>> {
  const selves = anyOf(await selvesOf(personId));
  const [page, unread] = await Promise.all([
    newestPage(Notices, 'at', { personId: selves, told: true }, input, (shown) =>
      shown.map((row) => ({
        id: row._id,
        at: row.at.toISOString(),
        title: row.title,
        text: row.text,
        ...(row.page ? { page: row.page } : {}),
        read: row.unread !== true,
      })),
    ),
    native(Notices).countDocuments({ personId: selves, unread: true }),
  ]);
  return { unread, ...page };
}

/** What the phone may ask consent for, and how many are left. */
export async function subscribingOf({ personId }: MemberActor): Promise<OutputOf<Member['subscribing']>> {
  const templateId = pushTemplate();
  if (templateId === undefined) return { left: 0 };
  const row = await native(Subscriptions).findOne({ _id: subscriptionId(personId, templateId) });
  return { templateId, left: row?.left ?? 0 };
}

/** What a person was told or not, with reasons, for staff who reach them. @throws Refusal `not_found`. */
export async function noticesOfPerson(
  actor: Actor,
  input: InputOf<Staff['ofPerson']>,
): Promise<OutputOf<Staff['ofPerson']>> {
  const within = await peopleWithin(reachFor(actor, 'people.read'), [input.id]);
  if (!within.has(input.id)) throw refuseAnywhere('not_found');
  return newestPage(Notices, 'at', { personId: anyOf(await identitiesOf(input.id)) }, input, (shown) =>
    shown.map((row) => ({
      id: row._id,
      at: row.at.toISOString(),
      kind: row.kind,
      title: row.title,
      text: row.text,
      told: row.told,
      reason: row.reason,
      ...(row.pushReason ? { push: row.pushReason } : {}),
      ...(row.readAt ? { readAt: row.readAt.toISOString() } : {}),
    })),
  );
}

/** What is kept of a person here, for the export of their data. */
export async function noticeDataOf(personId: string) {
  const [rows, consents] = await Promise.all([
    native(Notices).find({ personId }).sort({ at: -1, _id: -1 }).limit(5_000).toArray(),
    native(Subscriptions).find({ personId }).limit(100).toArray(),
  ]);
  return {
    notices: rows.map(({ at, kind, title, text, told, reason, readAt, pushReason }) => ({
      at,
      kind,
      title,
      text,
      told,
      reason,
      readAt,
      pushReason,
    })),
    subscribeConsents: consents.map(({ templateId, left }) => ({ templateId, left })),
  };
}
