import iconv from 'iconv-lite';
import request from 'supertest';
import sharp from 'sharp';
import { type FakeWeChat, startFakeWeChat } from '../../../test/support/fake-wechat';
import { deliver, personOf, phoneOf } from '../../../test/support/play';
import { posterSays } from '../../../test/support/poster-code';
import { startWorld, type World } from '../../../test/support/world';
import { weChatCodes } from '../adapters/wechat';
import { native } from '../kernel/store';
import { Skus, Touches } from './model';
import { tellAboutLinks } from '.';

let world: World;
let fake: FakeWeChat;
let koc: Awaited<ReturnType<typeof phoneOf>>;
let friend: Awaited<ReturnType<typeof phoneOf>>;
const publicUrl = 'https://brand.example';

beforeAll(async () => {
  world = await startWorld({ demo: true });
  fake = await startFakeWeChat();
  tellAboutLinks({ publicUrl, weChat: undefined });
  const key = await world.key(['simulator.use']);
  const { channelGroupId: groupId } = await world.room('咖啡群', 1);
  const at = world.clock.now().toISOString();
  await deliver(
    world,
    key,
    ['koc', 'friend', 'child'].map((userId) => ({
      eventId: `j-${userId}`,
      groupId,
      userId,
      name: userId,
      kind: 'join',
      at,
    })),
  );
  await world.settle();
  await world.admin
    .post('/api/koc')
    .send({ personId: personOf('koc'), tier: 'gold' })
    .expect(200);
  koc = await phoneOf(world, 'koc');
  friend = await phoneOf(world, 'friend');
});
afterAll(async () => {
  await fake.close();
  await world.stop();
});

interface Product {
  id: string;
  code: string;
  hasPicture: boolean;
}
interface Link {
  code: string;
  url: string;
  clicks: number;
  visits: number;
}
type Reply<T> = { body: T & { error: { code: string } } };

const save = async (code: string, more: object = {}): Promise<Product> => {
  const product = { code, name: `焕颜精华 ${code}`, category: '护肤', priceFen: 12_900, ...more };
  return ((await world.admin.post('/api/products').send(product).expect(200)) as Reply<Product>).body;
};
const linkOf = async (body: object): Promise<Link> =>
  ((await koc.post('/api/member/links').send(body).expect(200)) as Reply<Link>).body;

