import sharp from 'sharp';
import type { KocSuggestion, MySubGroup, SubGroupMember, SubGroupView } from '@kouyi/shared/contracts';
import { createGroup, groupIdOf } from '../../server/src/groups';
import { native } from '../../server/src/kernel/store';
import { Joins } from '../../server/src/subgroups/model';
import { refreshSuggestions } from '../../server/src/subgroups/suggest';
import { deliver, launch, personOf, phoneOf, ruleIn } from '../support/play';
import { appoint, meet } from '../support/shop';
import { startWorld, type World } from '../support/world';

const DAY = 86_400_000;
type Phone = Awaited<ReturnType<typeof phoneOf>>;

describe('sub-groups of KOCs', () => {
  let world: World;
  let koc: Phone;
  let friend: Phone;
  let keys = 0;
  const key = () => `request-${(keys += 1)}`;

  beforeAll(async () => {
    world = await startWorld({ demo: true });
    await meet(world, ['小满', '阿夏', '路人', '二姐']);
    koc = await appoint(world, '小满');
    friend = await phoneOf(world, '阿夏');
  });
  afterAll(() => world.stop());

  const read = async <T>(answer: PromiseLike<{ body: unknown }>) => (await answer).body as T;
  const codeOf = (answer: { body: unknown }) => (answer.body as { error: { code: string } }).error.code;
  const open = async (name: string, more: object = {}): Promise<MySubGroup> => {
    const made = await read<MySubGroup>(
      koc
        .post('/api/member/sub-groups')
        .send({ name, requestKey: key(), ...more })
        .expect(200),
    );
    await world.settle();
    return made;
  };
  const say = (channelGroupId: string, events: object[]) => {
    const at = world.clock.now().toISOString();
    return world.key(['simulator.use']).then((machine) =>
      deliver(
        world,
        machine,
        events.map((event) => ({ eventId: key(), groupId: channelGroupId, at, ...event })),
      ),
    );
  };

  test('on the simulator it is there at once, friends come in by its code and are counted once', async () => {
    const made = await open('小满的护肤搭子');
    expect(made).toMatchObject({ state: 'open', name: '小满的护肤搭子' });
    expect(made.joinCode).toMatch(/^[0-9A-Z]{6}$/);
    const again = await koc
      .post('/api/member/sub-groups')
      .send({ name: '小满的护肤搭子', requestKey: `request-${keys}` })
      .expect(200);
    expect((again.body as MySubGroup).id).toBe(made.id);

    const preview = await friend.get(`/api/member/sub-groups/by-code/${made.joinCode}`).expect(200);
    expect(preview.body).toMatchObject({ kocName: '小满', members: 1, joined: false, way: 'at_once' });
    const join = () =>
      friend.post('/api/member/sub-groups/join').send({ code: made.joinCode!.toLowerCase() });
    const answers = await Promise.all([join(), join(), join()]);
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(['joined', 'already_in']).toContain((body as { outcome: string }).outcome);
    }
    await world.settle();
    const membersOf = async () =>
      (
        await read<{ items: SubGroupMember[] }>(
          koc.get(`/api/member/sub-groups/${made.id}/members`).expect(200),
        )
      ).items;
    const people = await membersOf();
    expect(people.map(({ name, byCode, isKoc }) => ({ name, byCode, isKoc }))).toEqual(
      expect.arrayContaining([
        { name: '小满', byCode: false, isKoc: true },
        { name: '阿夏', byCode: true, isKoc: false },
      ]),
    );
    expect(people).toHaveLength(2);

    // Leaving and coming back is the same person reached, once.
    const channelGroupId = `room_${made.id}`;
    expect(groupIdOf('simulator', channelGroupId)).toBe(made.groupId);
    world.clock.advance(60_000);
    await say(channelGroupId, [{ userId: '阿夏', name: '阿夏', kind: 'leave' }]);
    await world.settle();
    world.clock.advance(60_000);
    expect((await join()).body).toMatchObject({ outcome: 'joined' });
    await world.settle();
    expect(await native(Joins).countDocuments({ personId: personOf('阿夏') })).toBe(1);
    expect(await native(Joins).countDocuments({ personId: personOf('小满') })).toBe(0);
    expect(await membersOf()).toHaveLength(2);
  });

  test('today says what to send and why; health is a sum that anybody can follow', async () => {
    const made = await open('今天发什么');
    const channelGroupId = `room_${made.id}`;
    await launch(world, ruleIn(world, 'sign_up', [made.groupId!], { title: '试用报名' }));
    await say(channelGroupId, [{ userId: '路人', name: '路人', kind: 'join' }]);
    await world.settle();
    await say(channelGroupId, [{ userId: '路人', name: '路人', text: '1' }]);
    await world.settle();
    world.clock.advance(60_000);
    const mine = (await koc.get(`/api/member/sub-groups/${made.id}`).expect(200)).body as MySubGroup;
    expect(mine.today.map(({ kind }) => kind)).toEqual(['newcomers', 'activity']);
    expect(mine.today[1]).toMatchObject({ title: '试用报名' });
    expect(mine.today[1]!.text).toContain('试用报名');
    expect(mine.today[0]!.text).toContain('路人');
    expect(mine).toMatchObject({ members: 2, active7d: 1, newcomers7d: 2 });
    expect(mine.health!.formula).toContain(`＝ ${mine.health!.score} 分`);
    // Whoever came in by the group itself is reached, too.
    expect(await native(Joins).findOne({ personId: personOf('路人'), subGroupId: made.id })).toMatchObject({
      by: 'group',
      kocId: personOf('小满'),
    });
    // Nobody sees another one's.
    await friend.get(`/api/member/sub-groups/${made.id}`).expect(404);
    expect(
      codeOf(await friend.post('/api/member/sub-groups').send({ name: '我也要', requestKey: key() })),
    ).toBe('not_a_koc');
  });

  test('a real group is asked for, attached with its way in, and joined by its own QR code', async () => {
    const asked = await open('真实的群', { channel: 'wechat', purpose: '同城试用' });
    expect(asked).toMatchObject({ state: 'requested', members: 0, today: [] });
    const other = await open('另一个', { channel: 'wechat' });
    const { groupId } = await world.room('外面的群', 3);
    // A group that did not come from the simulator, as WeCom would bring it.
    const real = await createGroup(
      { actor: { kind: 'system', name: 'test' } },
      {
        channel: 'wecom',
        channelGroupId: 'wr-1',
        name: '同城试用群',
        unitId: 'unt_root',
        tags: [],
        capabilities: { read: false, post: false },
        members: [],
      },
    );
    const attach = (id: string, body: object) => world.admin.post(`/api/sub-groups/${id}/attach`).send(body);
    expect(codeOf(await attach(asked.id, { groupId: real.groupId }))).toBe('join_way_missing');
    expect(codeOf(await attach(asked.id, { groupId: real.groupId, qrBase64: 'aGVsbG8=' }))).toBe(
      'photo_not_an_image',
    );
    const png = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    const attached = await attach(asked.id, {
      groupId: real.groupId,
      qrBase64: png.toString('base64'),
    }).expect(200);
    expect(attached.body as SubGroupView).toMatchObject({
      state: 'open',
      hasQr: true,
      groupName: '同城试用群',
    });
    expect(codeOf(await attach(other.id, { groupId: real.groupId, joinUrl: 'https://a.example/j' }))).toBe(
      'group_taken',
    );
    expect(codeOf(await attach(asked.id, { groupId, joinUrl: 'https://a.example/j' }))).toBe('state_forbids');

    const { joinCode } = (await koc.get(`/api/member/sub-groups/${asked.id}`)).body as MySubGroup;
    const joined = await friend.post('/api/member/sub-groups/join').send({ code: joinCode }).expect(200);
    expect(joined.body).toMatchObject({ outcome: 'scan_to_join' });
    await friend
      .get((joined.body as { qrPath: string }).qrPath)
      .expect(200)
      .expect('content-type', /jpeg/);
    expect(await native(Joins).countDocuments({ subGroupId: asked.id })).toBe(0);
    expect(codeOf(await friend.post('/api/member/sub-groups/join').send({ code: 'AAAAAA' }))).toBe(
      'sub_group_code_unknown',
    );
    await world.admin.post(`/api/sub-groups/${other.id}/decline`).send({ reason: '名额满了' }).expect(200);
  });

  test('when a KOC ends, their groups wait for another one and are handed over', async () => {
    const second = await appoint(world, '二姐');
    const made = await read<MySubGroup>(
      second.post('/api/member/sub-groups').send({ name: '二姐的群', requestKey: key() }).expect(200),
    );
    await world.admin
      .post(`/api/koc/${personOf('二姐')}/end`)
      .send({ reason: '搬家了' })
      .expect(200);
    await world.settle();
    const list = await read<{ items: SubGroupView[]; adrift: number }>(
      world.admin.get('/api/sub-groups?state=adrift').expect(200),
    );
    expect(list).toMatchObject({ items: [{ id: made.id }], adrift: 1 });
    expect((await second.get('/api/member/sub-groups')).body).toMatchObject({ items: [], mayOpen: false });
    const hand = (kocId: string) =>
      world.admin.post(`/api/sub-groups/${made.id}/hand-over`).send({ kocId, reason: '接着带' });
    expect(codeOf(await hand(personOf('阿夏')))).toBe('not_a_koc');
    expect((await hand(personOf('小满')).expect(200)).body).toMatchObject({ state: 'open', kocName: '小满' });
    await world.settle();
    const members = await read<{ items: SubGroupMember[] }>(
      koc.get(`/api/member/sub-groups/${made.id}/members`).expect(200),
    );
    expect(members.items.map(({ name }) => name)).toContain('小满');
    await koc.post(`/api/member/sub-groups/${made.id}/close`).send({ reason: '人太少了' }).expect(200);
    expect(codeOf(await friend.post('/api/member/sub-groups/join').send({ code: made.joinCode }))).toBe(
      'sub_group_closed',
    );
    const story = await read<{ steps: { words: string }[] }>(
      world.admin.get(`/api/sub-groups/${made.id}`).expect(200),
    );
    expect(story.steps.map(({ words }) => words)).toEqual([
      '在模拟器里建好了群',
      'KOC 已结束，等移交给另一位',
      '移交给另一位 KOC：接着带',
      '结束：人太少了',
    ]);
  });

  test('for every 20 prospects one KOC: candidates are named with reasons, turned down, or made KOC', async () => {
    const room = await world.room('大群', 0);
    const regulars = ['常客一', '常客二', '常客三', '常客四'];
    const others = Array.from({ length: 40 }, (_, i) => `群友${i + 1}`);
    await say(
      room.channelGroupId,
      [...regulars, ...others].map((userId) => ({ userId, name: userId, kind: 'join' })),
    );
    await world.settle();
    const live = async () =>
      (await world.admin.get(`/api/koc-suggestions/${room.groupId}`).expect(200)).body as KocSuggestion;
    expect(await live()).toMatchObject({
      members: 44,
      prospects: 44,
      kocs: 0,
      wanted: 2,
      missing: 2,
      candidates: [],
    });

    const title = { title: '天天签', limits: { perPerson: 100 } };
    const rule = ruleIn(world, 'sign_up', [room.groupId], title);
    rule.window.endAt = new Date(world.clock.now().getTime() + 10 * DAY).toISOString();
    await launch(world, rule);
    for (const who of [regulars, regulars, regulars.slice(1), regulars.slice(1), ['群友1']]) {
      await say(
        room.channelGroupId,
        who.map((userId) => ({ userId, name: userId, text: '1' })),
      );
      await world.settle();
      world.clock.advance(DAY);
      await world.signInAgain();
    }
    const named = (row: KocSuggestion) => row.candidates.map(({ name }) => name).sort();
    expect(named(await live())).toEqual(['常客三', '常客二', '常客四'].sort());

    const blacklist = { personId: personOf('常客四'), reason: '薅羊毛' };
    await world.admin.post('/api/blacklist').send(blacklist).expect(200);
    const dismiss = { personId: personOf('常客三'), reason: '本人不愿意', days: 30 };
    await world.admin.post(`/api/koc-suggestions/${room.groupId}/dismiss`).send(dismiss).expect(200);
    const [best, ...rest] = (await live()).candidates;
    expect(rest).toEqual([]);
    expect(best).toMatchObject({ name: '常客二', days: 4 });
    expect(best!.why).toContain('4 天');
    const approve = (name: string) =>
      world.admin.post(`/api/koc-suggestions/${room.groupId}/approve`).send({ personId: personOf(name) });
    expect(codeOf(await approve('常客三'))).toBe('not_a_candidate');
    expect(codeOf(await approve('群友1'))).toBe('not_a_candidate');
    expect((await approve('常客二').expect(200)).body as KocSuggestion).toMatchObject({
      prospects: 43,
      kocs: 1,
      wanted: 2,
      missing: 1,
    });
    expect(codeOf(await approve('常客二'))).toBe('not_a_candidate');

    // By the clock, too; who was turned down is named again only when the time is over.
    await refreshSuggestions();
    const page = async () =>
      (await world.admin.get('/api/koc-suggestions').expect(200)).body as { items: KocSuggestion[] };
    expect((await page()).items.map(({ groupName }) => groupName)).toEqual(['大群']);
    await world.admin
      .post(`/api/koc-suggestions/${room.groupId}/dismiss`)
      .send({ reason: '这个群先不加', days: 7 })
      .expect(200);
    expect((await page()).items).toEqual([]);
  });
});
