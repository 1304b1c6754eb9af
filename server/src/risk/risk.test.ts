import { type World, startWorld } from '../../../test/support/world';
import { type SeenMember, membersSeen } from '../bot/events';
import { asSystem } from '../kernel/command';
import { AuditRows } from '../kernel/audit';
import { native } from '../kernel/store';
import { ROOT_UNIT_ID, createStaff } from '../org';
import { personIdOf } from '../people';
import { system } from '../kernel/actor';
import { blacklistedAmong } from '.';
import { Joins } from './model';

let world: World;
beforeAll(async () => void (world = await startWorld({ demo: true })));
afterAll(() => world.stop());

const person = (userId: string) => personIdOf('simulator', userId);
let events = 0;
/** Joins of one user, `stepMs` apart from `startMs` on, into groups `from`, `from + 1` … */
function joins(
  userId: string,
  {
    count,
    stepMs = 100,
    startMs = 0,
    from = 0,
  }: { count: number; stepMs?: number; startMs?: number; from?: number },
): SeenMember[] {
  return Array.from({ length: count }, (_, i) => ({
    channel: 'simulator',
    channelGroupId: `c${from + i}`,
    groupId: `grp_${from + i}`,
    userId,
    personId: person(userId),
    name: userId,
    kind: 'join' as const,
    at: new Date(world.clock.now().getTime() + startMs + i * stepMs),
    eventId: `simulator:e${(events += 1)}`,
  }));
}
/** Each list is one event of the bot; all of them are delivered. */
async function see(...batches: SeenMember[][]): Promise<void> {
  for (const members of batches)
    await asSystem('test', (tx) => Promise.resolve(tx.emit(membersSeen({ members }))));
  await world.settle();
}
const isOut = async (userId: string) => (await blacklistedAmong([person(userId)])).has(person(userId));

interface Row {
  id: string;
  personId: string;
  nickname: string;
  by: string;
  reason: string;
  evidence: object[];
  liftedAt?: string;
}
const rowsOf = async (userId: string): Promise<Row[]> => {
  const { body } = (await world.admin.get('/api/blacklist').query({ limit: 200 }).expect(200)) as {
    body: { items: Row[] };
  };
  return body.items.filter(({ personId }) => personId === person(userId));
};

describe('a flood of joins', () => {
  test('blacklists once, by 系统, with the groups and times as evidence', async () => {
    await see(joins('flood', { count: 12 }));
    const rows = await rowsOf('flood');
    expect(rows).toMatchObject([{ by: '系统', nickname: 'flood', reason: '5 秒内加入 10 个群' }]);
    expect(rows[0]!.evidence).toHaveLength(10);
    await see(joins('flood', { count: 12, from: 20 }));
    expect(await rowsOf('flood')).toHaveLength(1);
    const audit = await native(AuditRows)
      .find({ subject: person('flood') })
      .toArray();
    expect(audit.map(({ actorName }) => actorName)).toEqual(['系统']);
  });

  test('is seen in any order of arrival, over several batches, with repeats', async () => {
    const late = joins('late', { count: 10, stepMs: 500 });
    await see(late.slice(6), late.slice(0, 3), late.slice(6));
    expect(await isOut('late')).toBe(false);
    await see(late.slice(3, 6));
    expect(await isOut('late')).toBe(true);
    expect(await native(Joins).countDocuments({ personId: person('late') })).toBe(10);
  });

  test('nine groups, ten in six seconds, or staff at work are none', async () => {
    await createStaff(
      { actor: system('test') },
      {
        login: 'li',
        name: '小李',
        roles: [{ role: 'store', unitId: ROOT_UNIT_ID }],
        channelUserId: 'staff-li',
      },
    );
    await see(
      joins('nine', { count: 9 }),
      joins('slow', { count: 10, stepMs: 600 }),
      joins('staff-li', { count: 30 }),
    );
    for (const userId of ['nine', 'slow', 'staff-li']) expect(await isOut(userId)).toBe(false);
  });

  test('undone by a person, the same joins never blacklist again; a new flood does', async () => {
    const same = joins('mercy', { count: 10 });
    await see(same);
    const [row] = await rowsOf('mercy');
    world.clock.advance(60_000);
    const { body } = (await world.admin
      .post(`/api/blacklist/${row!.id}/lift`)
      .send({ reason: '搬家换群' })
      .expect(200)) as { body: Row };
    expect(body.liftedAt).toBe(world.clock.now().toISOString());
    expect(await isOut('mercy')).toBe(false);
    await see(same, joins('mercy', { count: 3, startMs: -59_900, from: 50 }));
    expect(await isOut('mercy')).toBe(false);
    await see(joins('mercy', { count: 10, startMs: 1_000, from: 70 }));
    expect(await isOut('mercy')).toBe(true);
    const again = await world.admin.post(`/api/blacklist/${row!.id}/lift`).send({});
    expect(again).toMatchObject({ status: 409, body: { error: { code: 'already_lifted' } } });
  });
});

describe('staff', () => {
  test('put somebody on the blacklist once; an unknown person can’t be', async () => {
    await see(joins('ads', { count: 1 }));
    const add = (personId: string) => world.admin.post('/api/blacklist').send({ personId, reason: '发广告' });
    expect((await add(person('ads'))).status).toBe(200);
    expect(await add(person('ads'))).toMatchObject({
      status: 409,
      body: { error: { code: 'already_blacklisted' } },
    });
    expect((await add('psn_nobody')).status).toBe(404);
    expect(await rowsOf('ads')).toMatchObject([{ by: '管理员', reason: '发广告' }]);
  });

  test('without the right they see and change nothing', async () => {
    const store = await world.staff('store');
    await store.get('/api/blacklist').expect(403);
    await store
      .post('/api/blacklist')
      .send({ personId: person('ads'), reason: '试试' })
      .expect(403);
    const strategy = await world.staff('strategy');
    await strategy.get('/api/blacklist').expect(200);
    await strategy
      .post('/api/blacklist')
      .send({ personId: person('ads'), reason: '试试' })
      .expect(403);
  });
});
