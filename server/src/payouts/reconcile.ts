import { fenOf, yuan } from '@kouyi/shared/rules/money';
import type { ReconciliationView } from '@kouyi/shared/contracts';
import { actorName } from '../kernel/actor';
import { indexBy } from '../kernel/collections';
import { command } from '../kernel/command';
import { readCsv } from '../kernel/csv';
import { newId } from '../kernel/ids';
import { refusals } from '../kernel/refusals';
import { native } from '../kernel/store';
import { assertEverywhere } from '../org';
import { type ReconciliationRow, Reconciliations, type WithdrawalRow, Withdrawals } from './model';

const refuse = refusals({
  csv_column_missing: {
    zh: '表里没有「{column}」这一列，请上传微信支付的资金账单（CSV）。',
    en: 'column missing',
  },
  bill_without_transfers: {
    zh: '这份账单里没有商家转账，检查日期和账户类型（运营账户）。',
    en: 'no transfer in the bill',
  },
});

/** One transfer as the provider's bill of money flows has it. */
interface Flow {
  readonly billNo: string;
  readonly amountFen: number;
  readonly at: Date;
}

const COLUMNS = { at: '记账时间', amount: '收支金额', direction: '收支类型', billNo: '业务凭证号' } as const;

/**
 * The transfers of a bill. https://pay.weixin.qq.com/doc/v3/merchant/4013071238 : cells begin with a back-tick, the
 * last two lines are totals. Refuses `csv_column_missing`, `bill_without_transfers`.
 */
export function flowsOf(rows: readonly (readonly string[])[]): Flow[] {
  const clean = (cell: string | undefined) => (cell ?? '').replace(/^`/, '').trim();
  const head = rows[0]!.map(clean);
  const column = (name: string): number => {
    const found = head.findIndex((cell) => cell.startsWith(name));
    if (found < 0) throw refuse('csv_column_missing', { field: 'base64', details: { column: name } });
    return found;
  };
  const [at, amount, direction, billNo] = [
    column(COLUMNS.at),
    column(COLUMNS.amount),
    column(COLUMNS.direction),
    column(COLUMNS.billNo),
  ];
  const flows = rows.slice(1).flatMap((row) => {
    const number = clean(row[billNo]);
    const fen = fenOf(clean(row[amount]));
    if (!/^KY[0-9a-z]{1,30}$/.test(number) || fen === undefined || clean(row[direction]) !== '支出')
      return [];
    return [{ billNo: number, amountFen: fen, at: new Date(`${clean(row[at]).replace(' ', 'T')}+08:00`) }];
  });
  if (flows.length === 0) throw refuse('bill_without_transfers', { field: 'base64' });
  return flows;
}

type Difference = ReconciliationView['differences'][number];

/** What does not agree between their flows and our withdrawals of the same time. */
export function differencesOf(
  flows: readonly Flow[],
  ours: readonly Pick<WithdrawalRow, '_id' | 'billNo' | 'amountFen' | 'state'>[],
): { matched: number; differences: Difference[] } {
  const mine = indexBy(ours, (row) => row.billNo);
  const theirs = indexBy(flows, (flow) => flow.billNo);
  const differences: Difference[] = [];
  let matched = 0;
  for (const { billNo, amountFen: theirsFen } of flows) {
    const row = mine.get(billNo);
    if (!row) {
      differences.push({
        kind: 'missing_here',
        billNo,
        theirsFen,
        words: `微信付了 ${yuan(theirsFen)} 元，我们没有这笔提现。`,
      });
      continue;
    }
    const about = { billNo, withdrawalId: row._id, oursFen: row.amountFen, theirsFen };
    if (row.amountFen !== theirsFen)
      differences.push({
        kind: 'amount',
        ...about,
        words: `金额不同：我们 ${yuan(row.amountFen)} 元，微信 ${yuan(theirsFen)} 元。`,
      });
    else if (row.state !== 'paid')
      differences.push({ kind: 'not_paid_here', ...about, words: '微信已付，我们这里还没有到账。' });
    else matched += 1;
  }
  for (const row of ours)
    if (row.state === 'paid' && !theirs.has(row.billNo))
      differences.push({
        kind: 'missing_at_provider',
        billNo: row.billNo,
        withdrawalId: row._id,
        oursFen: row.amountFen,
        words: `我们记着已付 ${yuan(row.amountFen)} 元，微信账单里没有。`,
      });
  return { matched, differences };
}

/** How far our clock of a payment may be from theirs. */
const SLACK_MS = 10 * 60_000;

/** Holds a bill against our withdrawals and keeps the result. Refuses what reading the file refuses. */
export const reconcile = command<{ base64: string }, ReconciliationRow>('payouts.reconcile', {
  may: (actor) => assertEverywhere(actor, 'payouts.approve'),
  async run({ base64 }, tx) {
    const flows = flowsOf(readCsv(base64).rows);
    const times = flows.map((flow) => flow.at.getTime());
    const from = new Date(Math.min(...times));
    const to = new Date(Math.max(...times));
    const options = { session: tx.session };
    const named = await native(Withdrawals)
      .find({ billNo: { $in: flows.map((flow) => flow.billNo) } }, options)
      .toArray();
    const inTime = await native(Withdrawals)
      .find({ state: 'paid', endedAt: { $gte: from, $lte: to }, providerNo: { $exists: true } }, options)
      .toArray();
    // A payment at the edge of the file may stand in the neighbouring one.
    const inside = inTime.filter(
      ({ endedAt }) =>
        endedAt!.getTime() > from.getTime() + SLACK_MS && endedAt!.getTime() < to.getTime() - SLACK_MS,
    );
    const ours = [...indexBy([...named, ...inside], (row) => row._id).values()];
    const row: ReconciliationRow = {
      _id: newId('rec'),
      at: tx.now,
      by: actorName(tx.actor),
      from,
      to,
      ...differencesOf(flows, ours),
      oursFen: ours.reduce((sum, each) => sum + (each.state === 'paid' ? each.amountFen : 0), 0),
      theirsFen: flows.reduce((sum, flow) => sum + flow.amountFen, 0),
    };
    await native(Reconciliations).insertOne(row, options);
    tx.audit({ subject: row._id, after: { matched: row.matched, differences: row.differences.length } });
    return row;
  },
});
