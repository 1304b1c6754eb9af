import { shanghaiDay, shanghaiInstant, shanghaiParts } from '@kouyi/shared/rules/time';
import type { Actor } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { orRefuse } from '../kernel/decision';
import { derivedId, inputHash } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { seal } from '../kernel/seal';
import { type ClientSession, native, rowsByIds } from '../kernel/store';
import { takeTurns } from '../kernel/turns';
import { account, guardedBalances, heldIn, hold, type Purse, takeInOrder } from '../ledger';
import { type Selves, selvesOf, weChatSelfOf } from '../people';
import { blacklistedAmong } from '../risk';
import { HELD, MY_WORDS, refuse, requestDecision, type Used } from './rules';
import { type WithdrawalRow, Withdrawals } from './model';
import { fenOf, giveHoldsBack, holdsOf, move, rowIn, takenFrom } from './rows';
import { payer } from './provider';
import { payoutSettings } from './settings';

/** One's own money, by whichever of one's identities it was earned. */
async function own(actor: Actor, personId: string): Promise<void> {
  if (actor.kind !== 'member' || !(await selvesOf(actor.personId)).includes(personId))
    throw refuseAnywhere('not_allowed');
}

/**
 * What a person has asked for this day and month and still has or got, by whichever of their identities; turned down
 * and failed ones don't count.
 */
export async function usedBy(selves: Selves, now: Date, session?: ClientSession): Promise<Used> {
  const today = shanghaiInstant(shanghaiDay(now));
  const monthStart = shanghaiInstant(shanghaiDay(now) - (shanghaiParts(now).date - 1));
  const rows = await native(Withdrawals)
    .find(
      { ...takenFrom(selves), requestedAt: { $gte: monthStart }, state: { $in: [...HELD, 'paid'] } },
      session ? { session } : {},
    )
    .toArray();
  const sum = (of: readonly WithdrawalRow[]) => of.reduce((total, row) => total + fenOf(row, selves), 0);
  return { monthFen: sum(rows), todayFen: sum(rows.filter((row) => row.requestedAt >= today)) };
}

interface Request {
  /** Who asks; the earnings of everybody who is seen as one with them are theirs. */
  readonly personId: string;
  readonly amountFen: number;
  readonly requestKey: string;
  readonly realName?: string | undefined;
}

/** The id of what one phone asked for by one key. */
const idOf = (personId: string, requestKey: string): string => derivedId('wdr', personId, requestKey);

/**
 * Sets the amount aside and queues the withdrawal for finance; a person at risk is looked into first. It is taken of
 * the asking identity's own earnings first, then of those of the others, each in its own account. The same request key
 * is the same withdrawal for ever.
 * Refuses what the contract names; nothing is written then.
 */
export const requestWithdrawal = command<Request, WithdrawalRow>('payouts.request', {
  may: (actor, { personId }) => own(actor, personId),
  async run({ personId, amountFen, requestKey, realName }, tx) {
    const selves = await selvesOf(personId);
    const hash = inputHash({ amountFen });
    // This phone's own first: another of theirs may have used the same key before they were one.
    const ids = selves.map((self) => idOf(self, requestKey));
    const made = await rowsByIds(Withdrawals, ids, { session: tx.session });
    const had = ids.flatMap((id) => made.find(({ _id }) => _id === id) ?? [])[0];
    if (had) {
      if (had.inputHash !== hash) throw refuse('key_used_differently', { field: 'requestKey' });
      return had;
    }
    // Two phones of one person may take of different accounts: their limits are one all the same.
    await takeTurns(
      tx,
      selves.map((self) => `withdrawals:${self}`),
    );
    const settings = await payoutSettings(tx.session);
    const balances = await guardedBalances(tx, selves.map(account.kocAvailable));
    const purses = selves.map((self) => ({
      personId: self,
      amount: balances.get(account.kocAvailable(self)) ?? 0,
    }));
    orRefuse(
      requestDecision(
        { amountFen, hasName: realName !== undefined },
        {
          settings,
          availableFen: heldIn(purses),
          used: await usedBy(selves, tx.now, tx.session),
        },
      ),
    );
    const payee = await weChatSelfOf(personId);
    if (payer() && !payee) throw refuse('no_wechat');
    const row = await newRow(tx, {
      _id: idOf(personId, requestKey),
      inputHash: hash,
      amountFen,
      shares: takeInOrder(purses, amountFen),
      payeeId: payee?.personId ?? personId,
      openid: payee?.openid,
      realName,
      approvalsNeeded: amountFen > settings.twoPeopleAboveFen ? 2 : 1,
    });
    for (const { key, personId: from, amount } of holdsOf(row))
      // The guard document of each account orders two requests at the same moment.
      await hold(tx, {
        key,
        unit: 'fen',
        from: account.kocAvailable(from),
        via: account.payoutClearing,
        to: account.kocPaid(from),
        amount,
        reason: '提现',
        cause: { kind: 'withdrawal', id: row._id },
        personId: from,
      });
    await native(Withdrawals).insertOne(row, { session: tx.session, ignoreUndefined: true });
    return row;
  },
});

type Asked = Pick<WithdrawalRow, '_id' | 'inputHash' | 'amountFen' | 'approvalsNeeded'> & {
  readonly shares: readonly Purse[];
  readonly payeeId: string;
  readonly openid: string | undefined;
  readonly realName: string | undefined;
};

async function newRow(tx: Tx, asked: Asked): Promise<WithdrawalRow> {
  const { _id, shares, payeeId, openid, realName, ...rest } = asked;
  const { personId } = shares[0]!;
  const atRisk = (await blacklistedAmong([personId])).has(personId);
  const state = atRisk ? ('frozen' as const) : ('requested' as const);
  return {
    _id,
    ...rest,
    billNo: `KY${_id.replace(/[^0-9a-z]/g, '').slice(3)}`,
    personId,
    ...(shares.length > 1 ? { shares: [...shares] } : {}),
    ...(payeeId === personId ? {} : { payeeId }),
    state,
    ...(openid === undefined ? {} : { openid }),
    ...(realName === undefined ? {} : { realName: seal(realName, 'payouts.name') }),
    requestedAt: tx.now,
    approvals: [],
    attempts: 0,
    history: [{ at: tx.now, state, words: atRisk ? '在黑名单上，先人工核实。' : '本人申请。' }],
  };
}

/**
 * Whoever's earnings it takes takes a request back that finance has not approved; also one of two who were one when it
 * was asked for. Refuses `not_found`, `state_forbids`.
 */
export const cancelWithdrawal = command<{ personId: string; id: string }, WithdrawalRow>('payouts.cancel', {
  may: (actor, { personId }) => own(actor, personId),
  async run({ personId, id }, tx) {
    const row = await rowIn(tx, id);
    if (fenOf(row, await selvesOf(personId)) === 0) throw refuseAnywhere('not_found');
    await giveHoldsBack(tx, row, '提现已撤回');
    return move(tx, row, 'cancelled', MY_WORDS.cancelled, { set: { endedAt: tx.now } });
  },
});