describe('the catalogue', () => {
  test('a number on an order belongs to one product; a product that lets it go frees it', async () => {
    await save('a1', { skus: ['sku-1', 'sku-2'] });
    const taken = (await world.admin
      .post('/api/products')
      .send({ code: 'a2', name: 'x', category: 'y', priceFen: 1, skus: ['sku-2'] })
      .expect(409)) as Reply<object>;
    expect(taken.body.error.code).toBe('sku_taken');
    await save('a1', { skus: ['sku-1'] });
    await save('a2', { skus: ['sku-2'] });
    expect(await native(Skus).distinct('_id', { productId: (await save('a1')).id })).toEqual(['a1']);
  });

  test('a file of GBK: the dry run changes nothing, a wrong line stops all, the same file again changes nothing', async () => {
    const file = (lines: string[]) =>
      iconv.encode(['商品编码,名称,分类,价格,成本,SKU', ...lines].join('\n'), 'gbk');
    const send = async (bytes: Buffer, dryRun: boolean) =>
      (
        (await world.admin
          .post('/api/products/import')
          .send({ base64: bytes.toString('base64'), dryRun })
          .expect(200)) as Reply<{
          encoding: string;
          saved: number;
          rows: { effect: string; problems: string[] }[];
        }>
      ).body;
    const good = file(['c1,清洁泡沫,护肤,89.00,20,c1-a;c1-b', 'c2,面膜,护肤,"1,299.5",,']);
    expect(await send(good, true)).toMatchObject({
      encoding: 'gbk',
      saved: 0,
      rows: [{ effect: 'new' }, { effect: 'new' }],
    });
    const wrong = await send(file(['c1,清洁泡沫,护肤,89.00,20,', 'c1,又一个,护肤,八十,,']), false);
    expect(wrong.saved).toBe(0);
    expect(wrong.rows[1]!.problems).toHaveLength(2);
    expect((await send(good, false)).saved).toBe(2);
    expect(await send(good, false)).toMatchObject({
      saved: 0,
      rows: [{ effect: 'same' }, { effect: 'same' }],
    });
    const missing = (await world.admin
      .post('/api/products/import')
      .send({ base64: Buffer.from('名称,价格\nx,1').toString('base64'), dryRun: true })
      .expect(422)) as Reply<object>;
    expect(missing.body.error.code).toBe('csv_column_missing');
  });

  test('a column that a file does not have is left as it is; an amount, a page or a file beyond bounds is said', async () => {
    const send = async (lines: string[], expected = 200) =>
      (
        (await world.admin
          .post('/api/products/import')
          .send({ base64: Buffer.from(lines.join('\n')).toString('base64'), dryRun: false })
          .expect(expected)) as Reply<{ saved: number; rows: { effect: string; problems: string[] }[] }>
      ).body;
    await save('d1', { costFen: 2_000, skus: ['d1-a'], page: 'pages/d1', onSale: false });
    await send(['商品编码,名称,分类,价格', 'd1,新名字,护肤,99', 'd2,第二个,护肤,1']);
    const { body } = (await world.admin.get('/api/products').query({ q: 'd1' }).expect(200)) as Reply<{
      items: object[];
    }>;
    expect(body.items).toMatchObject([
      {
        name: '新名字',
        priceFen: 9_900,
        costFen: 2_000,
        skus: ['d1', 'd1-a'],
        page: 'pages/d1',
        onSale: false,
      },
    ]);
    const emptied = await send(['商品编码,名称,分类,价格,成本,SKU', 'd1,新名字,护肤,99,,']);
    expect(emptied.rows).toMatchObject([{ effect: 'changed' }]);
    const { rows, saved } = await send([
      '商品编码,名称,分类,价格,页面',
      `d3,三,护肤,10000000.01,${'p'.repeat(201)}`,
    ]);
    expect(saved).toBe(0);
    expect(rows[0]!.problems).toEqual(['价格最多 10,000,000.00 元', '页面最多 200 个字']);
    const many = Array.from({ length: 2_001 }, (_, i) => `m${i},多,护肤,1`);
    expect((await send(['商品编码,名称,分类,价格', ...many], 422)).error.code).toBe('csv_too_long');
  });

  test('rules begin now or later, and are ended, not edited', async () => {
    const now = world.clock.now().getTime();
    const rule = { name: '全场', rate: { basisPoints: 1_000 } };
    const create = (from: number, more: object = {}) =>
      world.admin
        .post('/api/commission-rules')
        .send({ ...rule, from: new Date(from).toISOString(), ...more });
    expect(((await create(now - 3_600_000).expect(422)) as Reply<object>).body.error.code).toBe(
      'rule_backdated',
    );
    expect(
      ((await create(now, { to: new Date(now).toISOString() }).expect(422)) as Reply<object>).body.error.code,
    ).toBe('rule_window_empty');
    const { body } = (await create(now).expect(200)) as Reply<{ id: string; words: string }>;
    expect(body.words).toBe('全部 KOC · 全部商品 · 10%');
    const { body: mine } = (await koc.get('/api/member/products').expect(200)) as Reply<{
      items: { priceFen: number; commissionFen: number }[];
    }>;
    expect(mine.items.length).toBeGreaterThan(0);
    for (const item of mine.items) expect(item.commissionFen).toBe(Math.round(item.priceFen / 10));
    await world.admin.post(`/api/commission-rules/${body.id}/end`).send({}).expect(200);
    await world.admin.post(`/api/commission-rules/${body.id}/end`).send({}).expect(409);
    const after = (await koc.get('/api/member/products').expect(200)) as Reply<{
      items: { commissionFen: number }[];
    }>;
    for (const item of after.body.items) expect(item.commissionFen).toBe(0);
  });
});

