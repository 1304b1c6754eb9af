import { z } from 'zod';
import { ORDER_STATES } from '../types';
import { contract } from './contract';
import { id, instant, pageOf, paging } from './common';

const orderNumber = z
  .string()
  .trim()
  .regex(/^[\w.:-]{1,64}$/);
const amount = z.number().int().min(0).max(1_000_000_000);

/**
 * One order as a shop tells it: the whole of it, or only what is new (a refund, a shipment), in any order and any
 * number of times. Fields that we don't know are kept, sealed.
 */
export const orderLine = z.looseObject({
  orderId: orderNumber,
  /** Where order numbers are unique; absent: the key's own shop. */
  shop: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,40}$/)
    .optional(),
  /** When the shop last changed the payment's facts: of two that differ, the later counts. */
  updatedAt: instant.optional(),
  paidAt: instant.optional(),
  currency: z.string().max(8).default('CNY'),
  /** Who bought: one of these is enough. */
  buyer: z
    .strictObject({
      personId: id.optional(),
      unionid: z.string().max(120).optional(),
      openid: z.string().max(120).optional(),
      channel: z.string().max(40).optional(),
      userId: z.string().max(120).optional(),
    })
    .optional(),
  items: z
    .array(
      z.looseObject({
        /** Tells lines of one sku apart; absent: the sku. */
        lineId: z.string().max(64).optional(),
        sku: z.string().trim().min(1).max(64),
        name: z.string().max(120).optional(),
        quantity: z.number().int().min(1).max(100_000),
        /** What was paid for the whole line, after every discount. */
        paidFen: amount,
        costFen: amount.optional(),
      }),
    )
    .max(200)
    .optional(),
  refunds: z
    .array(
      z.looseObject({
        refundId: orderNumber,
        at: instant,
        /** Absent: the sum of its items. */
        amountFen: amount.optional(),
        /** Absent: spread over what is left of every line. */
        items: z
          .array(z.strictObject({ lineId: z.string().max(64), amountFen: amount }))
          .max(200)
          .optional(),
      }),
    )
    .max(100)
    .optional(),
  shippedAt: instant.optional(),
  settledAt: instant.optional(),
  couponCode: z.string().max(64).optional(),
  /** A code that the buyer typed or that the shop kept from the link. */
  refCode: z.string().max(64).optional(),
});
export type OrderLine = z.output<typeof orderLine>;

const lineResult = z.object({
  index: z.number().int(),
  orderId: z.string().optional(),
  result: z.enum(['new', 'changed', 'same', 'quarantined']),
  /** Why it is in quarantine. */
  code: z.string().optional(),
  message: z.string().optional(),
});
const counts = {
  fresh: z.number().int(),
  changed: z.number().int(),
  same: z.number().int(),
  quarantined: z.number().int(),
};

const decisionView = z.object({
  outcome: z.enum(['attributed', 'nobody']),
  /** In plain words, as the KOC reads it. */
  words: z.string(),
  by: z.enum(['code', 'link', 'staff', 'none']),
  kocId: id.optional(),
  kocName: z.string().optional(),
  secondKocId: id.optional(),
  secondKocName: z.string().optional(),
  decidedAt: instant,
  decidedBy: z.string().optional(),
  touches: z.array(
    z.object({
      at: instant,
      code: z.string(),
      kocId: id,
      kocName: z.string(),
      verdict: z.string(),
      counted: z.boolean(),
    }),
  ),
});

const order = z.object({
  id,
  number: z.string(),
  shop: z.string(),
  state: z.enum(ORDER_STATES),
  personId: id.optional(),
  nickname: z.string().optional(),
  paidAt: instant.optional(),
  paidFen: z.number().int(),
  refundedFen: z.number().int(),
  arrivedAt: instant,
  kocId: id.optional(),
  kocName: z.string().optional(),
  commissionFen: z.number().int().optional(),
});

