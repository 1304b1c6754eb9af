import { WeChatDown, WeChatSays, type WeChatMessages } from '../adapters/wechat';
import { gateSettings, quietUntil } from '../gate';
import { now } from '../kernel/clock';
import { asSystem } from '../kernel/command';
import { log } from '../kernel/log';
import { native } from '../kernel/store';
import { openidOf } from '../people';
import { Notices, type NoticeRow, Subscriptions, subscriptionId } from './model';
import { PUSH_MAX_ATTEMPTS, PUSH_STALE_MS, pushBackoffMs, thing } from './rules';

/** How WeChat is reached, and the one template that carries our notices. */
export interface Push {
  readonly messages: WeChatMessages;
  readonly templateId: string;
  /** Names of the template's fields for title, text and time, e.g. `thing1`, `thing2`, `time3`. */
  readonly fields: { readonly title: string; readonly text: string; readonly time: string };
}

let push: Push | undefined;

/** Boot says how to push; undefined: the inbox is all there is. */
export const usePush = (given: Push | undefined): void => {
  push = given;
};

/** The template a phone may ask consent for; undefined: none is set up. */
export const pushTemplate = (): string | undefined => push?.templateId;

const CLAIM_MS = 60_000;
const AT_ONCE = 20;

/**
 * Sends the pushes that are due, one after another; several processes may run it. WeChat takes no idempotency
 * key, but one consent is one message: when an answer never came and the next try hears “no consent”, the message
 * is there.
 */
export async function pushDue(): Promise<void> {
  if (!push) return;
  for (let left = AT_ONCE; left > 0; left -= 1) {
    const row = await claimNext();
    if (!row) return;
    await pushOne(row, push);
  }
}

async function claimNext(): Promise<NoticeRow | undefined> {
  const at = now();
  return (
    (await native(Notices).findOneAndUpdate(
      {
        pushing: true,
        pushDueAt: { $lte: at },
        $or: [{ claimedUntil: { $exists: false } }, { claimedUntil: { $lt: at } }],
      },
      { $set: { claimedUntil: new Date(at.getTime() + CLAIM_MS) } },
      { sort: { pushDueAt: 1 }, returnDocument: 'after' },
    )) ?? undefined
  );
}

async function pushOne(row: NoticeRow, { messages, templateId, fields }: Push): Promise<void> {
  const at = now();
  // Somebody who has read it in the inbox needs no buzz.
  if (row.readAt) return end(row, 'refused', '已经在小程序里读过，不再发微信消息。');
  if (at.getTime() - row.at.getTime() > PUSH_STALE_MS)
    return end(row, 'refused', '过了一天，微信消息没有再发；小程序消息里能看到。');
  const quiet = quietUntil(await gateSettings(), at);
  if (quiet) return rest(row, quiet, row.pushAttempts ?? 0, '安静时段，等到早上再发微信消息。');
  const openid = await openidOf(row.personId);
  if (!openid) return end(row, 'refused', '这位成员没有用微信登录过，只放进了小程序消息。');
  try {
    await messages.send({
      openid,
      templateId,
      ...(row.page ? { page: row.page.replace(/^\//, '') } : {}),
      data: {
        [fields.title]: thing(row.title),
        [fields.text]: thing(row.text),
        [fields.time]: timeText(row.at),
      },
    });
  } catch (error) {
    if (error instanceof WeChatDown) return tryLater(row, error.inDoubt, error.retryAfterMs);
    if (!(error instanceof WeChatSays)) throw error;
    if (error.what === 'no_consent' && row.pushInDoubt)
      return end(row, 'sent', '微信消息已发出。', templateId);
    if (error.what === 'no_consent')
      return end(row, 'refused', '订阅次数已经用完，只放进了小程序消息。', templateId);
    log.warn({ errcode: error.errcode }, 'WeChat refused a subscribe message');
    return end(row, 'failed', `微信没有收下这条消息（${error.errcode}），小程序消息里能看到。`);
  }
  return end(row, 'sent', '微信消息已发出。', templateId);
}

/** 2026年11月22日 20:15, as WeChat's `time` fields want it. */
const timeText = (at: Date): string => {
  const local = new Date(at.getTime() + 8 * 3_600_000).toISOString();
  return `${local.slice(0, 4)}年${local.slice(5, 7)}月${local.slice(8, 10)}日 ${local.slice(11, 16)}`;
};

/** The end of a push; what it cost of consents is written with it, once. */
const end = (
  row: NoticeRow,
  pushState: 'sent' | 'refused' | 'failed',
  pushReason: string,
  usedOf?: string,
): Promise<void> =>
  asSystem('notices.push-end', async (tx) => {
    const options = { session: tx.session };
    const { matchedCount } = await native(Notices).updateOne(
      { _id: row._id, pushing: true },
      {
        $set: { pushState, pushReason },
        $unset: { pushing: 1, pushDueAt: 1, claimedUntil: 1, pushInDoubt: 1 },
      },
      options,
    );
    if (matchedCount === 0 || usedOf === undefined) return;
    const _id = subscriptionId(row.personId, usedOf);
    // WeChat says there is none left: then our count was wrong, whatever it was.
    if (pushState === 'sent')
      await native(Subscriptions).updateOne({ _id, left: { $gt: 0 } }, { $inc: { left: -1 } }, options);
    else await native(Subscriptions).updateOne({ _id }, { $set: { left: 0 } }, options);
  });

async function tryLater(row: NoticeRow, inDoubt: boolean, askedMs = 0): Promise<void> {
  const attempts = (row.pushAttempts ?? 0) + 1;
  if (attempts >= PUSH_MAX_ATTEMPTS) return end(row, 'failed', '多次连不上微信，这条只放进了小程序消息。');
  const dueAt = new Date(now().getTime() + Math.max(askedMs, pushBackoffMs(attempts)));
  await rest(row, dueAt, attempts, '暂时连不上微信，稍后再试。', inDoubt || row.pushInDoubt === true);
}

async function rest(
  row: NoticeRow,
  pushDueAt: Date,
  pushAttempts: number,
  pushReason: string,
  inDoubt = row.pushInDoubt === true,
): Promise<void> {
  await native(Notices).updateOne(
    { _id: row._id, pushing: true },
    {
      $set: { pushDueAt, pushAttempts, pushReason, ...(inDoubt ? { pushInDoubt: true as const } : {}) },
      $unset: { claimedUntil: 1 },
    },
  );
}
