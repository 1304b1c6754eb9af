import { commitmentOf, drawnPrize, totalWeight } from '@kouyi/shared/rules/draw';
import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import type { BoxLive, BoxView, DrawView, MemberBox, RoundView } from '@kouyi/shared/contracts';
import type { AgeBand, BoxDesign } from '@kouyi/shared/types';
import {
  boxDesign,
  customer,
  giveChances,
  goods,
  none,
  openBox,
  peopleIn,
  pointsPrize,
} from '../../../test/support/box-story';
import { personOf } from '../../../test/support/play';
import { startWorld, type World } from '../../../test/support/world';
import { asSystem } from '../kernel/command';
import { newId } from '../kernel/ids';
import { native } from '../kernel/store';
import { account, auditLedger, balancesOf } from '../ledger';
import { prizeExpired } from '../prizes/events';
import { drawOnce } from './drawing';
import { Ages, Draws, Tables } from './model';

let world: World;
beforeAll(async () => {
  world = await startWorld({ demo: true });
  await peopleIn(world, ['甲', '乙', '丙', '丁', '戊', '己']);
});
afterAll(() => world.stop());

const box = async (prizes = [goods('cup', 10, 5), none(90)], more: Partial<BoxDesign> = {}) =>
  openBox(world, boxDesign(world, prizes, more));
/** Time passes; the administrator signs in again when it was long. */
const later = async (ms: number) => {
  world.clock.advance(ms);
  await world.signInAgain();
};
const HOUR = 3_600_000;
const drawsOf = (boxId: string) => native(Draws).countDocuments({ boxId });

describe('a draw', () => {
  test('uses up a chance, is booked, and can be asked for again for ever', async () => {
    const { id } = await box([goods('cup', 1, 5)]);
    await giveChances(world, id, ['甲'], 2);
    const one = await customer(world, '甲');
    const first = await one.draw(id, 'the-same-key');
    expect(first).toMatchObject({
      status: 200,
      again: false,
      chancesLeft: 1,
      draw: { won: true, prize: { id: 'cup', kind: 'goods', valueFen: 1_000 }, proof: { nonce: 1, seq: 1 } },
    });
    const again = await one.draw(id, 'the-same-key');
    expect(again).toMatchObject({ status: 200, again: true, chancesLeft: 1 });
    expect(again.draw).toEqual(first.draw);
    expect(await drawsOf(id)).toBe(1);
    const balances = await balancesOf([
      account.memberChances(one.personId, id),
      account.chancesUsed(id),
      account.boxBudget(id),
      account.prizeCost(id),
    ]);
    expect([...balances.values()]).toEqual([1, 1, 100_000_000 - 300, 300]);
    expect((await auditLedger()).findings).toEqual([]);
  });

  test('with the same key for another box is refused', async () => {
    const [a, b] = [await box(), await box()];
    await giveChances(world, a.id, ['甲'], 1);
    await giveChances(world, b.id, ['甲'], 1);
    const one = await customer(world, '甲');
    await one.draw(a.id, 'used-for-box-a');
    expect(await one.draw(b.id, 'used-for-box-a')).toMatchObject({
      status: 409,
      error: { code: 'key_used_differently' },
    });
    expect(await drawsOf(b.id)).toBe(0);
  });

  test('of points puts the points into the account', async () => {
    const { id } = await box([pointsPrize('p', 66, 1, 5)]);
    await giveChances(world, id, ['乙'], 1);
    const two = await customer(world, '乙');
    const before = ((await two.phone.get('/api/member/points')).body as { balance: number }).balance;
    await two.draw(id);
    await world.settle();
    const { body } = (await two.phone.get('/api/member/points')) as {
      body: { balance: number; items: { points: number; reason: string }[] };
    };
    expect(body.balance).toBe(before + 66);
    expect(body.items[0]).toMatchObject({ points: 66, reason: '盲盒抽中「66 积分」' });
    // Chances and the brand's cost are no lines of a person's points.
    expect(body.items.every((item) => item.points !== 0)).toBe(true);
  });
});

