import { COUPON_TEMPLATES } from '@kouyi/shared/rules/coupon-templates';
import { system } from '../../server/src/kernel/actor';
import { createUnit, unitDirectory } from '../../server/src/org';
import { boxDesign, goods, none } from '../support/box-story';
import { launch, ruleIn } from '../support/play';
import { appoint, meet, openShop, orderOf, sell } from '../support/shop';
import { startWorld, type World } from '../support/world';

/** One search box: what a list shows is found by its name, by those whom the list shows it to. */

let world: World;
beforeAll(async () => {
  world = await startWorld({ demo: true });
  await meet(world, ['林小满', '林小夏', '林小秋']);
  const room = await world.room('咖啡 1 群');
  await launch(world, ruleIn(world, 'sign_up', [room.groupId], { title: '咖啡报名' }));
  const koc = await appoint(world, '林小满');
  await koc.post('/api/member/sub-groups').send({ name: '小满的群', requestKey: 'request-1' }).expect(200);
  await sell(world, 'a');
  const shop = await openShop(world);
  expect(await shop.send([orderOf(world, 'SO-20361122-7', '林小夏')])).toMatchObject({
    status: 200,
    body: { quarantined: 0 },
  });
  const made = (path: string, body: object) => world.admin.post(`/api/${path}`).send(body).expect(200);
  const condition = { op: 'count', fact: 'participated', measure: 'times', atLeast: 1 };
  await made('tags', { name: '爱喝咖啡', kind: 'consumer' });
  await made('segments', { name: '来过的人', condition });
  await made('boxes', {
    design: boxDesign(world, [goods('cup', 1, 5), none(9)], { fallbackPrizeId: 'none' }),
  });
  await made('coupons', { rule: COUPON_TEMPLATES[0]!.rule });
  await made('questionnaires', { template: 'coffee' });
  await made('materials', {
    title: '挂耳怎么冲',
    parts: { experience: '好喝', service: '', value: '' },
    pictures: [],
    tags: [],
  });
  await made('lessons', {
    title: '第一课',
    intro: '',
    audience: 'kocs',
    sections: [{ id: 's', title: '', text: '学' }],
    questions: [],
    passPercent: 100,
  });
  await world.settle();
});
afterAll(() => world.stop());

interface Found {
  kind: string;
  items: { id: string; name: string; note: string }[];
  more: boolean;
}
type Agent = World['admin'];

const find = async (who: Agent, q: string, more: object = {}): Promise<Found[]> => {
  const answer = await who
    .get('/api/search')
    .query({ q, ...more })
    .expect(200);
  return (answer.body as { found: Found[] }).found;
};
const kindOf = async (who: Agent, kind: string, q: string): Promise<Found['items']> =>
  (await find(who, q, { limit: 20 })).find((each) => each.kind === kind)?.items ?? [];

/** Where each kind is listed, and by what it is called there. */
const LISTS: Record<string, { path: string; name: (row: never) => string }> = {
  activity: { path: '/api/activities', name: (row: { rule: { title: string } }) => row.rule.title },
  group: { path: '/api/groups', name: (row: { name: string }) => row.name },
  person: { path: '/api/people', name: (row: { nickname: string }) => row.nickname },
  order: { path: '/api/orders', name: (row: { number: string }) => row.number },
  box: { path: '/api/boxes', name: (row: { design: { name: string } }) => row.design.name },
  coupon: { path: '/api/coupons', name: (row: { rule: { name: string } }) => row.rule.name },
  questionnaire: { path: '/api/questionnaires', name: (row: { title: string }) => row.title },
  tag: { path: '/api/tags', name: (row: { name: string }) => row.name },
  segment: { path: '/api/segments', name: (row: { name: string }) => row.name },
  sub_group: { path: '/api/sub-groups', name: (row: { name: string }) => row.name },
  material: { path: '/api/materials', name: (row: { title: string }) => row.title },
  lesson: { path: '/api/lessons', name: (row: { title: string }) => row.title },
  product: { path: '/api/products', name: (row: { name: string }) => row.name },
};

test('whatever a list shows first is found by its name, with its id', async () => {
  for (const [kind, { path, name }] of Object.entries(LISTS)) {
    const { items } = (await world.admin.get(`${path}?limit=1`).expect(200)).body as {
      items: { id: string }[];
    };
    const [row] = items;
    expect([kind, row !== undefined]).toEqual([kind, true]);
    const found = await kindOf(world.admin, kind, name(row as never));
    expect([kind, found.map(({ id }) => id)]).toEqual([kind, expect.arrayContaining([row!.id])]);
    for (const { note } of found) expect(note).not.toMatch(/undefined|NaN/);
  }
});

test('somebody finds only kinds they may read, and of groups only their branch’s', async () => {
  const store = await createUnit(
    { actor: system('test') },
    {
      name: '新开的店',
      kind: 'store',
      parentId: unitDirectory.rootId,
    },
  );
  const [adviser, partner] = [await world.staff('adviser'), await world.staff('store', store._id)];
  expect((await find(world.admin, '咖啡')).map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['activity', 'group']),
  );
  expect((await find(adviser, '咖啡')).map(({ kind }) => kind)).not.toContain('activity');
  expect(await kindOf(world.admin, 'person', '林小')).toHaveLength(3);
  expect(await kindOf(partner, 'group', '咖啡')).toEqual([]);
  expect(await kindOf(partner, 'person', '林小')).toEqual([]);
  // Who may read orders, but only of a branch, reads none: orders have no branch.
  const [branch, all] = [await world.staff('finance', store._id), await world.staff('finance')];
  expect(await kindOf(branch, 'order', 'SO-20361122-7')).toEqual([]);
  expect(await kindOf(all, 'order', 'SO-20361122-7')).toEqual([
    {
      id: expect.any(String) as string,
      name: 'SO-20361122-7',
      note: expect.stringContaining('100') as string,
    },
  ]);
});

test('a few of each kind are shown, and that there are more is said', async () => {
  const people = (await find(world.admin, '林小', { limit: 2 })).find(({ kind }) => kind === 'person')!;
  expect(people.items).toHaveLength(2);
  expect(people.more).toBe(true);
});

test('nothing is found for what nobody is called; pattern letters are only letters', async () => {
  expect(await find(world.admin, '没有人叫这个名字的')).toEqual([]);
  expect(await find(world.admin, '.*')).toEqual([]);
  await world.admin.get('/api/search').query({ q: '  ' }).expect(400);
});

test('who may give a right is told by name to whoever lacks it, and only colleagues of their branch', async () => {
  const partner = await world.staff('store');
  const answer = await partner.get('/api/staff/me/who-gives?right=orders.read').expect(200);
  const { items } = answer.body as { items: { name: string; unitName: string }[] };
  expect(items.length).toBeGreaterThan(0);
  for (const { unitName } of items) expect(unitName).not.toMatch(/^unt_/);
  const { items: staff } = (await world.admin.get('/api/org/staff').expect(200)).body as {
    items: { name: string; roles: { role: string }[] }[];
  };
  const admins = staff.filter(({ roles }) => roles.some(({ role }) => role === 'admin'));
  expect(admins.map(({ name }) => name)).toEqual(expect.arrayContaining(items.map(({ name }) => name)));
});
