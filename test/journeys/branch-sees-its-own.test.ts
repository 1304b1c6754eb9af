import { type Contract, contracts } from '@kouyi/shared/contracts';
import { COUPON_TEMPLATES } from '@kouyi/shared/rules/coupon-templates';
import { DEFAULT_GROWTH } from '../../server/src/growth/default-rules';
import { system } from '../../server/src/kernel/actor';
import { createUnit, unitDirectory } from '../../server/src/org';
import { groupDirectory, updateGroup } from '../../server/src/groups';
import { launch, personOf, phoneOf, ruleIn } from '../support/play';
import { appoint } from '../support/shop';
import { storyIn } from '../support/story';
import { type World, startWorld } from '../support/world';

let world: World;
beforeAll(async () => void (world = await startWorld({ demo: true })));
afterAll(() => world.stop());

interface Rows {
  items: { groupId: string; personName: string }[];
}

test('a store sees of a brand-wide activity what its own groups did, and nothing of the others', async () => {
  const boss = { actor: system('test') };
  const store = await createUnit(boss, { name: '静安店', kind: 'store', parentId: unitDirectory.rootId });
  const near = await world.room('静安群');
  const far = await world.room('别处群');
  await updateGroup(boss, { id: near.groupId, unitId: store._id });
  await groupDirectory.refreshOf([near.groupId]);
  const id = await launch(world, ruleIn(world, 'sign_up', [near.groupId, far.groupId]));
  const story = await storyIn(world);
  await story.says(near, '静安的人', '1');
  await story.says(far, '别处的人', '1');
  await story.says(far, '别处第二人', '1');

  const partner = await world.staff('store', store._id);
  const rows = async (who: World['admin'], more = '') =>
    ((await who.get(`/api/activities/${id}/participations?limit=50${more}`).expect(200)).body as Rows).items;
  const csv = async (who: World['admin']) =>
    (await who.get(`/api/activities/${id}/export.csv`).expect(200)).text.trim().split('\r\n').slice(1);
  const joins = async (who: World['admin']) =>
    (
      (await who.get(`/api/activities/${id}/live`).expect(200)).body as {
        counted: number;
        perMinute: { counted: number }[];
      }
    ).perMinute.reduce((sum, { counted }) => sum + counted, 0);

  expect((await rows(partner)).map(({ personName }) => personName)).toEqual(['静安的人']);
  expect(await rows(partner, `&groupId=${far.groupId}`)).toEqual([]);
  expect(await csv(partner)).toEqual([expect.stringContaining('静安的人')]);
  expect(await joins(partner)).toBe(1);

  expect(await rows(world.admin)).toHaveLength(3);
  expect(await rows(world.admin, `&groupId=${far.groupId}`)).toHaveLength(2);
  expect(await csv(world.admin)).toHaveLength(3);
  expect(await joins(world.admin)).toBe(3);
});

test('money has no branch: finance of a store reads neither the books nor anybody’s withdrawals', async () => {
  const boss = { actor: system('test') };
  const store = await createUnit(boss, { name: '徐汇店', kind: 'store', parentId: unitDirectory.rootId });
  const [branch, whole] = [await world.staff('finance', store._id), await world.staff('finance')];
  const paths = [
    ...['accounts', 'transactions', 'holds', 'audits', 'book?book=point:member:*'],
    ...['statement?account=fen:brand:prizes', 'balance?account=fen:brand:prizes'],
  ].map((path) => `/api/ledger/${path}`);
  for (const path of [...paths, '/api/payouts', '/api/payouts/reconciliations', '/api/commission/disputes']) {
    await whole.get(path).expect(200);
    expect((await branch.get(path).expect(403)).body).toMatchObject({ error: { code: 'not_allowed' } });
  }
});

/** Every door for reading that staff have, with the ids that an administrator finds behind its list. */
async function everyRead(known: Record<string, string>): Promise<string[]> {
  const reads = Object.values(contracts)
    .flatMap((routes) => Object.values(routes) as Contract[])
    .filter(({ method, access }) => method === 'GET' && !['public', 'member'].includes(access));
  const urls: string[] = [];
  for (const { path } of reads) {
    const list = path.slice(0, path.indexOf('/:'));
    if (!path.includes('/:')) urls.push(path);
    else if (known[list]) urls.push(path.replace(/:\w+/, known[list]));
    else {
      const { body } = (await world.admin.get(list)) as { body: { items?: { id: string }[] } };
      const ids = Array.isArray(body.items) ? body.items.slice(0, 3).map(({ id }) => id) : [];
      urls.push(...ids.map((id) => path.replace(/:\w+/, id)));
    }
  }
  return urls.filter((url) => !url.includes(':'));
}

