import { careFor, personIdOf } from '../../server/src/people';
import { asSystem } from '../../server/src/kernel/command';
import { type NoticePlan, notify } from '../../server/src/notices';
import { Notices } from '../../server/src/notices/model';
import { pushDue } from '../../server/src/notices/push';
import { native } from '../../server/src/kernel/store';
import { type FakeWeChat, startFakeWeChat } from '../support/fake-wechat';
import { startWorld, type World } from '../support/world';
import request from 'supertest';

const TEMPLATE = 'template-0123456789';
const HOUR = 3_600_000;

describe('what a person is told', () => {
  let fake: FakeWeChat;
  let world: World;
  let people = 0;
  beforeAll(async () => {
    fake = await startFakeWeChat();
    world = await startWorld({
      env: {
        WECHAT_APPID: fake.appId,
        WECHAT_SECRET: fake.secret,
        WECHAT_API_URL: fake.url,
        WECHAT_NOTICE_TEMPLATE: `${TEMPLATE},thing1,thing2,time3`,
      },
    });
  });
  afterAll(async () => {
    await world.stop();
    await fake.close();
  });

  async function somebody() {
    const openid = `o-${(people += 1)}`;
    const { body } = (await request(world.url)
      .post('/api/member/session')
      .send({ code: fake.login({ openid }), consent: '2036-11' })
      .expect(200)) as { body: { token: string } };
    const phone = request.agent(world.url).set('authorization', `Bearer ${body.token}`);
    const agree = async (requestKey: string) => {
      fake.consent(openid, TEMPLATE);
      return phone.post('/api/member/subscribe').send({ templateId: TEMPLATE, requestKey });
    };
    return { openid, personId: personIdOf('wechat', openid), phone, agree };
  }

  const tell = (plan: Partial<NoticePlan> & { key: string; personId: string }) =>
    asSystem('test', (tx) =>
      notify(tx, {
        kind: 'service',
        title: '老师回复你了',
        text: '关于你的测肤结果，老师写了一段话，点开就能看。',
        page: '/intake/talk/index?id=thr_1',
        cause: { kind: 'test', id: plan.key },
        ...plan,
      }),
    );
  const inbox = async (phone: ReturnType<typeof request.agent>) =>
    (await phone.get('/api/member/notices').expect(200)).body as {
      unread: number;
      items: { id: string; title: string; read: boolean }[];
      nextCursor?: string;
    };
  const sentTo = (openid: string) => fake.messages.filter((message) => message.touser === openid);

  test('is told once a key, pages, and is read one by one or all at once', async () => {
    const { phone, personId } = await somebody();
    await Promise.all(
      [1, 2, 3].map(async (n) => {
        await tell({ key: `${personId}:${n}`, personId, title: `第${n}条` });
        await tell({ key: `${personId}:${n}`, personId, title: '又一次' });
      }),
    );
    const all = await inbox(phone);
    expect(all.unread).toBe(3);
    expect(all.items.map(({ title }) => title).sort()).toEqual(['第1条', '第2条', '第3条']);
    const page = (await phone.get('/api/member/notices?limit=2').expect(200)).body as typeof all;
    const rest = (await phone.get(`/api/member/notices?limit=2&cursor=${page.nextCursor}`).expect(200))
      .body as typeof all;
    expect([...page.items, ...rest.items].map(({ id }) => id)).toEqual(all.items.map(({ id }) => id));

    const one = await phone
      .post('/api/member/notices/read')
      .send({ ids: [all.items[0]!.id] })
      .expect(200);
    expect(one.body).toEqual({ unread: 2 });
    await phone.post('/api/member/notices/read').send({}).expect(200);
    expect(await inbox(phone)).toMatchObject({
      unread: 0,
      items: [{ read: true }, { read: true }, { read: true }],
    });
    // Nobody reads for somebody else.
    const { phone: other } = await somebody();
    expect((await inbox(other)).items).toEqual([]);
  });

  test('in a care period no promotion arrives, and staff see why; service does', async () => {
    const { phone, personId } = await somebody();
    await asSystem('test', (tx) => careFor(tx, personId, new Date(world.clock.now().getTime() + 24 * HOUR)));
    await tell({ key: `${personId}:p`, personId, kind: 'promotion', title: '满 30 减 5' });
    await tell({ key: `${personId}:s`, personId });
    expect((await inbox(phone)).items.map(({ title }) => title)).toEqual(['老师回复你了']);
    const seen = (await world.admin.get(`/api/people/${personId}/notices`).expect(200)).body as {
      items: { told: boolean; title: string; reason: string }[];
    };
    expect(seen.items.find(({ told }) => !told)).toMatchObject({
      title: '满 30 减 5',
      reason: '正在护理期（到 11月23日 为止），护理期里不发任何推广。',
    });
    // After it, two a day and no more.
    world.clock.advance(25 * HOUR);
    for (const n of [1, 2, 3])
      await tell({ key: `${personId}:p${n}`, personId, kind: 'promotion', title: `推广${n}` });
    expect((await inbox(phone)).items.filter(({ title }) => title.startsWith('推广'))).toHaveLength(2);
    world.clock.advance(-25 * HOUR);
  });

  test('a consent is one WeChat message, counted once, whatever happens on the way', async () => {
    const { phone, personId, openid, agree } = await somebody();
    expect((await phone.get('/api/member/subscribe')).body).toEqual({ templateId: TEMPLATE, left: 0 });
    await tell({ key: `${personId}:0`, personId });
    await pushDue();
    expect(sentTo(openid)).toEqual([]);

    expect((await agree('request-1')).body).toEqual({ left: 1 });
    expect(
      (await phone.post('/api/member/subscribe').send({ templateId: TEMPLATE, requestKey: 'request-1' }))
        .body,
    ).toEqual({ left: 1 });
    expect(
      (await phone.post('/api/member/subscribe').send({ templateId: 'another-one', requestKey: 'request-2' }))
        .body,
    ).toMatchObject({ error: { code: 'template_unknown' } });

    // Its answer is lost; the next try hears that no consent is left, and so knows.
    fake.loseAnswers(1);
    await tell({ key: `${personId}:1`, personId });
    await pushDue();
    world.clock.advance(60_000);
    await pushDue();
    expect(sentTo(openid)).toHaveLength(1);
    expect(sentTo(openid)[0]).toMatchObject({
      page: 'intake/talk/index?id=thr_1',
      data: {
        thing1: { value: '老师回复你了' },
        thing2: { value: '关于你的测肤结果，老师写了一段话，点开…' },
      },
    });
    expect(await native(Notices).findOne({ personId, pushState: 'sent' })).toMatchObject({
      pushReason: '微信消息已发出。',
    });
    expect((await phone.get('/api/member/subscribe')).body).toEqual({ templateId: TEMPLATE, left: 0 });

    // A token that died early, a busy system and the night each only delay it.
    await agree('request-3');
    fake.endTokens();
    fake.beBusy(1);
    await tell({ key: `${personId}:2`, personId });
    await pushDue();
    world.clock.advance(60_000);
    await pushDue();
    expect(sentTo(openid)).toHaveLength(2);

    await agree('request-4');
    const evening = world.clock.now();
    world.clock.set('2036-11-22T16:00:00.000Z');
    await tell({ key: `${personId}:3`, personId });
    await pushDue();
    expect(sentTo(openid)).toHaveLength(2);
    world.clock.set('2036-11-22T23:31:00.000Z');
    await pushDue();
    expect(sentTo(openid)).toHaveLength(3);
    world.clock.set(evening);
  });

  test('the export holds it, and with the person it goes', async () => {
    const { phone, personId } = await somebody();
    await tell({ key: `${personId}:x`, personId });
    const { body } = (await phone.get('/api/member/export').expect(200)) as {
      body: { data: { notices: { notices: { title: string }[] } } };
    };
    expect(body.data.notices.notices).toMatchObject([{ title: '老师回复你了' }]);
    await phone.delete('/api/member/me').query({ confirm: '删除' }).expect(200);
    await world.settle();
    expect(await native(Notices).countDocuments({ personId })).toBe(0);
  });
});
