import request from 'supertest';
import { type FakeWeChat, startFakeWeChat } from '../../../test/support/fake-wechat';
import { deliver, launch, ruleIn } from '../../../test/support/play';
import { type World, startWorld } from '../../../test/support/world';
import { weChatSignIn } from '../adapters/wechat';
import { Outgoing } from '../gate/model';
import { AuditRows } from '../kernel/audit';
import { native } from '../kernel/store';
import { createUnit, signInStaff, unitDirectory, createStaff } from '../org';
import { groupDirectory, updateGroup } from '../groups';
import { system } from '../kernel/actor';
import { keepNameKeys } from './jobs';
import { MemberSessions, People } from './model';
import { blacklistedAmong } from '../risk';
import { peopleByAccount, personIdOf, useWeChat } from '.';
import { personPage } from './views';

const boss = { actor: system('test') };

interface Session {
  token: string;
  personId: string;
  nickname: string;
  expiresAt: string;
}
interface Reply<T> {
  status: number;
  body: T & { error?: { code: string } };
}

let world: World;
let fake: FakeWeChat;
beforeAll(async () => {
  world = await startWorld({ demo: true });
  fake = await startFakeWeChat();
  useWeChat(weChatSignIn({ appId: fake.appId, secret: fake.secret, apiUrl: fake.url }));
});
afterAll(async () => {
  useWeChat(undefined);
  await fake.close();
  await world.stop();
});

const post = async <T>(path: string, body: object, token?: string): Promise<Reply<T>> =>
  await request(world.url)
    .post(path)
    .set(token ? { authorization: `Bearer ${token}` } : {})
    .send(body);
const get = async <T>(path: string, token: string): Promise<Reply<T>> =>
  await request(world.url)
    .get(path)
    .set({ authorization: `Bearer ${token}` });
const signIn = async (openid: string, token?: string): Promise<Session> => {
  const { status, body } = await post<Session>(
    '/api/member/session',
    { code: fake.login({ openid, unionid: `union-${openid}` }), consent: 'v1' },
    token,
  );
  expect(status).toBe(200);
  return body;
};
const DAY = 86_400_000;

describe('signing in by WeChat', () => {
  test('makes one person of one openid, for ever, and nothing of WeChat’s leaks', async () => {
    const first = await signIn('o-lin-123456789');
    expect(first.personId).toBe(personIdOf('wechat', 'o-lin-123456789'));
    const second = await signIn('o-lin-123456789');
    expect(second.personId).toBe(first.personId);
    expect(await native(People).countDocuments({ _id: first.personId })).toBe(1);
    const me = await get('/api/member/me', first.token);
    const told = JSON.stringify([first, second, me.body]);
    for (const secret of [...fake.sessionKeys, 'o-lin-123456789']) expect(told).not.toContain(secret);
    const seen = await world.admin.get(`/api/people/${first.personId}`).expect(200);
    expect(JSON.stringify(seen.body)).not.toContain('o-lin-123456789');
    expect(JSON.stringify(seen.body)).toContain('o-l***789');
  });

  test('a used code and a mini-program that is not configured get their name', async () => {
    const code = fake.login({ openid: 'o-once' });
    expect((await post('/api/member/session', { code, consent: 'v1' })).status).toBe(200);
    const again = await post('/api/member/session', { code, consent: 'v1' });
    expect(again).toMatchObject({ status: 422, body: { error: { code: 'wechat_code_invalid' } } });
    useWeChat(undefined);
    const none = await post('/api/member/session', { code, consent: 'v1' });
    expect(none).toMatchObject({ status: 503, body: { error: { code: 'wechat_unavailable' } } });
    useWeChat(weChatSignIn({ appId: fake.appId, secret: fake.secret, apiUrl: fake.url }));
  });

  test('a session slides for 30 days of silence, is replaced by the next of the same phone, and is stored hashed', async () => {
    const { token, personId } = await signIn('o-slide');
    const start = world.clock.now();
    world.clock.advance(29 * DAY);
    expect((await get('/api/member/me', token)).status).toBe(200);
    world.clock.advance(29 * DAY);
    expect((await get('/api/member/me', token)).status).toBe(200);
    const next = await signIn('o-slide', token);
    expect((await get('/api/member/me', token)).status).toBe(401);
    expect(await native(MemberSessions).findOne({ _id: next.token })).toBeNull();
    world.clock.advance(30 * DAY);
    expect((await get('/api/member/me', next.token)).status).toBe(401);
    for (let i = 0; i < 9; i += 1) await signIn('o-slide');
    expect(await native(MemberSessions).countDocuments({ personId })).toBeLessThanOrEqual(5);
    world.clock.set(start);
  });

  test('consent is kept with version and time, once per version', async () => {
    await signIn('o-consent');
    const { token } = await signIn('o-consent');
    const { body } = await get<{ items: { version: string; at: string }[] }>('/api/member/consents', token);
    expect(body.items).toEqual([{ version: 'v1', at: world.clock.now().toISOString() }]);
  });

  test('taking a consent back is one call, ends every session, and agreeing again begins a new one', async () => {
    const [phone, tablet] = [await signIn('o-withdraw'), await signIn('o-withdraw')];
    expect((await post('/api/member/consents/withdraw', {}, phone.token)).status).toBe(200);
    for (const { token } of [phone, tablet]) expect((await get('/api/member/me', token)).status).toBe(401);
    const again = await signIn('o-withdraw');
    expect(again.personId).toBe(phone.personId);
    const at = world.clock.now().toISOString();
    const { body } = await get<{ items: object[] }>('/api/member/consents', again.token);
    expect(body.items).toHaveLength(2);
    expect(body.items).toEqual(
      expect.arrayContaining([
        { version: 'v1', at, withdrawnAt: at },
        { version: 'v1', at },
      ]),
    );
  });
});

