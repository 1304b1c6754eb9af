import { shanghaiDay, shanghaiInstant, shanghaiParts } from '@kouyi/shared/rules/time';
import type { Actor } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { orRefuse } from '../kernel/decision';
import { derivedId, inputHash } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { seal } from '../kernel/seal';
import { type ClientSession, native } from '../kernel/store';
import { account, guardedBalances, hold, voidHold } from '../ledger';
import { openidOf, selvesOf } from '../people';
import { blacklistedAmong } from '../risk';
import { HELD, MY_WORDS, refuse, requestDecision, type Used } from './rules';
import { type WithdrawalRow, Withdrawals } from './model';
import { holdKey, move, rowIn } from './rows';
import { payer } from './provider';
import { payoutSettings } from './settings';

/** One's own money, by whichever of one's identities it was earned. */
async function own(actor: Actor, personId: string): Promise<void> {
  if (actor.kind !== 'member' || !(await selvesOf(actor.personId)).includes(personId))
    throw refuseAnywhere('not_allowed');
}

/** What a person has asked for this day and month and still has or got; turned down and failed ones don't count. */
export async function usedBy(personId: string, now: Date, session?: ClientSession): Promise<Used> {
  const today = shanghaiInstant(shanghaiDay(now));
  const monthStart = shanghaiInstant(shanghaiDay(now) - (shanghaiParts(now).date - 1));
  const rows = await native(Withdrawals)
    .find(
      { personId, requestedAt: { $gte: monthStart }, state: { $in: [...HELD, 'paid'] } },
      { ...(session ? { session } : {}), projection: { amountFen: 1, requestedAt: 1 } },
    )
    .toArray();
  const sum = (of: readonly { amountFen: number }[]) => of.reduce((total, row) => total + row.amountFen, 0);
  return { monthFen: sum(rows), todayFen: sum(rows.filter((row) => row.requestedAt >= today)) };
}

interface Request {
  readonly personId: string;
  readonly amountFen: number;
  readonly requestKey: string;
  readonly realName?: string | undefined;
}

/**
 * Sets the amount aside and queues the withdrawal for finance; a person at risk is looked into first. The same
 * request key is the same withdrawal for ever.
 * Refuses what the contract names; nothing is written then.
 */
export const requestWithdrawal = command<Request, WithdrawalRow>('payouts.request', {
  may: (actor, { personId }) => own(actor, personId),
  async run({ personId, amountFen, requestKey, realName }, tx) {
    const _id = derivedId('wdr', personId, requestKey);
    const hash = inputHash({ amountFen });
    const had = await native(Withdrawals).findOne({ _id }, { session: tx.session });
    if (had) {
      if (had.inputHash !== hash) throw refuse('key_used_differently', { field: 'requestKey' });
      return had;
    }
    const settings = await payoutSettings(tx.session);
    const from = account.kocAvailable(personId);
    orRefuse(
      requestDecision(
        { amountFen, hasName: realName !== undefined },
        {
          settings,
          availableFen: (await guardedBalances(tx, [from])).get(from) ?? 0,
          used: await usedBy(personId, tx.now, tx.session),
        },
      ),
    );
    const openid = await openidOf(personId);
    if (payer() && openid === undefined) throw refuse('no_wechat');
    // The guard document of the person's account orders two requests at the same moment.
    await hold(tx, {
      key: holdKey(_id),
      unit: 'fen',
      from,
      via: account.payoutClearing,
      to: account.kocPaid(personId),
      amount: amountFen,
      reason: '提现',
      cause: { kind: 'withdrawal', id: _id },
      personId,
    });
    const row = await newRow({ _id, hash, personId, amountFen, openid, realName }, settings, tx);
    await native(Withdrawals).insertOne(row, { session: tx.session, ignoreUndefined: true });
    return row;
  },
});

async function newRow(
  from: {
    _id: string;
    hash: string;
    personId: string;
    amountFen: number;
    openid: string | undefined;
    realName: string | undefined;
  },
  settings: { twoPeopleAboveFen: number },
  tx: Tx,
): Promise<WithdrawalRow> {
  const { _id, hash, personId, amountFen, openid, realName } = from;
  const atRisk = (await blacklistedAmong([personId])).has(personId);
  const state = atRisk ? ('frozen' as const) : ('requested' as const);
  return {
    _id,
    billNo: `KY${_id.replace(/[^0-9a-z]/g, '').slice(3)}`,
    personId,
    amountFen,
    state,
    inputHash: hash,
    ...(openid === undefined ? {} : { openid }),
    ...(realName === undefined ? {} : { realName: seal(realName, 'payouts.name') }),
    requestedAt: tx.now,
    approvals: [],
    approvalsNeeded: amountFen > settings.twoPeopleAboveFen ? 2 : 1,
    attempts: 0,
    history: [{ at: tx.now, state, words: atRisk ? '在黑名单上，先人工核实。' : '本人申请。' }],
  };
}

/** The person takes a request back that finance has not approved. Refuses `not_found`, `state_forbids`. */
export const cancelWithdrawal = command<{ personId: string; id: string }, WithdrawalRow>('payouts.cancel', {
  may: (actor, { personId }) => own(actor, personId),
  async run({ personId, id }, tx) {
    const row = await rowIn(tx, id);
    if (row.personId !== personId) throw refuseAnywhere('not_found');
    await voidHold(tx, holdKey(id), '提现已撤回');
    return move(tx, row, 'cancelled', MY_WORDS.cancelled, { set: { endedAt: tx.now } });
  },
});
