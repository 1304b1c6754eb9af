import mongoose from 'mongoose';
import { DAY_MS } from '@kouyi/shared/rules/time';
import type { CommandStartedEvent } from 'mongodb';
import { boxDesign, customer, giveChances, goods, none, openBox, peopleIn } from '../support/box-story';
import { deliver, launch, personOf, phoneOf, ruleIn } from '../support/play';
import { appoint, openShop, orderOf, payFor, sell } from '../support/shop';
import { startWorld, type World } from '../support/world';

type Doc = Record<string, unknown>;

/** A plan as `explain` tells it: a tree of stages. */
interface Stage {
  stage: string;
  indexName?: string;
  inputStage?: Stage;
  inputStages?: Stage[];
}

const stagesOf = (plan: Stage): Stage[] => [
  plan,
  ...(plan.inputStage ? stagesOf(plan.inputStage) : []),
  ...(plan.inputStages ?? []).flatMap(stagesOf),
];

/** Collections of a handful of rows for ever, and read whole on purpose. */
const SMALL = new Set(['bot_partitions', 'audit_words']);

describe('the queries of the hot paths use indexes', () => {
  let world: World;
  let key: string;
  let room: { groupId: string; channelGroupId: string };
  beforeAll(async () => {
    // The driver tells of its commands only when it was asked to from the start.
    const connect = mongoose.connect.bind(mongoose);
    jest
      .spyOn(mongoose, 'connect')
      .mockImplementation((uri, options) => connect(uri, { ...options, monitorCommands: true }));
    world = await startWorld({ demo: true });
    key = await world.key(['simulator.use']);
    room = await world.room('热群', 5);
  });
  afterAll(() => world.stop());

  /** Everything that is asked of the database while some work is done, one of each shape. */
  async function asked(work: () => Promise<unknown>): Promise<Doc[]> {
    const client = mongoose.connection.getClient();
    const commands = new Map<string, Doc>();
    const hear = ({ commandName, command }: CommandStartedEvent) => {
      for (const each of plain(commandName, command)) commands.set(`${nameOf(each)} ${shapeOf(each)}`, each);
    };
    client.on('commandStarted', hear);
    try {
      await work();
    } finally {
      client.off('commandStarted', hear);
    }
    return [...commands.values()];
  }

  /** Commands that look for something, as `explain` takes them; a bulk of updates is many. */
  function plain(name: string, command: Doc): Doc[] {
    const target = command[name] as string;
    switch (name) {
      case 'find':
        return [pick(command, ['find', 'filter', 'sort', 'limit', 'projection'])];
      case 'findAndModify':
        return [
          { find: target, filter: command['query'], ...(command['sort'] ? { sort: command['sort'] } : {}) },
        ];
      case 'update':
        return (command['updates'] as Doc[]).map((each) => ({ find: target, filter: each['q'] }));
      case 'delete':
        return (command['deletes'] as Doc[]).map((each) => ({ find: target, filter: each['q'] }));
      case 'aggregate':
        return [{ aggregate: target, pipeline: command['pipeline'], cursor: {} }];
      default:
        return [];
    }
  }

  const nameOf = (command: Doc): string => (command['find'] ?? command['aggregate']) as string;

  const pick = (from: Doc, keys: string[]): Doc =>
    Object.fromEntries(keys.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));

  /** The same query with other values is the same question. */
  const shapeOf = (command: Doc): string =>
    JSON.stringify(command, (_key, value: unknown) => {
      if (Array.isArray(value)) return (value as unknown[]).slice(0, 1);
      return typeof value === 'object' && value !== null && !(value instanceof Date) ? value : typeof value;
    });

  /** Work that waits is looked for in an index that holds nothing else, or it would grow slower with history. */
  async function narrowFor(command: Doc, stages: Stage[]): Promise<boolean> {
    const filter = (command['filter'] ?? {}) as Doc;
    if (filter['pending'] !== true || filter['_id'] !== undefined) return true;
    const indexes = await mongoose.connection.db!.collection(nameOf(command)).indexes();
    const partial = indexes.filter((index) => index['partialFilterExpression']).map((index) => index['name']);
    return stages.some((each) => each.indexName !== undefined && partial.includes(each.indexName));
  }

  async function scans(commands: readonly Doc[]): Promise<string[]> {
    const found: string[] = [];
    for (const command of commands) {
      const name = nameOf(command);
      if (SMALL.has(name)) continue;
      const answer = await mongoose.connection.db!.command({ explain: command, verbosity: 'queryPlanner' });
      const planner = (answer['queryPlanner'] ?? (answer['stages'] as Doc[])[0]!['$cursor']) as Doc;
      const plan = ((planner['queryPlanner'] as Doc | undefined) ?? planner)['winningPlan'] as Stage;
      const stages = stagesOf(plan).map((each) => each.stage);
      // EOF: the planner saw that nothing can match.
      const indexed = stages.some((stage) =>
        ['IXSCAN', 'IDHACK', 'COUNT_SCAN', 'EOF', 'DISTINCT_SCAN'].includes(stage),
      );
      const narrow = await narrowFor(command, stagesOf(plan));
      if (!indexed || !narrow || stages.includes('COLLSCAN'))
        found.push(`${JSON.stringify(command)}: ${stages.join(' < ')}`);
    }
    return found;
  }

  const say = (from: number, count: number, text: string, userPrefix = 'u') =>
    deliver(
      world,
      key,
      Array.from({ length: count }, (_, i) => ({
        eventId: `${userPrefix}-${text}-${from + i}`,
        groupId: room.channelGroupId,
        userId: `${userPrefix}-${from + i}`,
        text,
        at: world.clock.now().toISOString(),
      })),
    );

  test('a message from the door to the ledger and the answer', async () => {
    await launch(
      world,
      ruleIn(world, 'sign_up', [room.groupId], {
        limits: { perPerson: 1, total: 500, budgetPoints: 5_000 },
        answer: { everyPeople: 50, everySeconds: 10, text: '{count}' },
      }),
    );
    await launch(world, ruleIn(world, 'check_in', [room.groupId], { triggers: ['早'] }));
    // Some rows first: a planner may take an empty collection whole.
    await say(0, 120, '1');
    await say(0, 120, '早');
    await world.settle();
    // What runs once a day may look at everything; it has had its turn when the watching begins.
    await world.app.scheduler.drain();
    const commands = await asked(async () => {
      await say(100, 60, '1');
      await say(100, 60, '早');
      await say(0, 10, '闲聊');
      await deliver(world, key, [
        {
          eventId: 'join-1',
          groupId: room.channelGroupId,
          userId: 'new',
          kind: 'join',
          at: world.clock.now().toISOString(),
        },
      ]);
      await world.settle();
      world.clock.advance(30_000);
      await world.app.scheduler.drain();
      await world.settle();
    });
    const collections = new Set(commands.map(nameOf));
    for (const name of [
      'journal',
      'outbox',
      'outbox_receipts',
      'activity_progress',
      'activity_tallies',
      'activity_first_times',
      'activity_quotas',
      'activity_quota_leases',
      'activities',
      'group_members',
      'blacklisted',
      'outgoing',
      'ledger_transactions',
      'ledger_accounts',
      'people',
      'risk_joins',
    ])
      expect(collections).toContain(name);
    expect(await scans(commands)).toEqual([]);
  }, 60_000);

  test('what a phone and the console ask all the time', async () => {
    const phone = await phoneOf(world, 'u-3');
    const commands = await asked(async () => {
      for (const path of ['me', 'home', 'points', 'groups', 'check-ins', 'consents'])
        await phone.get(`/api/member/${path}`).expect(200);
      const { body } = (await world.admin.get('/api/activities').expect(200)) as {
        body: { items: { id: string }[] };
      };
      const { id } = body.items[0]!;
      await phone.get(`/api/member/activities/${id}`).expect(200);
      for (const path of ['koc', 'koc/reached']) await phone.get(`/api/member/${path}`).expect(200);
      for (const path of [
        `/api/activities/${id}/live`,
        `/api/activities/${id}/participations`,
        `/api/groups/${room.groupId}/messages`,
        `/api/groups/${room.groupId}/heat`,
        `/api/groups/${room.groupId}/members`,
        '/api/outgoing',
        '/api/blacklist',
        '/api/audit',
        '/api/audit?q=nobody',
        '/api/audit?q=create',
        '/api/people',
        '/api/people?q=nobody',
        '/api/people?q=x',
        '/api/search?q=nobody',
        '/api/search?q=x',
        '/api/ledger/transactions',
        '/api/today',
        '/api/growth/people?sort=since',
        '/api/growth/people?stage=active&sort=since',
        '/api/growth/people',
        '/api/growth/moves',
        '/api/growth/moves?beyond=yes',
        '/api/growth/proposals?state=open',
      ])
        await world.admin.get(path).expect(200);
    });
    const collections = new Set(commands.map(nameOf));
    for (const name of [
      'staff_sessions',
      'member_sessions',
      'ledger_transactions',
      'activity_decisions',
      'journal',
    ])
      expect(collections).toContain(name);
    expect(await scans(commands)).toEqual([]);
  });

  test('a blind box from the chance to the receipt, and what screens ask of it', async () => {
    const { id, round } = await openBox(
      world,
      boxDesign(world, [goods('cup', 1, 500), none(9)], {
        fallbackPrizeId: 'none',
        limits: { perGroup: 400 },
        chancePoints: 1,
      }),
    );
    const rule = {
      triggers: ['抽'],
      limits: {},
      reward: { points: 0, box: { id, gives: 'chance' as const } },
    };
    await launch(world, ruleIn(world, 'blind_box', [room.groupId], rule));
    // Some rows first: a planner may take an empty collection whole.
    await say(0, 40, '抽');
    await world.settle();
    const [one, two] = [await customer(world, 'u-3'), await customer(world, 'u-4')];
    await Promise.all([one.draw(id), two.draw(id)]);
    await world.settle();
    const commands = await asked(async () => {
      await say(60, 10, '抽');
      await giveChances(world, id, ['u-3', 'u-4'], 1);
      await world.settle();
      for (const each of [one, two]) {
        await each.phone.get('/api/member/boxes').expect(200);
        await each.phone.get(`/api/member/boxes/${id}`).expect(200);
        expect((await each.draw(id)).status).toBe(200);
        await each.phone.get(`/api/member/draws?boxId=${id}`).expect(200);
        await each.phone.get('/api/member/draws').expect(200);
        await each.phone.get(`/api/member/boxes/${id}/fairness`).expect(200);
      }
      await world.settle();
      for (const path of ['', '/live', '/odds', '/rounds', '/draws'])
        await world.admin.get(`/api/boxes/${id}${path}`).expect(200);
      world.clock.advance(30_000);
      await world.app.scheduler.drain();
      await world.settle();
      await world.admin.post(`/api/boxes/${id}/close`).send({}).expect(200);
      await world.admin.get(`/api/fair/rounds/${round!.id}`).expect(200);
    });
    const collections = new Set(commands.map(nameOf));
    for (const name of [
      'draw_boxes',
      'draw_tables',
      'draw_rounds',
      'draw_odds',
      'draws',
      'draw_players',
      'draw_group_counts',
      'draw_minutes',
      'draw_news',
      'draw_ages',
    ])
      expect(collections).toContain(name);
    expect((await scans(commands)).filter((scan) => /"draw/.test(scan))).toEqual([]);
  }, 120_000);

  test('what KOCs forward, learn, tick and wish for, and what the console asks of it', async () => {
    const lan = await appoint(world, 'u-5');
    const made = async (path: string, body: object): Promise<string> =>
      ((await world.admin.post(path).send(body).expect(200)) as { body: { id: string } }).body.id;
    const options = ['a', 'b'].map((id) => ({ id, text: id }));
    const question = { id: 'q', kind: 'single', text: '问', options, correct: ['a'], explanation: '' };
    const material = await made('/api/materials', {
      title: '素材',
      parts: { experience: '好用', service: '', value: '' },
      pictures: [],
      tags: ['护肤'],
    });
    const lesson = await made('/api/lessons', {
      title: '课',
      intro: '',
      audience: 'kocs',
      sections: [{ id: 's', title: '', text: '学' }],
      questions: [question],
      passPercent: 100,
    });
    for (const path of [`/api/materials/${material}`, `/api/lessons/${lesson}`])
      await world.admin.post(`${path}/publish`).send({ revision: 1 }).expect(200);
    const startAt = new Date(world.clock.now().getTime() + 3_600_000).toISOString();
    const commands = await asked(async () => {
      const list = await made('/api/checklists', {
        title: '清单',
        note: '',
        tiers: [],
        items: [{ id: 'i', text: '做' }],
      });
      await made('/api/moments', {
        title: '时刻',
        text: '来聊',
        startAt,
        place: '',
        audience: { to: 'kocs', tiers: [] },
        tellHoursBefore: 1,
      });
      const say = { kind: 'wish', text: '想要小样', requestKey: 'request-1' };
      const wish = ((await lan.post('/api/member/wishes').send(say).expect(200)) as { body: { id: string } })
        .body.id;
      const answers = [{ questionId: 'q', options: ['a'] }];
      const quiz = { version: 1, answers, requestKey: 'request-1' };
      await lan.post(`/api/member/lessons/${lesson}/answers`).send(quiz).expect(200);
      await lan.post(`/api/member/materials/${material}/forward`).send({}).expect(200);
      await lan.post(`/api/member/checklists/${list}/items/i`).send({}).expect(200);
      await world.admin.post(`/api/wishes/${wish}/answer`).send({ yes: true, answer: '好的' }).expect(200);
      for (const path of [
        'materials',
        'materials?tag=护肤',
        `materials/${material}`,
        'lessons',
        `lessons/${lesson}`,
        'checklists',
        'wishes',
        'moments',
      ])
        await lan.get(encodeURI(`/api/member/${path}`)).expect(200);
      for (const path of [
        'materials',
        'materials?state=published',
        `materials/${material}`,
        'lessons',
        `lessons/${lesson}`,
        `lessons/${lesson}/learners`,
        'checklists',
        `checklists/${list}/progress`,
        'wishes',
        'wishes?state=granted',
        'wishes/counts',
        'moments',
        'moments?when=over',
      ])
        await world.admin.get(`/api/${path}`).expect(200);
      // The job that removes pictures runs every ten minutes.
      world.clock.advance(600_000);
      await world.app.scheduler.drain();
      await world.settle();
    });
    const collections = new Set(commands.map(nameOf));
    for (const name of [
      'materials',
      'material_forwards',
      'material_links',
      'lessons',
      'lesson_progress',
      'lesson_tries',
      'checklists',
      'checklist_ticks',
      'wishes',
      'moments',
      'moment_guests',
      'pictures',
    ])
      expect(collections).toContain(name);
    const ours = /"(find|aggregate)":"(material|lesson|checklist|wish|moment|picture|commissions|link_days)/;
    expect((await scans(commands)).filter((scan) => ours.test(scan))).toEqual([]);
  }, 60_000);

  test('what a KOC earns, asks for and gives, by two identities that are one', async () => {
    const mei = await appoint(world, 'u-6', { tier: 'silver' });
    await appoint(world, 'u-7');
    await world.admin
      .post(`/api/people/${personOf('u-6')}/merge`)
      .send({ otherId: personOf('u-7'), reason: '店里确认' })
      .expect(200);
    await sell(world, 'hot', { name: '热卖面霜' });
    await payFor(world, { rate: { basisPoints: 1_000 } });
    const settings = (await world.admin.get('/api/commission/settings').expect(200)).body as object;
    await world.admin
      .put('/api/commission/settings')
      .send({ ...settings, afterSaleDays: 0 })
      .expect(200);
    const shop = await openShop(world);
    const { code } = ((await mei.get('/api/member/earnings').expect(200)).body as { koc: { code: string } })
      .koc;
    const order = (number: string) =>
      orderOf(world, number, 'u-8', {
        refCode: code,
        items: [{ sku: 'hot', quantity: 1, paidFen: 10_000 }],
      });
    await shop.send(Array.from({ length: 30 }, (_, i) => order(`hot-${i}`)));
    await world.settle();
    world.clock.advance(61_000);
    await world.app.scheduler.drain();
    const commands = await asked(async () => {
      await shop.send([order('hot-30')]);
      await world.settle();
      for (const path of ['earnings', 'earnings/orders', 'earnings/entries', 'orders/hot-30/why'])
        await mei.get(`/api/member/${path}`).expect(200);
      const asking = { amountFen: 1_000, requestKey: 'hot-withdrawal' };
      const { body } = (await mei.post('/api/member/withdrawals').send(asking).expect(200)) as {
        body: { id: string };
      };
      for (const path of ['withdrawals', 'budgets', 'gifts', 'rights', 'right-claims', 'sub-groups', 'links'])
        await mei.get(`/api/member/${path}`).expect(200);
      for (const path of [
        '/api/payouts',
        `/api/payouts?personId=${personOf('u-7')}`,
        `/api/payouts/${body.id}`,
        `/api/ledger/statement?account=fen:koc:${personOf('u-6')}:available`,
        '/api/orders',
        '/api/commission/disputes',
      ])
        await world.admin.get(path).expect(200);
      await mei.post(`/api/member/withdrawals/${body.id}/cancel`).send({}).expect(200);
      await world.admin
        .post(`/api/people/${personOf('u-7')}/unmerge`)
        .send({ reason: '认错了' })
        .expect(200);
      await world.settle();
    });
    const collections = new Set(commands.map(nameOf));
    for (const name of ['orders', 'commissions', 'withdrawals', 'ledger_holds', 'turns'])
      expect(collections).toContain(name);
    const ours =
      /"(orders|commission|withdrawals|payout|ledger|koc_right_|koc_gifts|koc_budgets|sub_groups|turns)/;
    expect((await scans(commands)).filter((scan) => ours.test(scan))).toEqual([]);
  }, 120_000);

  test('a test from the first question to the adviser, its tags, and what screens ask of them', async () => {
    const { body: made } = (await world.admin
      .post('/api/questionnaires')
      .send({ template: 'coffee' })
      .expect(200)) as { body: { id: string } };
    await world.admin
      .post(`/api/questionnaires/${made.id}/publish`)
      .send({ revision: 1, beside: false })
      .expect(200);
    const { body: skin } = (await world.admin
      .post('/api/questionnaires')
      .send({ template: 'skin_test' })
      .expect(200)) as { body: { id: string } };
    await world.admin
      .post(`/api/questionnaires/${skin.id}/publish`)
      .send({ revision: 1, beside: false })
      .expect(200);
    await world.staff('adviser');
    await peopleIn(world, ['u-10', 'u-11', 'u-12', 'u-13', 'u-14']);
    const condition = { op: 'count', fact: 'tested', measure: 'times', atLeast: 1 };
    const { body: segment } = (await world.admin
      .post('/api/segments')
      .send({ name: '测过的', condition })
      .expect(200)) as { body: { id: string } };
    await launch(world, {
      ...ruleIn(world, 'sign_up', [room.groupId]),
      triggers: ['尝鲜'],
      audience: { segmentId: segment.id, name: '测过的' },
    });
    const takes = async (userId: string) => {
      const phone = await phoneOf(world, userId);
      const { body: session } = (await phone
        .post(`/api/member/intakes/${skin.id}/start`)
        .send({})
        .expect(200)) as { body: { id: string } };
      const at = world.clock.now().toISOString();
      const answers = Object.entries(SKIN_ANSWERS).map(([questionId, value]) => ({ questionId, value, at }));
      await phone
        .post(`/api/member/intake-sessions/${session.id}/answers`)
        .send({ version: 1, answers })
        .expect(200);
      await phone.post(`/api/member/intake-sessions/${session.id}/finish`).send({}).expect(200);
      await world.settle();
      return { phone, sessionId: session.id };
    };
    // Some rows first: a planner may take an empty collection whole.
    for (const userId of ['u-10', 'u-11', 'u-12']) await takes(userId);
    const commands = await asked(async () => {
      const { phone, sessionId } = await takes('u-13');
      await say(10, 5, '尝鲜');
      await world.settle();
      for (const path of ['intakes', `threads?sessionId=${sessionId}`, 'threads', 'notices', 'photos'])
        await phone.get(`/api/member/${path}`).expect(200);
      await phone.get(`/api/member/intake-sessions/${sessionId}`).expect(200);
      const { body: queue } = (await world.admin.get('/api/care/threads').expect(200)) as {
        body: { items: { id: string; personId: string }[] };
      };
      const [{ id, personId }] = queue.items as [{ id: string; personId: string }];
      await world.admin
        .post(`/api/care/threads/${id}/messages`)
        .send({ text: '先把保湿做厚一点。', requestKey: 'hot-reply-1' })
        .expect(200);
      await phone.post('/api/member/notices/read').send({}).expect(200);
      for (const path of [
        '/api/care/counts',
        '/api/care/threads?mine=yes',
        `/api/care/threads/${id}`,
        `/api/people/${personId}`,
        `/api/people/${personId}/profile`,
        `/api/people/${personId}/timeline`,
        `/api/people/${personId}/notices`,
        `/api/segments/${segment.id}/people`,
        '/api/tags',
        '/api/segments',
        '/api/lifecycle',
      ])
        await world.admin.get(path).expect(200);
      world.clock.advance(DAY_MS);
      await world.app.scheduler.drain();
      await world.settle();
      await world.signInAgain();
    });
    const collections = new Set(commands.map(nameOf));
    for (const name of [
      'intake_sessions',
      'intake_figures',
      'care_threads',
      'care_messages',
      'notices',
      'person_facts',
      'person_profiles',
      'tag_counts',
      'tag_inbox',
    ])
      expect(collections).toContain(name);
    const ours = /"(find|aggregate)":"(intake|care|notice|person|tag|questionnaires|people|consents)/;
    expect((await scans(commands)).filter((scan) => ours.test(scan))).toEqual([]);
  }, 60_000);
});

const SKIN_ANSWERS: Record<string, unknown> = {
  wash: 'a',
  noon: 'a',
  pores: 'a',
  cream: 0,
  flush: 'd',
  newCare: 'a',
  season: 'd',
  mark: 'a',
  sun: 'a',
  spots: 'a',
  smile: 'a',
  outdoors: 'a',
  sleep: 'b',
  wish: ['a', 'c'],
};
