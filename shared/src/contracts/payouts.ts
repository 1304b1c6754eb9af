import { z } from 'zod';
import { WITHDRAWAL_STATES } from '../types';
import { contract } from './contract';
import { empty, id, instant, pageOf, paging } from './common';

const money = z.number().int();
/** One withdrawal at most: ¥20,000, as WeChat Pay has it for a transfer. */
const amountFen = z.number().int().min(1).max(2_000_000);
/** A Shanghai day. */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const reason = z.string().trim().min(2).max(200);
/** Asked again where money leaves the house. */
const password = z.string().min(1).max(200);

const mine = z.object({
  id,
  amountFen: money,
  state: z.enum(WITHDRAWAL_STATES),
  requestedAt: instant,
  endedAt: instant.optional(),
  /** What happens next, or why it ended so, in plain words. */
  words: z.string(),
  /** What the phone hands to WeChat while the person has to confirm. */
  confirm: z.object({ mchId: z.string(), appId: z.string(), packageInfo: z.string() }).optional(),
});
export type MyWithdrawal = z.output<typeof mine>;

/** What a person does with their earnings; joins `contracts.member`. */
export const memberPayouts = {
  withdrawals: contract({
    method: 'GET',
    path: '/api/member/withdrawals',
    summary: 'My withdrawals, newest first, and how much I may withdraw now',
    access: 'member',
    input: z.strictObject({ ...paging }),
    output: pageOf(mine).extend({
      availableFen: money,
      /** The most that one request may ask for now; 0: none, `words` says why. */
      mayFen: money,
      minFen: money,
      /** From here WeChat wants the real name. */
      nameFromFen: money,
      words: z.string(),
    }),
  }),
  withdraw: contract({
    method: 'POST',
    path: '/api/member/withdrawals',
    summary: 'Asks for a withdrawal; the same request key is the same withdrawal',
    access: 'member',
    input: z.strictObject({
      amountFen,
      requestKey: z.string().regex(/^[\w-]{8,64}$/),
      realName: z.string().trim().min(2).max(40).optional(),
    }),
    output: mine,
    refusals: [
      'below_minimum',
      'above_once',
      'above_balance',
      'daily_limit',
      'monthly_limit',
      'real_name_needed',
      'no_wechat',
      'key_used_differently',
    ],
  }),
  cancelWithdrawal: contract({
    method: 'POST',
    path: '/api/member/withdrawals/:id/cancel',
    summary: 'Takes a request back that finance has not approved yet',
    access: 'member',
    input: z.strictObject({ id }),
    output: mine,
    refusals: ['state_forbids'],
  }),
};

const withdrawal = z.object({
  id,
  billNo: z.string(),
  personId: id,
  nickname: z.string(),
  amountFen: money,
  /** What the earnings of each identity give, where it takes of several; absent: all of it `personId`'s. */
  shares: z.array(z.object({ personId: id, nickname: z.string(), fen: money })).optional(),
  state: z.enum(WITHDRAWAL_STATES),
  requestedAt: instant,
  endedAt: instant.optional(),
  /** Who approved so far, and how many have to. */
  approvals: z.array(z.object({ staffId: id, name: z.string(), at: instant })),
  approvalsNeeded: z.number().int(),
  /** Nobody knows whether the provider has it: it is being asked. */
  inDoubt: z.boolean(),
  problem: z.string().optional(),
  words: z.string(),
});
export type WithdrawalView = z.output<typeof withdrawal>;

const settings = z.strictObject({
  minFen: z.number().int().min(10).max(100_000),
  perOnceFen: z.number().int().min(100).max(2_000_000),
  perDayFen: z.number().int().min(100).max(10_000_000),
  perMonthFen: z.number().int().min(100).max(100_000_000),
  /** Above this two people approve. */
  twoPeopleAboveFen: z.number().int().min(0).max(2_000_000),
});
export type PayoutSettings = z.output<typeof settings>;

const difference = z.object({
  kind: z.enum(['missing_at_provider', 'missing_here', 'amount', 'not_paid_here']),
  billNo: z.string(),
  withdrawalId: id.optional(),
  oursFen: money.optional(),
  theirsFen: money.optional(),
  words: z.string(),
});
const reconciliation = z.object({
  id,
  at: instant,
  by: z.string(),
  from: instant,
  to: instant,
  /** The day whose bill was fetched; absent: somebody uploaded a file. */
  date: day.optional(),
  /** The same day was looked at again later: that one counts. */
  superseded: z.boolean(),
  matched: z.number().int(),
  oursFen: money,
  theirsFen: money,
  differences: z.array(difference),
});
export type ReconciliationView = z.output<typeof reconciliation>;

