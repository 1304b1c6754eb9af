import fc from 'fast-check';
import type { ActivityRule, LimitsRule } from '@kouyi/shared/types';
import { Activities, Decisions, QuotaLeases, Quotas, Tallies } from '../../server/src/activities/model';
import { newId } from '../../server/src/kernel/ids';
import { native } from '../../server/src/kernel/store';
import { auditLedger } from '../../server/src/ledger';
import { deliver, launch, ruleIn, type Said } from '../support/play';
import { startWorld, type World } from '../support/world';

const ROOMS = 8;

describe('limits that span groups', () => {
  let world: World;
  let key: string;
  let rooms: { groupId: string; channelGroupId: string }[];
  beforeAll(async () => {
    world = await startWorld({ env: { PARTITIONS: '8' } });
    key = await world.key(['simulator.use']);
    rooms = [];
    for (let i = 0; i < ROOMS; i += 1) rooms.push(await world.room(`${i} 群`, 20));
  });
  afterAll(() => world.stop());

  const start = (limits: LimitsRule, more: Partial<ActivityRule> = {}) => {
    const trigger = newId('t').slice(2, 12);
    const groupIds = rooms.map((room) => room.groupId);
    const rule = ruleIn(world, 'sign_up', groupIds, { triggers: [trigger], limits, ...more });
    return launch(world, rule).then((id) => ({ id, trigger }));
  };

  /** One message each of these people, each in one of the rooms, in small requests that are under way together. */
  async function type(trigger: string, people: readonly number[], atOnce = 6): Promise<void> {
    const said = people.map((person): Said => ({
      eventId: newId('e'),
      groupId: rooms[person % ROOMS]!.channelGroupId,
      userId: `u-${person}`,
      text: trigger,
      at: world.clock.now().toISOString(),
    }));
    const requests: Said[][] = [];
    while (said.length > 0) requests.push(said.splice(0, 9));
    while (requests.length > 0) {
      const answers = await Promise.all(requests.splice(0, atOnce).map((each) => deliver(world, key, each)));
      for (const { body } of answers) expect(body).toMatchObject({ refused: [], duplicates: 0 });
    }
  }

  const upTo = (people: number): number[] => Array.from({ length: people }, (_, i) => i);

  async function countedIn(id: string) {
    const counted = await native(Decisions).find({ activityId: id, outcome: 'counted' }).toArray();
    const tallies = await native(Tallies).find({ activityId: id }).toArray();
    const people = new Set(counted.map((row) => row.personId));
    const points = counted.reduce((sum, row) => sum + row.points, 0);
    // The rolled-up numbers are the decisions.
    expect(tallies.reduce((sum, tally) => sum + tally.counted, 0)).toBe(counted.length);
    expect(tallies.reduce((sum, tally) => sum + tally.points, 0)).toBe(points);
    return { times: counted.length, people: people.size, points, rows: counted };
  }

  /** limit = left + leased + counted. */
  async function accountOf(id: string) {
    const quota = await native(Quotas).findOne({ _id: id });
    const leases = await native(QuotaLeases).find({ activityId: id }).toArray();
    for (const lease of leases) expect(Math.min(lease.total, lease.points)).toBeGreaterThanOrEqual(0);
    const { times, points } = await countedIn(id);
    return {
      total: (quota?.totalLeft ?? NaN) + leases.reduce((sum, lease) => sum + lease.total, 0) + times,
      points: (quota?.pointsLeft ?? NaN) + leases.reduce((sum, lease) => sum + lease.points, 0) + points,
    };
  }

  test('the first 50 are 50, whatever the number of people, groups and requests at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.nat(69), { minLength: 40, maxLength: 160 }),
        fc.integer({ min: 1, max: 12 }),
        async (limit, people, atOnce) => {
          const { id, trigger } = await start({ perPerson: 1, total: limit });
          await type(trigger, people, atOnce);
          await world.settle();
          const distinct = new Set(people).size;
          const { times, people: counted } = await countedIn(id);
          expect([times, counted]).toEqual([Math.min(limit, distinct), Math.min(limit, distinct)]);
          expect((await accountOf(id)).total).toBe(limit);
        },
      ),
      { numRuns: 4, endOnFailure: true },
    );
  }, 600_000);

  test('each group has its own limit, by number and by share of its members', async () => {
    const people = upTo(ROOMS * 12);
    const byNumber = await start({ perPerson: 1, perGroup: { count: 7 } });
    const byShare = await start({ perPerson: 1, perGroup: { sharePercent: 15 }, total: 20 });
    await Promise.all([type(byNumber.trigger, people), type(byShare.trigger, people)]);
    await world.settle();
    const groups = (rows: { groupId: string }[]) =>
      rooms.map((room) => rows.filter((row) => row.groupId === room.groupId).length);
    expect(groups((await countedIn(byNumber.id)).rows)).toEqual(rooms.map(() => 7));
    const shared = await countedIn(byShare.id);
    // Everybody who takes part becomes a member, so a group of 20 may grow to 32 and its share from 3 to 4.
    for (const counted of groups(shared.rows)) expect(counted).toBeLessThanOrEqual(4);
    expect(shared.times).toBe(20);
    expect((await accountOf(byShare.id)).total).toBe(20);
  });

  test('a budget of points is never exceeded, and nobody is refused while it would have been enough', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 7, max: 250 }),
        fc.uniqueArray(fc.nat(69), { minLength: 20, maxLength: 60 }),
        async (budget, people) => {
          const { id, trigger } = await start(
            { perPerson: 1, budgetPoints: budget },
            { reward: { points: 7 } },
          );
          await type(trigger, people);
          await world.settle();
          const { times, points } = await countedIn(id);
          expect([times, points]).toEqual([
            Math.min(people.length, Math.floor(budget / 7)),
            7 * Math.min(people.length, Math.floor(budget / 7)),
          ]);
          expect((await accountOf(id)).points).toBe(budget);
        },
      ),
      { numRuns: 4, endOnFailure: true },
    );
  }, 30_000);

  async function edit(id: string, limits: LimitsRule): Promise<void> {
    const doc = await native(Activities).findOne({ _id: id });
    const rule = { ...doc!.rule, limits };
    await world.admin.put(`/api/activities/${id}`).send({ version: doc!.version, rule }).expect(200);
  }

  test.each([
    ['raised', { perPerson: 1, total: 10 }, { perPerson: 1, total: 30 }],
    ['lowered', { perPerson: 1, total: 40 }, { perPerson: 1, total: 25 }],
    ['set', { perPerson: 1 }, { perPerson: 1, total: 45 }],
  ])(
    'a limit that is %s while people type holds from there on',
    async (_how, before, after) => {
      for (let round = 0; round < 2; round += 1) {
        const { id, trigger } = await start(before);
        const typing = type(trigger, upTo(50), 3);
        await new Promise((resolve) => setImmediate(resolve));
        await edit(id, after);
        await typing;
        await world.settle();
        const meanwhile = (await countedIn(id)).times;
        expect((await accountOf(id)).total).toBe(after.total);
        // Those who were refused try again, and others come.
        await type(trigger, upTo(70));
        await world.settle();
        expect((await countedIn(id)).times).toBe(Math.max(after.total, meanwhile));
        expect((await accountOf(id)).total).toBe(after.total);
      }
    },
    30_000,
  );

  test('what was counted is what was booked', async () => {
    const { transactions, findings } = await auditLedger();
    expect(findings).toEqual([]);
    expect(transactions).toBe(await native(Decisions).countDocuments({ outcome: 'counted' }));
  });
});
