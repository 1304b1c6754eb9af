import fc from 'fast-check';
import { account } from '../ledger';
import type { BookedRow, PartRow } from './model';
import { availableAtOf, bookingOf, payParts } from './rules';

const now = new Date('2026-11-22T12:00:00Z');
const part = (kocId: string, keptFen: number): PartRow => ({ kocId, level: 1, wholeFen: keptFen, keptFen });

/** A state that an order may come to: whose it is, what is kept, whether the after-sale period is over. */
const step = fc.record({
  parts: fc.uniqueArray(fc.record({ koc: fc.constantFrom('a', 'b', 'c'), kept: fc.nat(10_000) }), {
    maxLength: 2,
    selector: ({ koc }) => koc,
  }),
  released: fc.boolean(),
});

test('whatever an order went through, the books hold what it pays now, and only a clawback takes what was available', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      const balances = new Map<string, number>();
      const keys = new Set<string>();
      let booked: BookedRow[] = [];
      let released = false;
      for (const { parts, released: nowOver } of steps) {
        // What was released stays so.
        released ||= nowOver;
        const order = {
          _id: 'o',
          number: 'N',
          parts: parts.map(({ koc, kept }) => part(koc, kept)),
          booked,
          ...(released ? { releasedAt: now } : {}),
        };
        const booking = bookingOf(order, now);
        for (const request of booking.posts) {
          expect(keys).not.toContain(request.key);
          keys.add(request.key);
          const legs = 'legs' in request ? request.legs : [];
          expect(legs.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
          for (const { account: name, amount } of legs) {
            balances.set(name, (balances.get(name) ?? 0) + amount);
            if (name.endsWith(':available') && amount < 0) expect(request.clawback).toBe(true);
            if (name.endsWith(':pending')) expect(balances.get(name)).toBeGreaterThanOrEqual(0);
          }
        }
        booked = booking.booked;
        for (const koc of ['a', 'b', 'c']) {
          const kept = parts.find((each) => each.koc === koc)?.kept ?? 0;
          expect(balances.get(account.kocPending(koc)) ?? 0).toBe(released ? 0 : kept);
          expect(balances.get(account.kocAvailable(koc)) ?? 0).toBe(released ? kept : 0);
        }
        // The same again moves nothing.
        expect(bookingOf({ ...order, booked }, now).posts).toEqual([]);
      }
    }),
  );
});

test('an order of nobody pays nothing, whatever its lines say', () => {
  const lines = [{ sku: 's', paidFen: 100, refundedFen: 0, commissionFen: 10, words: '' }];
  expect(payParts({}, lines)).toEqual({ wholeFen: 0, keptFen: 0, parts: [] });
  expect(payParts({ kocId: 'a' }, lines).parts).toHaveLength(1);
  expect(payParts({ kocId: 'a', second: { kocId: 'b', sharePercent: 30 } }, lines).parts).toMatchObject([
    { kocId: 'a', level: 1, keptFen: 7 },
    { kocId: 'b', level: 2, keptFen: 3 },
  ]);
});

test('the after-sale period counts from shipping when that is later and known', () => {
  const payment = { paidAt: now, updatedAt: now, hash: '', items: [] };
  const day = 86_400_000;
  expect(availableAtOf({ payment }, 7)).toEqual(new Date(now.getTime() + 7 * day));
  const shippedAt = new Date(now.getTime() + 3 * day);
  expect(availableAtOf({ payment, shippedAt }, 7)).toEqual(new Date(now.getTime() + 10 * day));
});