describe('a phone number', () => {
  interface Page {
    person: { identities: { kind: string; value: string }[] };
    perhaps: { personId: string; why: string }[];
  }
  const page = async (id: string): Promise<Page> =>
    (await world.admin.get(`/api/people/${id}`).expect(200)).body as Page;
  const give = (session: Session, number: string) =>
    post<{ phone: string }>('/api/member/phone', { code: fake.phone(number) }, session.token);

  test('is kept sealed, shown masked, found by a keyed hash, and proposes whom two of may be; people decide', async () => {
    const [mine, hers, other] = [await signIn('o-tel-1'), await signIn('o-tel-2'), await signIn('o-tel-3')];
    expect((await give(mine, '13800138001')).body).toEqual({ phone: '138****8001' });
    await give(hers, '13900139002');
    await give(other, '13900139002');
    expect((await get<{ phone: string }>('/api/member/me', mine.token)).body.phone).toBe('138****8001');
    expect((await page(mine.personId)).perhaps).toEqual([]);
    expect(JSON.stringify(await native(People).find({}).toArray())).not.toMatch(/1380013|1390013/);
    expect((await page(hers.personId)).person.identities).toContainEqual({
      kind: 'phone',
      value: '139****9002',
    });

    // The same number, proved twice: proposed on either page, and nobody is merged by it.
    expect((await page(hers.personId)).perhaps).toMatchObject([{ personId: other.personId }]);
    expect((await page(other.personId)).perhaps).toMatchObject([{ personId: hers.personId }]);
    await world.admin
      .post(`/api/people/${hers.personId}/keep-apart`)
      .send({ otherId: other.personId, reason: '母女共用' })
      .expect(200);
    expect((await page(hers.personId)).perhaps).toEqual([]);
    expect((await page(other.personId)).perhaps).toEqual([]);

    // Another number takes the place of the first.
    await give(mine, '13900139002');
    expect((await page(mine.personId)).perhaps).toHaveLength(2);
    await world.admin
      .post(`/api/people/${mine.personId}/merge`)
      .send({ otherId: hers.personId, reason: '店里确认过' })
      .expect(200);
    // Somebody who is not one of them is none of them.
    expect((await page(mine.personId)).perhaps).toEqual([]);

    const exported = await get<{ data: { person: { phone: string } } }>('/api/member/export', mine.token);
    expect(exported.body.data.person.phone).toBe('+8613900139002');
    await request(world.url)
      .delete('/api/member/phone')
      .set({ authorization: `Bearer ${mine.token}` })
      .expect(200);
    expect((await native(People).findOne({ _id: mine.personId }))!.phone).toBeUndefined();
    expect((await page(other.personId)).perhaps).toEqual([]);
  });

  test('a used code and a phone without WeChat get their name', async () => {
    const session = await signIn('o-tel-4');
    const code = fake.phone('13700137000');
    const send = () => post('/api/member/phone', { code }, session.token);
    expect((await send()).status).toBe(200);
    expect(await send()).toMatchObject({ status: 422, body: { error: { code: 'phone_code_invalid' } } });
    fake.beBusy(3);
    expect(await send()).toMatchObject({ status: 503, body: { error: { code: 'phone_unavailable' } } });
    fake.beBusy(0);
  });
});

