import { HOUR_MS } from '@kouyi/shared/rules/time';
import { launch, ruleIn } from '../../../test/support/play';
import { startWorld, type World } from '../../../test/support/world';
import { system } from '../kernel/actor';
import { Groups, Members } from '../groups/model';
import { Outgoing } from '../gate/model';
import { native } from '../kernel/store';
import { memberBalances } from '../ledger';
import { HISTORY_DAYS } from './activity-parts';
import { DEMO_GROUPS, DEMO_STAFF } from './brand';
import { Seeds } from './marks';
import { seedDemo } from './seed';

interface Items<T> {
  items: T[];
}
interface Activity {
  id: string;
  title: string;
  state: string;
  counted: number;
  pointsGiven: number;
  groupCount: number;
  rule: { title: string; kind: string };
}

describe('the demo brand', () => {
  let world: World;
  const get = async <T>(path: string): Promise<T> => (await world.admin.get(path).expect(200)).body as T;

  beforeAll(async () => {
    world = await startWorld({ demo: 'kept' });
    await seedDemo({ actor: system('demo') }, { alone: true });
    await world.settle();
  }, 600_000);
  afterAll(() => world.stop());

  test('is there once, however often the server starts, also after a start that was killed half-way', async () => {
    const count = async () => [
      await native(Groups).countDocuments(),
      await native(Members).countDocuments(),
      (await get<Items<Activity>>('/api/activities')).items.map((each) => [each.counted, each.pointsGiven]),
      (await get<Items<unknown>>('/api/org/units')).items.length,
    ];
    const before = await count();
    await seedDemo({ actor: system('demo') }, { alone: true });
    // Killed three days before the end of the story, and told again from there.
    await native(Seeds).deleteOne({ _id: 'brand' });
    await native(Seeds).updateOne(
      { _id: 'begun' },
      { $set: { told: new Date(world.clock.now().getTime() - 3 * 24 * HOUR_MS) } },
    );
    world.clock.advance(2 * HOUR_MS);
    await seedDemo({ actor: system('demo') }, { alone: true });
    await world.settle();
    expect(await count()).toEqual(before);
  });

  test('has running activities with life in them, one that is over, one to come and a draft', async () => {
    const { items } = await get<Items<Activity>>('/api/activities');
    const byState = (state: string) => items.filter((each) => each.state === state);
    expect(items.map((each) => each.state).sort()).toEqual([
      ...Array<string>(8).fill('closed'),
      'draft',
      'running',
      'running',
      'running',
      'scheduled',
    ]);
    const checkIn = byState('running').find((each) => each.rule.kind === 'check_in')!;
    expect(checkIn.counted).toBeGreaterThan(500);
    expect(checkIn.pointsGiven).toBeGreaterThan(5 * checkIn.counted);
    for (const activity of byState('running')) expect(activity.counted).toBeGreaterThan(20);
    for (const activity of byState('closed')) expect(activity.counted).toBeGreaterThan(15);
    const quiz = byState('closed').find(({ rule }) => rule.title === '防晒小问答');
    const live = await get<{ options: { times: number }[]; counted: number; notCounted: object[] }>(
      `/api/activities/${quiz!.id}/live`,
    );
    expect(live.options.every(({ times }) => times > 0)).toBe(true);
    expect(live.notCounted[0]).toMatchObject({ outcome: 'wrong_answer' });
  });

  test('has a box that is open, with a round that anybody can check and one under way', async () => {
    const { items } = await get<
      Items<{
        id: string;
        design: { name: string };
        state: string;
        draws: number;
        round?: { number: number };
      }>
    >('/api/boxes');
    expect(items.map(({ state }) => state).sort()).toEqual(['draft', 'open', 'open']);
    const open = items.find(({ design }) => design.name === '每日小惊喜')!;
    expect(open.draws).toBeGreaterThan(25);
    expect(open.round!.number).toBeGreaterThanOrEqual(3);
    const rounds = await get<Items<{ id: string; state: string }>>(`/api/boxes/${open.id}/rounds`);
    const closed = rounds.items.find(({ state }) => state === 'closed')!;
    await get(`/api/fair/rounds/${closed.id}`);
  });

  test('has a parcel on its way, one that waits to be sent, orders of six weeks and people who joined meanwhile', async () => {
    const prizes = await get<Items<{ state: string; kind: string }>>('/api/prizes?limit=100');
    const goods = prizes.items.filter(({ kind }) => kind === 'goods').map(({ state }) => state);
    expect(goods).toEqual(expect.arrayContaining(['shipped', 'to_ship']));
    const orders: { paidAt: string; refundedFen: number }[] = [];
    let cursor: string | undefined;
    do {
      const page = await get<Items<(typeof orders)[number]> & { nextCursor?: string }>(
        `/api/orders?limit=200${cursor === undefined ? '' : `&cursor=${cursor}`}`,
      );
      orders.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    const refunded = orders.filter(({ refundedFen }) => refundedFen > 0).length / orders.length;
    expect(refunded).toBeGreaterThan(0.03);
    expect(refunded).toBeLessThan(0.08);
    const oldest = Math.min(...orders.map(({ paidAt }) => Date.parse(paidAt)));
    expect(world.clock.now().getTime() - oldest).toBeGreaterThan(35 * 24 * HOUR_MS);
    const since = world.clock.now().getTime() - HISTORY_DAYS * 24 * HOUR_MS;
    expect(await native(Members).countDocuments({ joinedAt: { $gte: new Date(since) } })).toBeGreaterThan(
      200,
    );
  });

  test('leaves 1 in the coffee groups to whoever tries the product', async () => {
    const at = world.clock.now().getTime();
    const { items: groups } = await get<Items<{ id: string; tags: string[] }>>('/api/groups');
    const rule = ruleIn(world, 'sign_up', [], {
      triggers: ['1', '扣1', '打卡'],
      where: { everywhere: false, groupIds: [], tags: ['咖啡群'], unitIds: [], exceptGroupIds: [] },
      window: { startAt: new Date(at).toISOString(), endAt: new Date(at + HOUR_MS).toISOString() },
    });
    expect(groups.filter(({ tags }) => tags.includes('咖啡群'))).toHaveLength(8);
    // Launching refuses overlaps that nobody has seen.
    await launch(world, rule, false);
  });

  test('has people with streaks of a week, and points that say why', async () => {
    const members = await native(Members)
      .find({}, { projection: { personId: 1 } })
      .toArray();
    const people = [...new Set(members.map((each) => each.personId))];
    const balances = await memberBalances(people);
    const rich = people.filter((id) => (balances.get(id) ?? 0) >= 7 * 5 + 10 + 30);
    expect(rich.length).toBeGreaterThan(5);
    const stories = await Promise.all(
      rich.slice(0, 20).map((id) => get<{ entries: { reason: string }[] }>(`/api/people/${id}`)),
    );
    expect(stories.flatMap(({ entries }) => entries).some(({ reason }) => reason.includes('打卡'))).toBe(
      true,
    );
    // Some sit in several groups.
    expect(people.length).toBeLessThan(members.length * 0.95);
  });

  test('has groups of every band, one of them without the bot, with talk to look at', async () => {
    const { items } =
      await get<
        Items<{ id: string; name: string; band: string; capabilities: object; lastMessageAt?: string }>
      >('/api/groups');
    // Two KOCs opened a group of their own besides.
    expect(items).toHaveLength(DEMO_GROUPS.length + 2);
    expect(new Set(items.map((each) => each.band))).toEqual(new Set(['新群', '成长群', '大群']));
    const mute = items.filter((each) => each.lastMessageAt === undefined);
    expect(mute.map((each) => each.capabilities)).toEqual([{ read: false, post: false }]);
    const { cells } = await get<{ cells: { messages: number }[] }>(
      `/api/groups/${items.find((each) => each.lastMessageAt)!.id}/heat`,
    );
    expect(cells.filter((cell) => cell.messages > 0).length).toBeGreaterThan(10);
  });

  test('offers people worth being first, with what there is to see as them, and then everybody else once', async () => {
    const seen: { personId: string; hint?: string }[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 3; page += 1) {
      const { items, nextCursor } = await get<Items<(typeof seen)[number]> & { nextCursor?: string }>(
        `/api/member/demo-members?limit=30${cursor === undefined ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...items);
      cursor = nextCursor;
    }
    const hints = seen.flatMap(({ hint }) => hint ?? []);
    expect(seen.slice(0, hints.length).every(({ hint }) => hint !== undefined)).toBe(true);
    expect(hints).toEqual(
      expect.arrayContaining([
        expect.stringContaining('KOC'),
        expect.stringMatching(/连续打卡 \d+ 天/),
        '刚测完肤质',
      ]),
    );
    expect(new Set(seen.map(({ personId }) => personId)).size).toBe(seen.length);
    const { people } = await get<{ people: number }>('/api/lifecycle');
    expect(people).toBeGreaterThan(1_900);
  });

  test('has pictures of all that it sells, and one alarm of today that a person decides about', async () => {
    const { items } = await get<Items<{ id: string; hasPicture: boolean }>>('/api/products');
    expect(items.map(({ hasPicture }) => hasPicture)).toEqual(items.map(() => true));
    await world.admin.get(`/api/public/products/${items[0]!.id}/picture`).expect(200);
    const { items: rushed } = await get<Items<{ liftedAt?: string }>>('/api/blacklist?lifted=no');
    expect(rushed).toHaveLength(1);
  });

  test('has a KOC who comes with two phones and is seen as one', async () => {
    const { items } = await get<Items<{ id: string; nickname: string }>>('/api/koc');
    const { id } = items.find(({ nickname }) => nickname === 'Cherry 吴')!;
    const { merged } = await get<{ merged: { nickname: string }[] }>(`/api/people/${id}`);
    expect(merged.map(({ nickname }) => nickname)).toEqual(['吴若曦']);
  });

  test('shows a way in for every role, which works', async () => {
    const { demoStaff } = await get<{ demoStaff: { login: string; password: string; role: string }[] }>(
      '/api/welcome',
    );
    expect(demoStaff.map((each) => each.login)).toEqual(
      expect.arrayContaining(DEMO_STAFF.map((each) => each.login)),
    );
    const store = demoStaff.find((each) => each.login === 'jingan')!;
    const agent = await world.signIn(store.login, store.password);
    const { body } = (await agent.get('/api/groups').expect(200)) as { body: Items<{ unitName: string }> };
    expect(new Set(body.items.map((each) => each.unitName))).toEqual(new Set(['静安店']));
  });

  test('has made the bot answer as it always does: a fraction as many lines as people took part', async () => {
    const said = await native(Outgoing).find().toArray();
    const took = (await get<Items<Activity>>('/api/activities')).items.reduce(
      (sum, each) => sum + each.counted,
      0,
    );
    expect(said.filter((line) => line.kind === 'closing')).toHaveLength(3);
    expect(said.length).toBeLessThan(took / 10);
  });
});