describe('what stops a draw is named, and changes nothing', () => {
  const refused = async (boxId: string, who: string, band: AgeBand | 'unknown' = 'adult') => {
    const before = await native(Tables).findOne({ _id: boxId });
    const answer = await (await customer(world, who, band)).draw(boxId);
    expect(await native(Tables).findOne({ _id: boxId })).toEqual(before);
    expect(answer.error?.message).toMatch(/[\u4e00-\u9fff]/);
    return `${answer.status} ${answer.error?.code}`;
  };

  test('unknown box, draft, no chance', async () => {
    const { body: draft } = (await world.admin
      .post('/api/boxes')
      .send({ design: boxDesign(world, [goods('a', 1, 1)]) })) as { body: BoxView };
    const one = await customer(world, '甲');
    expect(await one.draw('box_unknown')).toMatchObject({ status: 404 });
    expect(await one.draw(draft.id)).toMatchObject({ status: 404 });
    expect(await refused((await box()).id, '甲')).toBe('422 no_chance');
  });

  test('paused, closed, outside its hours', async () => {
    const { id } = await box();
    await giveChances(world, id, ['甲'], 5);
    const act = (what: string) => world.admin.post(`/api/boxes/${id}/${what}`).send({}).expect(200);
    await act('pause');
    expect(await refused(id, '甲')).toBe('422 box_paused');
    await act('resume');
    expect((await (await customer(world, '甲')).draw(id)).status).toBe(200);
    await act('close');
    expect(await refused(id, '甲')).toBe('422 box_closed');
    const night = await box(undefined, {
      window: {
        ...boxDesign(world, [none(1)]).window,
        dailyHours: { from: '02:00', to: '03:00' },
      },
    });
    await giveChances(world, night.id, ['甲'], 1);
    expect(await refused(night.id, '甲')).toBe('422 box_outside_hours');
  });

  test('unknown age, too young; the age is declared once and corrected only by staff', async () => {
    const { id } = await box();
    await giveChances(world, id, ['丙'], 2);
    expect(await refused(id, '丙', 'unknown')).toBe('422 age_unknown');
    expect(await refused(id, '丙', 'under_8')).toBe('422 under_age');
    const three = await customer(world, '丙', 'unknown');
    await three.phone.post('/api/member/age').send({ band: 'adult' }).expect(409);
    await world.admin.post(`/api/people/${three.personId}/age/reset`).send({ reason: '填错了' }).expect(200);
    await three.phone.post('/api/member/age').send({ band: 'minor_with_consent' }).expect(200);
    expect((await three.draw(id)).status).toBe(200);
    const adults = await box(undefined, { ageGate: 'adult' });
    await giveChances(world, adults.id, ['丙'], 1);
    expect(await three.draw(adults.id)).toMatchObject({ status: 422, error: { code: 'under_age' } });
  });

  test('an age that somebody of two identities declared wrongly is taken back from both', async () => {
    await peopleIn(world, ['群里的', '手机上的']);
    const [group, own] = [
      await customer(world, '群里的', 'under_8'),
      await customer(world, '手机上的', 'under_8'),
    ];
    await world.admin
      .post(`/api/people/${group.personId}/merge`)
      .send({ otherId: own.personId, reason: '同一位' })
      .expect(200);
    await world.settle();
    await world.admin.post(`/api/people/${group.personId}/age/reset`).send({ reason: '填错了' }).expect(200);
    await own.phone.post('/api/member/age').send({ band: 'adult' }).expect(200);
    const { id } = await box();
    expect((await own.phone.get(`/api/member/boxes/${id}`).expect(200)).body).toMatchObject({
      age: { declared: 'adult' },
    });
    await world.admin.post(`/api/people/${own.personId}/age/reset`).send({ reason: '又错了' }).expect(200);
    await world.admin
      .post(`/api/people/${own.personId}/age/reset`)
      .send({ reason: '没有了' })
      .expect(404, /age_not_declared/);
  });

  test('limits per person, per day, in all; nothing left', async () => {
    const day = await box(undefined, {
      limits: { perPersonPerDay: 1, perPerson: 2, totalDraws: 3 },
      roundHours: 168,
    });
    await giveChances(world, day.id, ['甲', '乙'], 9);
    const one = await customer(world, '甲');
    await one.draw(day.id);
    expect(await refused(day.id, '甲')).toBe('422 person_day_limit');
    await later(24 * HOUR);
    await (await customer(world, '甲')).draw(day.id);
    expect(await refused(day.id, '甲')).toBe('422 person_limit');
    const two = await customer(world, '乙');
    await two.draw(day.id);
    expect(await refused(day.id, '乙')).toBe('422 person_day_limit');
    const few = await box([goods('last', 1, 1)]);
    await giveChances(world, few.id, ['甲', '乙'], 1);
    await (await customer(world, '甲')).draw(few.id);
    expect(await refused(few.id, '乙')).toBe('422 box_exhausted');
    const three = await box([goods('a', 1, 9)], { limits: { totalDraws: 1 } });
    await giveChances(world, three.id, ['甲', '乙'], 1);
    await (await customer(world, '甲')).draw(three.id);
    expect(await refused(three.id, '乙')).toBe('422 draws_limit');
  });

  test('staff and the blacklisted', async () => {
    await world.admin
      .post('/api/org/staff')
      .send({
        login: 'inside',
        name: '内部',
        channelUserId: '丁',
        roles: [{ role: 'store', unitId: 'unt_root' }],
      })
      .expect(200);
    await world.admin
      .post('/api/blacklist')
      .send({ personId: personOf('戊'), reason: '刷单' })
      .expect(200);
    const { id } = await box();
    await giveChances(world, id, ['丁', '戊'], 1);
    expect(await refused(id, '丁')).toBe('422 staff_excluded');
    expect(await refused(id, '戊')).toBe('422 blacklisted');
    const open = await box(undefined, { excludeStaff: false });
    await giveChances(world, open.id, ['丁'], 1);
    expect((await (await customer(world, '丁')).draw(open.id)).status).toBe(200);
  });

  test('a malformed seed', async () => {
    const { id } = await box();
    const one = await customer(world, '甲');
    for (const clientSeed of ['', '有空格 的', 'a:b', 'x'.repeat(65)]) {
      const { status, body } = (await one.phone
        .put(`/api/member/boxes/${id}/client-seed`)
        .send({ clientSeed })) as { status: number; body: { error: { code: string } } };
      expect([status, body.error.code]).toEqual([422, 'client_seed_malformed']);
    }
  });
});

