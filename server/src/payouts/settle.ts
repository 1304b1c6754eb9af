import { yuan } from '@kouyi/shared/rules/money';
import type { Bill } from '../adapters/wechatpay';
import { command, type Tx } from '../kernel/command';
import { log } from '../kernel/log';
import { native } from '../kernel/store';
import { account, post } from '../ledger';
import { notify } from '../notices';
import { type WithdrawalRow, Withdrawals } from './model';
import { MY_WORDS, refuse } from './rules';
import { giveHoldsBack, holdsOf, move, payHolds } from './rows';

/** While the person has a day to confirm, WeChat Pay tells us; asking is for when that gets lost. */
const CONFIRM_LOOK_MS = 60_000;
const UNDER_WAY_LOOK_MS = 5_000;

const closed = ['open', 'dueAt', 'claimedUntil', 'inDoubt', 'packageInfo', 'problem'] as const;

/** Tells the person where their money is, once a state. */
export const tellPerson = (tx: Tx, row: WithdrawalRow, words: string): Promise<void> =>
  notify(tx, {
    key: `withdrawal:${row._id}:${row.state}`,
    personId: row.personId,
    kind: 'service',
    title: `提现 ${yuan(row.amountFen)} 元`,
    text: words,
    page: '/koc/withdraw/index',
    cause: { kind: 'withdrawal', id: row._id },
  });

/**
 * Takes over what the provider says about a transfer; the same again, or something older, changes nothing.
 * Refuses `bill_unknown` (404), `bill_differs` (409: another amount than ours; nothing is booked).
 */
export const applyBill = command<Bill, WithdrawalRow>('payouts.apply-bill', {
  async run(bill, tx) {
    const row = await native(Withdrawals).findOne({ billNo: bill.billNo }, { session: tx.session });
    if (!row) throw refuse('bill_unknown');
    if (bill.amountFen !== undefined && bill.amountFen !== row.amountFen) {
      log.error(
        { withdrawal: row._id, ours: row.amountFen, theirs: bill.amountFen },
        'payout: amounts differ',
      );
      throw refuse('bill_differs');
    }
    switch (bill.state) {
      case 'SUCCESS':
        return paid(tx, row, bill);
      case 'FAIL':
      case 'CANCELLED':
        return failed(tx, row, bill);
      case 'WAIT_USER_CONFIRM':
        return waits(tx, row, bill);
      default:
        return underWay(tx, row, bill);
    }
  },
});

async function paid(tx: Tx, row: WithdrawalRow, { providerNo }: Bill): Promise<WithdrawalRow> {
  if (row.state === 'paid') return row;
  if (row.state === 'failed') {
    // Closed here, yet the money did leave: it is theirs now, whatever the balance says.
    log.error({ withdrawal: row._id }, 'payout: paid by the provider after it was closed here');
    await post(
      tx,
      holdsOf(row).map(({ key, personId, amount }) => ({
        key: `${key}:late`,
        unit: 'fen',
        from: account.kocAvailable(personId),
        to: account.kocPaid(personId),
        amount,
        at: tx.now,
        reason: '提现：退回后微信支付确认已付款',
        cause: { kind: 'withdrawal', id: row._id },
        personId,
        clawback: true,
      })),
    );
  } else {
    await payHolds(tx, row, '提现到账');
  }
  const after = await move(tx, row, 'paid', '微信支付确认已付款。', {
    set: { endedAt: tx.now, ...(providerNo === undefined ? {} : { providerNo }) },
    unset: closed,
  });
  await tellPerson(tx, after, MY_WORDS.paid);
  return after;
}

async function failed(tx: Tx, row: WithdrawalRow, { failReason, providerNo }: Bill): Promise<WithdrawalRow> {
  if (row.state === 'failed' || row.state === 'paid') return row;
  await giveHoldsBack(tx, row, '提现失败退回');
  const why = FAIL_WORDS[failReason ?? ''] ?? '打款没有成功';
  const after = await move(tx, row, 'failed', `${why}，钱已退回可提现余额。`, {
    set: { endedAt: tx.now, ...(providerNo === undefined ? {} : { providerNo }) },
    unset: closed,
  });
  await tellPerson(tx, after, `${why}，钱已退回可提现余额，可以再提。`);
  return after;
}

async function waits(tx: Tx, row: WithdrawalRow, bill: Bill): Promise<WithdrawalRow> {
  const set = {
    open: true as const,
    attempts: Math.max(1, row.attempts),
    dueAt: new Date(tx.now.getTime() + CONFIRM_LOOK_MS),
    ...(bill.packageInfo === undefined ? {} : { packageInfo: bill.packageInfo }),
    ...(bill.providerNo === undefined ? {} : { providerNo: bill.providerNo }),
  };
  if (row.state !== 'sending') return row.state === 'waiting_confirm' ? again(tx, row, set) : row;
  const after = await move(tx, row, 'waiting_confirm', '微信支付已受理，等本人确认收款。', {
    set,
    unset: ['claimedUntil', 'inDoubt', 'problem'],
  });
  await tellPerson(tx, after, MY_WORDS.waiting_confirm);
  return after;
}

async function underWay(tx: Tx, row: WithdrawalRow, bill: Bill): Promise<WithdrawalRow> {
  if (row.state !== 'sending' && row.state !== 'waiting_confirm') return row;
  return again(tx, row, {
    dueAt: new Date(tx.now.getTime() + UNDER_WAY_LOOK_MS),
    ...(bill.providerNo === undefined ? {} : { providerNo: bill.providerNo }),
  });
}

/** Nothing new but when to look again. */
async function again(tx: Tx, row: WithdrawalRow, set: Partial<WithdrawalRow>): Promise<WithdrawalRow> {
  await native(Withdrawals).updateOne(
    { _id: row._id, state: row.state },
    { $set: set, $unset: { claimedUntil: 1, inDoubt: 1, problem: 1 } },
    { session: tx.session },
  );
  return { ...row, ...set };
}

/** https://pay.weixin.qq.com/doc/v3/merchant/4013774966 */
const FAIL_WORDS: Record<string, string> = {
  ACCOUNT_FROZEN: '你的微信账户被冻结',
  REAL_NAME_CHECK_FAIL: '微信还没有实名',
  NAME_NOT_CORRECT: '姓名与微信实名不一致',
  OPENID_INVALID: '微信身份对不上',
  TRANSFER_QUOTA_EXCEED: '超过微信的收款限额',
  DAY_RECEIVED_QUOTA_EXCEED: '超过微信当天的收款限额',
  MONTH_RECEIVED_QUOTA_EXCEED: '超过微信当月的收款限额',
  OVERDUE_CLOSE: '24 小时内没有确认收款',
  PAYEE_ACCOUNT_ABNORMAL: '微信收款账户异常',
};