export const orders = {
  /** Signed; see docs of the open API. */
  ingest: contract({
    method: 'POST',
    path: '/api/open/orders',
    summary:
      'Orders of a shop, up to 500 a call, in any order and any number of times. Signed: x-kouyi-key, x-kouyi-timestamp (seconds), x-kouyi-signature = hex HMAC-SHA256 of `timestamp.body` under the key’s secret',
    access: 'orders.write',
    signed: true,
    input: z.strictObject({ orders: z.array(z.unknown()).min(1).max(500) }),
    output: z.object({ ...counts, results: z.array(lineResult) }),
    refusals: [
      'signature_missing',
      'signature_wrong',
      'timestamp_stale',
      'every_line_refused',
      'order_shape_invalid',
      'order_without_items',
      'currency_unknown',
      'refund_above_paid',
      'shop_not_yours',
    ],
  }),
  importCsv: contract({
    method: 'POST',
    path: '/api/orders/import',
    summary: 'Orders from a CSV file (UTF-8 or GBK), one item a line; a dry run shows what would change',
    access: 'orders.write',
    input: z.strictObject({ base64: z.base64().max(1_900_000), dryRun: z.boolean() }),
    output: z.object({
      encoding: z.enum(['utf-8', 'gbk']),
      ...counts,
      rows: z.array(
        z.object({
          line: z.number().int(),
          orderId: z.string(),
          result: z.enum(['new', 'changed', 'same', 'quarantined']),
          before: z.enum(ORDER_STATES).optional(),
          after: z.enum(ORDER_STATES).optional(),
          paidFen: z.number().int().optional(),
          refundedFen: z.number().int().optional(),
          message: z.string().optional(),
        }),
      ),
    }),
    refusals: ['csv_malformed', 'csv_not_text', 'csv_empty', 'csv_column_missing'],
  }),
  list: contract({
    method: 'GET',
    path: '/api/orders',
    summary: 'Orders, the latest arrived first',
    access: 'orders.read',
    input: z.strictObject({
      ...paging,
      q: z.string().max(64).optional(),
      state: z.enum(ORDER_STATES).optional(),
      personId: id.optional(),
    }),
    output: pageOf(order),
  }),
  quarantine: contract({
    method: 'GET',
    path: '/api/orders/quarantine',
    summary: 'Lines that could not be taken, and why; newest first',
    access: 'orders.read',
    input: z.strictObject({ ...paging, state: z.enum(['open', 'retried', 'dismissed']).default('open') }),
    output: pageOf(
      z.object({
        id,
        at: instant,
        source: z.string(),
        orderId: z.string().optional(),
        code: z.string(),
        message: z.string(),
        /** The line as it came, so that the shop can be told. */
        line: z.string(),
        times: z.number().int(),
        state: z.enum(['open', 'retried', 'dismissed']),
      }),
    ),
  }),
  retryQuarantined: contract({
    method: 'POST',
    path: '/api/orders/quarantine/:id/retry',
    summary: 'Takes the line once more, e.g. after its product was added',
    access: 'orders.write',
    input: z.strictObject({ id }),
    output: lineResult,
    refusals: ['quarantine_closed'],
  }),
  dismissQuarantined: contract({
    method: 'POST',
    path: '/api/orders/quarantine/:id/dismiss',
    summary: 'Puts a line away for good, with a reason',
    access: 'orders.write',
    input: z.strictObject({ id, reason: z.string().trim().min(2).max(200) }),
    output: z.object({ ok: z.literal(true) }),
    refusals: ['quarantine_closed'],
  }),
  get: contract({
    method: 'GET',
    path: '/api/orders/:id',
    summary: 'One order: items, refunds, attribution with the touches considered, commission',
    access: 'orders.read',
    input: z.strictObject({ id }),
    output: z.object({
      order,
      items: z.array(
        z.object({
          lineId: z.string(),
          sku: z.string(),
          name: z.string().optional(),
          productId: id.optional(),
          quantity: z.number().int(),
          paidFen: z.number().int(),
          refundedFen: z.number().int(),
        }),
      ),
      refunds: z.array(
        z.object({
          refundId: z.string(),
          at: instant,
          amountFen: z.number().int(),
          /** False: it does not fit what was paid. */
          counted: z.boolean(),
        }),
      ),
      history: z.array(z.object({ state: z.enum(ORDER_STATES), at: instant })),
      couponCode: z.string().optional(),
      /** Why the coupon could not be used up. */
      couponNote: z.string().optional(),
      refCode: z.string().optional(),
      /** How many fields of the shop are kept that we don't use. */
      /** When a buyer whom nobody knew at first signed in and was recognised. */
      buyerFoundAt: instant.optional(),
      otherFields: z.array(z.string()),
      decision: decisionView.optional(),
      commission: z
        .object({
          state: z.enum(['pending', 'available', 'void']),
          wholeFen: z.number().int(),
          keptFen: z.number().int(),
          availableAt: instant,
          parts: z.array(
            z.object({
              kocId: id,
              kocName: z.string(),
              level: z.number().int(),
              wholeFen: z.number().int(),
              keptFen: z.number().int(),
            }),
          ),
          lines: z.array(
            z.object({
              sku: z.string(),
              paidFen: z.number().int(),
              refundedFen: z.number().int(),
              commissionFen: z.number().int(),
              words: z.string(),
            }),
          ),
          /** The keys of its transactions in the ledger begin so. */
          keyPrefix: z.string(),
        })
        .optional(),
    }),
  }),
};
