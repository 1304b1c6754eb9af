import { dayToText, shanghaiDay, shanghaiInstant, shanghaiParts, textToDay } from '@kouyi/shared/rules/time';
import { InDoubt } from '../adapters/wechatpay';
import { system } from '../kernel/actor';
import { now } from '../kernel/clock';
import type { CommandContext } from '../kernel/command';
import { readCsv } from '../kernel/csv';
import { log } from '../kernel/log';
import { Refusal } from '../kernel/refusals';
import { native } from '../kernel/store';
import { assertEverywhere } from '../org';
import { type ReconciliationRow, Reconciliations } from './model';
import { payer } from './provider';
import { flowsOf, holdAgainst, paidBetween } from './reconcile';
import { refuse } from './rules';

/** WeChat Pay makes the bill of a day after 10:00 of the next. https://pay.weixin.qq.com/doc/v3/merchant/4013071238 */
const MADE_FROM_HOUR = 10;
/** Days without a bill that are caught up with after the server was away. */
const BACK_DAYS = 7;

const dayBounds = (day: number): { from: Date; to: Date } => ({
  from: shanghaiInstant(day),
  to: new Date(shanghaiInstant(day + 1).getTime() - 1),
});

/**
 * Fetches the provider's bill of one Shanghai day that is over and holds it against ours.
 * Refuses `no_provider`, `bill_not_made` (409) while there is none though we paid on that day,
 * `bill_unreachable` (503).
 */
export async function fetchBill(
  context: CommandContext,
  { date }: { date: string },
): Promise<ReconciliationRow> {
  assertEverywhere(context.actor, 'payouts.approve');
  const by = payer();
  if (!by) throw refuse('no_provider');
  const day = textToDay(date);
  if (day === undefined || day >= shanghaiDay(now())) throw refuse('bill_not_made', { field: 'date' });
  const bounds = dayBounds(day);
  const file = await by.flowBill(date).catch((error: unknown) => {
    if (!(error instanceof InDoubt)) throw error;
    log.warn({ date }, 'payouts: the bill could not be fetched');
    throw refuse('bill_unreachable');
  });
  // No bill means that nothing moved, or that it is not made yet: when we did pay, it is the second.
  if (!file && (await paidBetween(bounds)).length > 0) throw refuse('bill_not_made', { field: 'date' });
  const flows = file ? flowsOf(readCsv(file.toString('base64')).rows) : [];
  const row = await holdAgainst(context, { flows, ...bounds, date });
  if (row.differences.length > 0)
    log.error({ date, differences: row.differences.length }, 'PAYOUTS DIFFER from the provider’s bill');
  return row;
}

/** Every morning the bills of the last days that were not held against ours yet, the oldest first. */
export async function fetchDueBills(): Promise<void> {
  const at = now();
  if (!payer() || shanghaiParts(at).hour < MADE_FROM_HOUR) return;
  const today = shanghaiDay(at);
  const dates = Array.from({ length: BACK_DAYS }, (_, i) => dayToText(today - BACK_DAYS + i));
  const had = await native(Reconciliations)
    .find({ date: { $in: dates } }, { projection: { date: 1 } })
    .toArray();
  for (const date of dates.filter((each) => !had.some((row) => row.date === each))) {
    try {
      await fetchBill({ actor: system('payouts.bill') }, { date });
    } catch (error) {
      // Yesterday's may still come within the day; an older one that does not come is a failure that people see.
      if (!(error instanceof Refusal) || date !== dayToText(today - 1)) throw error;
      log.info({ date, code: error.code }, 'payouts: no bill yet; asked again in an hour');
    }
  }
}

/** Reconciliations of the last days that did not come out even, of each day the latest. */
export const unevenBills = (): Promise<number> =>
  native(Reconciliations).countDocuments({
    at: { $gte: new Date(shanghaiInstant(shanghaiDay(now()) - BACK_DAYS)) },
    superseded: { $exists: false },
    'differences.0': { $exists: true },
  });
