import { z } from 'zod';
import { BUDGET_AUDIENCES, BUDGET_STATES, BUDGET_UNITS, GIFT_KINDS, GIFT_STATES } from '../types';
import { contract } from './contract';
import { id, instant, pageOf, paging } from './common';

const count = z.number().int();
/** Whole points, or whole fen, as the budget's unit says. */
const amount = z.number().int();
const reason = z.string().trim().min(2).max(200);
const requestKey = z.string().min(8).max(80);

const mine = z.object({
  id,
  title: z.string(),
  unit: z.enum(BUDGET_UNITS),
  state: z.enum(BUDGET_STATES),
  granted: amount,
  /** Given and not come back. */
  given: amount,
  returned: amount,
  left: amount,
  /** What one person may get of it in all, and what I may give in one day. */
  perPerson: amount,
  perDay: amount,
  leftToday: amount,
  who: z.enum(BUDGET_AUDIENCES),
  kinds: z.array(z.enum(GIFT_KINDS)),
  from: instant,
  until: instant,
  /** The rules in plain words, a line each. */
  rules: z.array(z.string()),
  mayGive: z.boolean(),
  /** Why not. */
  why: z.string().optional(),
});
export type MyBudget = z.output<typeof mine>;

const gift = z.object({
  id,
  budgetId: id,
  budgetTitle: z.string(),
  unit: z.enum(BUDGET_UNITS),
  amount,
  kind: z.enum(GIFT_KINDS),
  reason: z.string(),
  personId: id,
  name: z.string(),
  at: instant,
  state: z.enum(GIFT_STATES),
  /** Where it is now: 已到账 / 等对方领取红包 / 对方没有领，退回预算了. */
  words: z.string(),
});
export type MyGift = z.output<typeof gift>;

/** What a KOC gives in the brand's name; joins `contracts.member`. */
export const memberBudgets = {
  budgets: contract({
    method: 'GET',
    path: '/api/member/budgets',
    summary: 'What the brand put into my hands to give, newest first',
    access: 'member',
    input: z.strictObject({ ...paging }),
    output: pageOf(mine).extend({ words: z.string() }),
  }),
  budget: contract({
    method: 'GET',
    path: '/api/member/budgets/:id',
    summary: 'One of them',
    access: 'member',
    input: z.strictObject({ id }),
    output: mine,
  }),
  budgetCandidates: contract({
    method: 'GET',
    path: '/api/member/budgets/:id/candidates',
    summary: 'To whom I may give of it: my people by name, with what each can still get, or why not',
    access: 'member',
    input: z.strictObject({ id, ...paging, q: z.string().trim().max(40).optional() }),
    output: pageOf(
      z.object({
        personId: id,
        name: z.string(),
        from: z.enum(['sub_group', 'reached']),
        /** What they got of this budget. */
        got: amount,
        /** The most I can give them now; 0: `why` says why. */
        most: amount,
        why: z.string().optional(),
      }),
    ),
  }),
  give: contract({
    method: 'POST',
    path: '/api/member/budgets/:id/gifts',
    summary:
      'Gives points, or a red packet that is claimed in the cabinet, with a reason; the same request key is the same gift',
    access: 'member',
    input: z.strictObject({
      id,
      personId: id,
      amount: amount.min(1).max(1_000_000),
      kind: z.enum(GIFT_KINDS),
      reason,
      requestKey,
    }),
    output: gift,
    refusals: [
      'not_a_koc',
      'giver_blacklisted',
      'budget_over',
      'budget_not_yet',
      'budget_short',
      'gift_kind_not_allowed',
      'gift_above_person',
      'gift_above_day',
      'gift_to_self',
      'gift_to_own_identity',
      'gift_same_payee',
      'gift_to_staff',
      'gift_to_blacklisted',
      'gift_not_yours',
      'gift_in_ring',
      'key_used_differently',
    ],
  }),
  gifts: contract({
    method: 'GET',
    path: '/api/member/gifts',
    summary: 'What I gave, newest first',
    access: 'member',
    input: z.strictObject({ ...paging, budgetId: id.optional() }),
    output: pageOf(gift),
  }),
};

const budget = mine.omit({ leftToday: true, mayGive: true, why: true }).extend({
  kocId: id,
  kocName: z.string(),
  grantedBy: z.string(),
  createdAt: instant,
  endedAt: instant.optional(),
  endReason: z.string().optional(),
  /** How many gifts, to how many people. */
  gifts: count,
  people: count,
  /** Beginning of the keys of its ledger transactions. */
  ledgerKey: z.string(),
});
export type BudgetView = z.output<typeof budget>;

/** What a grant says, as somebody writes it. */
export const budgetRule = z.strictObject({
  title: z.string().trim().min(2).max(30),
  unit: z.enum(BUDGET_UNITS),
  amount: amount.min(1).max(100_000_000),
  perPerson: amount.min(1).max(1_000_000),
  perDay: amount.min(1).max(100_000_000),
  who: z.enum(BUDGET_AUDIENCES),
  kinds: z.array(z.enum(GIFT_KINDS)).min(1).max(GIFT_KINDS.length),
  from: instant.optional(),
  until: instant,
});
export type BudgetRule = z.output<typeof budgetRule>;

const staffGift = gift.extend({ kocId: id, kocName: z.string(), returnedAt: instant.optional() });
export type GiftView = z.output<typeof staffGift>;

export const budgets = {
  list: contract({
    method: 'GET',
    path: '/api/koc-budgets',
    summary: 'Budgets in the hands of KOCs, newest first',
    access: 'budgets.read',
    input: z.strictObject({ ...paging, state: z.enum(BUDGET_STATES).optional(), kocId: id.optional() }),
    output: pageOf(budget).extend({
      /** What is in their hands now, by unit. */
      leftPoints: amount,
      leftFen: amount,
    }),
  }),
  grant: contract({
    method: 'POST',
    path: '/api/koc-budgets',
    summary: 'Puts an amount into a KOC’s hands with its rules; the same request key is the same budget',
    access: 'budgets.write',
    input: z.strictObject({ kocId: id, rule: budgetRule, requestKey }),
    output: budget,
    refusals: [
      'koc_unknown',
      'koc_ended',
      'budget_rule_invalid',
      'giver_blacklisted',
      'key_used_differently',
    ],
  }),
  get: contract({
    method: 'GET',
    path: '/api/koc-budgets/:id',
    summary: 'One budget',
    access: 'budgets.read',
    input: z.strictObject({ id }),
    output: budget,
  }),
  withdraw: contract({
    method: 'POST',
    path: '/api/koc-budgets/:id/withdraw',
    summary: 'Takes back what is left, with the reason that the KOC reads',
    access: 'budgets.write',
    input: z.strictObject({ id, reason }),
    output: budget,
    refusals: ['state_forbids'],
  }),
  gifts: contract({
    method: 'GET',
    path: '/api/koc-gifts',
    summary: 'Gifts that KOCs gave, newest first',
    access: 'budgets.read',
    input: z.strictObject({
      ...paging,
      budgetId: id.optional(),
      kocId: id.optional(),
      personId: id.optional(),
    }),
    output: pageOf(staffGift),
  }),
};
