import type { MyWithdrawal, ReconciliationView, WithdrawalView } from '@kouyi/shared/contracts';
import { yuan } from '@kouyi/shared/rules/money';
import type { WithdrawalState } from '@kouyi/shared/types';
import { now } from '../kernel/clock';
import { newestPage, type Page, type PageRequest } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { unsealText } from '../kernel/seal';
import { native } from '../kernel/store';
import { account, balancesOf } from '../ledger';
import { nicknames } from '../people';
import { type ReconciliationRow, Reconciliations, type WithdrawalRow, Withdrawals } from './model';
import { payer } from './provider';
import { mayWithdrawFen, MY_WORDS, NAME_FROM_FEN } from './rules';
import { holdKey } from './rows';
import { usedBy } from './requests';
import { payoutSettings } from './settings';

/** A withdrawal as its person sees it. */
export function myView(row: WithdrawalRow): MyWithdrawal {
  const to = payer()?.account;
  const last = row.history.at(-1);
  return {
    id: row._id,
    amountFen: row.amountFen,
    state: row.state,
    requestedAt: row.requestedAt.toISOString(),
    ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
    // The provider's reason is the person's business; who of the staff said what is not.
    words: row.state === 'failed' && last ? last.words : MY_WORDS[row.state],
    ...(row.state === 'waiting_confirm' && row.packageInfo !== undefined && to
      ? { confirm: { ...to, packageInfo: row.packageInfo } }
      : {}),
  };
}

/** A person's withdrawals, and how much they may ask for now. */
export async function myWithdrawals(personId: string, request: PageRequest) {
  const name = account.kocAvailable(personId);
  const [page, settings, balances, used] = await Promise.all([
    newestPage(Withdrawals, 'requestedAt', { personId }, request, (shown) => shown.map(myView)),
    payoutSettings(),
    balancesOf([name]),
    usedBy(personId, now()),
  ]);
  const availableFen = balances.get(name) ?? 0;
  const most = mayWithdrawFen(settings, availableFen, used);
  const mayFen = most < settings.minFen ? 0 : most;
  return {
    ...page,
    availableFen,
    mayFen,
    minFen: settings.minFen,
    nameFromFen: NAME_FROM_FEN,
    words: wordsFor({ availableFen, mayFen, minFen: settings.minFen }),
  };
}

function wordsFor({
  availableFen,
  mayFen,
  minFen,
}: {
  availableFen: number;
  mayFen: number;
  minFen: number;
}) {
  if (availableFen < 0) return `有订单在打款后退款，先欠 ${yuan(-availableFen)} 元，后面的佣金会自动抵扣。`;
  if (availableFen < minFen) return `满 ${yuan(minFen)} 元可以提现。`;
  return mayFen === 0 ? '今天或这个月的提现额度用完了，过后再来。' : `现在可以提现 ${yuan(mayFen)} 元。`;
}

const view = (row: WithdrawalRow, names: ReadonlyMap<string, string>): WithdrawalView => ({
  id: row._id,
  billNo: row.billNo,
  personId: row.personId,
  nickname: names.get(row.personId) ?? '已注销的用户',
  amountFen: row.amountFen,
  state: row.state,
  requestedAt: row.requestedAt.toISOString(),
  ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
  approvals: row.approvals.map(({ staffId, name, at }) => ({ staffId, name, at: at.toISOString() })),
  approvalsNeeded: row.approvalsNeeded,
  inDoubt: row.inDoubt === true,
  ...(row.problem === undefined ? {} : { problem: row.problem }),
  words: row.history.at(-1)?.words ?? '',
});

/** Withdrawals as finance sees them, with the names of their people. */
export async function withdrawalViews(rows: readonly WithdrawalRow[]): Promise<WithdrawalView[]> {
  const names = await nicknames(rows.map((row) => row.personId));
  return rows.map((row) => view(row, names));
}

/** One of them. */
export const withdrawalView = async (row: WithdrawalRow): Promise<WithdrawalView> =>
  (await withdrawalViews([row]))[0]!;

/** How many withdrawals wait for finance. */
export const waitingForFinance = (): Promise<number> =>
  native(Withdrawals).countDocuments({ state: 'requested' });

/** Newest first, with what waits for finance. */
export async function withdrawalPage(
  request: PageRequest & { state?: WithdrawalState | undefined; personId?: string | undefined },
) {
  const { state, personId } = request;
  const [page, waiting] = await Promise.all([
    newestPage(
      Withdrawals,
      'requestedAt',
      { ...(state ? { state } : {}), ...(personId ? { personId } : {}) },
      request,
      async (shown) => {
        const names = await nicknames(shown.map((row) => row.personId));
        return shown.map((row) => view(row, names));
      },
    ),
    native(Withdrawals)
      .aggregate<{ count: number; fen: number }>([
        { $match: { state: 'requested' } },
        { $group: { _id: null, count: { $sum: 1 }, fen: { $sum: '$amountFen' } } },
      ])
      .toArray(),
  ]);
  return {
    ...page,
    waiting: waiting[0]?.count ?? 0,
    waitingFen: waiting[0]?.fen ?? 0,
    provider: payer() ? ('wechatpay' as const) : ('by_hand' as const),
  };
}

/** One withdrawal with everything that happened to it. @throws Refusal `not_found`. */
export async function withdrawalDetail(id: string) {
  const row = await native(Withdrawals).findOne({ _id: id });
  if (!row) throw refuseAnywhere('not_found');
  return {
    withdrawal: await withdrawalView(row),
    history: row.history.map(({ at, state, words }) => ({ at: at.toISOString(), state, words })),
    attempts: row.attempts,
    ...(row.providerNo === undefined ? {} : { providerNo: row.providerNo }),
    ...(row.reference === undefined ? {} : { reference: row.reference }),
    ledgerKey: `hold:${holdKey(id)}`,
  };
}

/** A reconciliation as it was kept. */
export const reconciliationView = ({
  _id,
  at,
  from,
  to,
  superseded,
  ...rest
}: ReconciliationRow): ReconciliationView => ({
  id: _id,
  at: at.toISOString(),
  from: from.toISOString(),
  to: to.toISOString(),
  superseded: superseded === true,
  ...rest,
});

/** Earlier reconciliations, newest first. */
export async function reconciliationPage(request: PageRequest): Promise<Page<ReconciliationView>> {
  return newestPage(Reconciliations, 'at', {}, request, (shown) => shown.map(reconciliationView));
}

/** What is kept about a person here, for their own export. */
export const payoutDataOf = async (personId: string) =>
  (await native(Withdrawals).find({ personId }).toArray()).map((row) => ({
    billNo: row.billNo,
    amountFen: row.amountFen,
    state: row.state,
    requestedAt: row.requestedAt,
    ...(row.endedAt ? { endedAt: row.endedAt } : {}),
    ...(row.realName ? { realName: unsealText(row.realName, 'payouts.name') } : {}),
    history: row.history,
  }));
