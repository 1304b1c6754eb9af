import fc from 'fast-check';
import { orderLine } from '@kouyi/shared/contracts';
import type { OrderRow } from './model';
import { derive, factsOf, type LineFacts, mergeFacts, orderStates } from './rules';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 0, minute)).toISOString();
const product = () => ({ productId: 'prd', category: 'c' });
const facts = (raw: object): LineFacts =>
  factsOf(orderLine.parse({ orderId: 'o', ...raw }), { personId: undefined, product });
const payment = (paid: number[], more: object = {}) => ({
  paidAt: at(0),
  items: paid.map((paidFen, i) => ({ sku: `s${i}`, quantity: 1, paidFen })),
  ...more,
});
const none = { refunds: [] };
const all = (lines: readonly LineFacts[]) =>
  lines.reduce<Pick<OrderRow, 'payment' | 'refunds' | 'shippedAt' | 'settledAt'>>(mergeFacts, none);
const refund = (refundId: string, minute: number, amountFen: number) => ({
  refunds: [{ refundId, at: at(minute), amountFen }],
});

const anyLine = fc.oneof(
  fc.record({
    kind: fc.constant('pay' as const),
    paid: fc.array(fc.nat(500), { minLength: 1, maxLength: 3 }),
    n: fc.nat(3),
  }),
  fc.record({ kind: fc.constant('refund' as const), n: fc.nat(4), minute: fc.nat(5), amount: fc.nat(600) }),
  fc.record({
    kind: fc.constant('line-refund' as const),
    n: fc.nat(4),
    minute: fc.nat(5),
    amount: fc.nat(300),
  }),
  fc.record({ kind: fc.constant('ship' as const), n: fc.nat(9) }),
  fc.record({ kind: fc.constant('settle' as const), n: fc.nat(9) }),
);
type AnyLine = typeof anyLine extends fc.Arbitrary<infer T> ? T : never;
const lineOf = (line: AnyLine): LineFacts => {
  switch (line.kind) {
    case 'pay':
      return facts(payment(line.paid, { updatedAt: at(line.n) }));
    case 'refund':
      return facts(refund(`r${line.n}`, line.minute, line.amount));
    case 'line-refund':
      return facts({
        refunds: [
          { refundId: `r${line.n}`, at: at(line.minute), items: [{ lineId: 's0', amountFen: line.amount }] },
        ],
      });
    case 'ship':
      return facts({ shippedAt: at(10 + line.n) });
    case 'settle':
      return facts({ settledAt: at(20 + line.n) });
  }
};

test('lines in any permutation and multiplicity end in the same order', () => {
  fc.assert(
    fc.property(
      fc.array(anyLine, { minLength: 1, maxLength: 8 }).chain((lines) =>
        fc.record({
          lines: fc.constant(lines),
          order: fc.shuffledSubarray([...lines.keys(), ...lines.keys()], { minLength: lines.length * 2 }),
        }),
      ),
      ({ lines, order }) => {
        const made = lines.map((line) => lineOf(line));
        const straight = all(made);
        const mixed = all(order.map((i) => made[i]!));
        expect(mixed).toEqual(straight);
        expect(derive(mixed)).toEqual(derive(straight));
      },
    ),
  );
});

test('never more is refunded than was paid, neither of the order nor of a line, and the lines add up', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 10 }), (lines) => {
      const merged = all(lines.map((line) => lineOf(line)));
      const derived = derive(merged);
      expect(derived.refundedFen).toBeLessThanOrEqual(derived.paidFen);
      expect(derived.refundedByLine.reduce((sum, part) => sum + part, 0)).toBe(derived.refundedFen);
      derived.refundedByLine.forEach((part, i) => {
        expect(part).toBeGreaterThanOrEqual(0);
        expect(part).toBeLessThanOrEqual(merged.payment!.items[i]!.paidFen);
      });
    }),
  );
});

test('every state that lines can lead to is a move of the table', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 2, maxLength: 8 }), (lines) => {
      let known = all([]);
      for (const line of lines) {
        const next = mergeFacts(known, lineOf(line));
        const [from, to] = [derive(known).state, derive(next).state];
        if (from !== to) expect(orderStates.mayMove(from, to)).toBe(true);
        known = next;
      }
    }),
  );
});

test('states follow from the facts: refunded beats settled beats partly refunded beats shipped', () => {
  const state = (...lines: object[]) => derive(all(lines.map(facts))).state;
  expect(state({ shippedAt: at(1) })).toBe('incomplete');
  expect(state(payment([100]))).toBe('paid');
  expect(state(payment([100]), { shippedAt: at(1) })).toBe('shipped');
  expect(state(payment([100]), { shippedAt: at(1) }, refund('r', 2, 40))).toBe('partly_refunded');
  expect(state(payment([100]), { settledAt: at(9) }, refund('r', 2, 40))).toBe('settled');
  expect(state(payment([100]), { settledAt: at(9) }, refund('r', 2, 40), refund('q', 3, 60))).toBe(
    'refunded',
  );
  expect(state(payment([100]), refund('r', 2, 101))).toBe('paid');
});

test('a line that is no order says which part of it is not', () => {
  const code = (raw: object): string => {
    try {
      facts(raw);
      return 'taken';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  expect(code({})).toBe('order_without_items');
  expect(code(payment([]))).toBe('order_without_items');
  expect(code({ paidAt: at(0) })).toBe('order_without_items');
  expect(code({ items: payment([1]).items })).toBe('order_shape_invalid');
  expect(code(payment([1], { currency: 'USD' }))).toBe('currency_unknown');
  expect(code({ refunds: [{ refundId: 'r', at: at(1) }] })).toBe('order_shape_invalid');
  expect(
    code({ refunds: [{ refundId: 'r', at: at(1), amountFen: 5, items: [{ lineId: 'a', amountFen: 4 }] }] }),
  ).toBe('order_shape_invalid');
});
