import { derivedId } from '../kernel/ids';
import type { Tx } from '../kernel/command';
import { native } from '../kernel/store';
import { careUntilOf } from '../people';
import { blacklistedAmong } from '../risk';
import { Notices, type NoticeRow, Subscriptions, subscriptionId } from './model';
import { pushTemplate } from './push';
import { capSince, noticeDecision, type NoticeKind } from './rules';

/** Something one person should know. */
export interface NoticePlan {
  /** The same key tells the same thing once, for ever. */
  readonly key: string;
  readonly personId: string;
  readonly kind: NoticeKind;
  /** At most 40 characters; the first words a person reads. */
  readonly title: string;
  /** At most 400 characters. */
  readonly text: string;
  /** Page of the mini-program, from the root: `/intake/talk/index?id=…`. */
  readonly page?: string;
  readonly cause: { readonly kind: string; readonly id: string };
}

/** The id of a notice by its key: the same key is told once. */
export const noticeIdOf = (key: string): string => derivedId('ntc', key);

/**
 * Tells a person something, in the caller's transaction: once a key, however often it is called. The gate's rules
 * decide; what they hold back is kept with its reason. Where the person agreed to a subscribe message, WeChat is
 * asked after commit.
 */
export async function notify(tx: Tx, plan: NoticePlan): Promise<void> {
  const options = { session: tx.session };
  const _id = noticeIdOf(plan.key);
  if (await native(Notices).findOne({ _id }, { ...options, projection: { _id: 1 } })) return;
  const decision = noticeDecision(
    {
      kind: plan.kind,
      careUntil: await careUntilOf(plan.personId, tx.session),
      promotionsToday: plan.kind === 'promotion' ? await promotionsOf(plan.personId, tx) : 0,
      blacklisted: plan.kind === 'promotion' && (await blacklistedAmong([plan.personId])).has(plan.personId),
    },
    tx.now,
  );
  const row: NoticeRow = {
    _id,
    personId: plan.personId,
    kind: plan.kind,
    title: plan.title.slice(0, 40),
    text: plan.text.slice(0, 400),
    ...(plan.page ? { page: plan.page } : {}),
    cause: { kind: plan.cause.kind, id: plan.cause.id },
    at: tx.now,
    ...decision,
    ...(decision.told ? { unread: true as const } : {}),
    ...(decision.told && (await hasConsent(plan.personId, tx))
      ? { pushing: true as const, pushDueAt: tx.now, pushAttempts: 0 }
      : {}),
  };
  await native(Notices).insertOne(row, { ...options, ignoreUndefined: true });
}

const promotionsOf = (personId: string, tx: Tx): Promise<number> =>
  native(Notices).countDocuments(
    { personId, told: true, at: { $gt: capSince(tx.now) }, kind: 'promotion' },
    { session: tx.session },
  );

async function hasConsent(personId: string, tx: Tx): Promise<boolean> {
  const templateId = pushTemplate();
  if (templateId === undefined) return false;
  const row = await native(Subscriptions).findOne(
    { _id: subscriptionId(personId, templateId) },
    { session: tx.session },
  );
  return (row?.left ?? 0) > 0;
}