describe('people of groups', () => {
  test('are known by the names groups show, can be searched, and picked in demo mode', async () => {
    const room = await world.room('花茶 1 群', 3);
    const { body } = (await world.admin.get('/api/people').query({ limit: 50 }).expect(200)) as Reply<{
      items: {
        id: string;
        nickname: string;
        groups: number;
        identities: { kind: string; value: string }[];
      }[];
    }>;
    const member = body.items.find(({ identities }) => identities[0]?.kind === 'channel:simulator')!;
    expect(member.groups).toBe(1);
    const found = (await world.admin
      .get('/api/people')
      .query({ q: member.identities[0]!.value })
      .expect(200)) as {
      body: { items: { id: string }[] };
    };
    expect(found.body.items.map(({ id }) => id)).toContain(member.id);
    const named = async (q: string) =>
      ((await world.admin.get('/api/people').query({ q }).expect(200)) as typeof found).body.items.map(
        ({ id }) => id,
      );
    for (const part of [member.nickname, member.nickname.slice(-1), ` ${member.nickname.slice(0, 2)} `])
      expect(await named(part)).toContain(member.id);
    expect(await named(`${member.nickname}没有`)).toEqual([]);
    expect(await named('没')).toEqual([]);
    expect(await named('.*')).toEqual([]);
    // Whom an earlier version wrote is found again soon.
    await native(People).updateOne({ _id: member.id }, { $unset: { nameKeys: 1 } });
    expect(await named(member.nickname)).not.toContain(member.id);
    await keepNameKeys();
    expect(await named(member.nickname)).toContain(member.id);
    const { body: session } = await post<Session>('/api/member/demo-session', {
      personId: member.id,
      consent: 'v1',
    });
    const mine = await get<{ items: { id: string; name: string }[] }>('/api/member/groups', session.token);
    expect(mine.body.items).toMatchObject([{ id: room.groupId, name: '花茶 1 群' }]);
  });

  test('a store sees the people of its groups and nobody else', async () => {
    const shop = await createUnit(boss, { name: '静安店', kind: 'store', parentId: unitDirectory.rootId });
    const near = await world.room('静安 1 群', 2);
    const far = await world.room('别处 1 群', 2);
    await updateGroup(boss, { id: near.groupId, unitId: shop._id });
    await world.settle();
    await groupDirectory.refreshOf([near.groupId]);
    const roles = [{ role: 'store' as const, unitId: shop._id }];
    const { staff, firstPassword: password } = await createStaff(boss, {
      login: 'shop',
      name: '店员',
      roles,
    });
    const { actor } = await signInStaff(boss, { login: staff.login, password, ip: '10.0.0.1' });
    const { items } = await personPage(actor, { limit: 50 });
    expect(items).toHaveLength(2);
    const browser = await world.signIn('shop', password);
    const others = await native(People).find({ seenIn: far.groupId }).toArray();
    expect(others).toHaveLength(2);
    await browser.get(`/api/people/${items[0]!.id}`).expect(200);
    await browser.get(`/api/people/${others[0]!._id}`).expect(404);

    // Somebody in both groups: what they did and got elsewhere is not the store's to see.
    const { identities, _id: id } = (await native(People).findOne({ seenIn: near.groupId }))!;
    const both = identities[0]!.value;
    await launch(
      world,
      ruleIn(world, 'sign_up', [near.groupId, far.groupId], { triggers: ['1'], limits: {} }),
    );
    const said = [near, far].map(({ channelGroupId }, i) => ({
      eventId: `both-${i}`,
      groupId: channelGroupId,
      userId: both,
      text: '1',
      at: world.clock.now().toISOString(),
    }));
    expect((await deliver(world, await world.key(['simulator.use']), said)).body.accepted).toBe(2);
    await world.settle();
    const seenBy = async (agent: World['admin']) => {
      const { body } = (await agent.get(`/api/people/${id}`).expect(200)) as {
        body: Record<'groups' | 'participations' | 'entries', object[]>;
      };
      return [body.groups.length, body.participations.length, body.entries.length];
    };
    expect(await seenBy(world.admin)).toEqual([2, 2, 2]);
    expect(await seenBy(browser)).toEqual([1, 1, 1]);
  });
});

