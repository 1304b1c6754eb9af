import { createHmac } from 'node:crypto';
import type { BenchShop } from './brand';

/** What was sent, and how it was answered. */
export interface OrdersSent {
  readonly fresh: number;
  readonly same: number;
  readonly seconds: number;
  readonly p99Ms: number;
}

/** Sends signed batches, some lines of them twice, for so long; every call must be taken. */
export async function drive(
  url: string,
  shop: BenchShop,
  load: { seconds: number; perCall: number; inFlight: number; duplicates: number },
): Promise<OrdersSent> {
  const times: number[] = [];
  const sum = { fresh: 0, same: 0 };
  const known: object[] = [];
  let next = 0;
  const from = performance.now();
  const until = from + load.seconds * 1000;
  const batch = (): object[] => {
    const repeated = known.length < load.perCall ? 0 : Math.round(load.perCall * load.duplicates);
    const fresh = Array.from({ length: load.perCall - repeated }, () => orderOf(shop, (next += 1)));
    const again = Array.from({ length: repeated }, (_, i) => known[(next * 31 + i * 7) % known.length]!);
    return [...fresh, ...again];
  };
  const worker = async (): Promise<void> => {
    while (performance.now() < until) {
      const orders = batch();
      const began = performance.now();
      const answer = await sendOrders(url, shop, orders);
      times.push(performance.now() - began);
      sum.fresh += answer.fresh;
      sum.same += answer.same;
      // Repeated only after they were answered: what is new is counted exactly.
      known.push(...orders.slice(0, 20));
    }
  };
  await Promise.all(Array.from({ length: load.inFlight }, worker));
  times.sort((a, b) => a - b);
  return {
    ...sum,
    seconds: (performance.now() - from) / 1000,
    p99Ms: Math.round(times[Math.floor(times.length * 0.99)] ?? 0),
  };
}

/** Two items; every other order with a KOC's code, every fifth refunded in part. */
function orderOf({ skus, codes }: BenchShop, n: number): object {
  const at = new Date().toISOString();
  return {
    orderId: `B-${n}`,
    paidAt: at,
    items: [
      { sku: skus[n % skus.length], quantity: 1 + (n % 3), paidFen: 5_000 + (n % 997) },
      { sku: skus[(n * 7) % skus.length], lineId: 'second', quantity: 1, paidFen: 1_990 },
    ],
    ...(n % 2 === 0 ? { refCode: codes[n % codes.length] } : {}),
    ...(n % 5 === 0 ? { refunds: [{ refundId: `R-${n}`, at, amountFen: 777 }] } : {}),
    remark: '请放在门口',
  };
}

/** Sends a signed batch, as a shop does. @throws Error for any answer but 200. */
export async function sendOrders(
  url: string,
  shop: Pick<BenchShop, 'keyId' | 'secret'>,
  orders: readonly object[],
) {
  const body = JSON.stringify({ orders });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const response = await fetch(`${url}/api/open/orders`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-kouyi-key': shop.keyId,
      'x-kouyi-timestamp': timestamp,
      'x-kouyi-signature': createHmac('sha256', shop.secret).update(`${timestamp}.${body}`).digest('hex'),
    },
    body,
  });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as { fresh: number; same: number; quarantined: number };
}
