import type { MyWithdrawal, ReconciliationView, WithdrawalView } from '@kouyi/shared/contracts';
import { yuan } from '@kouyi/shared/rules/money';
import type { WithdrawalState } from '@kouyi/shared/types';
import { now } from '../kernel/clock';
import { newestPage, type Page, type PageRequest } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { unsealText } from '../kernel/seal';
import { native } from '../kernel/store';
import { account, balancesOf } from '../ledger';
import { nicknames, type Selves, selvesOf } from '../people';
import { type ReconciliationRow, Reconciliations, type WithdrawalRow, Withdrawals } from './model';
import { payer } from './provider';
import { mayWithdrawFen, MY_WORDS, NAME_FROM_FEN } from './rules';
import { fenOf, holdKey, peopleIn, takenFrom } from './rows';
import { usedBy } from './requests';
import { payoutSettings } from './settings';

/** A withdrawal as its person sees it: what of it was taken of the earnings of any of their identities. */
export function myView(row: WithdrawalRow, selves: Selves): MyWithdrawal {
  const to = payer()?.account;
  const last = row.history.at(-1);
  return {
    id: row._id,
    amountFen: fenOf(row, selves),
    state: row.state,
    requestedAt: row.requestedAt.toISOString(),
    ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
    // The provider's reason is the person's business; who of the staff said what is not.
    words: row.state === 'failed' && last ? last.words : MY_WORDS[row.state],
    ...(row.state === 'waiting_confirm' &&
    row.packageInfo !== undefined &&
    to &&
    selves.includes(row.payeeId ?? row.personId)
      ? { confirm: { ...to, packageInfo: row.packageInfo } }
      : {}),
  };
}

/** A person's withdrawals, and how much they may ask for now. */
export async function myWithdrawals(selves: Selves, request: PageRequest) {
  const [page, settings, balances, used] = await Promise.all([
    newestPage(Withdrawals, 'requestedAt', takenFrom(selves), request, (shown) =>
      shown.map((row) => myView(row, selves)),
    ),
    payoutSettings(),
    balancesOf(selves.map(account.kocAvailable)),
    usedBy(selves, now()),
  ]);
  const availableFen = [...balances.values()].reduce((sum, fen) => sum + fen, 0);
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

const GONE = '已注销的用户';

const namesIn = (rows: readonly WithdrawalRow[]): Promise<Map<string, string>> =>
  nicknames(rows.flatMap(peopleIn));

const view = (row: WithdrawalRow, names: ReadonlyMap<string, string>): WithdrawalView => ({
  id: row._id,
  billNo: row.billNo,
  personId: row.personId,
  nickname: names.get(row.personId) ?? GONE,
  amountFen: row.amountFen,
  state: row.state,
  requestedAt: row.requestedAt.toISOString(),
  ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
  ...(row.shares
    ? {
        shares: row.shares.map(({ personId, amount: fen }) => ({
          personId,
          nickname: names.get(personId) ?? GONE,
          fen,
        })),
      }
    : {}),
  approvals: row.approvals.map(({ staffId, name, at }) => ({ staffId, name, at: at.toISOString() })),
  approvalsNeeded: row.approvalsNeeded,
  inDoubt: row.inDoubt === true,
  ...(row.problem === undefined ? {} : { problem: row.problem }),
  words: row.history.at(-1)?.words ?? '',
});

/** Withdrawals as finance sees them, with the names of their people. */
export async function withdrawalViews(rows: readonly WithdrawalRow[]): Promise<WithdrawalView[]> {
  const names = await namesIn(rows);
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
      { ...(state ? { state } : {}), ...(personId ? takenFrom(await selvesOf(personId)) : {}) },
      request,
      withdrawalViews,
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
  (
    await native(Withdrawals)
      .find({ $or: [...takenFrom([personId]).$or, { payeeId: personId }] })
      .toArray()
  ).map((row) => ({
    billNo: row.billNo,
    amountFen: row.amountFen,
    ...(row.shares ? { ofMineFen: fenOf(row, [personId]) } : {}),
    state: row.state,
    requestedAt: row.requestedAt,
    ...(row.endedAt ? { endedAt: row.endedAt } : {}),
    // Whose purse it is gave the name.
    ...(row.realName && (row.payeeId ?? row.personId) === personId
      ? { realName: unsealText(row.realName, 'payouts.name') }
      : {}),
    history: row.history,
  }));