test('no door of reading tells a branch the name of somebody who is only elsewhere', async () => {
  const boss = { actor: system('test') };
  const unit = async (name: string) =>
    (await createUnit(boss, { name, kind: 'store', parentId: unitDirectory.rootId }))._id;
  const [here, empty] = [await unit('长宁店'), await unit('空店')];
  const [near, far] = [await world.room('长宁群'), await world.room('远方群')];
  await updateGroup(boss, { id: near.groupId, unitId: here });
  await groupDirectory.refreshOf([near.groupId]);
  const [startAt] = [new Date(world.clock.now().getTime() - 3_600_000).toISOString()];
  await launch(world, {
    ...ruleIn(world, 'sign_up', [near.groupId, far.groupId], { triggers: ['我在'] }),
    window: { startAt, endAt: new Date(world.clock.now().getTime() + 86_400_000).toISOString() },
  });
  const story = await storyIn(world);
  const FAR = ['远方团长阿葵', '远方朋友阿棠'];
  await story.says(near, '长宁团长小满', '我在');
  for (const name of FAR) await story.says(far, name, '我在');

  // The far ones leave their name wherever somebody does: codes and links, who brought whom, coupons, wishes.
  const koc = await appoint(world, FAR[0]!);
  const nearKoc = await appoint(world, '长宁团长小满');
  for (const phone of [koc, nearKoc])
    await phone.post('/api/member/links').send({ channel: 'chat' }).expect(200);
  const links = await nearKoc.get('/api/member/links').expect(200);
  const { code } = (links.body as { items: [{ code: string }] }).items[0];
  world.clock.advance(60_000);
  await (await phoneOf(world, FAR[1]!)).post(`/api/member/links/${code}/visit`).send({}).expect(200);
  await koc
    .post('/api/member/wishes')
    .send({ kind: 'wish', text: '想要一支大瓶的', requestKey: 'wish-far-1' });
  const coupon = (
    await world.admin
      .post('/api/coupons')
      .send({ rule: { ...COUPON_TEMPLATES[0]!.rule, stores: { everywhere: true, unitIds: [] } } })
      .expect(200)
  ).body as { id: string };
  await world.admin.post(`/api/coupons/${coupon.id}/open`).expect(200);
  await world.admin
    .post(`/api/coupons/${coupon.id}/issue`)
    .send({ personIds: FAR.map(personOf), reason: '试一试', requestKey: 'issue-far-1' })
    .expect(200);
  await world.admin
    .post('/api/blacklist')
    .send({ personId: personOf(FAR[1]!), reason: '核实' })
    .expect(200);
  await world.settle();

  const reads = await everyRead({
    '/api/people': personOf(FAR[0]!),
    '/api/growth/people': personOf('长宁团长小满'),
  });
  const saysFar = ({ text, body }: { text?: string; body: unknown }) =>
    FAR.filter((name) => (text ?? JSON.stringify(body)).includes(name));
  // Whoever reads everything meets them behind many doors: it is no empty house that is looked through.
  const met = new Set<string>();
  for (const url of reads) if (saysFar(await world.admin.get(url)).length > 0) met.add(url);
  expect(met.size).toBeGreaterThanOrEqual(10);

  const told: string[] = [];
  // Roles only take rights away: who holds them all at a branch passes every door that anybody passes there.
  for (const unitId of [here, empty]) {
    const agent = await world.staff('admin', unitId);
    for (const url of reads) {
      const answer = await agent.get(url);
      expect(answer.status).toBeLessThan(500);
      if (saysFar(answer).length > 0) told.push(`${unitId === here ? '长宁店' : '空店'}: ${url}`);
    }
  }
  expect(told).toEqual([]);

  // Whom their own KOC brought they know of, not who it is.
  const partner = await world.staff('store', here);
  const reached = await partner.get(`/api/growth/people/${personOf('长宁团长小满')}/reached`).expect(200);
  expect((reached.body as { items: { nickname: string }[] }).items).toEqual([
    expect.objectContaining({ nickname: '远＊＊' }),
  ]);
  // Who would move by other rules are people of every branch.
  const operator = await world.staff('operator', here);
  await operator.post('/api/growth/rules/preview').send({ rules: DEFAULT_GROWTH }).expect(403);
  await world.admin.post('/api/growth/rules/preview').send({ rules: DEFAULT_GROWTH }).expect(200);
});

test('an operator of a branch speaks in its rooms only, and makes rooms there', async () => {
  const boss = { actor: system('test') };
  const store = await createUnit(boss, { name: '普陀店', kind: 'store', parentId: unitDirectory.rootId });
  const far = await world.room('别处的试验群');
  const operator = await world.staff('operator', store._id);
  const made = (
    await operator.post('/api/simulator/rooms').send({ name: '自己的试验群', members: 3 }).expect(200)
  ).body as { groupId: string; channelGroupId: string };
  expect((await operator.get(`/api/groups/${made.groupId}`).expect(200)).body).toMatchObject({
    unitId: store._id,
  });
  const event = (groupId: string) => ({
    eventId: `by hand in ${groupId}`,
    groupId,
    userId: '谁都行',
    text: '1',
    at: world.clock.now().toISOString(),
  });
  const { body } = (await operator
    .post('/api/channels/simulator/events')
    .send({ events: [event(far.channelGroupId), event(made.channelGroupId)] })
    .expect(200)) as { body: object };
  expect(body).toMatchObject({ accepted: 1, refused: [{ index: 0, code: 'group_unknown' }] });
});
