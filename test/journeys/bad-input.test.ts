import iconv from 'iconv-lite';
import mongoose from 'mongoose';
import request from 'supertest';
import type { ActivityRule } from '@kouyi/shared/types';
import { deliver, launch, phoneOf, ruleIn } from '../support/play';
import { startWorld, type World } from '../support/world';

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: { error: { code: string; message: string; field?: string } };
}

const CHINESE = /[\u4e00-\u9fff]{3,}/;
/** What a refused request may leave: counters of attempts, sessions, a job's beat or its report; nothing of the business. */
const BUSINESS =
  /^(activit|journal|outbox|ledger(?!_audits)|people|group|outgoing|audit|blacklist|org_|units|staff$|keys|risk|consents)/;

describe('bad input', () => {
  let world: World;
  let key: string;
  let room: { groupId: string; channelGroupId: string };
  beforeAll(async () => {
    world = await startWorld({ demo: true });
    key = await world.key(['simulator.use']);
    room = await world.room('检验群', 2);
  });
  afterAll(() => world.stop());

  async function counts(): Promise<Record<string, number>> {
    const all = await mongoose.connection.db!.listCollections({}, { nameOnly: true }).toArray();
    const names = all
      .map((each) => each.name)
      .filter((name) => BUSINESS.test(name))
      .sort();
    return Object.fromEntries(
      await Promise.all(
        names.map(
          async (name) => [name, await mongoose.connection.db!.collection(name).countDocuments({})] as const,
        ),
      ),
    );
  }

  /** Does something bad; sees that it was answered by name, in Chinese, with security headers, and changed nothing. */
  async function refused(what: () => PromiseLike<unknown>, status: number, code: string): Promise<Answer> {
    // What went before may still be told on.
    await world.settle();
    const before = await counts();
    const answer = (await what()) as Answer;
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(answer.body.error.message).toMatch(CHINESE);
    expect(answer.body.error.message).not.toMatch(/[{}]|undefined/);
    expect(answer.headers['content-security-policy']).toContain("default-src 'self'");
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    await world.settle();
    expect(await counts()).toEqual(before);
    return answer;
  }

  const event = (more: object) => ({
    eventId: 'bad',
    groupId: room.channelGroupId,
    userId: 'u',
    text: '1',
    at: world.clock.now().toISOString(),
    ...more,
  });
  const at = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();

  test.each([
    ['no object', () => 'hello', 'event_malformed'],
    ['nothing', () => null, 'event_malformed'],
    ['no id', () => event({ eventId: '' }), 'event_malformed'],
    ['a field nobody knows', () => event({ colour: 'red' }), 'event_malformed'],
    ['a time that is none', () => event({ at: 'yesterday' }), 'event_malformed'],
    ['an operator for a text', () => event({ text: { $gt: '' } }), 'event_malformed'],
    ['an unknown group', () => event({ groupId: 'nowhere' }), 'group_unknown'],
    ['a text of a million letters', () => event({ text: '1'.repeat(1_000_000) }), 'text_too_long'],
    ['a time to come', () => event({ at: at(10 * 60_000) }), 'event_from_future'],
    ['a time long gone', () => event({ at: at(-40 * 86_400_000) }), 'event_too_old'],
  ])('an event with %s is refused alone; its neighbours are taken', async (name, bad, code) => {
    const good = event({ eventId: `good beside ${name}`, text: '你好' });
    const before = await counts();
    const { status, body } = await deliver(world, key, [good, bad()]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 1, duplicates: 0, refused: [{ index: 1, code }] });
    expect(body.refused[0]!.message).toMatch(CHINESE);
    await world.settle();
    expect(await counts()).toEqual({ ...before, journal: before['journal']! + 1 });
  });

  const door = (body: string | object, type = 'application/json') =>
    request(world.url)
      .post('/api/channels/simulator/events')
      .set('authorization', key)
      .set('content-type', type)
      .send(body as object);

  test('a request that can’t be read', async () => {
    await refused(() => door('{"events": ['), 400, 'shape_invalid');
    await refused(() => door('[1, 2]'), 400, 'shape_invalid');
    await refused(() => door('events=1', 'text/plain'), 400, 'shape_invalid');
    await refused(() => door({ events: [] }), 400, 'shape_invalid');
    await refused(() => door({ events: Array(501).fill(event({})) }), 400, 'shape_invalid');
    await refused(() => door('{"__proto__": {"admin": true}, "events": [{}]}'), 400, 'shape_invalid');
    await refused(() => world.admin.get('/api/activities?limit=1&limit=2'), 400, 'shape_invalid');
    await refused(() => world.admin.get('/api/activities?cursor=nonsense'), 400, 'cursor_invalid');
    await refused(() => world.admin.get('/api/activities/%E0%A4%A'), 404, 'not_found');
    await refused(() => world.admin.get('/api/no-such-thing'), 404, 'not_found');
    await refused(() => world.admin.delete('/api/activities'), 404, 'not_found');
  });

  test('ten megabytes', async () => {
    const before = await counts();
    const body = JSON.stringify({ events: [event({ text: '1'.repeat(10_000_000) })] });
    const answer = await fetch(`${world.url}/api/channels/simulator/events`, {
      method: 'POST',
      headers: { authorization: key, 'content-type': 'application/json' },
      body,
    });
    expect(answer.status).toBe(413);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
    const { error } = (await answer.json()) as Answer['body'];
    expect(error).toMatchObject({
      code: 'body_too_large',
      message: expect.stringMatching(CHINESE) as string,
    });
    expect(await counts()).toEqual(before);
  });

  test('an end before its start, a time gone by, no group', async () => {
    const rule = ruleIn(world, 'sign_up', [room.groupId], { title: '倒着来', triggers: ['倒'] });
    const launched = async (more: Partial<ActivityRule>, field: string) => {
      const { body } = (await world.admin
        .post('/api/activities')
        .send({ rule: { ...rule, ...more } })
        .expect(200)) as { body: { id: string } };
      const { id } = body;
      const launchIt = () => world.admin.post(`/api/activities/${id}/launch`).send({});
      const { body: no } = await refused(launchIt, 422, 'rule_invalid');
      expect(no.error.field).toBe(field);
      const after = (await world.admin.get(`/api/activities/${id}`).expect(200)) as {
        body: { state: string };
      };
      expect(after.body.state).toBe('draft');
    };
    await launched({ window: { startAt: at(7_200_000), endAt: at(3_600_000) } }, 'rule.window.endAt');
    await launched({ window: { startAt: at(-7_200_000), endAt: at(-3_600_000) } }, 'rule.window.endAt');
    await launched({ where: { ...rule.where, groupIds: [] } }, 'rule.where');
    await refused(
      () => world.admin.post('/api/activities').send({ rule: { ...rule, reward: { points: -5 } } }),
      400,
      'shape_invalid',
    );
  });

  test('overlapping triggers wait until they were seen', async () => {
    const rule = ruleIn(world, 'sign_up', [room.groupId], { title: '先来', triggers: ['1'] });
    await launch(world, rule);
    const { body } = (await world.admin
      .post('/api/activities')
      .send({ rule: { ...rule, title: '后到', triggers: ['扣1'], priority: 5 } })
      .expect(200)) as { body: { id: string } };
    const { id } = body;
    await refused(() => world.admin.post(`/api/activities/${id}/launch`).send({}), 409, 'conflicts_unseen');
    const shown = await world.admin.get(`/api/activities/${id}/conflicts`).expect(200);
    expect(shown.body).toMatchObject({ items: [{ title: '先来', wins: true }] });
    const live = await world.admin
      .post(`/api/activities/${id}/launch`)
      .send({ acceptConflicts: true })
      .expect(200);
    expect(live.body).toMatchObject({ state: 'running' });
  });

  test('a table with a wrong column or a formula is refused as a whole; GBK is read', async () => {
    const table = (lines: string[], encoding: 'utf-8' | 'gbk' = 'utf-8', dryRun = false) =>
      world.admin
        .post('/api/activities/import')
        .send({ base64: iconv.encode(lines.join('\n'), encoding).toString('base64'), dryRun });
    const head = '标题,类型,群,开始,结束,触发词,积分';
    const row = (title: string) => `${title},报名,检验群,2036-11-23 09:00,2036-11-23 10:00,早,5`;
    await refused(() => table([`${head},颜色`, `${row('表一')},红`]), 422, 'csv_column_unknown');
    await refused(() => table(['标题,类型', '表一,报名']), 422, 'csv_column_missing');
    await refused(() => table([head]), 422, 'csv_empty');
    await refused(() => table([head, '"没有配对,报名']), 422, 'csv_malformed');
    const before = await counts();
    const formula = await table([head, row('好的'), row('=1+1')]).expect(200);
    expect(formula.body).toMatchObject({
      created: [],
      rows: [{ problems: [] }, { problems: [{ code: 'formula_refused' }] }],
    });
    const dry = await table([head, row('国标')], 'gbk', true).expect(200);
    expect(dry.body).toMatchObject({ encoding: 'gbk', created: [], rows: [{ title: '国标', problems: [] }] });
    expect(await counts()).toEqual(before);
    const real = await table([head, row('国标')], 'gbk').expect(200);
    expect((real.body as { created: string[] }).created).toHaveLength(1);
  });

  test('a wrong password ten times, and an expired session', async () => {
    const signIn = (password: string) =>
      request(world.url).post('/api/staff/session').send({ login: 'admin', password });
    for (let i = 0; i < 10; i += 1) await refused(() => signIn(`wrong ${i}`), 401, 'wrong_login');
    const locked = await refused(() => signIn('a long first password'), 429, 'too_many_attempts');
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0);
    // Another login is not locked out with it, and an unknown one looks the same as a wrong password.
    await refused(
      () => request(world.url).post('/api/staff/session').send({ login: 'nobody', password: 'x' }),
      401,
      'wrong_login',
    );
    world.clock.advance(13 * 3_600_000);
    await refused(() => world.admin.get('/api/activities'), 401, 'not_signed_in');
    await refused(
      () => world.admin.post('/api/org/keys').send({ name: 'k', rights: ['org.read'] }),
      401,
      'not_signed_in',
    );
    await world.signInAgain();
  });

  test('someone else’s activity does not exist', async () => {
    const unit = async (name: string) =>
      (
        (await world.admin
          .post('/api/org/units')
          .send({ name, kind: 'store', parentId: 'unt_root' })
          .expect(200)) as {
          body: { id: string };
        }
      ).body.id;
    const [mine, theirs] = [await unit('我的店'), await unit('别家店')];
    const group = await world.room('别家的群', 1);
    await world.admin.put(`/api/groups/${group.groupId}`).send({ unitId: theirs }).expect(200);
    const id = await launch(world, ruleIn(world, 'sign_up', [group.groupId], { title: '别家的' }));
    for (const role of ['store', 'region'] as const) {
      const agent = await world.staff(role, mine);
      for (const path of ['', '/live', '/participations', '/versions', '/conflicts', '/export.csv'])
        await refused(() => agent.get(`/api/activities/${id}${path}`), 404, 'not_found');
      for (const act of ['pause', 'close'])
        await refused(() => agent.post(`/api/activities/${id}/${act}`).send({}), 404, 'not_found');
      const list = await agent.get('/api/activities').expect(200);
      expect(JSON.stringify(list.body)).not.toContain('别家的');
      await refused(() => agent.get(`/api/groups/${group.groupId}`), 404, 'not_found');
    }
    await deliver(world, key, [event({ eventId: 'in', userId: '路人', kind: 'join', text: '', at: at(0) })]);
    await world.settle();
    const phone = await phoneOf(world, '路人');
    await refused(() => phone.get(`/api/member/activities/${id}`), 404, 'not_found');
    const join = { groupId: group.groupId, text: '1', requestKey: 'not-my-group' };
    await refused(() => phone.post(`/api/member/activities/${id}/join`).send(join), 422, 'not_your_group');
    const day = { activityId: id, day: '2036-11-20' };
    await refused(() => phone.post('/api/member/check-ins/make-up').send(day), 404, 'not_found');
  });
});
