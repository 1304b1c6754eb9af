import { fenOf, yuan } from '@kouyi/shared/rules/money';
import type { ReconciliationView } from '@kouyi/shared/contracts';
import { actorName } from '../kernel/actor';
import { indexBy } from '../kernel/collections';
import { command, type CommandContext } from '../kernel/command';
import { readCsv } from '../kernel/csv';
import { newId } from '../kernel/ids';
import { refusals } from '../kernel/refusals';
import { type ClientSession, native } from '../kernel/store';
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
export interface Flow {
  readonly billNo: string;
  readonly amountFen: number;
  readonly at: Date;
}

const COLUMNS = { at: '记账时间', amount: '收支金额', direction: '收支类型', billNo: '业务凭证号' } as const;

/**
 * The transfers of a bill. https://pay.weixin.qq.com/doc/v3/merchant/4013071238 : cells begin with a back-tick, the
 * last two lines are totals. Refuses `csv_column_missing`.
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
  return rows.slice(1).flatMap((row) => {
    const number = clean(row[billNo]);
    const fen = fenOf(clean(row[amount]));
    if (!/^KY[0-9a-z]{1,30}$/.test(number) || fen === undefined || clean(row[direction]) !== '支出')
      return [];
    return [{ billNo: number, amountFen: fen, at: new Date(`${clean(row[at]).replace(' ', 'T')}+08:00`) }];
  });
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

/** A bill on its way to be held against ours. */
interface Bill {
  readonly flows: readonly Flow[];
  /** What of our time it covers. */
  readonly from: Date;
  readonly to: Date;
  /** The Shanghai day it was fetched for; absent: somebody uploaded a file. */
  readonly date?: string;
}

/** Holds a bill against our withdrawals and keeps the result: of a day it was fetched for, the latest counts. */
export const holdAgainst = command<Bill, ReconciliationRow>('payouts.reconcile', {
  may: (actor) => assertEverywhere(actor, 'payouts.approve'),
  async run({ flows, from, to, date }, tx) {
    const options = { session: tx.session };
    const named = await native(Withdrawals)
      .find({ billNo: { $in: flows.map((flow) => flow.billNo) } }, options)
      .toArray();
    const inTime = await paidBetween({ from, to }, tx.session);
    // A payment at the edge of the bill may stand in the neighbouring one.
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
      ...(date === undefined ? {} : { date }),
      ...differencesOf(flows, ours),
      oursFen: ours.reduce((sum, each) => sum + (each.state === 'paid' ? each.amountFen : 0), 0),
      theirsFen: flows.reduce((sum, flow) => sum + flow.amountFen, 0),
    };
    if (date !== undefined)
      await native(Reconciliations).updateMany({ date }, { $set: { superseded: true } }, options);
    await native(Reconciliations).insertOne(row, options);
    tx.audit({ subject: row._id, after: { matched: row.matched, differences: row.differences.length } });
    return row;
  },
});

/** What the provider paid for us between two moments, by our own books. */
export const paidBetween = (
  { from, to }: { from: Date; to: Date },
  session?: ClientSession,
): Promise<WithdrawalRow[]> =>
  native(Withdrawals)
    .find(
      { state: 'paid', endedAt: { $gte: from, $lte: to }, providerNo: { $exists: true } },
      session ? { session } : {},
    )
    .toArray();

/** A bill that somebody uploaded. Refuses what reading the file refuses, `bill_without_transfers`. */
export async function reconcile(
  context: CommandContext,
  { base64 }: { base64: string },
): Promise<ReconciliationRow> {
  const flows = flowsOf(readCsv(base64).rows);
  if (flows.length === 0) throw refuse('bill_without_transfers', { field: 'base64' });
  const times = flows.map((flow) => flow.at.getTime());
  return holdAgainst(context, {
    flows,
    from: new Date(Math.min(...times)),
    to: new Date(Math.max(...times)),
  });
}
