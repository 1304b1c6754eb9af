import { z } from 'zod';
import { COMMISSION_STATES, KOC_TIERS } from '../types';
import { contract } from './contract';
import { empty, id, instant, pageOf, paging } from './common';

const money = z.number().int();

const koc = z.object({
  id,
  nickname: z.string(),
  tier: z.enum(KOC_TIERS),
  /** A tier that begins later. */
  nextTier: z.object({ tier: z.enum(KOC_TIERS), from: instant }).optional(),
  /** Who brought them; a parent has none. */
  parentId: id.optional(),
  parentName: z.string().optional(),
  since: instant,
  endedAt: instant.optional(),
  /** A code that their friends can type when they order. */
  code: z.string(),
  pendingFen: money,
  availableFen: money,
  paidFen: money,
});
export type KocView = z.output<typeof koc>;

export const kocs = {
  list: contract({
    method: 'GET',
    path: '/api/koc',
    summary: 'KOCs, the newest first, with what they have earned',
    access: 'commission.read',
    input: z.strictObject({
      ...paging,
      ended: z.enum(['yes', 'no']).default('no'),
      /** Part of a nickname, or a whole code or id. */
      q: z.string().max(40).optional(),
    }),
    output: pageOf(koc),
  }),
  appoint: contract({
    method: 'POST',
    path: '/api/koc',
    summary: 'Makes a person a KOC from now on',
    access: 'commission.write',
    input: z.strictObject({
      personId: id,
      tier: z.enum(KOC_TIERS).default('starter'),
      parentId: id.optional(),
    }),
    output: koc,
    refusals: ['already_koc', 'parent_has_parent', 'has_children', 'parent_unknown', 'staff_excluded'],
  }),
  setTier: contract({
    method: 'POST',
    path: '/api/koc/:id/tier',
    summary: 'Another tier from a moment that lies ahead; orders paid before keep theirs',
    access: 'commission.write',
    input: z.strictObject({ id, tier: z.enum(KOC_TIERS), from: instant.optional() }),
    output: koc,
    refusals: ['tier_backdated', 'koc_ended'],
  }),
  end: contract({
    method: 'POST',
    path: '/api/koc/:id/end',
    summary: 'No further orders count for this KOC; what was earned stays theirs',
    access: 'commission.write',
    input: z.strictObject({ id, reason: z.string().trim().min(2).max(200) }),
    output: koc,
    refusals: ['koc_ended'],
  }),
};

/** How orders are tied to who brought them, and what that pays. */
const settings = z.strictObject({
  windowDays: z.number().int().min(1).max(90),
  touch: z.enum(['last', 'first']),
  /** Whether a KOC's own purchase counts for themself. */
  ownPurchase: z.enum(['refuse', 'allow']),
  staff: z.enum(['exclude', 'allow']),
  /** One level, or a share of it for the KOC's parent. There is no third, by law (禁止传销条例). */
  levels: z.union([z.literal(1), z.literal(2)]),
  /** Of the whole commission, what the second level gets. */
  secondSharePercent: z.number().int().min(0).max(30),
  /** From payment, or from shipping when that is known. */
  afterSaleDays: z.number().int().min(0).max(90),
});
export type CommissionSettings = z.output<typeof settings>;

const dispute = z.object({
  id,
  /** A KOC says that the order is theirs; or it came out after the decision that the KOC bought it themself. */
  about: z.enum(['claim', 'own_purchase']),
  orderId: id,
  orderNumber: z.string(),
  kocId: id,
  kocName: z.string(),
  reason: z.string(),
  at: instant,
  state: z.enum(['open', 'upheld', 'rejected']),
  answer: z.string().optional(),
  answeredBy: z.string().optional(),
  answeredAt: instant.optional(),
  /** What the order's decision says now. */
  words: z.string(),
});
export type DisputeView = z.output<typeof dispute>;

const fen = z.number().int().min(0).max(1_000_000_000);

