import { type Bill, InDoubt, NotTaken, type Payer } from '../adapters/wechatpay';
import { now } from '../kernel/clock';
import { command } from '../kernel/command';
import { log } from '../kernel/log';
import { unsealText } from '../kernel/seal';
import { native } from '../kernel/store';
import { blacklistedAmong } from '../risk';
import { type WithdrawalRow, Withdrawals } from './model';
import { payer } from './provider';
import { askAgainMs } from './rules';
import { isOnePerson } from './one-person';
import { freeze, move, rowIn } from './rows';
import { applyBill } from './settle';
import { system } from '../kernel/actor';

const CLAIM_MS = 60_000;
const AT_ONCE = 50;
const context = { actor: system('payouts') };

/**
 * Asks the provider about what is due, one withdrawal after another; several processes may run it. An approved one
 * becomes `sending` in the database before anything leaves, and every try is counted before it is made: whoever
 * finds a counted try looks for the bill first, and asks again only under the same number.
 */
export async function sendDue(): Promise<number> {
  const by = payer();
  if (!by) return 0;
  let done = 0;
  for (; done < AT_ONCE; done += 1) {
    const row = await claimNext();
    if (!row) break;
    await workOn(row, by);
  }
  return done;
}

async function claimNext(): Promise<WithdrawalRow | undefined> {
  const at = now();
  return (
    (await native(Withdrawals).findOneAndUpdate(
      {
        open: true,
        dueAt: { $lte: at },
        $or: [{ claimedUntil: { $exists: false } }, { claimedUntil: { $lt: at } }],
      },
      { $set: { claimedUntil: new Date(at.getTime() + CLAIM_MS) } },
      { sort: { dueAt: 1 }, returnDocument: 'after' },
    )) ?? undefined
  );
}

/** Asks about one withdrawal now, whatever is due. */
export async function workOn(row: WithdrawalRow, by: Payer): Promise<void> {
  try {
    const begun = row.state === 'approved' ? await beginSending(context, { id: row._id }) : row;
    if (begun.state !== 'sending' && begun.state !== 'waiting_confirm') return;
    const known = begun.attempts > 0 ? await by.look(begun.billNo) : undefined;
    const bill = known ?? (await ask(begun, by));
    if (bill) await applyBill(context, bill);
  } catch (error) {
    await noteTrouble(row, error);
  }
}

/** Approved → sending, unless the person has become a risk meanwhile, or two people. */
const beginSending = command<{ id: string }, WithdrawalRow>('payouts.begin-sending', {
  async run({ id }, tx) {
    const row = await rowIn(tx, id);
    if (row.state !== 'approved') return row;
    if ((await blacklistedAmong([row.personId])).has(row.personId))
      return freeze(tx, row, '打款前进了黑名单，先人工核实。');
    if (!(await isOnePerson(tx, row)))
      return freeze(tx, row, '打款前，申请时合并的身份被拆开了，先人工核实钱该给谁。');
    return move(tx, row, 'sending', '开始打款。');
  },
});

/** Counts the try, then makes it. Undefined: somebody has given it up meanwhile. */
async function ask(row: WithdrawalRow, by: Payer): Promise<Bill | undefined> {
  if (row.state === 'waiting_confirm') throw new InDoubt('a bill that was there is not found');
  if (row.openid === undefined) throw new NotTaken('OPENID_MISSING', 'the person was deleted', false);
  const counted = await native(Withdrawals).updateOne(
    { _id: row._id, state: 'sending' },
    { $inc: { attempts: 1 }, $set: { lastTriedAt: now(), inDoubt: true } },
  );
  // Given up meanwhile: nothing may leave any more.
  if (counted.matchedCount === 0) return undefined;
  return by.transfer({
    billNo: row.billNo,
    openid: row.openid,
    amountFen: row.amountFen,
    remark: '推广佣金提现',
    ...(row.realName === undefined ? {} : { realName: unsealText(row.realName, 'payouts.name') }),
  });
}

/** Whatever went wrong, the withdrawal stands as it stood and is asked about again. */
async function noteTrouble(row: WithdrawalRow, error: unknown): Promise<void> {
  const notTaken = error instanceof NotTaken ? error : undefined;
  if (!notTaken && !(error instanceof InDoubt))
    log.error({ err: error, withdrawal: row._id }, 'payout: could not be worked on');
  const waitMs = notTaken?.retryLater === false ? askAgainMs(9) : askAgainMs(row.attempts + 1);
  await native(Withdrawals).updateOne(
    { _id: row._id, open: true },
    {
      $set: {
        dueAt: new Date(now().getTime() + waitMs),
        problem: notTaken ? `${notTaken.code} ${notTaken.message}`.trim() : '没有收到微信支付的回答',
        ...(notTaken ? {} : { inDoubt: true as const }),
      },
      $unset: { claimedUntil: 1, ...(notTaken ? { inDoubt: 1 as const } : {}) },
    },
  );
}