test('rules are read page by page in the order in which they decide, also behind one that ends meanwhile', async () => {
  const product = await save('r1');
  const make = async (more: object) =>
    (
      (await world.admin
        .post('/api/commission-rules')
        .send({ name: '页', rate: { basisPoints: 100 }, from: world.clock.now().toISOString(), ...more })
        .expect(200)) as Reply<{ id: string }>
    ).body.id;
  const all = await make({});
  const gold = await make({ tier: 'gold' });
  const one = await make({ productId: product.id });
  const page = async (more: object = {}) =>
    (
      (await world.admin
        .get('/api/commission-rules')
        .query({ limit: 2, ...more })
        .expect(200)) as Reply<{ items: { id: string }[]; nextCursor?: string }>
    ).body;
  const first = await page();
  expect(first.items.map(({ id }) => id)).toEqual([one, gold]);
  await world.admin.post(`/api/commission-rules/${gold}/end`).send({}).expect(200);
  const next = await page({ cursor: first.nextCursor });
  expect(next.items.map(({ id }) => id)).toEqual([all]);
  expect(next.nextCursor).toBeUndefined();
  await world.admin.get('/api/commission-rules').query({ cursor: 'cmr_none' }).expect(400);
});

describe('links', () => {
  test('are short, safe in a scene, the same when asked again, and only for KOCs', async () => {
    const product = await save('l1');
    const link = await linkOf({ productId: product.id, channel: 'group' });
    expect(link.code).toMatch(/^[0-9a-z]{10}$/);
    expect(link.url).toBe(`${publicUrl}/l/${link.code}`);
    expect((await linkOf({ productId: product.id, channel: 'group' })).code).toBe(link.code);
    // What staff make for somebody is on record, once; what a KOC makes for themself is nobody's deed.
    const forKoc = { kocId: personOf('koc'), channel: 'poster' };
    const made = (await world.admin.post('/api/links').send(forKoc).expect(200)) as Reply<Link>;
    await world.admin.post('/api/links').send(forKoc).expect(200);
    const audit = (await world.admin
      .get('/api/audit')
      .query({ q: 'products.create-link' })
      .expect(200)) as Reply<{ items: object[] }>;
    expect(audit.body.items).toMatchObject([{ subject: made.body.code, actorName: '管理员' }]);
    expect((await linkOf({ productId: product.id, channel: 'moments' })).code).not.toBe(link.code);
    const refused = (await friend
      .post('/api/member/links')
      .send({ channel: 'group' })
      .expect(403)) as Reply<object>;
    expect(refused.body.error.code).toBe('not_a_koc');
    await friend.get(`/api/member/links/${link.code}/poster.png`).expect(404);
  });

  test('a click counts and leads on; a visit is a touch once a minute; an expired link says so', async () => {
    const link = await linkOf({ channel: 'chat' });
    const { headers } = await request(world.url).get(`/l/${link.code}`).expect(302);
    expect(headers['location']).toContain(`scene=${link.code}`);
    await request(world.url).get('/l/nobodyhasit').expect(302);
    const visit = (code: string) => friend.post(`/api/member/links/${code}/visit`).send({});
    await Promise.all([
      visit(link.code).expect(200),
      visit(link.code).expect(200),
      visit(link.code).expect(200),
    ]);
    world.clock.advance(61_000);
    await visit(link.code).expect(200);
    expect(await native(Touches).countDocuments({ code: link.code })).toBe(2);
    const { body } = (await koc.get('/api/member/links').expect(200)) as Reply<{ items: Link[] }>;
    expect(body.items.find(({ code }) => code === link.code)).toMatchObject({ clicks: 1, visits: 2 });
    const { body: short } = (await world.admin
      .post('/api/links')
      .send({
        kocId: personOf('koc'),
        channel: 'offline',
        expiresAt: new Date(world.clock.now().getTime() + 1_000).toISOString(),
      })
      .expect(200)) as Reply<Link>;
    world.clock.advance(2_000);
    const over = (await visit(short.code).expect(410)) as Reply<object>;
    expect(over.body.error.code).toBe('link_expired');
    expect(await native(Touches).countDocuments({ code: short.code })).toBe(0);
    await visit('nobodyhasit').expect(404);
  });

  test('with WeChat keys the code is a mini-program code, drawn once; when WeChat is down that is said', async () => {
    const link = await linkOf({ channel: 'poster', material: 'wx' });
    const { appId, secret, url: apiUrl } = fake;
    tellAboutLinks({ publicUrl, weChat: weChatCodes({ appId, secret, apiUrl, timeoutMs: 200 }) });
    try {
      fake.beBusy(5);
      const down = (await koc.get(`/api/member/links/${link.code}/code.png`).expect(503)) as Reply<object>;
      expect(down.body.error.code).toBe('code_unavailable');
      fake.beBusy(0);
      await koc.get(`/api/member/links/${link.code}/code.png`).expect(200);
      await koc.get(`/api/member/links/${link.code}/code.png`).expect(200);
      expect(fake.sceneCodes).toEqual([{ scene: link.code, page: 'pages/home/index' }]);
    } finally {
      tellAboutLinks({ publicUrl, weChat: undefined });
    }
  });
});