export const payouts = {
  list: contract({
    method: 'GET',
    path: '/api/payouts',
    summary: 'Withdrawals, newest first',
    access: 'payouts.read',
    input: z.strictObject({
      ...paging,
      state: z.enum(WITHDRAWAL_STATES).optional(),
      personId: id.optional(),
    }),
    output: pageOf(withdrawal).extend({
      /** How many wait for finance. */
      waiting: z.number().int(),
      waitingFen: money,
      /** Whether a provider pays, or finance does by hand. */
      provider: z.enum(['wechatpay', 'by_hand']),
    }),
  }),
  get: contract({
    method: 'GET',
    path: '/api/payouts/:id',
    summary: 'One withdrawal with everything that happened to it',
    access: 'payouts.read',
    input: z.strictObject({ id }),
    output: z.object({
      withdrawal,
      history: z.array(z.object({ at: instant, state: z.enum(WITHDRAWAL_STATES), words: z.string() })),
      attempts: z.number().int(),
      providerNo: z.string().optional(),
      reference: z.string().optional(),
      /** Beginning of the keys of its ledger transactions. */
      ledgerKey: z.string(),
    }),
  }),
  approve: contract({
    method: 'POST',
    path: '/api/payouts/approve',
    summary: 'Approves withdrawals, with the password again; above a limit two people must',
    access: 'payouts.approve',
    input: z.strictObject({ ids: z.array(id).min(1).max(100), password }),
    output: z.object({
      items: z.array(withdrawal),
      refused: z.array(z.object({ id, code: z.string(), message: z.string() })),
    }),
    refusals: ['wrong_password', 'approved_by_you', 'approved_by_other', 'taken_apart', 'state_forbids'],
  }),
  reject: contract({
    method: 'POST',
    path: '/api/payouts/:id/reject',
    summary: 'Turns a withdrawal down with a reason; the money goes back to the person’s earnings',
    access: 'payouts.approve',
    input: z.strictObject({ id, reason }),
    output: withdrawal,
    refusals: ['state_forbids'],
  }),
  freeze: contract({
    method: 'POST',
    path: '/api/payouts/:id/freeze',
    summary: 'Holds a withdrawal until it has been looked into',
    access: 'payouts.approve',
    input: z.strictObject({ id, reason }),
    output: withdrawal,
    refusals: ['state_forbids'],
  }),
  unfreeze: contract({
    method: 'POST',
    path: '/api/payouts/:id/unfreeze',
    summary: 'Puts a frozen withdrawal back in the queue',
    access: 'payouts.approve',
    input: z.strictObject({ id, reason }),
    output: withdrawal,
    refusals: ['state_forbids', 'taken_apart'],
  }),
  payByHand: contract({
    method: 'POST',
    path: '/api/payouts/:id/by-hand',
    summary: 'Notes that finance has paid an approved withdrawal itself; only where no provider pays',
    access: 'payouts.approve',
    input: z.strictObject({ id, reference: z.string().trim().min(4).max(64), password }),
    output: withdrawal,
    refusals: ['wrong_password', 'provider_pays', 'taken_apart', 'state_forbids', 'reference_used'],
  }),
  lookNow: contract({
    method: 'POST',
    path: '/api/payouts/:id/look',
    summary: 'Asks the provider now where a transfer stands',
    access: 'payouts.approve',
    input: z.strictObject({ id }),
    output: withdrawal,
    refusals: ['state_forbids', 'no_provider'],
  }),
  giveUp: contract({
    method: 'POST',
    path: '/api/payouts/:id/give-up',
    summary: 'Closes a transfer that the provider does not have and did not take; the money goes back',
    access: 'payouts.approve',
    input: z.strictObject({ id, reason, password }),
    output: withdrawal,
    refusals: ['wrong_password', 'state_forbids', 'provider_has_it', 'too_early', 'no_provider'],
  }),
  settings: contract({
    method: 'GET',
    path: '/api/payouts/settings',
    summary: 'Limits of withdrawals',
    access: 'payouts.read',
    input: empty,
    output: settings,
  }),
  saveSettings: contract({
    method: 'PUT',
    path: '/api/payouts/settings',
    summary: 'Changes them for requests from now on',
    access: 'payouts.approve',
    input: settings,
    output: settings,
    refusals: ['limits_contradict'],
  }),
  reconcile: contract({
    method: 'POST',
    path: '/api/payouts/reconcile',
    summary: 'Holds our withdrawals against the provider’s bill of money flows (CSV), line by line',
    access: 'payouts.approve',
    input: z.strictObject({ base64: z.base64().max(1_900_000) }),
    output: reconciliation,
    refusals: ['csv_malformed', 'csv_not_text', 'csv_empty', 'csv_column_missing', 'bill_without_transfers'],
  }),
  fetchBill: contract({
    method: 'POST',
    path: '/api/payouts/reconcile/fetch',
    summary: 'Fetches the provider’s bill of a day that is over and holds our withdrawals against it',
    access: 'payouts.approve',
    input: z.strictObject({ date: day }),
    output: reconciliation,
    refusals: ['no_provider', 'bill_not_made', 'bill_unreachable', 'csv_column_missing'],
  }),
  reconciliations: contract({
    method: 'GET',
    path: '/api/payouts/reconciliations',
    summary: 'Earlier reconciliations, newest first',
    access: 'payouts.read',
    input: z.strictObject({ ...paging }),
    output: pageOf(reconciliation),
  }),
  told: contract({
    method: 'POST',
    path: '/api/callbacks/wechatpay',
    summary: 'WeChat Pay says how a transfer ended; signed and encrypted by it',
    access: 'public',
    input: z.looseObject({}),
    output: z.object({ code: z.literal('SUCCESS') }),
    refusals: ['callback_untrusted', 'callback_unreadable', 'bill_unknown', 'bill_differs', 'no_provider'],
  }),
};