export const commission = {
  tryOut: contract({
    method: 'POST',
    path: '/api/commission-rules/try',
    summary: 'What an order would pay, and by which rule',
    access: 'products.read',
    input: z.strictObject({
      at: instant.optional(),
      kocId: id.optional(),
      tier: z.enum(KOC_TIERS).optional(),
      items: z
        .array(
          z.strictObject({
            sku: z.string().min(1).max(64),
            quantity: z.number().int().min(1).max(10_000).default(1),
            paidFen: fen,
          }),
        )
        .min(1)
        .max(50),
    }),
    output: z.object({
      commissionFen: z.number().int(),
      /** Who would get which part of it. */
      parts: z.array(z.object({ level: z.union([z.literal(1), z.literal(2)]), name: z.string(), fen })),
      lines: z.array(
        z.object({
          sku: z.string(),
          productName: z.string().optional(),
          paidFen: fen,
          commissionFen: z.number().int(),
          /** The rule that decided; absent: none fits. */
          ruleId: id.optional(),
          words: z.string(),
          /** Rules that fit, too, and why they had to stand back. */
          others: z.array(z.string()),
        }),
      ),
    }),
    refusals: ['koc_unknown'],
  }),
  settings: contract({
    method: 'GET',
    path: '/api/commission/settings',
    summary: 'How orders are attributed and when commission becomes available',
    access: 'commission.read',
    input: empty,
    output: settings,
  }),
  saveSettings: contract({
    method: 'PUT',
    path: '/api/commission/settings',
    summary: 'Changes them for orders that are decided from now on',
    access: 'commission.write',
    input: settings,
    output: settings,
  }),
  disputes: contract({
    method: 'GET',
    path: '/api/commission/disputes',
    summary: 'Cases about an order, newest first: what KOCs claim, and own purchases that came out later',
    access: 'commission.read',
    input: z.strictObject({ ...paging, state: z.enum(['open', 'upheld', 'rejected']).optional() }),
    output: pageOf(dispute),
  }),
  resolveDispute: contract({
    method: 'POST',
    path: '/api/commission/disputes/:id/resolve',
    summary:
      'Decides a case: the order becomes this KOC’s, or nobody’s if they bought it; or it stays as it is',
    access: 'commission.write',
    input: z.strictObject({ id, upheld: z.boolean(), answer: z.string().trim().min(2).max(300) }),
    output: dispute,
    refusals: ['dispute_closed', 'cannot_be_theirs', 'not_one_person'],
  }),
};

const earningLine = z.object({
  orderId: id,
  orderNumber: z.string(),
  /** What was bought, each name once; nothing where no name is known. */
  bought: z.array(z.string()),
  /** Bought by the KOC, where the rules allow it. */
  own: z.boolean(),
  at: instant,
  state: z.enum(COMMISSION_STATES),
  /** 1: they brought the order themself; 2: a KOC whom they brought did. */
  level: z.number().int(),
  paidFen: money,
  refundedFen: money,
  wholeFen: money,
  keptFen: money,
  availableAt: instant,
  /** Why it is theirs, or what became of it, in plain words. */
  words: z.string(),
});

/** What a KOC sees of their earnings; joins `contracts.member`. */
export const memberEarnings = {
  earnings: contract({
    method: 'GET',
    path: '/api/member/earnings',
    summary: 'My earnings: pending, available, paid, and the last 30 days',
    access: 'member',
    input: empty,
    output: z.object({
      koc: z.object({ tier: z.enum(KOC_TIERS), since: instant, code: z.string() }).optional(),
      pendingFen: money,
      availableFen: money,
      payingFen: money,
      paidFen: money,
      days: z.array(z.object({ day: z.string(), fen: money, orders: z.number().int() })),
      rules: z.string(),
    }),
  }),
  earningLines: contract({
    method: 'GET',
    path: '/api/member/earnings/orders',
    summary: 'My orders with their commission and the reason, newest first',
    access: 'member',
    input: z.strictObject({ ...paging, state: z.enum(COMMISSION_STATES).optional() }),
    output: pageOf(earningLine),
  }),
  earningEntries: contract({
    method: 'GET',
    path: '/api/member/earnings/entries',
    summary: 'Every movement of my earnings account, newest first',
    access: 'member',
    input: z.strictObject({ ...paging }),
    output: pageOf(z.object({ id, at: instant, fen: money, reason: z.string() })),
  }),
  whyOrder: contract({
    method: 'GET',
    path: '/api/member/orders/:number/why',
    summary: 'Whether an order is mine as a KOC, and why, in plain words',
    access: 'member',
    input: z.strictObject({ number: z.string().min(1).max(64) }),
    output: z.object({ orderId: id, mine: z.boolean(), words: z.string(), disputed: z.boolean() }),
    refusals: ['not_a_koc'],
  }),
  disputeOrder: contract({
    method: 'POST',
    path: '/api/member/orders/:number/dispute',
    summary: 'I think this order is mine: opens a case for the operator',
    access: 'member',
    input: z.strictObject({
      number: z.string().min(1).max(64),
      reason: z.string().trim().min(4).max(300),
    }),
    output: z.object({ id }),
    refusals: ['not_a_koc', 'dispute_exists', 'order_is_yours'],
  }),
};