describe('posters', () => {
  test('are PNGs below 1 MB even of a picture that does not compress, with the link in their code, and drawn once', async () => {
    const product = await save('p1', {
      name: '一款名字特别特别长的焕颜修护精华液礼盒装适合所有肤质全家一起用',
    });
    const noise = Buffer.from(Array.from({ length: 900 * 900 * 3 }, (_, i) => (i * 7919 * (i % 251)) % 256));
    const picture = await sharp(noise, { raw: { width: 900, height: 900, channels: 3 } })
      .jpeg({ quality: 70 })
      .toBuffer();
    const setPicture = (bytes: Buffer) =>
      world.admin.put(`/api/products/${product.id}/picture`).send({ base64: bytes.toString('base64') });
    const bad = (await setPicture(Buffer.from('no picture')).expect(422)) as Reply<object>;
    expect(bad.body.error.code).toBe('picture_unreadable');
    await setPicture(picture).expect(200);
    await request(world.url)
      .get(
        `/api/public/products/${product.id}/picture?v=${encodeURIComponent(world.clock.now().toISOString())}`,
      )
      .expect(200)
      .expect('content-type', /png/);
    const { code } = await linkOf({ productId: product.id, channel: 'poster' });
    const draw = async (words: string) => {
      const { body } = (await koc
        .get(`/api/member/links/${code}/poster.png`)
        .query({ words })
        .buffer(true)
        .parse((response, done) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => void chunks.push(chunk));
          response.on('end', () => done(null, Buffer.concat(chunks)));
        })
        .expect(200)) as { body: Buffer };
      return body;
    };
    const first = await draw('敏感肌用了两周，脸不红了\u0007');
    expect(first.length).toBeLessThan(1_000_000);
    const { width, height, format } = await sharp(first).metadata();
    expect({ width, height, format }).toEqual({ width: 640, height: 1_000, format: 'png' });
    expect(await posterSays(first, `${publicUrl}/l/${code}`)).toBe(true);
    const { code: another } = await linkOf({ productId: product.id, channel: 'moments' });
    expect(await posterSays(first, `${publicUrl}/l/${another}`)).toBe(false);
    // Drawn anew it would carry WeChat's code by now.
    const { appId, secret, url: apiUrl } = fake;
    tellAboutLinks({ publicUrl, weChat: weChatCodes({ appId, secret, apiUrl, timeoutMs: 200 }) });
    try {
      expect((await draw('敏感肌用了两周，脸不红了\u0007')).equals(first)).toBe(true);
    } finally {
      tellAboutLinks({ publicUrl, weChat: undefined });
    }
  });
});
