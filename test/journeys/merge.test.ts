import type { BoxCard } from '@kouyi/shared/contracts';
import { COUPON_TEMPLATES } from '@kouyi/shared/rules/coupon-templates';
import { DAY_MS } from '@kouyi/shared/rules/time';
import { asSystem } from '../../server/src/kernel/command';
import { native } from '../../server/src/kernel/store';
import { system } from '../../server/src/kernel/actor';
import { People } from '../../server/src/people/model';
import { signInByWeChat } from '../../server/src/people/sessions';
import { careFor, careUntilOf, personIdOf } from '../../server/src/people';
import { blacklistedAmong } from '../../server/src/risk';
import { setTags } from '../../server/src/tags';
import { Facts, Profiles } from '../../server/src/tags/model';
import { boxDesign, customer, giveChances, goods, none, openBox, peopleIn } from '../support/box-story';
import { deliver, launch, personOf, phoneOf, ruleIn } from '../support/play';
import { type Story, storyIn } from '../support/story';
import { startWorld, type World } from '../support/world';

interface Details {
  person: { id: string; nickname: string; points: number; groups: number; identities: object[] };
  merged: { personId: string; reason: string; by: string }[];
}
interface Seen {
  items: { name?: string; points?: number }[];
  now?: { id: string; mine: number }[];
  serverTime?: string;
  latest?: object;
}
interface Refused {
  error: { code: string };
}

const ADDRESS = {
  name: '陈小满',
  phone: '138 1234 5678',
  province: '上海市',
  city: '上海市',
  district: '浦东新区',
  detail: '世纪大道 1 号 2 楼',
};

