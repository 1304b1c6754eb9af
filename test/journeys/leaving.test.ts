import mongoose from 'mongoose';
import { DAY_MS } from '@kouyi/shared/rules/time';
import sharp from 'sharp';
import request from 'supertest';
import { storage } from '../../server/src/adapters/storage';
import { photoKey } from '../../server/src/intake/model';
import { removeBytes } from '../../server/src/intake/photos';
import { asSystem } from '../../server/src/kernel/command';
import { newId } from '../../server/src/kernel/ids';
import { auditLedger } from '../../server/src/ledger';
import { notify } from '../../server/src/notices';
import { boxDesign, goods, none, openBox } from '../support/box-story';
import { type FakeWeChat, startFakeWeChat } from '../support/fake-wechat';
import { deliver, launch, personOf, phoneOf, ruleIn } from '../support/play';
import { openShop, sell } from '../support/shop';
import { type Story, storyIn } from '../support/story';
import { startWorld, type World } from '../support/world';

type Phone = Awaited<ReturnType<typeof phoneOf>>;
type Doc = Record<string, unknown>;

/** What she is called, where she lives, how she is known outside: nothing of it may be found after she left. */
const NAME = '晚晴小筑';
const USER_ID = 'wm_wanqing_8842';
const OPENID = 'o-wanqing-77531';
const UNIONID = 'union-wanqing-9';
const ADDRESS = {
  name: '沈晚晴',
  phone: '13800138555',
  province: '上海市',
  city: '上海市',
  district: '静安区',
  detail: '余姚路 417 弄 9 号',
};

/** Every word that says who she is. */
const WORDS = [NAME, USER_ID, OPENID, UNIONID, ADDRESS.name, ADDRESS.phone, ADDRESS.detail];

/**
 * Whatever holds something about a person, by collection, and under which name their export shows it. A collection
 * that holds somebody and is not here is one that was forgotten: in the export, in the deletion, or in both.
 */
const SHOWN_AS: Readonly<Record<string, string>> = {
  activity_decisions: 'activities',
  activity_first_times: 'activities', // the first of their participations
  activity_progress: 'activities',
  activity_tallies: 'activities', // who was first and who is to be answered: a copy of names
  audit: 'merges', // what staff did about them: merges and tags, which are shown with their reasons
  care_messages: 'care',
  care_threads: 'care',
  commissions: 'orders', // what an order paid to whom, and why
  consents: 'consents',
  draw_ages: 'draws',
  draw_news: 'draws', // waits some seconds for the next line in the group
  draw_players: 'draws',
  draws: 'draws',
  group_members: 'groups',
  growth_people: 'growth',
  group_welcomes: 'groups', // whom the next welcome greets
  intake_photos: 'intake',
  intake_sessions: 'intake',
  journal: 'messages',
  ledger_accounts: 'ledger',
  ledger_transactions: 'ledger',
  member_sessions: 'sessions',
  notice_consents: 'notices',
  notices: 'notices',
  orders: 'orders',
  outbox: 'activities', // news on its way between parts of the server, gone within a week
  outgoing: 'messages', // what the bot said in the group
  people: 'person',
  person_facts: 'tags',
  person_merges: 'merges',
  person_profiles: 'tags',
  prizes: 'prizes',
  risk_joins: 'groups', // joins of the last days, against floods
};

/** What stays where somebody was, without a name: books, draws and counts, for as long as the law or sums need it. */
const STAYS = new Set([
  'activity_decisions',
  'activity_first_times',
  'activity_progress',
  'audit',
  'commissions',
  'consents',
  'draw_news',
  'draw_players',
  'draws',
  'ledger_accounts',
  'ledger_transactions',
  'person_facts_forgotten',
  'people',
  'prizes',
]);

