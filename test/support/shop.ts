import { createHmac } from 'node:crypto';
import request from 'supertest';
import { deliver, personOf, phoneOf } from './play';
import type { World } from './world';

/** A shop with a key: signs what it sends, as the open API asks. */
export interface Shop {
  readonly keyId: string;
  /** Sends lines; answers status and body. */
  send(orders: readonly unknown[], more?: { at?: Date; secret?: string }): Promise<ShopAnswer>;
}

export interface ShopAnswer {
  status: number;
  body: {
    fresh: number;
    changed: number;
    same: number;
    quarantined: number;
    results: { index: number; result: string; code?: string; message?: string }[];
    error?: { code: string; message: string };
  };
}

/** A shop in this world. */
export async function openShop(world: World, rights: string[] = ['orders.write']): Promise<Shop> {
  const { body } = (await world.admin.post('/api/org/keys').send({ name: '商城', rights }).expect(200)) as {
    body: { id: string; secret: string };
  };
  return {
    keyId: body.id,
    async send(orders, { at = world.clock.now(), secret = body.secret } = {}) {
      const raw = JSON.stringify({ orders });
      const timestamp = String(Math.floor(at.getTime() / 1000));
      const answer = (await request(world.url)
        .post('/api/open/orders')
        .set('content-type', 'application/json')
        .set('x-kouyi-key', body.id)
        .set('x-kouyi-timestamp', timestamp)
        .set('x-kouyi-signature', createHmac('sha256', secret).update(`${timestamp}.${raw}`).digest('hex'))
        .send(raw)) as ShopAnswer;
      return { status: answer.status, body: answer.body };
    },
  };
}

/** Makes people of these names known, in one room. */
export async function meet(world: World, names: readonly string[]): Promise<void> {
  const key = await world.key(['simulator.use']);
  const { channelGroupId: groupId } = await world.room('咖啡群', 1);
  const at = world.clock.now().toISOString();
  await deliver(
    world,
    key,
    names.map((name) => ({ eventId: `join-${name}`, groupId, userId: name, name, kind: 'join', at })),
  );
  await world.settle();
}

/** Appoints a KOC; answers their phone. */
export async function appoint(world: World, name: string, more: object = {}) {
  await world.admin
    .post('/api/koc')
    .send({ personId: personOf(name), ...more })
    .expect(200);
  return phoneOf(world, name);
}

/** A product that orders name by its code. */
export async function sell(world: World, code: string, more: object = {}): Promise<string> {
  const { body } = (await world.admin
    .post('/api/products')
    .send({ code, name: `商品 ${code}`, category: '护肤', priceFen: 10_000, ...more })
    .expect(200)) as { body: { id: string } };
  return body.id;
}

/** A commission rule from now on. */
export const payFor = (world: World, rule: object) =>
  world.admin
    .post('/api/commission-rules')
    .send({ name: '规则', from: world.clock.now().toISOString(), ...rule })
    .expect(200);

/** An order of one item, paid now by somebody of these names. */
export const orderOf = (world: World, number: string, buyer: string, more: object = {}) => ({
  orderId: number,
  paidAt: world.clock.now().toISOString(),
  buyer: { channel: 'simulator', userId: buyer },
  items: [{ sku: 'a', quantity: 1, paidFen: 10_000 }],
  ...more,
});
