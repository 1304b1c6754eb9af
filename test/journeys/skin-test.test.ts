import sharp from 'sharp';
import type request from 'supertest';
import { skinTest } from '@kouyi/shared/rules/intake-skin-test';
import { questionsOf } from '@kouyi/shared/rules/intake';
import type { Question, Questionnaire } from '@kouyi/shared/types';
import { storage } from '../../server/src/adapters/storage';
import { handOver } from '../../server/src/care/commands';
import { Duty, Threads } from '../../server/src/care/model';
import { Figures, photoKey, Photos, Sessions } from '../../server/src/intake/model';
import { removeBytes } from '../../server/src/intake/photos';
import { asSystem } from '../../server/src/kernel/command';
import { native } from '../../server/src/kernel/store';
import { notify } from '../../server/src/notices';
import { careUntilOf } from '../../server/src/people';
import { deliver, personOf, phoneOf } from '../support/play';
import { type Story, storyIn } from '../support/story';
import { startWorld, type World } from '../support/world';

type Agent = ReturnType<typeof request.agent>;
interface Session {
  id: string;
  version: number;
  state: string;
  answers: Record<string, unknown>;
  on?: string;
  content: { sections: Questionnaire['sections'] };
}
const codeOf = (body: unknown): string => (body as { error: { code: string } }).error.code;

/** Complete answers: dry, sensitive, not pigmented, firm. */
const ANSWERS: Record<string, unknown> = {
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
};