describe('odds and rounds', () => {
  test('a prize that runs out makes a new version; every draw names the one it used', async () => {
    const { id } = await box([goods('cup', 1_000_000, 1), none(1)], { fallbackPrizeId: 'none' });
    await giveChances(world, id, ['甲'], 2);
    const one = await customer(world, '甲');
    const before = (await one.phone.get(`/api/member/boxes/${id}`)).body as MemberBox;
    expect(before.odds.rows.map(({ fraction, percent, left }) => [fraction, percent, left])).toEqual([
      ['1000000/1000001', '99.9999%', 1],
      ['1/1000001', '0.000099%', undefined],
    ]);
    const [first, second] = [await one.draw(id), await one.draw(id)];
    expect([first.draw.proof.oddsVersion, second.draw.proof.oddsVersion]).toEqual([1, 2]);
    const after = (await one.phone.get(`/api/member/boxes/${id}`)).body as MemberBox;
    expect(after.odds).toMatchObject({
      version: 2,
      reason: 'sold_out',
      line: '「奖品cup」抽完了，它的概率归「谢谢参与」',
    });
    expect(after.odds.rows.map(({ fraction, soldOut }) => [fraction, soldOut])).toEqual([
      ['0', true],
      ['1', false],
    ]);
    const { body } = (await world.admin.get(`/api/boxes/${id}/odds`).expect(200)) as {
      body: { items: { version: number }[] };
    };
    expect(body.items.map(({ version }) => version).sort()).toEqual([1, 2]);
  });

  test('the seed stays secret until the round ends; then every result can be computed again', async () => {
    const { id } = await box([goods('a', 3, 5), goods('b', 7, 5), none(20)], { fallbackPrizeId: 'none' });
    await giveChances(world, id, ['甲'], 8);
    const one = await customer(world, '甲');
    await one.phone.put(`/api/member/boxes/${id}/client-seed`).send({ clientSeed: 'my-lucky-7' }).expect(200);
    for (let i = 0; i < 4; i += 1) await one.draw(id);
    const fairness = async () =>
      (await one.phone.get(`/api/member/boxes/${id}/fairness`).expect(200)).body as {
        round: RoundView;
        odds: { version: number; rows: { prizeId: string; weight: number }[] }[];
        mine: { prize: { id: string }; proof: { clientSeed: string; nonce: number; oddsVersion: number } }[];
      };
    const running = await fairness();
    expect(running.round.serverSeed).toBeUndefined();
    expect(JSON.stringify(running)).not.toContain('serverSeed');
    await world.admin.get(`/api/boxes/${id}/rounds/${running.round.id}/export.json`).expect(409);

    await world.admin.post(`/api/boxes/${id}/rotate`).send({}).expect(200);
    await one.draw(id);
    const { body: revealed } = (await one.phone
      .get(`/api/member/boxes/${id}/fairness?roundId=${running.round.id}`)
      .expect(200)) as { body: Awaited<ReturnType<typeof fairness>> };
    const { serverSeed, commitment, poolText, id: roundId } = revealed.round;
    expect(commitment).toBe(running.round.commitment);
    expect(commitmentOf({ serverSeed: serverSeed!, roundId, poolText })).toBe(commitment);
    expect(revealed.mine.map(({ proof }) => proof.nonce).sort()).toEqual([1, 2, 3, 4]);
    for (const { prize, proof } of revealed.mine) {
      expect(proof.clientSeed).toBe('my-lucky-7');
      const entries = revealed.odds.find(({ version }) => version === proof.oddsVersion)!.rows;
      expect(totalWeight(entries)).toBe(30);
      expect(drawnPrize(serverSeed!, proof, entries)).toBe(prize.id);
    }
    const next = await fairness();
    expect(next.round).toMatchObject({ number: 2, draws: 1 });
    expect(next.mine[0]!.proof.nonce).toBe(1);
  });

  test('rounds end by the clock; one without draws goes on under its commitment', async () => {
    const { id, round } = await box();
    await later(25 * HOUR);
    await world.app.scheduler.drain();
    const still = (await world.admin.get(`/api/boxes/${id}`)).body as BoxView;
    expect(still.round!.commitment).toBe(round!.commitment);
    await giveChances(world, id, ['甲'], 1);
    await (await customer(world, '甲')).draw(id);
    await later(25 * HOUR);
    await world.app.scheduler.drain();
    const closed = (await world.admin.get(`/api/boxes/${id}`)).body as BoxView;
    // Two days on the box itself is over, too.
    expect(closed).toMatchObject({ state: 'closed', round: { state: 'closed', draws: 1 } });
    expect(closed.round!.serverSeed).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the guarantee', () => {
  test('is met on the promised draw at the latest, from its own reserve', async () => {
    const { id } = await box([goods('cup', 0, 0), none(1)], {
      fallbackPrizeId: 'none',
      limits: { totalDraws: 20 },
      guarantee: { afterDraws: 4, prizeId: 'cup', reserved: 5 },
      prizes: [goods('cup', 0, 0), goods('rare', 1, 1), none(999_999_998)],
    });
    await giveChances(world, id, ['甲'], 8);
    const one = await customer(world, '甲');
    const seen: string[] = [];
    for (let i = 0; i < 8; i += 1) {
      const { draw, guarantee } = await one.draw(id);
      seen.push(`${draw.prize.id}${draw.guaranteed ? '!' : ''} ${guarantee!.misses} ${guarantee!.drawsLeft}`);
    }
    expect(seen).toEqual([
      'none 1 3',
      'none 2 2',
      'none 3 1',
      'cup! 0 4',
      'none 1 3',
      'none 2 2',
      'none 3 1',
      'cup! 0 4',
    ]);
    const live = (await world.admin.get(`/api/boxes/${id}/live`)).body as BoxLive;
    expect(live.stock[0]).toMatchObject({ given: 0, guaranteed: 2, reserveLeft: 3, costFen: 600 });
    expect(live).toMatchObject({ draws: 8, wins: 2, people: 1, costFen: 600, chancesOut: 0 });
  });

  test('once published it can’t be taken back; the reserve may grow', async () => {
    const design = boxDesign(world, [goods('cup', 1, 5), none(9)], {
      fallbackPrizeId: 'none',
      limits: { totalDraws: 20 },
      guarantee: { afterDraws: 5, prizeId: 'cup', reserved: 4 },
    });
    const { id, version } = await openBox(world, design);
    const put = (change: Partial<BoxDesign>) =>
      world.admin.put(`/api/boxes/${id}`).send({ version, design: { ...design, ...change } });
    for (const guarantee of [undefined, { ...design.guarantee!, afterDraws: 6 }]) {
      const { status, body } = (await put({ guarantee })) as {
        status: number;
        body: { error: { code: string; field: string } };
      };
      expect([status, body.error.code, body.error.field]).toEqual([
        422,
        'guarantee_frozen',
        'design.guarantee',
      ]);
    }
    const grown = (await put({ guarantee: { ...design.guarantee!, reserved: 6 } })).body as BoxView;
    expect(grown).toMatchObject({ version: 2, round: { number: 2 } });
  });
});

describe('an open box', () => {
  test('is edited only in the open: the round ends, its seed is revealed, the next has the new pool', async () => {
    const design = boxDesign(world, [goods('cup', 1, 5)], { budgetFen: 2_000 });
    const { id, round } = await openBox(world, design);
    await giveChances(world, id, ['甲'], 3);
    const one = await customer(world, '甲');
    await one.draw(id);
    const put = (version: number, change: (copy: BoxDesign) => void) => {
      const copy = structuredClone(design);
      change(copy);
      return world.admin.put(`/api/boxes/${id}`).send({ version, design: copy });
    };
    const code = async (answer: ReturnType<typeof put>) => {
      const { status, body } = (await answer) as {
        status: number;
        body: { error?: { code: string; field: string } };
      };
      return `${status} ${body.error?.code} ${body.error?.field}`;
    };
    expect(await code(put(9, () => undefined))).toBe('409 version_moved_on version');
    expect(await code(put(1, (copy) => (copy.prizes[0]!.stock = 0)))).toBe(
      '422 stock_below_given design.prizes.0.stock',
    );
    expect(await code(put(1, (copy) => (copy.prizes[0]!.stock = 7)))).toBe(
      '422 box_invalid design.budgetFen',
    );
    const edited = (await put(1, (copy) => Object.assign(copy.prizes[0]!, { stock: 2, weight: 5 })))
      .body as BoxView;
    expect(edited).toMatchObject({ version: 2, oddsVersion: 2, round: { number: 2 } });
    expect(edited.round!.poolText).toContain('cup 5 1 win');
    const { body: rounds } = (await world.admin.get(`/api/boxes/${id}/rounds`)) as {
      body: { items: RoundView[] };
    };
    expect(rounds.items.find((each) => each.id === round!.id)).toMatchObject({ state: 'closed', draws: 1 });
    await one.draw(id);
    expect((await one.draw(id)).error?.code).toBe('box_exhausted');
    expect((await auditLedger()).findings).toEqual([]);
  });

  test('gives what is left of its budget back when it is closed', async () => {
    const before = (await balancesOf([account.prizeBudget])).get(account.prizeBudget)!;
    const { id } = await box([goods('cup', 1, 5)], { budgetFen: 5_000 });
    await giveChances(world, id, ['甲'], 1);
    await (await customer(world, '甲')).draw(id);
    await world.admin.post(`/api/boxes/${id}/close`).send({}).expect(200);
    const after = await balancesOf([account.prizeBudget, account.boxBudget(id), account.prizeCost(id)]);
    expect([...after.values()]).toEqual([before - 300, 0, 300]);
  });

  test('that is closed before its time is shown for three days more, and no longer', async () => {
    const day = shanghaiDay(world.clock.now());
    const { id } = await box(undefined, {
      window: {
        startAt: shanghaiInstant(day).toISOString(),
        endAt: shanghaiInstant(day + 60).toISOString(),
      },
    });
    world.clock.advance(60_000);
    await world.admin.post(`/api/boxes/${id}/close`).send({}).expect(200);
    const shown = async () =>
      (
        (await (await customer(world, '戊')).phone.get('/api/member/boxes').expect(200)).body as {
          items: { id: string }[];
        }
      ).items.some((each) => each.id === id);
    expect(await shown()).toBe(true);
    await later(4 * 24 * HOUR);
    expect(await shown()).toBe(false);
  });
});

describe('chances', () => {
  test('for points: both or nothing, once a key', async () => {
    const earner = await box([pointsPrize('p', 50, 1, 9)]);
    await giveChances(world, earner.id, ['己'], 1);
    const six = await customer(world, '己');
    await six.draw(earner.id);
    await world.settle();
    const { id } = await box(undefined, { chancePoints: 20 });
    const buy = (count: number, requestKey: string, boxId = id) =>
      six.phone.post(`/api/member/boxes/${boxId}/chances`).send({ count, requestKey });
    expect((await buy(1, 'buy-key-1')).body).toEqual({ chances: 1, points: 30 });
    expect((await buy(1, 'buy-key-1')).body).toEqual({ chances: 1, points: 30 });
    expect((await buy(2, 'buy-key-1')).status).toBe(409);
    const { body } = (await buy(2, 'buy-key-2')) as { body: { error: { code: string; message: string } } };
    expect(body.error).toMatchObject({ code: 'points_too_few', message: '积分不够：要 40，你有 30。' });
    const plain = await box();
    expect((await buy(1, 'buy-key-3', plain.id)).body).toMatchObject({
      error: { code: 'chances_not_for_points' },
    });
    expect((await auditLedger()).findings).toEqual([]);
  });

  test('for points: none that could never be drawn with', async () => {
    await peopleIn(world, ['庚']);
    const earner = await box([pointsPrize('p', 90, 1, 9)]);
    await giveChances(world, earner.id, ['庚'], 1);
    const five = await customer(world, '庚');
    await five.draw(earner.id);
    await world.settle();
    const { id } = await box(undefined, { chancePoints: 20, limits: { perPerson: 2 } });
    const buy = async (count: number) =>
      (await five.phone
        .post(`/api/member/boxes/${id}/chances`)
        .send({ count, requestKey: newId('key') })) as {
        status: number;
        body: { points: number; error: { code: string; message: string } };
      };
    expect((await buy(3)).body.error).toMatchObject({
      code: 'chances_enough',
      message: '这个盲盒你一共还能抽 2 次，再换的机会用不上，积分给你留着。',
    });
    expect(await buy(1)).toMatchObject({ status: 200, body: { points: 70 } });
    await five.draw(id);
    expect(await buy(1)).toMatchObject({ status: 200, body: { points: 50 } });
    expect((await buy(1)).body.error).toMatchObject({ code: 'chances_enough' });
    await five.draw(id);
    expect((await buy(1)).body.error).toMatchObject({ code: 'person_limit' });
    expect((await auditLedger()).findings).toEqual([]);
  });
});

/** A win of goods whose time to be claimed is over. */
const lapsedOf = ({ drawId, boxId }: DrawView, winner: string) => ({
  winId: drawId,
  boxId,
  personId: personOf(winner),
  kind: 'goods' as const,
  costFen: 300,
  at: world.clock.now(),
});

describe('a prize that nobody claims', () => {
  test('goes back to stock and budget, and joins the next round; once, however often it is told', async () => {
    const { id } = await box([goods('cup', 1, 1)], { budgetFen: 300 });
    await giveChances(world, id, ['甲', '乙'], 1);
    const { draw } = await (await customer(world, '甲')).draw(id);
    const two = await customer(world, '乙');
    expect((await two.draw(id)).error?.code).toBe('box_exhausted');
    await asSystem('test', (tx) =>
      Promise.resolve(tx.emit(prizeExpired({ prizes: [lapsedOf(draw, '甲')] }))),
    );
    await world.settle();
    expect((await world.admin.get(`/api/boxes/${id}`)).body).toMatchObject({
      costFen: 0,
      round: { number: 2 },
    });
    expect((await two.draw(id)).draw).toMatchObject({ won: true, proof: { roundNumber: 2 } });
    expect((await auditLedger()).findings).toEqual([]);
    expect((await balancesOf([account.boxBudget(id)])).get(account.boxBudget(id))).toBe(0);
  });
});

describe('a prize that comes back while its box is paused', () => {
  test('can be drawn as soon as the box goes on', async () => {
    const { id } = await box([goods('cup', 1, 1)], { budgetFen: 300 });
    await giveChances(world, id, ['甲', '乙'], 1);
    const { draw } = await (await customer(world, '甲')).draw(id);
    await world.admin.post(`/api/boxes/${id}/pause`).send({}).expect(200);
    await asSystem('test', (tx) =>
      Promise.resolve(tx.emit(prizeExpired({ prizes: [lapsedOf(draw, '甲')] }))),
    );
    await world.settle();
    await world.admin.post(`/api/boxes/${id}/resume`).send({}).expect(200);
    expect((await (await customer(world, '乙')).draw(id)).draw).toMatchObject({ won: true });
  });
});

describe('200 people, 10 attempts each, at once', () => {
  test('on 300 items without 谢谢参与: exactly 300 are given, every refusal has a name, the books are exact', async () => {
    const people = Array.from({ length: 200 }, (_, i) => `众${i}`);
    await peopleIn(world, people);
    await native(Ages).insertMany(
      people.map((name) => ({ _id: personOf(name), band: 'adult' as const, at: world.clock.now() })),
    );
    const { id } = await box([goods('a', 1, 50), goods('b', 2, 100), goods('c', 3, 150)], {
      fallbackPrizeId: 'c',
    });
    await giveChances(world, id, people, 10);
    const attempts = people.flatMap((name) =>
      Array.from({ length: 10 }, (_, i) => ({
        boxId: id,
        personId: personOf(name),
        requestKey: `${name} ${i}`,
      })),
    );
    const refusals = new Map<string, number>();
    const answers = await Promise.all(
      attempts.map((attempt) =>
        drawOnce(attempt).catch((error: unknown) => {
          const code = (error as { code: string }).code;
          refusals.set(code, (refusals.get(code) ?? 0) + 1);
          return undefined;
        }),
      ),
    );
    expect([...refusals]).toEqual([['box_exhausted', 1_700]]);
    const drawn = answers.flatMap((answer) => answer?.draw ?? []);
    expect(new Set(drawn.map(({ _id }) => _id)).size).toBe(300);
    const rows = await native(Draws).find({ boxId: id }).toArray();
    const by = (prizeId: string) => rows.filter((row) => row.prizeId === prizeId).length;
    expect([rows.length, by('a'), by('b'), by('c')]).toEqual([300, 50, 100, 150]);
    expect(rows.map(({ seq }) => seq).sort((x, y) => x - y)).toEqual(rows.map((_, i) => i + 1));
    const balances = await balancesOf([
      account.chancesIssued(id),
      account.chancesUsed(id),
      account.boxBudget(id),
      account.prizeCost(id),
    ]);
    expect([...balances.values()]).toEqual([-2_000, 300, 100_000_000 - 90_000, 90_000]);
    expect((await auditLedger()).findings).toEqual([]);
  }, 60_000);
});
