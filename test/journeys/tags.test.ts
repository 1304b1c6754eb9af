import type { TagCondition } from '@kouyi/shared/types';
import { DAY_MS } from '@kouyi/shared/rules/time';
import { asSystem } from '../../server/src/kernel/command';
import { native } from '../../server/src/kernel/store';
import { orderPaid, orderRefunded, type OrderFact } from '../../server/src/orders/events';
import { setTags, tagEngine } from '../../server/src/tags';
import { countedAs } from '../../server/src/tags/counts';
import { countsOf } from '../../server/src/tags/counts';
import { Facts, Profiles } from '../../server/src/tags/model';
import { boxDesign, goods, none, openBox } from '../support/box-story';
import { deliver, everyTrace, launch, personOf, phoneOf, ruleIn } from '../support/play';
import { type Story, storyIn } from '../support/story';
import { startWorld, type World } from '../support/world';

interface Profile {
  tags: { id: string; name: string; reason: string; source: string; computed: boolean; since: string }[];
  segments: { name: string }[];
  layer: string;
  path: { layer: string; why: string }[];
  rfm?: { recency: number; orders: number };
  value: { fen: number; marginFen: number; rewardCostFen: number; quality: number };
}
interface Refused {
  error: { code: string; message: string };
}

describe('tags within seconds of what somebody did', () => {
  let world: World;
  let story: Story;
  let room: { groupId: string; channelGroupId: string };
  beforeAll(async () => {
    world = await startWorld({ demo: true });
    story = await storyIn(world);
    room = await world.room('护肤群', 6);
    await launch(world, {
      ...ruleIn(world, 'check_in', [room.groupId]),
      window: {
        startAt: world.clock.now().toISOString(),
        endAt: new Date(world.clock.now().getTime() + 300 * DAY_MS).toISOString(),
      },
      triggers: ['1'],
    });
  });
  afterAll(() => world.stop());

  const profileOf = async (userId: string): Promise<Profile> =>
    (await world.admin.get(`/api/people/${personOf(userId)}/profile`).expect(200)).body as Profile;
  const tagNames = async (userId: string) => (await profileOf(userId)).tags.map(({ name }) => name).sort();
  const says1 = (userId: string) => story.says(room, userId, '1', world.clock.now());
  /** Days pass: the clock's work is done, and staff sign in again. */
  const daysPass = async (days: number): Promise<void> => {
    world.clock.advance(days * DAY_MS);
    await world.settle();
    await world.signInAgain();
  };
  const createTag = async (name: string, condition?: TagCondition, more: object = {}) => {
    const answer = await world.admin
      .post('/api/tags')
      .send({ name, kind: 'consumer', ...(condition ? { condition } : {}), ...more });
    await world.settle();
    const { id } = answer.body as { id?: string };
    const after = id === undefined ? answer : await world.admin.get(`/api/tags/${id}`).expect(200);
    return {
      status: answer.status,
      body: after.body as { id: string; people: number; rollout: string } & Refused,
    };
  };
  const createSegment = async (name: string, condition: TagCondition) => {
    const answer = await world.admin.post('/api/segments').send({ name, condition });
    await world.settle();
    return { status: answer.status, body: answer.body as { id: string; people: number } & Refused };
  };
  const often: TagCondition = {
    op: 'count',
    fact: 'participated',
    measure: 'days',
    withinDays: 7,
    atLeast: 2,
  };

  /** Numbers that are kept as events arrive are those one counts. */
  async function assertCounts(): Promise<void> {
    const told = new Map<string, number>();
    for (const profile of await native(Profiles).find({}).toArray())
      for (const of of countedAs(profile)) told.set(of, (told.get(of) ?? 0) + 1);
    expect(Object.fromEntries(await countsOf([...told.keys()]))).toEqual(Object.fromEntries(told));
  }

  test('a rule holds for whom it matches, with the reason, until the window has moved on', async () => {
    await says1('小满');
    await daysPass(1);
    await says1('小满');
    const { body: before } = await createTag('常来', often);
    expect(before).toMatchObject({ people: 1, rollout: 'ready' });
    await says1('阿青');
    await daysPass(1);
    await says1('阿青');
    expect(await tagNames('阿青')).toEqual(['常来']);
    const [tag] = (await profileOf('阿青')).tags;
    expect(tag).toMatchObject({ reason: '最近 7 天参加活动 2 天', source: '规则', computed: true });
    const people = await world.admin.get(`/api/tags/${before.id}/people`).expect(200);
    expect((people.body as { items: object[] }).items).toHaveLength(2);
    await daysPass(6);
    expect(await tagNames('阿青')).toEqual([]);
    await assertCounts();
  });

  test('preview says who and why without writing, and warns of a rule for everybody', async () => {
    await says1('小满');
    const facts = await native(Facts).countDocuments({});
    const preview = async (condition: TagCondition) =>
      (await world.admin.post('/api/tags/preview').send({ condition }).expect(200)).body as {
        people: number;
        everybody: boolean;
        complete: boolean;
        words: string;
        sample: { nickname: string; why: string }[];
      };
    const once: TagCondition = {
      op: 'count',
      fact: 'participated',
      measure: 'times',
      withinDays: 1,
      atLeast: 1,
    };
    expect(await preview(once)).toMatchObject({
      people: 1,
      everybody: false,
      complete: true,
      words: '最近 1 天参加活动至少 1 次',
      sample: [{ nickname: '小满', why: '最近 1 天参加活动 1 次' }],
    });
    const all: TagCondition = { op: 'not', of: { op: 'layer', layers: ['lost'] } };
    expect((await preview(all)).everybody).toBe(true);
    expect(await native(Facts).countDocuments({})).toBe(facts);
    const refused = await createTag('所有人', all);
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'rule_for_everybody' } } });
    expect(refused.body.error.message).toMatch(/所有 \d+ 个人/);
    expect((await createTag('所有人', all, { acceptEverybody: true })).status).toBe(200);
  });

  test('a rule speaks of boxes by name; who has a tag is read page by page, a store reads only its own', async () => {
    const box = await openBox(world, boxDesign(world, [goods('cup', 1, 500), none(9)], { name: '周五盲盒' }));
    const drew: TagCondition = { op: 'count', fact: 'drew', about: [box.id], measure: 'times', atLeast: 1 };
    const { body: seen } = (await world.admin
      .post('/api/tags/preview')
      .send({ condition: drew })
      .expect(200)) as { body: { words: string } };
    expect(seen.words).toBe('一共抽盲盒（周五盲盒）至少 1 次');
    const { body: odd } = (await world.admin
      .post('/api/tags/preview')
      .send({ condition: { ...drew, about: ['constructor'] } })
      .expect(200)) as { body: { words: string } };
    expect(odd.words).toBe('一共抽盲盒（constructor）至少 1 次');
    const saved = await createTag('抽过周五', drew);
    expect(saved.body).toMatchObject({ words: '一共抽盲盒（周五盲盒）至少 1 次' });

    const far = await world.room('远郊群', 0);
    const { body: unit } = (await world.admin
      .post('/api/org/units')
      .send({ name: '远郊', kind: 'store', parentId: 'unt_root' })
      .expect(200)) as { body: { id: string } };
    await world.admin.put(`/api/groups/${far.groupId}`).send({ unitId: unit.id }).expect(200);
    await deliver(
      world,
      story.key,
      ['远甲', '远乙'].map((name) => story.joins(far, name, world.clock.now())),
    );
    await world.settle();
    const joined = await createTag('进过群', {
      op: 'count',
      fact: 'joined_group',
      measure: 'times',
      atLeast: 1,
    });
    const readAll = async (agent: World['admin']) => {
      const ids: string[] = [];
      for (let cursor: string | undefined, more = true; more;) {
        const { body } = (await agent
          .get(`/api/tags/${joined.body.id}/people`)
          .query({ limit: 1, ...(cursor ? { cursor } : {}) })
          .expect(200)) as { body: { items: { personId: string }[]; nextCursor?: string } };
        ids.push(...body.items.map(({ personId }) => personId));
        cursor = body.nextCursor;
        more = cursor !== undefined;
      }
      return ids.sort();
    };
    const everybody = await native(Profiles).find({ 'tags.id': joined.body.id, shown: true }).toArray();
    expect(everybody.length).toBeGreaterThan(2);
    expect(await readAll(world.admin)).toEqual(everybody.map(({ _id }) => _id).sort());
    const store = await world.staff('store', unit.id);
    expect(await readAll(store)).toEqual([personOf('远甲'), personOf('远乙')].sort());
  });

  test('bad input is refused by name and changes nothing', async () => {
    let deep: TagCondition = { op: 'layer', layers: ['lost'] };
    for (let i = 0; i < 3_000; i += 1) deep = { op: 'not', of: deep };
    const sunk = (await world.admin.post('/api/tags/preview').send({ condition: deep }).expect(400)) as {
      body: Refused;
    };
    expect(sunk.body.error).toMatchObject({ code: 'shape_invalid' });
    expect(sunk.body.error.message).toContain('最多嵌套');
    const codes = async (send: Promise<{ status: number; body: Refused }>) => (await send).body.error.code;
    expect(await codes(createTag('常来', often))).toBe('name_taken');
    expect(await codes(createTag('坏\u0007名', often))).toBe('name_unclean');
    expect(await codes(createTag('空', { op: 'count', fact: 'visited', measure: 'times' }))).toBe(
      'rule_unclear',
    );
    expect(
      await codes(createTag('没数额', { op: 'count', fact: 'visited', measure: 'sum', atLeast: 1 })),
    ).toBe('rule_unclear');
    const a = await createTag('甲', { op: 'count', fact: 'won', measure: 'times', atLeast: 1 });
    const b = await createSegment('乙', { op: 'tag', tagId: a.body.id });
    const circle = await world.admin.put(`/api/tags/${a.body.id}`).send({
      version: 1,
      name: '甲',
      kind: 'consumer',
      condition: { op: 'segment', segmentId: b.body.id },
    });
    expect(circle.body).toMatchObject({ error: { code: 'rule_cycle' } });
    expect((circle.body as Refused).error.message).toContain('甲 → 乙 → 甲');
    const used = await world.admin.delete(`/api/tags/${a.body.id}`);
    expect(used.body).toMatchObject({ error: { code: 'rule_in_use' } });
    expect((used.body as Refused).error.message).toContain('乙');
  });

  test('who proposes makes new rules and previews them, and changes none that others use', async () => {
    const strategy = await world.staff('strategy');
    await strategy.post('/api/tags/preview').send({ condition: often }).expect(200);
    const rule = { name: '策略提的', condition: often };
    const tag = (await strategy
      .post('/api/tags')
      .send({ ...rule, kind: 'sales' })
      .expect(200)) as {
      body: { id: string };
    };
    const path = `/api/tags/${tag.body.id}`;
    await strategy
      .put(path)
      .send({ ...rule, version: 1, kind: 'sales', name: '改了' })
      .expect(403);
    await strategy.delete(path).expect(403);
    await strategy.post('/api/segments').send(rule).expect(200);
    const store = await world.staff('store');
    await store
      .post('/api/tags')
      .send({ ...rule, name: '门店提的', kind: 'sales' })
      .expect(403);
    await world.admin.delete(path).expect(200);
  });

  test('staff give a tag by hand, with an end; another domain replaces its own word', async () => {
    const vip = await createTag('贵客');
    const url = `/api/people/${personOf('小满')}/tags`;
    const until = new Date(world.clock.now().getTime() + 3 * DAY_MS).toISOString();
    await world.admin
      .post(url)
      .send({ tagId: vip.body.id, reason: '店里的老朋友', expiresAt: until })
      .expect(200);
    const result = (tags: string[]) =>
      asSystem('test', (tx) =>
        setTags(tx, {
          personId: personOf('小满'),
          tags,
          source: { kind: 'intake', id: 'qst_1', name: '测肤' },
          reason: `测肤结果：${tags.join('')}`,
        }),
      );
    await result(['干性', '敏感']);
    expect(await tagNames('小满')).toEqual(expect.arrayContaining(['干性', '敏感', '贵客']));
    world.clock.advance(1_000);
    await result(['油性']);
    const { tags } = await profileOf('小满');
    expect(tags.map(({ name }) => name)).not.toContain('干性');
    expect(tags.find(({ name }) => name === '油性')).toMatchObject({
      reason: '测肤结果：油性',
      source: '测肤',
    });
    // The list says where a tag without a rule comes from, and says nothing of one that only people give.
    const { items: all } = (await world.admin.get('/api/tags').expect(200)).body as {
      items: { name: string; words: string }[];
    };
    const wordsOf = (name: string) => all.find((each) => each.name === name)?.words;
    expect([wordsOf('油性'), wordsOf('KOC'), wordsOf('贵客')]).toEqual([
      '来自「测肤」',
      '来自「KOC 任命」',
      '',
    ]);
    await daysPass(3);
    expect(await tagNames('小满')).not.toContain('贵客');
    await assertCounts();
  });

  test('an order that is told again counts once, a refund takes it back, and the layer follows', async () => {
    const personId = personOf('小满');
    const order = (more: Partial<OrderFact> = {}): OrderFact => ({
      orderId: 'ord_1',
      personId,
      at: world.clock.now(),
      paidFen: 10_000,
      refundedFen: 0,
      items: [{ sku: 's', category: '面霜', quantity: 1, paidFen: 10_000, refundedFen: 0, costFen: 3_000 }],
      source: 'shop',
      ...more,
    });
    const paid = order();
    for (let i = 0; i < 2; i += 1)
      await asSystem('test', (tx) => Promise.resolve(tx.emit(orderPaid({ orders: [paid] }))));
    await world.settle();
    expect(await profileOf('小满')).toMatchObject({
      layer: 'buying',
      rfm: { recency: 5, orders: 1 },
      value: { marginFen: 7_000 },
    });
    const cream = await createTag('买过面霜', {
      op: 'count',
      fact: 'bought_item',
      about: ['面霜'],
      measure: 'times',
      atLeast: 1,
    });
    expect(cream.body.people).toBe(1);
    await daysPass(1);
    const refunded = order({ at: paid.at, refundedFen: 10_000 });
    await asSystem('test', (tx) => Promise.resolve(tx.emit(orderRefunded({ orders: [refunded] }))));
    await world.settle();
    const after = await profileOf('小满');
    expect(after.rfm).toBeUndefined();
    expect(after.value.marginFen).toBe(0);
    expect(after.layer).not.toBe('buying');
    expect(await tagNames('小满')).not.toContain('买过面霜');
    await daysPass(40);
    expect(await profileOf('小满')).toMatchObject({ layer: 'asleep' });
    await assertCounts();
  });

  test('a segment is the audience of an activity; who is outside is told kindly', async () => {
    await says1('阿青');
    const segment = await createSegment('最近来过', {
      op: 'ago',
      fact: 'participated',
      which: 'last',
      atMost: 3,
    });
    expect(segment.status).toBe(200);
    const activityId = await launch(world, {
      ...ruleIn(world, 'sign_up', [room.groupId]),
      triggers: ['尝鲜'],
      audience: { segmentId: segment.body.id, name: '最近来过' },
    });
    await story.says(room, '阿青', '尝鲜', world.clock.now());
    await story.says(room, '小满', '尝鲜', world.clock.now());
    const { body } = (await world.admin.get(`/api/activities/${activityId}/participations`).expect(200)) as {
      body: { items: { personId: string; outcome: string }[] };
    };
    const outcomes = new Map(body.items.map(({ personId, outcome }) => [personId, outcome]));
    expect(outcomes.get(personOf('阿青'))).toBe('counted');
    expect(outcomes.get(personOf('小满'))).toBe('outside_audience');
    const traces = await everyTrace(world);
    expect(traces.flatMap(({ rules }) => rules.map(({ line }) => line)).join()).toContain('「最近来过」');
    const refused = await world.admin.delete(`/api/segments/${segment.body.id}`);
    expect(refused.body).toMatchObject({ error: { code: 'rule_in_use' } });
  });

  test('distributions add up to everybody', async () => {
    const { body } = (await world.admin.get('/api/lifecycle').expect(200)) as {
      body: { people: number; layers: { people: number }[]; value: { people: number }[] };
    };
    const sum = (of: { people: number }[]) => of.reduce((total, { people }) => total + people, 0);
    expect(sum(body.layers)).toBe(body.people);
    expect(sum(body.value)).toBe(body.people);
  });

  test('the export holds everything, the deletion leaves nothing', async () => {
    const phone = await phoneOf(world, '阿青');
    await world.settle();
    const { body } = (await phone.get('/api/member/export').expect(200)) as {
      body: { data: { tags: { layer: string; facts: object[] } } };
    };
    expect(body.data.tags.layer).toBeTruthy();
    expect(body.data.tags.facts.length).toBeGreaterThan(2);
    await phone.delete('/api/member/me').query({ confirm: '删除' }).expect(200);
    await world.settle();
    expect(await native(Facts).countDocuments({ personId: personOf('阿青') })).toBe(0);
    expect(await native(Profiles).countDocuments({ _id: personOf('阿青') })).toBe(0);
    await assertCounts();
    await tagEngine.drain();
  });
});
