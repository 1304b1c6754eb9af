import { DAY_MS } from '@kouyi/shared/rules/time';
import type { GrowthMeasure } from '@kouyi/shared/types';
import { DEFAULT_GROWTH } from '../../server/src/growth/default-rules';
import { lookAgain } from '../../server/src/growth/jobs';
import { Growers, Proposals, Reached, Snapshots } from '../../server/src/growth/model';
import { refreshStandards, settleOutcomes, takeSnapshots } from '../../server/src/growth/snapshots';
import { native } from '../../server/src/kernel/store';
import { appoint, openShop, orderOf, payFor, sell } from '../support/shop';
import { launch, personOf, phoneOf, ruleIn } from '../support/play';
import { type Story, storyIn } from '../support/story';
import { startWorld, type World } from '../support/world';

/** Whoever acts on one day goes nearly all the way; on two of three days, all of it. */
const stage = (need: number) => ({
  conditions: [{ measure: 'activeDays' as GrowthMeasure, need, windowDays: 3 }],
});
const QUICK = {
  ...DEFAULT_GROWTH,
  stages: { active: stage(1), sharing: stage(1), exclusive: stage(1), koc: stage(2) },
  graceDays: 0,
  warnDays: 0,
};

describe('growth of a person with two identities', () => {
  let world: World;
  let story: Story;
  let room: { groupId: string; channelGroupId: string };
  let version = 0;

  beforeAll(async () => {
    world = await startWorld({ demo: true });
    story = await storyIn(world);
    room = await world.room('护肤群', 5);
    const [startAt, endAt] = [0, 300].map((days) =>
      new Date(world.clock.now().getTime() + days * DAY_MS).toISOString(),
    );
    await launch(world, {
      ...ruleIn(world, 'check_in', [room.groupId]),
      window: { startAt: startAt!, endAt: endAt! },
      triggers: ['打卡'],
    });
    await save({});
  });
  afterAll(() => world.stop());

  const save = async (more: object) => {
    await world.admin
      .post('/api/growth/rules')
      .send({ rules: { ...QUICK, ...more }, baseVersion: version })
      .expect(200);
    version += 1;
  };
  const says = async (who: string) => {
    world.clock.advance(60_000);
    await story.says(room, who, '打卡', world.clock.now());
    await world.settle();
  };
  const pass = async (days: number) => {
    world.clock.advance(days * DAY_MS);
    await world.settle();
    await lookAgain();
    await world.settle();
    await world.signInAgain();
  };
  /** The first stands for both. */
  const merge = async (first: string, second: string) => {
    world.clock.advance(60_000);
    await world.admin
      .post(`/api/people/${personOf(first)}/merge`)
      .send({ otherId: personOf(second), reason: '同一位' })
      .expect(200);
    await world.settle();
  };
  const proposals = async (...names: string[]) =>
    native(Proposals)
      .find({ personId: { $in: names.map(personOf) } })
      .sort({ at: 1, _id: 1 })
      .toArray();
  const rowOf = (name: string) => native(Growers).findOne({ _id: personOf(name) });

  test('is asked about once, with what both did', async () => {
    await says('甲大');
    await says('甲小');
    await pass(1);
    await says('甲小');
    expect(await proposals('甲大', '甲小')).toMatchObject([{ personId: personOf('甲小'), state: 'open' }]);
    await merge('甲大', '甲小');
    const all = await proposals('甲大', '甲小');
    expect(all).toMatchObject([
      { personId: personOf('甲小'), state: 'withdrawn', answer: '和另一个身份合成了一位' },
      { personId: personOf('甲大'), state: 'open' },
    ]);
    expect(all[1]!.reason).toContain('2 天（要 2）');
  });

  test('whoever is blacklisted meanwhile is asked about no more, and the record says why', async () => {
    await says('乙');
    await pass(1);
    await says('乙');
    expect(await proposals('乙')).toMatchObject([{ state: 'open' }]);
    await world.admin
      .post('/api/blacklist')
      .send({ personId: personOf('乙'), reason: '刷单' })
      .expect(200);
    await world.settle();
    await pass(4);
    expect(await proposals('乙')).toMatchObject([{ state: 'withdrawn', answer: '在黑名单里' }]);
  });

  test('who works for us by another identity is appointed by no rule, and holds up nobody else', async () => {
    await save({ onGraduation: 'appoint' });
    await says('丙客');
    await world.admin
      .post('/api/org/staff')
      .send({
        login: 'inside',
        name: '内部',
        channelUserId: '丙员工',
        roles: [{ role: 'store', unitId: 'unt_root' }],
      })
      .expect(200);
    await says('丙员工');
    await merge('丙客', '丙员工');
    await pass(1);
    await says('丙客');
    const row = (await rowOf('丙客'))!;
    expect([row.stage, Object.keys(row.history.activeDays!).length]).toEqual(['exclusive', 2]);
    expect(await proposals('丙客', '丙员工')).toEqual([]);
    await save({});
  });

  test('a proposal to end somebody ends them by whichever identity they are a KOC', async () => {
    await says('丁大');
    await says('丁小');
    await appoint(world, '丁小');
    await world.settle();
    await merge('丁大', '丁小');
    await pass(1);
    await says('丁大');
    await pass(4);
    const [proposal] = await proposals('丁大', '丁小');
    expect(proposal).toMatchObject({ kind: 'end', personId: personOf('丁大'), state: 'open' });
    await world.admin.post(`/api/growth/proposals/${proposal!._id}/approve`).send({}).expect(200);
    await world.settle();
    expect(await rowOf('丁大')).toMatchObject({ stage: 'none' });
  });

  test('opening one’s own link by the other identity is no share', async () => {
    await says('戊大');
    await says('戊小');
    await merge('戊大', '戊小');
    const big = await phoneOf(world, '戊大');
    const { code } = (await big.post('/api/member/links').send({ channel: 'chat' }).expect(200)).body as {
      code: string;
    };
    const visit = async (who: string) => {
      const phone = await phoneOf(world, who);
      await phone.post(`/api/member/links/${code}/visit`).send({}).expect(200);
      await world.settle();
    };
    await visit('戊小');
    expect((await rowOf('戊大'))!.history.shares).toBeUndefined();
    await says('己');
    await visit('己');
    expect(Object.values((await rowOf('戊大'))!.history.shares!)).toEqual([1]);
  });

  test('the score of a past week is judged by what all of them brought', async () => {
    await sell(world, 'a');
    await payFor(world, { rate: { basisPoints: 1_000 } });
    await says('庚大');
    await says('庚小');
    await appoint(world, '庚小');
    await merge('庚大', '庚小');
    await refreshStandards();
    await pass(14);
    await refreshStandards();
    await takeSnapshots();
    const week = await native(Snapshots).findOne({ personId: personOf('庚大') });
    expect(week).toMatchObject({ wasKoc: true });
    const small = await phoneOf(world, '庚小');
    const { code } = (await small.post('/api/member/links').send({ channel: 'chat' }).expect(200)).body as {
      code: string;
    };
    const shop = await openShop(world);
    await shop.send([orderOf(world, 'O-1', '路人', { refCode: code })]);
    await world.settle();
    await pass(62);
    await settleOutcomes();
    expect((await native(Snapshots).findOne({ _id: week!._id }))!.outcome).toMatchObject({
      orders: 1,
      fen: 10_000,
    });
  });

  test('what is told while a score is worked out is not forgotten', async () => {
    await says('辛');
    const xin = await phoneOf(world, '辛');
    const { code } = (await xin.post('/api/member/links').send({ channel: 'chat' }).expect(200)).body as {
      code: string;
    };
    const comes = async (who: string) => {
      await says(who);
      const phone = await phoneOf(world, who);
      await phone.post(`/api/member/links/${code}/visit`).send({}).expect(200);
      await world.settle();
    };
    await refreshStandards();
    await comes('友一');
    const reached = native(Reached);
    /** The score is worked out from what was read; this happens before it is kept. */
    const workedOutWhile = async (meanwhile: () => Promise<void>) => {
      const find = reached.find.bind(reached);
      let happened: Promise<void> | undefined;
      const spy = jest.spyOn(reached, 'find').mockImplementationOnce(((filter: object) => ({
        sort: () => ({
          limit: () => ({
            async toArray() {
              const rows = await find(filter).toArray();
              await (happened = meanwhile());
              return rows;
            },
          }),
        }),
      })) as never);
      await refreshStandards();
      spy.mockRestore();
      // The house's own job may be the one that reads, or was there before and left nothing to read.
      await (happened ?? meanwhile());
      await refreshStandards();
    };
    await workedOutWhile(() => comes('友二'));
    expect((await rowOf('辛'))!.standard).toMatchObject({ reached: 2 });
    // Nor does whoever began earlier and ends later put the old one back.
    await comes('友三');
    await workedOutWhile(async () => {
      await comes('友四');
      await refreshStandards();
    });
    expect((await rowOf('辛'))!.standard).toMatchObject({ reached: 4 });
    expect(await native(Growers).countDocuments({ stale: { $exists: true } })).toBe(0);
  });
});
