import request from 'supertest';
import { COUPON_TEMPLATES } from '@kouyi/shared/rules/coupon-templates';
import sharp from 'sharp';
import { boxDesign, goods, none, openBox } from '../../../test/support/box-story';
import { launch, ruleIn } from '../../../test/support/play';
import { sell } from '../../../test/support/shop';
import { startWorld, type World } from '../../../test/support/world';
import { factsOf } from './facts';

let world: World;
let things: Record<'activity' | 'box' | 'product' | 'coupon', string>;

beforeAll(async () => {
  world = await startWorld({ demo: true });
  const { groupId } = await world.room('咖啡群', 1);
  const box = await openBox(world, boxDesign(world, [goods('cream', 1, 5, { name: '山茶面霜' }), none(9)]));
  const rule = ruleIn(world, 'blind_box', [groupId]);
  const activity = await launch(world, {
    ...rule,
    title: '今晚扣 1 抽盲盒',
    limits: { ...rule.limits, total: 50 },
    reward: { points: 5, box: { id: box.id, gives: 'chance' } },
  });
  const design = await made('/api/coupons', { rule: COUPON_TEMPLATES[0]!.rule });
  await world.admin.post(`/api/coupons/${design}/open`).expect(200);
  const coupon = await made(`/api/coupons/${design}/links`, {
    name: '公众号推文',
    limit: 5,
    until: new Date(world.clock.now().getTime() + 86_400_000).toISOString(),
    requestKey: 'request-1',
  });
  things = { activity, box: box.id, product: await sell(world, 'a', { name: '晚安面霜' }), coupon };
}, 60_000);
afterAll(() => world.stop());

const made = async (path: string, body: object): Promise<string> =>
  ((await world.admin.post(path).send(body).expect(200)) as { body: { id: string } }).body.id;

const cardOf = (about: string, id: string) =>
  request(world.url)
    .get(`/api/public/cards/${about}/${id}`)
    .buffer(true)
    .parse((reply, done) => {
      const parts: Buffer[] = [];
      reply.on('data', (part: Buffer) => parts.push(part));
      reply.on('end', () => done(null, Buffer.concat(parts)));
    });

describe('a card in a chat', () => {
  test('is a picture of five to four that anybody may see, and small', async () => {
    for (const about of ['activity', 'box', 'coupon', 'product'] as const) {
      const { body, type } = (await cardOf(about, things[about]).expect(200)) as {
        body: Buffer;
        type: string;
      };
      expect(type).toBe('image/png');
      expect(await sharp(body).metadata()).toMatchObject({ format: 'png', width: 750, height: 600 });
      expect(body.length).toBeLessThan(200_000);
    }
  });

  test('says what one gets: the prizes, how many places there are, the price', async () => {
    expect(await factsOf('activity', things.activity)).toMatchObject({
      headline: '今晚扣 1 抽盲盒',
      gets: ['山茶面霜', '+5 积分', '限前 50 名'],
    });
    expect(await factsOf('box', things.box)).toMatchObject({ gets: ['山茶面霜'] });
    expect(await factsOf('coupon', things.coupon)).toMatchObject({
      kind: '优惠券',
      gets: [/./, /./].map(() => expect.any(String) as string),
    });
    expect(await factsOf('product', things.product)).toMatchObject({
      headline: '晚安面霜',
      gets: ['¥100.00'],
    });
  });

  test('there is none of what there is not, and none of a draft', async () => {
    const draft = await made('/api/boxes', { design: boxDesign(world, [goods('x', 1, 5), none(9)]) });
    for (const [about, id] of [
      ['activity', 'act-nothing'],
      ['box', draft],
      ['coupon', 'token-of-nothing'],
      ['product', 'prd-nothing'],
    ])
      await cardOf(about!, id!).expect(404);
    await cardOf('person', 'per-1').expect(400);
  });
});
