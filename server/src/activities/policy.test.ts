import { newRule } from '@kouyi/shared/rules/blank';
import { type World, startWorld } from '../../../test/support/world';
import { groupDirectory, updateGroup } from '../groups';
import { system } from '../kernel/actor';
import { createStaff, createUnit, signInStaff, unitDirectory } from '../org';
import { assertMayPlace, maySee } from './policy';

const boss = { actor: system('test') };
let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

/** A region with two stores, and one group in each. */
async function region() {
  const top = await createUnit(boss, { name: '华东区', kind: 'region', parentId: unitDirectory.rootId });
  const stores = [];
  for (const name of ['静安店', '西湖店']) {
    const unit = await createUnit(boss, { name, kind: 'store', parentId: top._id });
    const { groupId } = await world.room(`${name}群`, 1);
    await updateGroup(boss, { id: groupId, unitId: unit._id });
    await groupDirectory.refreshOf([groupId]);
    stores.push({ unitId: unit._id, groupId });
  }
  return { unitId: top._id, near: stores[0]!, far: stores[1]! };
}

test('who reads a region and runs activities in one store of it places them in that store only', async () => {
  const { unitId, near, far } = await region();
  const { firstPassword: password } = await createStaff(boss, {
    login: 'mixed',
    name: '陈曦',
    roles: [
      { role: 'finance', unitId },
      { role: 'region', unitId: near.unitId },
    ],
  });
  const { actor } = await signInStaff(boss, { login: 'mixed', password, ip: '10.0.0.1' });
  const inGroup = (groupId: string) => {
    const rule = newRule('sign_up', world.clock.now());
    return { rule: { ...rule, where: { ...rule.where, groupIds: [groupId] } }, createdBy: 'stf_other' };
  };

  for (const { groupId } of [near, far]) expect(maySee(actor, inGroup(groupId))).toBe(true);
  for (const right of ['activities.write', 'activities.run'] as const) {
    expect(() => assertMayPlace(actor, inGroup(near.groupId), right)).not.toThrow();
    expect(() => assertMayPlace(actor, inGroup(far.groupId), right)).toThrow(
      expect.objectContaining({ code: 'not_allowed' }) as Error,
    );
  }
});

test('a store does not see what runs elsewhere only', async () => {
  const { unitId, near, far } = await region();
  const { firstPassword: password } = await createStaff(boss, {
    login: 'shop',
    name: '店员',
    roles: [{ role: 'store', unitId: near.unitId }],
  });
  const { actor } = await signInStaff(boss, { login: 'shop', password, ip: '10.0.0.1' });
  const rule = newRule('sign_up', world.clock.now());
  const seen = (where: object, createdBy = 'stf_other') =>
    maySee(actor, { rule: { ...rule, where: { ...rule.where, ...where } }, createdBy });
  expect(seen({ groupIds: [far.groupId] })).toBe(false);
  expect(seen({ groupIds: [far.groupId, near.groupId] })).toBe(true);
  expect(seen({ unitIds: [unitId] })).toBe(true);
  expect(seen({ groupIds: [far.groupId] }, actor.staffId)).toBe(true);
});