describe('who leaves', () => {
  let world: World;
  let story: Story;
  let fake: FakeWeChat;
  let personId: string;
  let photoId: string;
  let phone: Phone;
  beforeAll(async () => {
    fake = await startFakeWeChat();
    world = await startWorld({
      demo: true,
      env: {
        WECHAT_APPID: fake.appId,
        WECHAT_SECRET: fake.secret,
        WECHAT_API_URL: fake.url,
        WECHAT_NOTICE_TEMPLATE: 'template-1,thing1,thing2,time3',
      },
    });
    story = await storyIn(world);
  });
  afterAll(async () => {
    await world.stop();
    await fake.close();
  });

  /** A phone that WeChat signs in. */
  async function signIn(): Promise<{ phone: Phone; personId: string }> {
    const { body } = (await request(world.url)
      .post('/api/member/session')
      .send({ code: fake.login({ openid: OPENID, unionid: UNIONID }), consent: '2036-11' })
      .expect(200)) as { body: { token: string; personId: string } };
    return {
      phone: request.agent(world.url).set('authorization', `Bearer ${body.token}`),
      personId: body.personId,
    };
  }

  /** Every document of the database that holds one of these words anywhere, by collection. */
  async function holding(words: readonly string[]): Promise<Map<string, Doc[]>> {
    const found = new Map<string, Doc[]>();
    const db = mongoose.connection.db!;
    for (const { name } of await db.listCollections().toArray()) {
      const rows = await db.collection(name).find({}).toArray();
      const holds = rows.filter((row) => {
        const text = JSON.stringify(row);
        return words.some((word) => text.includes(word));
      });
      if (holds.length > 0) found.set(name, holds);
    }
    return found;
  }

  test('has lived here', async () => {
    const room = await world.room('护肤 1 群', 3);
    await launch(world, { ...ruleIn(world, 'check_in', [room.groupId]), triggers: ['1'] });
    const box = await openBox(world, boxDesign(world, [goods('cup', 999_999_998, 50), none(1)]));
    await launch(world, {
      ...ruleIn(world, 'blind_box', [room.groupId]),
      triggers: ['抽'],
      reward: { points: 0, box: { id: box.id, gives: 'chance' } },
    });
    const say = async (kind: 'join' | 'message', text: string) => {
      const at = world.clock.now().toISOString();
      const groupId = room.channelGroupId;
      const said = { eventId: newId('e'), groupId, userId: USER_ID, name: NAME, kind, text, at };
      expect((await deliver(world, story.key, [said])).body.refused).toEqual([]);
      await world.settle();
    };
    await say('join', '');
    await say('message', '1');
    await say('message', '抽');
    await say('message', `大家好，我是${NAME}`);

    const inGroup = await phoneOf(world, USER_ID);
    await inGroup.post('/api/member/age').send({ band: 'adult' }).expect(200);
    for (let i = 0; i < 3; i += 1)
      await inGroup.post(`/api/member/boxes/${box.id}/draw`).send({ requestKey: `draw-key-${i}` });
    await world.settle();
    const cabinet = (await inGroup.get('/api/member/cabinet?show=all')).body as { items?: { id: string }[] };
    for (const { id } of cabinet.items ?? [])
      await inGroup
        .post(`/api/member/prizes/${id}/claim`)
        .send({ way: 'ship', address: ADDRESS })
        .expect(200);

    ({ phone, personId } = await signIn());
    fake.consent(OPENID, 'template-1');
    await phone.post('/api/member/subscribe').send({ templateId: 'template-1', requestKey: 'sub-key-1' });
    await takeTheTest(phone);
    await world.admin
      .post(`/api/people/${personOf(USER_ID)}/merge`)
      .send({ otherId: personId, reason: `${NAME}在店里说的` })
      .expect(200);
    const { body: tag } = (await world.admin
      .post('/api/tags')
      .send({ name: '贵客', kind: 'sales' })
      .expect(200)) as { body: { id: string } };
    await world.admin
      .post(`/api/people/${personOf(USER_ID)}/tags`)
      .send({ tagId: tag.id, reason: `${NAME}是老朋友` })
      .expect(200);
    await asSystem('test', (tx) =>
      notify(tx, {
        key: 'hello',
        personId,
        kind: 'service',
        title: `${NAME}，你好`,
        text: '…',
        cause: { kind: 'test', id: '1' },
      }),
    );
    await sell(world, 's');
    const shop = await openShop(world);
    const paidAt = world.clock.now().toISOString();
    const sent = await shop.send([
      {
        orderId: 'A-1',
        paidAt,
        buyer: { channel: 'simulator', userId: USER_ID },
        items: [{ sku: 's', quantity: 1, paidFen: 9_900 }],
      },
    ]);
    expect(sent).toMatchObject({ status: 200, body: { fresh: 1 } });
    await world.settle();
  }, 60_000);

  async function takeTheTest(by: Phone): Promise<void> {
    const { body: made } = (await world.admin
      .post('/api/questionnaires')
      .send({ template: 'skin_test' })
      .expect(200)) as { body: { id: string } };
    await world.admin.post(`/api/questionnaires/${made.id}/publish`).send({ revision: 1, beside: false });
    const { body: session } = (await by
      .post(`/api/member/intakes/${made.id}/start`)
      .send({})
      .expect(200)) as {
      body: { id: string };
    };
    const at = world.clock.now().toISOString();
    const answers = Object.entries({
      wash: 'a',
      noon: 'a',
      pores: 'a',
      cream: 0,
      flush: 'd',
      newCare: 'c',
      howFelt: ['a', 'c'],
      season: 'd',
      mark: 'a',
      sun: 'a',
      spots: 'a',
      smile: 'a',
      outdoors: 'a',
      sleep: 'b',
      wish: ['a', 'c'],
    }).map(([questionId, value]) => ({ questionId, value, at }));
    await by
      .post(`/api/member/intake-sessions/${session.id}/answers`)
      .send({ version: 1, answers })
      .expect(200);
    const bytes = await sharp({ create: { width: 90, height: 90, channels: 3, background: '#c98' } })
      .jpeg()
      .toBuffer();
    const { body: photo } = (await by
      .post(`/api/member/intake-sessions/${session.id}/photo`)
      .field('questionId', 'photo')
      .field('consent', 'yes')
      .attach('file', bytes, 'me.jpg')
      .expect(200)) as { body: { photoId: string } };
    ({ photoId } = photo);
    await by.post(`/api/member/intake-sessions/${session.id}/finish`).send({}).expect(200);
    await world.settle();
    const { body } = (await by.get('/api/member/threads').expect(200)) as {
      body: { items: { id: string }[] };
    };
    await by
      .post(`/api/member/threads/${body.items[0]!.id}/messages`)
      .send({ text: `我是${NAME}，要用多久？`, requestKey: 'ask-key-1' })
      .expect(200);
  }

  test('is shown everything that is held about them, wherever it lies', async () => {
    const held = await holding([...WORDS, ...ids()]);
    expect([...held.keys()].filter((name) => !(name in SHOWN_AS))).toEqual([]);
    const { data } = await exported(phone);
    const parts = [data, ...(data.seenAsOne ?? [])];
    const unseen = [...held.keys()].filter((name) =>
      parts.every((part) => EMPTY.has(JSON.stringify(part[SHOWN_AS[name]!] ?? null))),
    );
    expect(unseen).toEqual([]);
    // Word for word what they gave us, also by the other identity.
    const all = JSON.stringify(data);
    for (const word of [...WORDS, `大家好，我是${NAME}`, `我是${NAME}，要用多久？`])
      expect(all).toContain(word);
    for (const secret of fake.sessionKeys) expect(all).not.toContain(secret);
  });

  test('leaves books and draws whole, and nothing that leads to them', async () => {
    const [before, audited, id] = [await books(), (await auditLedger()).findings, ids()];
    await phone.delete('/api/member/me').query({ confirm: '删除' }).expect(200);
    await world.settle();
    await removeBytes();
    expect((await phone.get('/api/member/export')).status).toBe(401);

    const words = await holding(WORDS);
    // Who is still in the group is there by the channel's number; what was said goes from the journal in a month.
    expect([...words.keys()].sort()).toEqual(['group_members', 'journal', 'outbox']);
    for (const row of [...words.get('group_members')!, ...words.get('journal')!])
      expect(WORDS.filter((word) => JSON.stringify(row).includes(word))).toEqual([USER_ID]);
    // News that were delivered go within a week, whatever they say.
    for (const row of words.get('outbox')!)
      expect((row['expireAt'] as Date).getTime() - world.clock.now().getTime()).toBeLessThanOrEqual(
        7 * DAY_MS,
      );
    const traces = [...(await holding(id)).keys()].filter(
      (name) => !words.has(name) && name !== 'risk_joins',
    );
    expect(traces.filter((name) => !STAYS.has(name))).toEqual([]);
    // Not a row of what was booked and drawn is another; what waited to be fetched went back into the box.
    const [draws, booked] = await books();
    expect(draws).toEqual(before[0]);
    expect(booked).toEqual(expect.arrayContaining(before[1]));
    expect(await storage().get(photoKey(photoId))).toBeUndefined();
    expect((await auditLedger()).findings).toEqual(audited);
  });

  test('comes back as somebody new, of whom a second export finds nothing', async () => {
    const gone = ids();
    const again = await signIn();
    expect(gone).not.toContain(again.personId);
    await world.settle();
    const { data } = await exported(again.phone);
    const { person, consents, sessions, tags, ...rest } = data;
    expect(person).toMatchObject({ nickname: '新朋友', createdAt: world.clock.now().toISOString() });
    expect([consents, sessions]).toMatchObject([[{ version: '2036-11' }], [{}]]);
    // That they signed in a moment ago is all that is known.
    expect((tags as { facts: { title: string }[] }).facts.map(({ title }) => title).sort()).toEqual([
      '打开过小程序',
      '登录了小程序',
    ]);
    const found = Object.entries(rest).filter(([, part]) => !isEmpty(part));
    expect(found).toEqual([]);
    for (const word of [...gone, NAME, USER_ID, ...Object.values(ADDRESS)])
      expect(JSON.stringify(data)).not.toContain(word);
    const me = await again.phone.get('/api/member/me').expect(200);
    expect(me.body).toMatchObject({ points: 0, groups: 0 });
    expect((await again.phone.get('/api/member/points').expect(200)).body).toEqual({ balance: 0, items: [] });
  });

  const ids = () => [personId, personOf(USER_ID)];

  async function exported(by: Phone) {
    const { body } = (await by.get('/api/member/export').expect(200)) as {
      body: { data: Doc & { seenAsOne?: Doc[] } };
    };
    return body;
  }

  /** Draws and amounts as they stand in the books. */
  async function books(): Promise<[Doc[], Doc[]]> {
    const db = mongoose.connection.db!;
    const rows = (name: string, projection: Doc) =>
      db.collection(name).find({}, { projection }).sort({ _id: 1 }).toArray();
    return [
      await rows('draws', { prizeId: 1, chain: 1, clientSeed: 1, commitment: 1, personId: 1 }),
      await rows('ledger_transactions', { postings: 1, personId: 1 }),
    ];
  }
});

const EMPTY = new Set(['null', '[]', '{}']);

/** Whether nothing is in it, however deep it is nested. */
function isEmpty(part: unknown): boolean {
  if (Array.isArray(part)) return part.length === 0;
  if (typeof part === 'object' && part !== null) return Object.values(part).every(isEmpty);
  return part === undefined || part === null;
}