describe('two identities that are one person', () => {
  let world: World;
  let story: Story;
  let room: { groupId: string; channelGroupId: string };
  beforeAll(async () => {
    world = await startWorld({ demo: true });
    story = await storyIn(world);
    room = await world.room('护肤群', 2);
    const base = ruleIn(world, 'check_in', [room.groupId]);
    const endAt = new Date(world.clock.now().getTime() + 30 * DAY_MS).toISOString();
    await launch(world, { ...base, triggers: ['1'], window: { ...base.window, endAt } });
  });
  afterAll(() => world.stop());

  const says1 = (userId: string) => story.says(room, userId, '1', world.clock.now());
  const details = async (id: string) =>
    (await world.admin.get(`/api/people/${id}`).expect(200)).body as Details;
  const listed = async (q = '') =>
    (
      (await world.admin
        .get('/api/people')
        .query({ limit: 200, ...(q ? { q } : {}) })
        .expect(200)) as { body: { items: { id: string; nickname: string }[] } }
    ).body.items;
  const merge = (id: string, otherId: string) =>
    world.admin.post(`/api/people/${id}/merge`).send({ otherId, reason: '店里当面确认过' });
  const titles = async (id: string) =>
    (
      (await world.admin.get(`/api/people/${id}/timeline`).expect(200)) as {
        body: { items: { title: string }[] };
      }
    ).body.items.map(({ title }) => title);
  /** Everything that follows for an identity, as it stands. */
  const standing = async (id: string) => {
    const profile = await native(Profiles).findOne({ _id: id });
    const row = await native(People).findOne({ _id: id });
    return { profile, row };
  };

  test('are seen as one, go on separately inside, and are taken apart exactly', async () => {
    await says1('大号');
    await says1('小号');
    await asSystem('test', (tx) =>
      setTags(tx, {
        personId: personOf('小号'),
        tags: ['干性'],
        source: { kind: 'intake', id: 'q', name: '测肤' },
        reason: '测肤结果：干性',
      }),
    );
    const [a, b] = [personOf('大号'), personOf('小号')];
    const before = [await standing(a), await standing(b)];
    const preview = await world.admin.get(`/api/people/${a}/merge-preview`).query({ otherId: b }).expect(200);
    expect((preview.body as { consequences: string[] }).consequences.join()).toContain('随时可以拆开');
    expect([await standing(a), await standing(b)]).toEqual(before);

    await merge(a, b).expect(200);
    await world.settle();
    const one = await details(b);
    expect(one).toMatchObject({
      person: { id: a, points: 10, groups: 2 },
      merged: [{ personId: b, reason: '店里当面确认过', by: '管理员' }],
    });
    expect(one.person.identities).toHaveLength(2);
    const rows = await listed();
    expect(rows.map(({ id }) => id)).toContain(a);
    expect(rows.map(({ id }) => id)).not.toContain(b);
    expect((await listed('小号')).map(({ id }) => id)).toEqual([a]);
    const profile = (await world.admin.get(`/api/people/${a}/profile`).expect(200)).body as {
      tags: { name: string }[];
    };
    expect(profile.tags.map(({ name }) => name)).toEqual(['干性']);
    expect((await titles(a)).filter((title) => title.startsWith('参加'))).toHaveLength(2);
    expect(((await merge(b, a)).body as Refused).error.code).toBe('already_one');

    await world.admin.post(`/api/people/${b}/unmerge`).send({ reason: '认错了' }).expect(200);
    await world.settle();
    expect([await standing(a), await standing(b)]).toEqual(before);
    expect((await listed()).map(({ id }) => id)).toEqual(expect.arrayContaining([a, b]));
    expect(
      ((await world.admin.post(`/api/people/${b}/unmerge`).send({ reason: '再拆' })).body as Refused).error
        .code,
    ).toBe('not_merged');
  });

  test('what happens while merged stays with the identity that did it', async () => {
    const [a, b] = [personOf('大号'), personOf('小号')];
    await merge(a, b).expect(200);
    world.clock.advance(DAY_MS);
    await world.signInAgain();
    await says1('小号');
    expect((await titles(a)).filter((title) => title.startsWith('参加'))).toHaveLength(3);
    await world.admin.post(`/api/people/${b}/unmerge`).send({ reason: '认错了' }).expect(200);
    await world.settle();
    expect((await titles(a)).filter((title) => title.startsWith('参加'))).toHaveLength(1);
    expect((await titles(b)).filter((title) => title.startsWith('参加'))).toHaveLength(2);
    expect((await details(b)).person.points).toBeGreaterThanOrEqual(10);
  });

  test('on either phone there is one person: groups, points, coupons of both; care and the blacklist hold for both', async () => {
    const other = await world.room('咖啡群', 1);
    const base = ruleIn(world, 'sign_up', [other.groupId]);
    const activityId = await launch(world, { ...base, triggers: ['尝鲜'] });
    const now = world.clock.now();
    await deliver(world, story.key, [story.joins(other, '茉莉', now), story.joins(room, '茉莉小号', now)]);
    await world.settle();
    await story.says(other, '茉莉', '尝鲜', now);
    await says1('茉莉小号');
    const [a, b] = [personOf('茉莉'), personOf('茉莉小号')];
    const phone = await phoneOf(world, '茉莉小号');
    const read = async (path: string) => (await phone.get(`/api/member/${path}`).expect(200)).body as Seen;
    /** Everything that this phone shows, but for the hour. */
    const shown = async () => {
      const { serverTime: _hour, ...home } = await read('home');
      return [home, ...(await Promise.all(['me', 'groups', 'points', 'notices', 'coupons'].map(read)))];
    };
    const alone = await shown();
    expect(await read('me')).toMatchObject({ points: 5, groups: 1 });

    await merge(a, b).expect(200);
    await world.settle();
    expect(await read('me')).toMatchObject({ personId: b, points: 10, groups: 2 });
    expect((await read('groups')).items.map(({ name }) => name).sort()).toEqual(['咖啡群', '护肤群']);
    expect(await read('points')).toMatchObject({ balance: 10, items: [{ points: 5 }, { points: 5 }] });
    expect((await read('home')).now?.find(({ id }) => id === activityId)).toMatchObject({ mine: 1 });
    await phone.get(`/api/member/activities/${activityId}`).expect(200);

    // What one is in care for, no promotion reaches by the other.
    const until = new Date(world.clock.now().getTime() + DAY_MS);
    await asSystem('test', (tx) => careFor(tx, a, until));
    expect(await careUntilOf(b)).toEqual(until);
    const listed = await world.admin
      .post('/api/blacklist')
      .send({ personId: a, reason: '发广告' })
      .expect(200);
    expect((await blacklistedAmong([a, b])).size).toBe(2);
    expect(await says1('茉莉小号')).toBe('blacklisted');
    expect(await read('me')).toMatchObject({ blacklisted: { reason: '发广告' } });

    // Taken apart, each has what they had: the mark goes, the blacklisting stays where it was.
    await world.admin.post(`/api/people/${b}/unmerge`).send({ reason: '认错了' }).expect(200);
    await world.settle();
    expect(await blacklistedAmong([a, b])).toEqual(new Set([a]));
    expect(await careUntilOf(b)).toBeUndefined();
    const { latest: _before, ...home } = alone[0] as Seen;
    const [{ latest: _after, ...homeNow }, ...rest] = (await shown()) as [Seen, ...Seen[]];
    expect([homeNow, ...rest]).toEqual([home, ...alone.slice(1)]);

    // Whoever is merged later is marked as well, until it is lifted.
    await merge(a, b).expect(200);
    await world.settle();
    expect((await blacklistedAmong([b])).size).toBe(1);
    await world.admin
      .post(`/api/blacklist/${(listed.body as { id: string }).id}/lift`)
      .send({ reason: '认错人了' })
      .expect(200);
    expect((await blacklistedAmong([a, b])).size).toBe(0);
    // Who is only in the group by the other identity takes part by that one.
    const joined = await phone
      .post(`/api/member/activities/${activityId}/join`)
      .send({ groupId: other.groupId, text: '尝鲜', requestKey: 'join-by-the-other' });
    expect(joined.body).toMatchObject({ outcome: 'already_counted' });
    await world.admin.post(`/api/people/${b}/unmerge`).send({ reason: '认错了' }).expect(200);
    await world.settle();
  });

  test('have one limit of a coupon and of a box; taken apart, each has their own again', async () => {
    await peopleIn(world, ['双号甲', '双号乙']);
    const [a, b] = [personOf('双号甲'), personOf('双号乙')];
    const box = await openBox(
      world,
      boxDesign(world, [goods('cup', 1, 500), none(9)], { limits: { perPerson: 2, perPersonPerDay: 2 } }),
    );
    await giveChances(world, box.id, ['双号甲', '双号乙'], 3);
    const rule = { ...COUPON_TEMPLATES[0]!.rule, stock: 10, perPerson: 1 };
    const { body: coupon } = (await world.admin.post('/api/coupons').send({ rule }).expect(200)) as {
      body: { id: string };
    };
    await world.admin.post(`/api/coupons/${coupon.id}/open`).send({}).expect(200);
    const give = async (personId: string, requestKey: string) =>
      (
        (await world.admin
          .post(`/api/coupons/${coupon.id}/issue`)
          .send({ personIds: [personId], reason: '生日礼', requestKey })
          .expect(200)) as { body: { issued: object[]; refused: { code: string }[] } }
      ).body;
    await merge(a, b).expect(200);
    await world.settle();

    expect((await give(a, 'two-selves-1')).issued).toHaveLength(1);
    expect((await give(b, 'two-selves-2')).refused).toMatchObject([{ code: 'coupon_person_limit' }]);
    const [one, two] = [await customer(world, '双号甲'), await customer(world, '双号乙')];
    expect((await one.draw(box.id)).status).toBe(200);
    expect((await two.draw(box.id)).status).toBe(200);
    expect(await two.draw(box.id)).toMatchObject({ status: 422, error: { code: 'person_limit' } });
    const seen = (await two.phone.get(`/api/member/boxes/${box.id}`).expect(200)) as {
      body: { chances: number; limits: { perPersonLeft: number; perPersonPerDayLeft: number } };
    };
    expect(seen.body).toMatchObject({ chances: 4, limits: { perPersonLeft: 0, perPersonPerDayLeft: 0 } });

    await world.admin.post(`/api/people/${b}/unmerge`).send({ reason: '认错了' }).expect(200);
    await world.settle();
    expect((await two.draw(box.id)).status).toBe(200);
    expect((await give(b, 'two-selves-3')).issued).toHaveLength(1);
  });

  test('what one identity earned in a group, the other opens on the phone; taken apart, it lies where it was', async () => {
    await peopleIn(world, ['群里的', '手机的']);
    const [inGroup, onPhone] = [personOf('群里的'), personOf('手机的')];
    const box = await openBox(world, boxDesign(world, [goods('cup', 1, 500), goods('pot', 1, 500)]));
    await giveChances(world, box.id, ['群里的'], 2);
    const member = await customer(world, '手机的');
    expect(await member.draw(box.id)).toMatchObject({ status: 422, error: { code: 'no_chance' } });
    await merge(onPhone, inGroup).expect(200);
    await world.settle();

    const held = async () =>
      ((await member.phone.get('/api/member/boxes').expect(200)) as { body: { items: BoxCard[] } }).body.items
        .filter(({ id }) => id === box.id)
        .map(({ chances, obstacle }) => [chances, obstacle?.code]);
    expect(await held()).toEqual([[2, undefined]]);
    const answers = await Promise.all([1, 2, 3].map(() => member.draw(box.id, 'the-same-tap')));
    expect(new Set(answers.map(({ draw }) => draw.drawId)).size).toBe(1);
    expect(await member.draw(box.id, 'the-same-tap')).toMatchObject({ again: true, chancesLeft: 1 });
    expect(await member.draw(box.id)).toMatchObject({ status: 200, chancesLeft: 0 });
    // The last chance is gone by now; the tap is the same all the same.
    expect(await member.draw(box.id, 'the-same-tap')).toMatchObject({ status: 200, again: true });
    expect(await held()).toEqual([[0, 'no_chance']]);
    expect(await member.draw(box.id)).toMatchObject({ status: 422, error: { code: 'no_chance' } });
    await world.settle();

    const drawn = async () =>
      ((await member.phone.get('/api/member/draws').expect(200)) as { body: { items: object[] } }).body.items;
    const cabinet = async () =>
      ((await member.phone.get('/api/member/cabinet').expect(200)) as { body: { items: { id: string }[] } })
        .body.items;
    expect(await drawn()).toHaveLength(2);
    const [won] = await cabinet();
    const claim = { way: 'ship', address: ADDRESS };
    await member.phone.post(`/api/member/prizes/${won!.id}/claim`).send(claim).expect(200);

    await world.admin.post(`/api/people/${inGroup}/unmerge`).send({ reason: '认错了' }).expect(200);
    await world.settle();
    expect([await drawn(), await cabinet()]).toEqual([[], []]);
    await member.phone.get(`/api/member/prizes/${won!.id}`).expect(404);
    const other = await customer(world, '群里的');
    const theirs = (await other.phone.get('/api/member/cabinet').expect(200)) as {
      body: { items: object[] };
    };
    expect(theirs.body.items).toHaveLength(2);
  });

  test('the same unionid proves it; what staff took apart is left apart', async () => {
    const context = { actor: system('test') };
    const signIn = (openid: string) =>
      signInByWeChat(context, { openid, unionid: 'union-1', consent: '2026-11' });
    await signIn('phone-a');
    await signIn('phone-b');
    await world.settle();
    const [a, b] = [personIdOf('wechat', 'phone-a'), personIdOf('wechat', 'phone-b')];
    expect((await details(b)).person.id).toBe(a);
    await world.admin.post(`/api/people/${b}/unmerge`).send({ reason: '母女俩共用过手机' }).expect(200);
    await signIn('phone-b');
    expect((await details(b)).person.id).toBe(b);
  });

  test('only those who reach everybody merge; deleting one deletes the person', async () => {
    const [a, b] = [personOf('大号'), personOf('小号')];
    const unit = await world.admin
      .post('/api/org/units')
      .send({ name: '华东区', kind: 'region', parentId: 'unt_root' })
      .expect(200);
    const region = await world.staff('region', (unit.body as { id: string }).id);
    await region.post(`/api/people/${a}/merge`).send({ otherId: b, reason: '试试' }).expect(403);
    await region.get(`/api/people/${a}/timeline`).expect(404);
    await merge(a, b).expect(200);
    await world.settle();
    const phone = await phoneOf(world, '小号');
    await phone.delete('/api/member/me').query({ confirm: '删除' }).expect(200);
    await world.settle();
    expect(await native(Facts).countDocuments({ personId: { $in: [a, b] } })).toBe(0);
    expect(await native(Profiles).countDocuments({ _id: { $in: [a, b, `view:${a}`] } })).toBe(0);
    expect((await listed()).map(({ id }) => id)).not.toContain(a);
  });
});