describe('one’s own data', () => {
  test('is exported whole, and deletion leaves no name, no identity and no session', async () => {
    const { token, personId } = await signIn('o-leave');
    const { body } = await get<{ data: Record<string, unknown> }>('/api/member/export', token);
    expect(body.data['person']).toMatchObject({
      id: personId,
      identities: [
        { kind: 'openid', value: 'o-leave' },
        { kind: 'unionid', value: 'union-o-leave' },
      ],
    });
    expect(JSON.stringify(body.data)).not.toContain(token);
    await native(AuditRows).insertOne({
      _id: 'aud_test',
      at: new Date(),
      actor: 'x',
      actorName: 'x',
      action: 'x',
      subject: personId,
      after: { note: '小林住在静安' },
    });
    const leave = (confirm: string) =>
      request(world.url)
        .delete('/api/member/me')
        .set({ authorization: `Bearer ${token}` })
        .query({ confirm });
    await leave('不').expect(400);
    await leave('删除').expect(200);
    await world.settle();
    expect((await get('/api/member/me', token)).status).toBe(401);
    const row = (await native(People).findOne({ _id: personId }))!;
    expect(row).toMatchObject({ nickname: '已注销用户', identities: [], seenIn: [] });
    expect(JSON.stringify(await native(AuditRows).find({ subject: personId }).toArray())).not.toContain(
      '静安',
    );
    // Who comes back is somebody new, and the same somebody from then on.
    const back = await signIn('o-leave');
    expect(back.nickname).toBe('新朋友');
    expect(back.personId).not.toBe(personId);
    expect((await signIn('o-leave')).personId).toBe(back.personId);
    const consents = await get<{ items: object[] }>('/api/member/consents', back.token);
    expect(consents.body.items).toHaveLength(1);
    expect((await peopleByAccount(['o-leave'])).get('o-leave')).toBe(back.personId);
  });

  test('going and coming is no way to be a newcomer every day, nor out of the blacklist', async () => {
    const leave = async ({ token }: Session) => {
      await request(world.url)
        .delete('/api/member/me')
        .set({ authorization: `Bearer ${token}` })
        .query({ confirm: '删除' })
        .expect(200);
      await world.settle();
    };
    const first = await signIn('o-again');
    await world.admin.post('/api/blacklist').send({ personId: first.personId, reason: '刷券' }).expect(200);
    await leave(first);
    const second = await signIn('o-again');
    await world.settle();
    expect(await blacklistedAmong([second.personId])).toEqual(new Set([second.personId]));
    await leave(second);
    const tooSoon = await post('/api/member/session', {
      code: fake.login({ openid: 'o-again' }),
      consent: 'v1',
    });
    expect(tooSoon).toMatchObject({ status: 422, body: { error: { code: 'returned_too_soon' } } });
    const start = world.clock.now();
    world.clock.advance(30 * DAY);
    const third = await signIn('o-again');
    await world.settle();
    expect([first.personId, second.personId]).not.toContain(third.personId);
    expect((await blacklistedAmong([third.personId])).size).toBe(1);
    world.clock.set(start);
  });
});

describe('a name', () => {
  test('goes with its person from what the bot said and from the record of changes', async () => {
    const room = await world.room('晚风 1 群', 3);
    const [leaving, staying] = await native(People).find({ seenIn: room.groupId }).sort({ _id: 1 }).toArray();
    const { nickname, identities } = leaving!;
    const line = (id: string, text: string, daysAgo: number) => {
      const at = new Date(world.clock.now().getTime() - daysAgo * DAY);
      const when = { causedAt: at, createdAt: at, plannedFor: at, dueAt: at, sentAt: at };
      return { _id: id, groupId: room.groupId, kind: 'answer' as const, text, cause: {}, seq: 1, ...when };
    };
    await native(Outgoing).insertMany(
      [
        line('out_new', `刚刚来的：${nickname}、${staying!.nickname}。`, 30),
        line('out_old', `欢迎 ${nickname}～`, 95),
      ].map((row) => ({ ...row, state: 'sent' as const, attempts: 0 })),
    );
    await native(AuditRows).insertOne({
      _id: 'aud_other',
      at: new Date(),
      actor: 'x',
      actorName: 'x',
      action: 'x',
      subject: staying!._id,
      after: { reason: `和${nickname}是同一个人`, userId: identities[0]!.value, unit: '静安店' },
    });
    const { body } = await post<Session>('/api/member/demo-session', {
      personId: leaving!._id,
      consent: 'v1',
    });
    await request(world.url)
      .delete('/api/member/me')
      .set({ authorization: `Bearer ${body.token}` })
      .query({ confirm: '删除' })
      .expect(200);
    await world.settle();
    const texts = await native(Outgoing).find({ groupId: room.groupId }).sort({ createdAt: 1 }).toArray();
    expect(texts.map(({ text }) => text)).toEqual([
      `欢迎 ${nickname}～`, // beyond 90 days, as long as what members write is kept
      `刚刚来的：已注销用户、${staying!.nickname}。`,
    ]);
    expect(await native(AuditRows).findOne({ _id: 'aud_other' })).toMatchObject({
      after: { reason: '和已注销用户是同一个人', userId: '已注销用户', unit: '静安店' },
    });
  });
});

describe('outside demo mode', () => {
  test('nobody picks a member', async () => {
    const { setBrand } = await import('../org/brand');
    setBrand({ name: '晨露', demo: false });
    const answer = await request(world.url).get('/api/member/demo-members');
    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'demo_only' } } });
    const tried = await post('/api/member/demo-session', { personId: 'psn_x', consent: 'v1' });
    expect(tried).toMatchObject({ status: 403, body: { error: { code: 'demo_only' } } });
  });
});
