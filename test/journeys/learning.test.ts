import mongoose from 'mongoose';
import type { Test } from 'supertest';
import fc from 'fast-check';
import sharp from 'sharp';
import { removeUnused } from '../../server/src/content/pictures';
import { Growers } from '../../server/src/growth/model';
import { OutboxRows } from '../../server/src/kernel/outbox-rows';
import { native } from '../../server/src/kernel/store';
import { account, balancesOf } from '../../server/src/ledger';
import { Notices } from '../../server/src/notices/model';
import { remindDue } from '../../server/src/training/checklists';
import { lessonPassed } from '../../server/src/training/events';
import { judge } from '../../server/src/training/rules';
import { tellDue } from '../../server/src/wishes/moments';
import { personOf, phoneOf } from '../support/play';
import { appoint, meet, openShop, orderOf, payFor, sell } from '../support/shop';
import { startWorld, type World } from '../support/world';

type Body = Record<string, unknown> & { error?: { code: string; message: string } };
type Phone = Awaited<ReturnType<typeof phoneOf>>;
const DAY = 86_400_000;

describe('a KOC learns, forwards, ticks and wishes', () => {
  let world: World;
  let lan: Phone;
  let guest: Phone;
  let keys = 0;

  const key = () => `request-${(keys += 1)}`;
  const ask = async (test: Test): Promise<Body> => (await test.expect(200)).body as Body;
  /** A refusal: its status and code; its sentence is Chinese and ends like one. */
  const no = async (test: Test): Promise<[number, string]> => {
    const { status, body } = (await test) as { status: number; body: Body };
    expect(body.error?.message).toMatch(/[\u4e00-\u9fff]/);
    return [status, body.error!.code];
  };
  /** Time passes; staff sign in anew after a day. */
  const pass = async (ms: number) => {
    world.clock.advance(ms);
    await world.signInAgain();
  };
  const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
  const told = (name: string) =>
    native(Notices)
      .find({ personId: personOf(name) })
      .sort({ at: 1, _id: 1 })
      .toArray();
  const picture = async (colour: string) => {
    const png = await sharp({ create: { width: 60, height: 40, channels: 3, background: colour } })
      .png()
      .toBuffer();
    return ask(world.admin.post('/api/pictures').attach('file', png, 'a.png')) as Promise<
      Body & { id: string }
    >;
  };

  beforeAll(async () => {
    world = await startWorld({ demo: true });
    await meet(world, ['兰兰', '阿明', '小白']);
    lan = await appoint(world, '兰兰');
    guest = await phoneOf(world, '小白');
  });
  afterAll(() => world.stop());

  const material = {
    title: '精华的第一周',
    parts: { experience: '用了七天，泛红少了。', service: '不会用就问店里的老师。', value: '' },
    pictures: [] as unknown[],
    tags: ['护肤', '新品'],
  };

  test('a material is written, published, forwarded once a day, and counts what its link brought', async () => {
    const productId = await sell(world, 'JH');
    await payFor(world, { rate: { basisPoints: 1_000 } });
    const shown = await picture('#c63');
    const loose = await picture('#36c');
    const draft = await ask(
      world.admin.post('/api/materials').send({ ...material, productId, pictures: [shown] }),
    );
    const path = `/api/materials/${draft['id'] as string}`;
    const shownPath = `/api/public/pictures/${shown.id}`;

    // Nobody outside sees a draft, nor its pictures; the person who writes it does.
    expect((await ask(lan.get('/api/member/materials')))['items']).toEqual([]);
    expect(await no(guest.get(shownPath))).toEqual([404, 'not_found']);
    await world.admin.get(`/api/pictures/${shown.id}`).expect(200).expect('content-type', /jpeg/);
    await ask(world.admin.post(`${path}/publish`).send({ revision: 1 }));
    await guest.get(shownPath).expect(200).expect('content-type', /jpeg/);

    // KOCs only, and kindly so.
    expect(await no(guest.get('/api/member/materials'))).toEqual([403, 'materials_for_kocs']);
    const page = await ask(lan.get('/api/member/materials?tag=新品'));
    expect(page['tags']).toEqual(['护肤', '新品']);
    const [card] = page['items'] as Body[];
    expect(card).toMatchObject({ title: material.title, forwardedToday: false, mine: { forwards: 0 } });
    expect((card!['parts'] as Body[]).map(({ name }) => name)).toEqual(['体验', '服务']);

    const forward = (more: object = {}) =>
      ask(lan.post(`/api/member/materials/${draft['id'] as string}/forward`).send(more));
    const first = await forward({ parts: ['service'] });
    expect(first['counted']).toBe(true);
    expect(first['text']).toBe(`不会用就问店里的老师。\n\n👉 ${first['url'] as string}`);
    const again = await forward({ channel: 'group' });
    expect(again['counted']).toBe(false);
    expect(again['code']).not.toBe(first['code']);
    await pass(DAY);
    expect((await forward())['counted']).toBe(true);

    // Somebody comes through it and buys.
    await ask(guest.post(`/api/member/links/${first['code'] as string}/visit`));
    const shop = await openShop(world);
    await pass(60_000);
    await shop.send([orderOf(world, 'O-1', '小白', { items: [{ sku: 'JH', quantity: 1, paidFen: 9_900 }] })]);
    await world.settle();
    const detail = await ask(world.admin.get(path));
    expect((detail['material'] as Body)['brought']).toEqual({
      forwards: 2,
      people: 1,
      visits: 1,
      orders: 1,
      paidFen: 9_900,
    });
    expect(detail['top']).toMatchObject([{ nickname: '兰兰', forwards: 2, visits: 1 }]);
    expect(await ask(lan.get(`/api/member/materials/${draft['id'] as string}`))).toMatchObject({
      mine: { forwards: 2, visits: 1, orders: 1 },
    });

    // A change is a draft until it is published; two people can't overwrite each other.
    const saved = await ask(
      world.admin.post('/api/materials').send({ ...material, id: draft['id'], revision: 1, title: '改过' }),
    );
    expect(saved).toMatchObject({ revision: 2, version: 1, changed: true });
    expect(
      await no(world.admin.post('/api/materials').send({ ...material, id: draft['id'], revision: 1 })),
    ).toEqual([409, 'version_moved_on']);
    expect(((await ask(lan.get('/api/member/materials')))['items'] as Body[])[0]!['title']).toBe(
      material.title,
    );
    expect(await ask(world.admin.post(`${path}/publish`).send({ revision: 2 }))).toMatchObject({
      version: 2,
      changed: false,
    });
    // What the new version has no more can't be fetched from outside, and goes; so does what nobody took.
    expect(await no(guest.get(shownPath))).toEqual([404, 'not_found']);
    await pass(DAY + 1);
    await removeUnused();
    expect(await no(world.admin.get(`/api/pictures/${loose.id}`))).toEqual([404, 'not_found']);
    expect(await no(world.admin.post('/api/materials').send({ ...material, pictures: [loose] }))).toEqual([
      422,
      'picture_unknown',
    ]);

    const csv = (await world.admin.get('/api/materials/export.csv').expect(200)).text;
    expect(csv).toContain('改过,已发布,2');
    await ask(world.admin.post(`${path}/archive`));
    expect((await ask(lan.get('/api/member/materials')))['items']).toEqual([]);
    expect(await no(lan.post(`/api/member/materials/${draft['id'] as string}/forward`).send({}))).toEqual([
      410,
      'material_gone',
    ]);
    expect(await no(world.admin.post(`${path}/archive`))).toEqual([409, 'state_forbids']);
  });

  const lesson = {
    title: '怎么介绍精华',
    intro: '三分钟。',
    audience: 'kocs',
    sections: [{ id: 's1', title: '先听', text: '先问肤质，再说产品。' }],
    questions: [
      {
        id: 'q1',
        kind: 'single',
        text: '先做什么？',
        options: [
          { id: 'a', text: '发链接' },
          { id: 'b', text: '问肤质' },
        ],
        correct: ['b'],
        explanation: '先听才说得准。',
      },
      {
        id: 'q2',
        kind: 'multi',
        text: '哪些不能说？',
        options: [
          { id: 'a', text: '包治百病' },
          { id: 'b', text: '自己的感受' },
          { id: 'c', text: '保证见效' },
        ],
        correct: ['a', 'c'],
        explanation: '不承诺功效。',
      },
    ],
    passPercent: 100,
  };
  const answers = (q1: string[], q2: string[]) => [
    { questionId: 'q1', options: q1 },
    { questionId: 'q2', options: q2 },
  ];

  test('a lesson is judged on the server, explained, tried again, and stays passed', async () => {
    const draft = await ask(world.admin.post('/api/lessons').send({ ...lesson, questions: [] }));
    const id = draft['id'] as string;
    expect(await no(world.admin.post(`/api/lessons/${id}/publish`).send({ revision: 1 }))).toEqual([
      422,
      'lesson_incomplete',
    ]);
    await ask(world.admin.post('/api/lessons').send({ ...lesson, id, revision: 1 }));
    await ask(world.admin.post(`/api/lessons/${id}/publish`).send({ revision: 2 }));

    expect(await no(guest.get(`/api/member/lessons/${id}`))).toEqual([404, 'not_found']);
    const shown = await ask(lan.get(`/api/member/lessons/${id}`));
    expect(JSON.stringify(shown)).not.toMatch(/correct|不承诺功效/);

    const answer = (given: unknown, version = 1, requestKey = key()) =>
      lan.post(`/api/member/lessons/${id}/answers`).send({ version, answers: given, requestKey });
    expect(await no(answer([{ questionId: 'q1', options: ['b'] }]))).toEqual([422, 'answers_incomplete']);
    expect(await no(answer(answers(['x'], ['a'])))).toEqual([422, 'option_unknown']);
    expect(await no(answer(answers(['b'], ['a']), 9))).toEqual([409, 'lesson_changed']);

    const half = await ask(answer(answers(['b'], ['a'])));
    expect(half).toMatchObject({ percent: 50, passed: false, right: 1, mine: { state: 'tried', tries: 1 } });
    const [q1, q2] = half['questions'] as Body[];
    expect(q1).toMatchObject({ right: true, correct: ['b'] });
    expect(q2).toMatchObject({ right: false, explanation: '不承诺功效。' });
    expect(q2).not.toHaveProperty('correct');

    const same = key();
    const passed = await ask(answer(answers(['b'], ['c', 'a']), 1, same));
    expect(passed).toMatchObject({ passed: true, mine: { state: 'passed', tries: 2 } });
    expect(await ask(answer(answers(['b'], ['c', 'a']), 1, same))).toEqual(passed);

    // Another version takes nothing away.
    await ask(world.admin.post('/api/lessons').send({ ...lesson, id, revision: 2, title: '新版' }));
    await ask(world.admin.post(`/api/lessons/${id}/publish`).send({ revision: 3 }));
    const worse = await ask(answer(answers(['a'], ['b']), 2));
    expect(worse).toMatchObject({ passed: false, mine: { state: 'passed', bestPercent: 100, tries: 3 } });
    expect(await ask(lan.get('/api/member/lessons'))).toMatchObject({ passed: 1, total: 1 });
    const detail = await ask(world.admin.get(`/api/lessons/${id}`));
    expect(detail['questions']).toMatchObject([
      { answered: 1, wrong: 1 },
      { answered: 1, wrong: 1 },
    ]);
    // Passing it again is no second pass: the first one counts, and is told once.
    await ask(answer(answers(['b'], ['a', 'c']), 2));
    expect(await ask(world.admin.get(`/api/lessons/${id}/learners?passed=yes`))).toMatchObject({
      items: [{ nickname: '兰兰', tries: 4, passedVersion: 1 }],
    });
    expect(await native(OutboxRows).countDocuments({ type: lessonPassed.type })).toBe(1);
    for (let i = 0; i < 16; i += 1) await ask(answer(answers(['a'], ['b']), 2));
    expect(await no(answer(answers(['b'], ['a', 'c']), 2))).toEqual([429, 'too_many_tries']);
  });

  test('a judged quiz is passed exactly with enough right questions, in whatever order options come', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const question = fc.record({
      correct: fc.subarray(ids, { minLength: 1 }),
      chosen: fc.shuffledSubarray(ids, { minLength: 1 }),
    });
    fc.assert(
      fc.property(
        fc.array(question, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 100 }),
        (drawn, passPercent) => {
          const questions = drawn.map(({ correct }, i) => ({
            id: `q${i}`,
            kind: 'multi' as const,
            text: '题',
            options: ids.map((id) => ({ id, text: id })),
            correct,
            explanation: '',
          }));
          const judged = judge(
            { questions, passPercent },
            drawn.map(({ chosen }, i) => ({ questionId: `q${i}`, options: chosen })),
          );
          const right = drawn.filter(
            ({ correct, chosen }) => [...correct].sort().join() === [...chosen].sort().join(),
          ).length;
          expect(judged.right).toBe(right);
          expect(judged.passed).toBe(right / drawn.length >= passPercent / 100);
          // Nobody is told what they may still find out.
          for (const each of judged.questions)
            expect(each.correct !== undefined).toBe(each.right || judged.passed);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a check-list is ticked by those it is for, seen by the operator, and reminds who is not through', async () => {
    const list = {
      title: '双十二准备',
      note: '',
      tiers: ['starter'],
      dueAt: later(3 * DAY),
      items: [
        { id: 'i1', text: '建好群' },
        { id: 'i2', text: '看完课' },
      ],
    };
    expect(await no(world.admin.post('/api/checklists').send({ ...list, dueAt: later(-1) }))).toEqual([
      422,
      'due_in_past',
    ]);
    const made = await ask(world.admin.post('/api/checklists').send(list));
    const id = made['id'] as string;
    expect(made).toMatchObject({ people: 1, begun: 0, finished: 0 });

    const tick = (phone: Phone, itemId: string, done = true) =>
      phone.post(`/api/member/checklists/${id}/items/${itemId}`).send({ done });
    expect(await no(tick(guest, 'i1'))).toEqual([404, 'not_found']);
    expect((await ask(guest.get('/api/member/checklists')))['items']).toEqual([]);
    expect(await ask(tick(lan, 'i1'))).toMatchObject({ done: 1, total: 2, overdue: false });
    expect(await no(tick(lan, 'i9'))).toEqual([422, 'item_unknown']);

    // The day before it is due, who is not through hears of it, once.
    await pass(2 * DAY + 60_000);
    await remindDue();
    await remindDue();
    await world.settle();
    const reminders = (await told('兰兰')).filter(({ cause }) => cause.kind === 'checklist');
    expect(reminders.map(({ title }) => title)).toEqual(['「双十二准备」还差 1 项']);

    await ask(tick(lan, 'i2'));
    const done = (await ask(lan.get('/api/member/checklists')))['items'] as Body[];
    expect(done[0]).toMatchObject({ done: 2 });
    expect(done[0]!['finishedAt']).toBeDefined();
    expect(await ask(world.admin.post(`/api/checklists/${id}/remind`))).toEqual({ told: 0 });
    // Another item, and nobody is through any more.
    const items = [...list.items, { id: 'i3', text: '发预告' }];
    expect(
      await ask(world.admin.post('/api/checklists').send({ ...list, id, revision: 1, items })),
    ).toMatchObject({ begun: 1, finished: 0 });
    expect(await ask(world.admin.get(`/api/checklists/${id}/progress`))).toMatchObject({
      items: [{ nickname: '兰兰', done: 2, total: 3 }],
    });
    await ask(world.admin.post(`/api/checklists/${id}/close`));
    expect(await no(tick(lan, 'i3'))).toEqual([409, 'checklist_closed']);
  });

  test('a wish is answered with thanks in points, a suggestion adopted, and nobody floods the queue', async () => {
    const wish = (text: string, more: object = {}) =>
      guest.post('/api/member/wishes').send({ kind: 'wish', text, requestKey: key(), ...more });
    expect(await no(wish('想要\u0007小样'))).toEqual([422, 'text_unclean']);
    expect(await no(wish('想'))).toEqual([400, 'shape_invalid']);
    const same = key();
    const first = await ask(wish('想要旅行装', { requestKey: same }));
    expect(await ask(wish('想要旅行装', { requestKey: same }))).toEqual(first);
    world.clock.advance(1_000);
    const idea = await ask(wish('群里早上少发一点', { kind: 'suggestion' }));
    world.clock.advance(1_000);
    const third = await ask(wish('想见见配方师'));
    await ask(guest.post(`/api/member/wishes/${third['id'] as string}/withdraw`));
    expect(await no(lan.post(`/api/member/wishes/${idea['id'] as string}/withdraw`))).toEqual([
      404,
      'not_found',
    ]);

    expect(await ask(world.admin.get('/api/wishes/counts'))).toMatchObject({ wish: 1, suggestion: 1 });
    await pass(DAY + 60_000);
    const { attention } = (await ask(world.admin.get('/api/today'))) as unknown as { attention: Body[] };
    expect(attention).toContainEqual(expect.objectContaining({ kind: 'wishes', count: 2 }));
    const queue = await ask(world.admin.get('/api/wishes'));
    expect((queue['items'] as Body[]).map(({ text }) => text)).toEqual(['想要旅行装', '群里早上少发一点']);
    const answer = (of: Body, more: object) =>
      world.admin
        .post(`/api/wishes/${of['id'] as string}/answer`)
        .send({ yes: true, answer: '下周寄给你', ...more });
    expect(await no(answer(first, { yes: false, points: 10 }))).toEqual([422, 'points_need_yes']);
    const before = (await balancesOf([account.memberPoints(personOf('小白'))])).values().next().value!;
    await ask(answer(first, { points: 50 }));
    expect(await no(answer(first, { points: 50 }))).toEqual([409, 'state_forbids']);
    await ask(answer(idea, { yes: false, answer: '先观察一阵' }));
    // A no may become a yes after all.
    expect(await ask(answer(idea, { answer: '从明天起改' }))).toMatchObject({ state: 'adopted' });
    await ask(
      world.admin
        .post(`/api/wishes/${first['id'] as string}/follow-ups`)
        .send({ text: '已经寄出', requestKey: key() }),
    );
    await world.settle();
    expect((await balancesOf([account.memberPoints(personOf('小白'))])).values().next().value).toBe(
      before + 50,
    );
    expect((await told('小白')).map(({ title }) => title)).toEqual(
      expect.arrayContaining(['你的心愿实现了', '你的建议有回复了', '你的建议被采纳了', '你的心愿有新进展']),
    );
    expect(await ask(guest.get('/api/member/wishes?kind=wish'))).toMatchObject({
      leftToday: 5,
      items: [
        { state: 'withdrawn' },
        { state: 'granted', answer: '下周寄给你', points: 50, followUps: [{ text: '已经寄出' }] },
      ],
    });
    // Two at the same moment, one place left: the limit holds.
    for (const text of ['想要周末活动', '想学拉花', '想要生日券', '想见店长']) await ask(wish(text));
    const both = await Promise.all([wish('想学做咖啡'), wish('想去工厂看看')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 429]);
  });

  test('a moment is told before it begins, called off with a reason, and followed up', async () => {
    const moment = {
      title: '配方师见面会',
      text: '带上你的问题来聊聊。',
      startAt: later(2 * DAY),
      place: '静安店二楼',
      audience: { to: 'kocs', tiers: [] },
      tellHoursBefore: 24,
    };
    expect(await no(world.admin.post('/api/moments').send({ ...moment, startAt: later(-1) }))).toEqual([
      422,
      'moment_in_past',
    ]);
    const made = await ask(world.admin.post('/api/moments').send(moment));
    const path = `/api/moments/${made['id'] as string}`;
    const people = { to: 'people', personIds: [personOf('阿明')] };
    const other = await ask(world.admin.post('/api/moments').send({ ...moment, audience: people }));
    const stages = { to: 'stages', stages: ['active', 'koc'] };
    const staged = await ask(
      world.admin.post('/api/moments').send({ ...moment, title: '内测', audience: stages }),
    );
    expect(staged['audienceWords']).toContain('KOC');
    await native(Growers).updateOne(
      { _id: personOf('小白') },
      { $set: { stage: 'active', since: world.clock.now() } },
      { upsert: true },
    );
    await tellDue();
    expect((await ask(lan.get('/api/member/moments')))['items']).toEqual([]);
    await pass(DAY + 60_000);
    await tellDue();
    await tellDue();
    await world.settle();
    const coming = async (phone: Phone) =>
      ((await ask(phone.get('/api/member/moments')))['items'] as Body[]).map(({ title }) => title);
    expect(await coming(lan)).toContain('配方师见面会');
    expect(await coming(guest)).toEqual(['内测']);
    const titles = async (name: string) =>
      (await told(name)).filter(({ cause }) => cause.kind === 'moment').map(({ title }) => title);
    expect(await titles('兰兰')).toContain('专属时刻：配方师见面会');
    expect(
      await no(world.admin.post('/api/moments').send({ ...moment, id: made['id'], revision: 1 })),
    ).toEqual([409, 'state_forbids']);

    await pass(60_000);
    await ask(world.admin.post(`/api/moments/${other['id'] as string}/cancel`).send({ reason: '老师病了' }));
    await world.settle();
    expect(await titles('阿明')).toEqual(['专属时刻：配方师见面会', '「配方师见面会」取消了']);
    const follow = () => world.admin.post(`${path}/follow-ups`).send({ text: '谢谢你来', requestKey: key() });
    expect(await no(follow())).toEqual([409, 'moment_not_over']);
    await pass(DAY);
    expect(await ask(follow())).toMatchObject({ state: 'done', told: 1 });
    await world.settle();
    expect(await titles('兰兰')).toContain('「配方师见面会」之后');
    const over = (await ask(world.admin.get('/api/moments?when=over')))['items'] as Body[];
    expect(over.map(({ state }) => state).sort()).toEqual(['cancelled', 'done', 'done']);
  });

  test('staff of a branch see what its people told and write nothing; a person’s data leave with them', async () => {
    const { id: unitId } = await ask(
      world.admin.post('/api/org/units').send({ name: '西湖店', kind: 'store', parentId: 'unt_root' }),
    );
    const region = await world.staff('region', unitId as string);
    expect((await ask(region.get('/api/wishes')))['items']).toEqual([]);
    expect(await no(region.post('/api/materials').send(material))).toEqual([403, 'not_allowed']);
    const { data } = (await ask(guest.get('/api/member/export'))) as unknown as { data: Body };
    expect(data['wishes']).toMatchObject({ told: expect.arrayContaining([expect.anything()]) as unknown });
    const named = { to: 'people', personIds: [personOf('小白'), personOf('阿明')] };
    const moment = { title: '小灶', text: '直播前聊聊', startAt: later(30 * DAY), place: '' };
    await ask(world.admin.post('/api/moments').send({ ...moment, audience: named, tellHoursBefore: 1 }));
    await lan.delete('/api/member/me').query({ confirm: '删除' }).expect(200);
    await guest.delete('/api/member/me').query({ confirm: '删除' }).expect(200);
    await world.settle();
    expect((await ask(world.admin.get('/api/wishes')))['items']).toEqual([]);
    // Nothing that is kept here says any more who it was.
    for (const name of [
      'wishes',
      'turns',
      'moments',
      'moment_guests',
      'lesson_progress',
      'lesson_tries',
      'checklist_ticks',
      'material_forwards',
      'material_links',
    ]) {
      const rows = JSON.stringify(await mongoose.connection.collection(name).find().toArray());
      for (const person of ['兰兰', '小白']) expect(rows).not.toContain(personOf(person));
    }
    const { items } = (await ask(world.admin.get('/api/materials'))) as unknown as {
      items: { id: string; brought: { forwards: number } }[];
    };
    expect(items[0]!.brought.forwards).toBe(2);
    expect((await ask(world.admin.get(`/api/materials/${items[0]!.id}`)))['top']).toEqual([]);
  });
});
