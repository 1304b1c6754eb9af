import { system } from '../../server/src/kernel/actor';
import { createUnit, unitDirectory } from '../../server/src/org';
import { groupDirectory, updateGroup } from '../../server/src/groups';
import { launch, ruleIn } from '../support/play';
import { storyIn } from '../support/story';
import { type World, startWorld } from '../support/world';

let world: World;
beforeAll(async () => void (world = await startWorld()));
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