describe('the skin test', () => {
  let world: World;
  let story: Story;
  let room: { groupId: string; channelGroupId: string };
  let questionnaireId: string;
  beforeAll(async () => {
    world = await startWorld({ demo: true });
    story = await storyIn(world);
    room = await world.room('护肤 1 群', 0);
    await world.staff('adviser');
    questionnaireId = await publish('skin_test');
  });
  afterAll(() => world.stop());

  async function publish(template: string): Promise<string> {
    const { body } = (await world.admin.post('/api/questionnaires').send({ template }).expect(200)) as {
      body: { id: string };
    };
    await world.admin
      .post(`/api/questionnaires/${body.id}/publish`)
      .send({ revision: 1, beside: false })
      .expect(200);
    return body.id;
  }
  async function member(name: string): Promise<Agent> {
    await deliver(world, story.key, [story.joins(room, name, world.clock.now())]);
    await world.settle();
    return phoneOf(world, name);
  }
  const start = async (phone: Agent, more: object = {}, id = questionnaireId): Promise<Session> =>
    (await phone.post(`/api/member/intakes/${id}/start`).send(more).expect(200)).body as Session;
  let moment = 0;
  const given = (answers: Record<string, unknown>) =>
    Object.entries(answers).map(([questionId, value]) => ({
      questionId,
      value,
      at: new Date(world.clock.now().getTime() - 60_000 + (moment += 1)).toISOString(),
    }));
  const answer = (phone: Agent, session: Session, answers: unknown[], more: object = {}) =>
    phone
      .post(`/api/member/intake-sessions/${session.id}/answers`)
      .send({ version: session.version, answers, ...more });
  const finish = (phone: Agent, session: Session) =>
    phone.post(`/api/member/intake-sessions/${session.id}/finish`).send({});
  const picture = (width = 2400, height = 1800) =>
    sharp({ create: { width, height, channels: 3, background: '#caa' } })
      .withExif({ IFD0: { Make: 'SecretPhone' }, IFD3: { GPSLatitude: '31/1 13/1 0/1' } })
      .jpeg();
  const send = (phone: Agent, session: Session, bytes: Buffer, consent = 'yes', name = 'me.jpg') =>
    phone
      .post(`/api/member/intake-sessions/${session.id}/photo`)
      .field('questionId', 'photo')
      .field('consent', consent)
      .attach('file', bytes, name);

  test('is done on two phones, late and twice, and gives one result, tags, a thread, a notice and a care period', async () => {
    const phone = await member('小满');
    const listed = (await phone.get('/api/member/intakes').expect(200)).body as { items: object[] };
    expect(listed.items).toMatchObject([{ id: questionnaireId, title: skinTest.title }]);
    expect(listed.items[0]).not.toHaveProperty('mine');

    // Two phones begin at once and get the same session.
    const [session, same] = await Promise.all([start(phone, { source: 'home' }), start(phone)]);
    expect(same.id).toBe(session.id);
    // The phone isn't told what answers are worth.
    expect(JSON.stringify(session)).not.toContain('score');

    // Half of it on one phone, in the wrong order and twice; the other goes on.
    const batch = given(Object.fromEntries(Object.entries(ANSWERS).slice(0, 8)));
    await answer(phone, session, [...batch].reverse(), { on: 'mark' }).expect(200);
    await answer(phone, session, batch).expect(200);
    const resumed = await start(phone);
    expect(resumed).toMatchObject({ id: session.id, on: 'mark', answers: { howFelt: ['a', 'c'] } });
    expect(codeOf((await finish(phone, session)).body)).toBe('answers_missing');

    const late = given(Object.fromEntries(Object.entries(ANSWERS).slice(8)));
    await answer(phone, session, late).expect(200);
    const report = (await finish(phone, session).expect(200)).body as {
      result: { name: string };
      dimensions: { id: string; percent: number }[];
    };
    expect(report.result.name).toBe('干 · 敏感 · 不易沉 · 紧致');
    expect(report.dimensions.map(({ id }) => id)).toEqual(['oil', 'calm', 'tone', 'lines']);
    // Again is the same, also what was sent before; something new is refused.
    expect((await finish(phone, session).expect(200)).body).toEqual(report);
    await answer(phone, session, late).expect(200);
    expect(codeOf((await answer(phone, session, given({ wash: 'b' }))).body)).toBe('session_done');

    await world.settle();
    const personId = personOf('小满');
    const until = (await careUntilOf(personId))!;
    expect(until.getTime() - world.clock.now().getTime()).toBe(14 * 86_400_000);
    const threads = (await phone.get(`/api/member/threads?sessionId=${session.id}`).expect(200)).body as {
      items: { state: string; adviserName: string }[];
    };
    expect(threads.items).toMatchObject([{ state: 'waiting', adviserName: 'adviser' }]);
    const inbox = (await phone.get('/api/member/notices').expect(200)).body as { items: { title: string }[] };
    expect(inbox.items.map(({ title }) => title)).toEqual(['老师收到你的结果了']);
    // No promotion in care.
    await asSystem('test', (tx) =>
      notify(tx, {
        key: 'promo',
        personId,
        kind: 'promotion',
        title: '满 30 减 5',
        text: '…',
        cause: { kind: 'test', id: '1' },
      }),
    );
    expect(((await phone.get('/api/member/notices')).body as typeof inbox).items).toHaveLength(1);
  });

  test('is answered by an adviser without selling; the person reads, writes back, rates', async () => {
    const phone = await member('糖糖');
    const session = await start(phone);
    await answer(phone, session, given(ANSWERS)).expect(200);
    await finish(phone, session).expect(200);
    await world.settle();
    const { _id: id, adviserId } = (await native(Threads).findOne({ sessionId: session.id }))!;
    const rate = (stars: number) => phone.post(`/api/member/threads/${id}/rating`).send({ stars });
    expect(codeOf((await rate(5)).body)).toBe('not_answered_yet');

    world.clock.advance(60_000);
    const { adviser, id: me } = await signInAdviser();
    await adviser.post(`/api/care/threads/${id}/assign`).send({ adviserId: me }).expect(200);
    expect(adviserId).toBeDefined();
    const queue = (await adviser.get('/api/care/threads?mine=yes').expect(200)).body as {
      items: { id: string; waitingSince: string; nickname: string }[];
    };
    expect(queue.items).toMatchObject([{ id, nickname: '糖糖' }]);
    const details = (await adviser.get(`/api/care/threads/${id}`).expect(200)).body as {
      answers: { title: string; answer: string }[];
      report: { dimensions: object[] };
    };
    expect(details.report.dimensions).toHaveLength(4);
    expect(details.answers).toContainEqual({
      title: '用了不舒服的时候，是哪种不舒服？',
      answer: '刺痛、泛红',
    });

    const say = (text: string, requestKey: string) =>
      adviser.post(`/api/care/threads/${id}/messages`).send({ text, requestKey });
    const sold = await say('现在下单立减 50 元', 'reply-key-0');
    expect([sold.status, codeOf(sold.body)]).toEqual([422, 'promotion_in_care']);
    await Promise.all([
      say('先把保湿做厚\u0007一点。', 'reply-key-1'),
      say('先把保湿做厚\u0007一点。', 'reply-key-1'),
    ]);
    await world.settle();
    const thread = (await phone.get(`/api/member/threads/${id}`).expect(200)).body as {
      thread: { state: string; canRate: boolean };
      messages: { by: string; text: string }[];
    };
    expect(thread).toMatchObject({ thread: { state: 'answered', canRate: true } });
    expect(thread.messages.map(({ by, text }) => [by, text])).toEqual([['adviser', '先把保湿做厚一点。']]);
    const inbox = (await phone.get('/api/member/notices').expect(200)).body as {
      items: { title: string; page: string }[];
    };
    expect(inbox.items[0]).toMatchObject({ title: '林老师回复你了', page: `/intake/talk/index?id=${id}` });

    await adviser.post(`/api/care/threads/${id}/close`).send({}).expect(200);
    expect(codeOf((await adviser.post(`/api/care/threads/${id}/close`).send({})).body)).toBe('state_forbids');
    expect((await rate(5)).body).toMatchObject({ rating: { stars: 5 } });
    await phone
      .post(`/api/member/threads/${id}/messages`)
      .send({ text: '那要用多久？', requestKey: 'ask-key-1' })
      .expect(200);
    expect((await native(Threads).findOne({ _id: id }))!.state).toBe('waiting');
    // Nobody reads somebody else's.
    const stranger = await member('路人');
    expect((await stranger.get(`/api/member/threads/${id}`)).status).toBe(404);
    expect((await stranger.get(`/api/member/intake-sessions/${session.id}`)).status).toBe(404);
    expect((await answer(stranger, session, given({ wash: 'a' }))).status).toBe(404);
    expect((await finish(stranger, session)).status).toBe(404);
    expect((await send(stranger, session, await picture(90, 90).toBuffer())).status).toBe(404);
  });

  let advisers = 0;
  async function signInAdviser(unitId = 'unt_root') {
    const login = `lin.${(advisers += 1)}`;
    const { body } = (await world.admin
      .post('/api/org/staff')
      .send({ login, name: '林老师', roles: [{ role: 'adviser', unitId }] })
      .expect(200)) as { body: { firstPassword: string; staff?: { id: string }; id?: string } };
    const adviser = await world.signIn(login, body.firstPassword);
    const { id } = (await adviser.get('/api/staff/me').expect(200)).body as { id: string };
    return { adviser, id, login };
  }

  test('advisers of the right region with the fewest threads are chosen; who leaves hands over', async () => {
    await native(Duty).deleteMany({});
    const unit = async (name: string) =>
      (
        (await world.admin
          .post('/api/org/units')
          .send({ name, kind: 'region', parentId: 'unt_root' })
          .expect(200)) as { body: { id: string } }
      ).body.id;
    const [east, west] = [await unit('东区'), await unit('西区')];
    const inEast = [await signInAdviser(east), await signInAdviser(east)];
    await signInAdviser(west);
    const eastRoom = await world.room('东区群', 0);
    await world.admin.put(`/api/groups/${eastRoom.groupId}`).send({ unitId: east });
    await world.settle();
    const opened: string[] = [];
    for (const name of ['东1', '东2', '东3', '东4']) {
      await deliver(world, story.key, [story.joins(eastRoom, name, world.clock.now())]);
      await world.settle();
      const phone = await phoneOf(world, name);
      const session = await start(phone);
      await answer(phone, session, given(ANSWERS)).expect(200);
      await finish(phone, session).expect(200);
      await world.settle();
      opened.push((await native(Threads).findOne({ sessionId: session.id }))!.adviserId!);
    }
    expect(opened.map((id) => inEast.findIndex((each) => each.id === id)).sort()).toEqual([0, 0, 1, 1]);

    const { body } = (await inEast[0]!.adviser.put('/api/care/duty').send({ onDuty: false }).expect(200)) as {
      body: object;
    };
    expect(body).toMatchObject({ onDuty: false, handedOver: 2 });
    expect(await native(Threads).countDocuments({ adviserId: inEast[1]!.id, state: 'waiting' })).toBe(4);
    // The account is closed: the clock finds out.
    const staff = (await world.admin.get('/api/org/staff').expect(200)).body as {
      items: { id: string; login: string; name: string; roles: { role: string; unitId: string }[] }[];
    };
    const leaving = staff.items.find(({ id }) => id === inEast[1]!.id)!;
    await world.admin.put(`/api/org/staff/${leaving.id}`).send({ active: false }).expect(200);
    world.clock.advance(61_000);
    await world.app.scheduler.drain();
    expect(await native(Threads).countDocuments({ adviserId: inEast[1]!.id, state: 'waiting' })).toBe(0);
  });

  test('who answers by another identity than the groups know goes to the region of the groups; nobody waits behind whom nobody can take', async () => {
    const unit = (await world.admin
      .post('/api/org/units')
      .send({ name: '南区', kind: 'region', parentId: 'unt_root' })
      .expect(200)) as { body: { id: string } };
    const southRoom = await world.room('南区群', 0);
    await world.admin.put(`/api/groups/${southRoom.groupId}`).send({ unitId: unit.body.id });
    await deliver(world, story.key, [story.joins(southRoom, '南群号', world.clock.now())]);
    await world.settle();
    const phone = await member('南手机号');
    await deliver(world, story.key, [
      { ...story.joins(room, '南手机号', world.clock.now()), eventId: 'south-leaves', kind: 'leave' },
    ]);
    await world.settle();
    await world.admin
      .post(`/api/people/${personOf('南群号')}/merge`)
      .send({ otherId: personOf('南手机号'), reason: '同一个微信' })
      .expect(200);
    await world.settle();
    const session = await start(phone);
    await answer(phone, session, given(ANSWERS)).expect(200);
    await finish(phone, session).expect(200);
    await world.settle();
    const thread = (await native(Threads).findOne({ sessionId: session.id }))!;
    expect(thread.unitIds).toEqual([unit.body.id]);

    // Everybody else is off duty; one who waits for longer is of a region where nobody is.
    await native(Duty).deleteMany({});
    const others = (await world.admin.get('/api/care/advisers').expect(200)) as {
      body: { items: { id: string }[] };
    };
    for (const { id } of others.body.items)
      await native(Duty).insertOne({ _id: id, onDuty: false, since: world.clock.now() });
    const south = await signInAdviser(unit.body.id);
    await native(Threads).updateOne(
      { _id: thread._id },
      { $set: { adviserId: 'stf_gone', since: new Date(1) } },
    );
    const longer = { ...thread, _id: 'thr_nowhere', sessionId: 'its_nowhere', unitIds: ['unt_elsewhere'] };
    await native(Threads).insertOne({ ...longer, adviserId: 'stf_gone', since: new Date(0) });
    expect(await asSystem('test', (tx) => handOver(tx, 1))).toBe(1);
    expect((await native(Threads).findOne({ _id: thread._id }))!.adviserId).toBe(south.id);
    await native(Threads).deleteOne({ _id: 'thr_nowhere' });
    await native(Duty).deleteMany({});
  });

  test('a photo needs consent, loses its hidden data, lies sealed, and goes when its owner says so', async () => {
    const phone = await member('照片');
    const session = await start(phone);
    const jpeg = await picture().toBuffer();
    expect(jpeg.includes('SecretPhone')).toBe(true);
    expect(codeOf((await send(phone, session, jpeg, 'no')).body)).toBe('photo_consent_needed');
    const { body } = (await send(phone, session, jpeg).expect(200)) as { body: { photoId: string } };
    const kept = (await storage().get(photoKey(body.photoId)))!;
    expect(kept.includes('SecretPhone')).toBe(false);
    expect(await sharp(kept).metadata()).toMatchObject({ format: 'jpeg', width: 1600, height: 1200 });
    expect((await sharp(kept).metadata()).exif).toBeUndefined();
    expect(
      ((await phone.get(`/api/member/photos/${body.photoId}`)).body as { dataUrl: string }).dataUrl,
    ).toMatch(/^data:image\/jpeg;base64,/);
    // Another one takes its place, and its bytes go.
    const second = ((await send(phone, session, jpeg).expect(200)).body as { photoId: string }).photoId;
    await removeBytes();
    expect(await storage().get(photoKey(body.photoId))).toBeUndefined();

    await answer(phone, session, given(ANSWERS)).expect(200);
    await finish(phone, session).expect(200);
    await world.settle();
    const { _id: id } = (await native(Threads).findOne({ sessionId: session.id }))!;
    const shown = await world.admin.get(`/api/care/threads/${id}/photos/${second}`).expect(200);
    expect(shown.headers['content-type']).toContain('image/jpeg');
    expect((await (await member('别人')).get(`/api/member/photos/${second}`)).status).toBe(404);

    await phone.delete(`/api/member/photos/${second}`).expect(200);
    expect((await world.admin.get(`/api/care/threads/${id}/photos/${second}`)).status).toBe(404);
    await removeBytes();
    expect(await storage().get(photoKey(second))).toBeUndefined();
    expect((await world.admin.get(`/api/care/threads/${id}`)).body).toMatchObject({
      photos: [],
      photosRemoved: 1,
    });
  });

  /** A questionnaire about coffee with one more question, in front or at the end, published. */
  async function publishWith(question: Question, place: 'first' | 'last'): Promise<string> {
    const { body } = (await world.admin
      .post('/api/questionnaires')
      .send({ template: 'coffee' })
      .expect(200)) as { body: { id: string } };
    const { draft } = (await world.admin.get(`/api/questionnaires/${body.id}`).expect(200)).body as {
      draft: { content: Questionnaire };
    };
    const [first, ...others] = draft.content.sections;
    const had = [...first!.questions];
    const questions = place === 'first' ? [question, ...had] : [...had, question];
    const sections = [{ ...first!, questions }, ...others];
    await world.admin
      .put(`/api/questionnaires/${body.id}/draft`)
      .send({ revision: 1, content: { ...draft.content, sections } })
      .expect(200);
    await world.admin
      .post(`/api/questionnaires/${body.id}/publish`)
      .send({ revision: 2, beside: false })
      .expect(200);
    return body.id;
  }
  const COFFEE = { often: 'b', milk: 'd', fruit: 'c', morning: 'a', cups: 7 };

  test('a photo of a question that was hidden again is nobody’s business: it goes with the end of the test', async () => {
    const id = await publishWith(
      {
        id: 'photo',
        kind: 'photo',
        title: '拍一张你的杯子',
        required: false,
        consentText: '只给老师看，随时可以删。',
        when: { '==': [{ var: 'answers.milk' }, 'a'] },
      },
      'last',
    );
    const phone = await member('藏起来');
    const session = await start(phone, {}, id);
    await answer(phone, session, given({ often: 'b', milk: 'a' })).expect(200);
    const { photoId } = (await send(phone, session, await picture(90, 90).toBuffer()).expect(200)).body as {
      photoId: string;
    };
    await answer(phone, session, given(COFFEE)).expect(200);
    await finish(phone, session).expect(200);
    expect((await phone.get('/api/member/photos').expect(200)).body).toEqual({ items: [] });
    expect((await phone.get(`/api/member/photos/${photoId}`)).status).toBe(404);
    await removeBytes();
    expect(await storage().get(photoKey(photoId))).toBeUndefined();
  });

  test('whoever skips what need not be answered has passed all the same when they are done', async () => {
    const id = await publishWith({ id: 'note', kind: 'text', title: '还想说什么', required: false }, 'first');
    const phone = await member('跳过');
    const session = await start(phone, {}, id);
    await answer(phone, session, given(COFFEE)).expect(200);
    await finish(phone, session).expect(200);
    await world.settle();
    const { versions } = (await world.admin.get(`/api/questionnaires/${id}/figures`).expect(200)).body as {
      versions: { questions: { id: string; reached: number; passed: number }[] }[];
    };
    const shown = versions[0]!.questions.filter((each) => each.id !== 'sugar');
    expect(shown.map(({ reached, passed }) => [reached, passed])).toEqual(shown.map(() => [1, 1]));
  });

  test('the same draft is published once, however often it is asked for', async () => {
    const id = await publish('coffee');
    const again = () =>
      world.admin.post(`/api/questionnaires/${id}/publish`).send({ revision: 1, beside: false }).expect(200);
    const answers = (await Promise.all([again(), again()])) as { body: { versions: object[] } }[];
    for (const { body } of answers) expect(body.versions).toMatchObject([{ version: 1, running: true }]);
    // One that was stopped runs again by it.
    await world.admin.post(`/api/questionnaires/${id}/run`).send({ versions: [] }).expect(200);
    expect((await again()).body).toMatchObject({ versions: [{ version: 1, running: true }] });
  });

  test('the list counts everybody, from however many places they came', async () => {
    const id = await publish('coffee');
    await native(Figures).insertMany(
      Array.from({ length: 5_001 }, (_, i) => ({
        _id: `${id}:1:s${i}`,
        questionnaireId: id,
        version: 1,
        source: `s${i}`,
        started: 2,
        completed: 1,
        reached: {},
        passed: {},
        results: {},
      })),
    );
    const { items } = (await world.admin.get('/api/questionnaires').query({ limit: 200 }).expect(200))
      .body as { items: { id: string; versions: { started: number; completed: number }[] }[] };
    expect(items.find((each) => each.id === id)!.versions[0]).toMatchObject({
      started: 10_002,
      completed: 5_001,
    });
    await native(Figures).deleteMany({ questionnaireId: id });
  });

  test('bad input has its name, and nothing is lost', async () => {
    const phone = await member('粗心');
    const session = await start(phone);
    await answer(phone, session, given({ wash: 'a', newCare: 'a' })).expect(200);
    const refused = async (answers: unknown[], more: object = {}) => {
      const response = await answer(phone, session, answers, more);
      return [response.status, codeOf(response.body)];
    };
    expect(await refused(given({ howFelt: ['a'] }))).toEqual([422, 'answer_hidden']);
    expect(await refused(given({ cream: 9 }))).toEqual([422, 'answer_out_of_range']);
    expect(await refused(given({ wash: 'z' }))).toEqual([422, 'answer_not_a_choice']);
    expect(await refused(given({ gone: 'a' }))).toEqual([422, 'question_unknown']);
    expect(await refused(given({ constructor: 'a' }))).toEqual([400, 'shape_invalid']);
    expect(await refused(given({ photo: 'pht_somebodys' }))).toEqual([422, 'photo_unknown']);
    expect(await refused(given({ noon: 'a' }), { version: 7 })).toEqual([422, 'version_wrong']);
    // One bad answer in a batch keeps the others out, too; without it they are kept.
    expect(await refused(given({ noon: 'b', cream: 9 }))).toEqual([422, 'answer_out_of_range']);
    await answer(phone, session, given({ noon: 'b' })).expect(200);
    expect((await start(phone)).answers).toEqual({ wash: 'a', newCare: 'a', noon: 'b' });

    const photo = async (bytes: Buffer, name?: string) => {
      const response = await send(phone, session, bytes, 'yes', name);
      return [response.status, codeOf(response.body)];
    };
    expect(await photo(Buffer.alloc(20 * 1024 * 1024, 1))).toEqual([413, 'body_too_large']);
    expect(await photo(Buffer.from('<svg onload="alert(1)"/>'), 'me.svg')).toEqual([
      422,
      'photo_not_an_image',
    ]);
    expect(await photo(Buffer.from('GIF89a not really'))).toEqual([422, 'photo_not_an_image']);
    // A bomb: some kilobytes that unpack to a quarter of a gigabyte.
    const bomb = await sharp({
      create: { width: 9_000, height: 9_000, channels: 3, background: '#fff' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(10 * 1024 * 1024);
    expect(await photo(bomb)).toEqual([422, 'photo_too_many_pixels']);
    expect(await native(Photos).countDocuments({ sessionId: session.id })).toBe(0);

    // Consent that was taken back: the photo is no answer any more, and can't be named again; the rest stands.
    const { body } = (await send(phone, session, await picture(90, 90).toBuffer()).expect(200)) as {
      body: { photoId: string };
    };
    expect((await start(phone)).answers).toMatchObject({ photo: body.photoId });
    await phone.delete(`/api/member/photos/${body.photoId}`).expect(200);
    expect(await refused(given({ photo: body.photoId }))).toEqual([422, 'photo_unknown']);
    expect((await start(phone)).answers).toEqual({ wash: 'a', newCare: 'a', noon: 'b' });
  }, 60_000);

  test('two versions side by side: half each, the same one for ever; drafts are seen by nobody; errors can’t be published', async () => {
    const id = await publish('coffee');
    const load = async () =>
      (await world.admin.get(`/api/questionnaires/${id}`).expect(200)).body as {
        draft: { revision: number; content: Questionnaire };
        questionnaire: { changed: boolean; versions: { version: number; running: boolean }[] };
      };
    const { draft } = await load();
    const broken = {
      ...draft.content,
      dimensions: [{ ...draft.content.dimensions[0]!, score: { '+': [0] } }],
    };
    const save = (revision: number, content: unknown) =>
      world.admin.put(`/api/questionnaires/${id}/draft`).send({ revision, content });
    await save(1, broken).expect(200);
    expect((await save(1, broken)).status).toBe(409);
    const publishDraft = (revision: number, beside: boolean) =>
      world.admin.post(`/api/questionnaires/${id}/publish`).send({ revision, beside });
    expect(codeOf((await publishDraft(2, true)).body)).toBe('questionnaire_has_errors');
    await save(2, { ...draft.content, title: '咖啡口味 B' }).expect(200);
    await publishDraft(3, true).expect(200);
    expect(codeOf((await publishDraft(3, true)).body)).toBe('two_run_already');

    const names = Array.from({ length: 24 }, (_, i) => `甲${i}`);
    await deliver(
      world,
      story.key,
      names.map((name) => story.joins(room, name, world.clock.now())),
    );
    await world.settle();
    const got = new Map<string, number>();
    for (const name of names) got.set(name, (await start(await phoneOf(world, name), {}, id)).version);
    expect(new Set(got.values())).toEqual(new Set([1, 2]));
    // Stopping one changes nothing for those who are at it.
    await world.admin
      .post(`/api/questionnaires/${id}/run`)
      .send({ versions: [2] })
      .expect(200);
    for (const name of names.slice(0, 6))
      expect((await start(await phoneOf(world, name), {}, id)).version).toBe(got.get(name));
    await world.admin.post(`/api/questionnaires/${id}/run`).send({ versions: [] }).expect(200);
    const late = await member('来晚了');
    expect(codeOf((await late.post(`/api/member/intakes/${id}/start`).send({})).body)).toBe(
      'questionnaire_closed',
    );
    await world.settle();
    const figures = (await world.admin.get(`/api/questionnaires/${id}/figures`).expect(200)).body as {
      versions: { version: number; started: number; questions: { reached: number; passed: number }[] }[];
    };
    expect(figures.versions.reduce((sum, { started }) => sum + started, 0)).toBe(24);
    for (const { started, questions } of figures.versions)
      expect(questions[0]).toMatchObject({ reached: started, passed: 0 });
  });

  test('the figures say where people left, by source', async () => {
    const id = await publish('coffee');
    const [one, two, three] = [await member('甲一'), await member('乙二'), await member('丙三')];
    const all = { often: 'b', milk: 'd', fruit: 'c', morning: 'a', cups: 7 };
    for (const [phone, source] of [
      [one, 'home'],
      [two, 'share'],
    ] as const) {
      const session = await start(phone, { source }, id);
      await answer(phone, session, given(all)).expect(200);
      await finish(phone, session).expect(200);
    }
    const left = await start(three, { source: 'share' }, id);
    await answer(three, left, given({ often: 'a' }), { on: 'milk' }).expect(200);
    await world.settle();
    const { versions } = (await world.admin.get(`/api/questionnaires/${id}/figures`).expect(200)).body as {
      versions: {
        started: number;
        completed: number;
        questions: { id: string; reached: number; passed: number }[];
        sources: object[];
        results: object[];
      }[];
    };
    expect(versions[0]).toMatchObject({
      started: 3,
      completed: 2,
      sources: [
        { source: 'share', started: 2, completed: 1 },
        { source: 'home', started: 1, completed: 1 },
      ],
      results: [{ count: 2 }],
    });
    expect(
      Object.fromEntries(versions[0]!.questions.map((each) => [each.id, [each.reached, each.passed]])),
    ).toEqual({
      often: [3, 3],
      milk: [3, 2],
      sugar: [0, 0],
      fruit: [2, 2],
      morning: [2, 2],
      cups: [2, 2],
    });
  });

  test('the export holds everything, and after deletion nothing is left of the person', async () => {
    const phone = await member('再见');
    const session = await start(phone);
    const { photoId } = (await send(phone, session, await picture(300, 200).toBuffer()).expect(200)).body as {
      photoId: string;
    };
    await answer(phone, session, given(ANSWERS)).expect(200);
    await finish(phone, session).expect(200);
    await world.settle();
    const { data } = (await phone.get('/api/member/export').expect(200)).body as {
      data: { intake: { sessions: object[]; photos: { jpegBase64: string }[] }; care: object[] };
    };
    expect(data.intake.sessions).toMatchObject([
      { report: { result: { name: '干 · 敏感 · 不易沉 · 紧致' } } },
    ]);
    expect(data.intake.photos[0]!.jpegBase64.length).toBeGreaterThan(100);
    expect(data.care).toHaveLength(1);
    await phone.delete('/api/member/me').query({ confirm: '删除' }).expect(200);
    await world.settle();
    await removeBytes();
    const personId = personOf('再见');
    expect(await native(Sessions).countDocuments({ personId })).toBe(0);
    expect(await native(Threads).countDocuments({ personId })).toBe(0);
    expect(await native(Photos).countDocuments({ personId })).toBe(0);
    expect(await storage().get(photoKey(photoId))).toBeUndefined();
  });

  test('every question of the test fits the screen it is asked on', () => {
    for (const { title, choices = [] } of questionsOf(skinTest)) {
      expect(title.length).toBeLessThanOrEqual(30);
      for (const { label } of choices) expect(label.length).toBeLessThanOrEqual(20);
    }
  });
});
