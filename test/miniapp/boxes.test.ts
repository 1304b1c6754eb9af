import { believableApi, SIGNED_IN } from './support/believable';
import { couponOf, FakeRound, prizeOf, prizePageOf, withBoxes } from './support/boxes';
import { Refused } from './support/fake-api';
import { bootWeApp } from './support/weapp';

let round = new FakeRound();
const api = believableApi();
const phone = bootWeApp(api);
const boxPage = async () => {
  const page = await phone.open('draw/box/index', { id: 'box-1' });
  await page.until(() => page.text.includes('每个奖品的概率'));
  return page;
};
const keysOf = (route: string): unknown[] =>
  api.calls.filter((call) => call.route === route).map((call) => call.input.requestKey);

beforeEach(() => {
  phone.network(true);
  phone.storage.clear();
  phone.storage.set(...SIGNED_IN);
  phone.moves.length = 0;
  phone.clipboard.length = 0;
  api.calls.length = 0;
  round = new FakeRound();
  withBoxes(api, round);
});

describe('the box page', () => {
  test('tells odds, what is left, guarantee, limits, hours and the commitment before the button', async () => {
    const page = await boxPage();
    for (const words of [
      '山茶面霜正装',
      '参考价 268.00 元 · 还剩 3 份',
      '1 / 100',
      '80%',
      '最多再开 5 次，必得「20 积分」或更好的',
      '今天还能开 3 次',
      '每天 10:00 到 22:00 开放',
      round.commitment,
    ])
      expect(page.text).toContain(words);
    const at = (words: string): number => page.text.indexOf(words);
    for (const first of ['每个奖品的概率', '保底', '开之前要知道的']) {
      expect(at(first)).toBeGreaterThan(-1);
      expect(at(first)).toBeLessThan(at('开一次，还有 3 次机会'));
    }
    page.close();
  });

  test('one tap opens once and shows what the server drew', async () => {
    const page = await boxPage();
    page.tap('开一次，还有 3 次机会');
    page.tap('开一次，还有 3 次机会');
    await page.until(() => page.text.includes('这次没中') || page.text.includes('开出来了'));
    expect(page.text).toContain(round.draws[0]?.prize.name);
    expect(new Set(keysOf('member.draw')).size).toBe(1);
    expect(round.draws).toHaveLength(1);
    page.close();
  });

  test('who goes back while it opens is told what it was, wherever that is', async () => {
    const page = await boxPage();
    const elsewhere = await phone.open('account/help/index');
    page.tap('开一次，还有 3 次机会');
    page.close();
    await elsewhere.until(() => elsewhere.text.includes(`开出了「${round.draws[0]?.prize.name}」`));
    elsewhere.close();
  });

  test('again is another draw, with another key', async () => {
    const page = await boxPage();
    page.tap('开一次，还有 3 次机会');
    await page.until(() => page.text.includes('再开一次，还有 2 次机会'));
    page.tap('再开一次，还有 2 次机会');
    await page.until(() => page.text.includes('再开一次，还有 1 次机会'));
    expect(new Set(keysOf('member.draw')).size).toBe(2);
    expect(round.draws).toHaveLength(2);
    page.close();
  });

  test('an answer lost on the way back is asked for with the same key: one draw, one result', async () => {
    const page = await boxPage();
    api.loseNextOf = 'member.draw';
    page.tap('开一次，还有 3 次机会');
    await page.until(() => page.text.includes('这是刚才那一下的结果，没有多开一次。'));
    expect(keysOf('member.draw')).toHaveLength(2);
    expect(new Set(keysOf('member.draw')).size).toBe(1);
    expect(round.draws).toHaveLength(1);
    page.close();
  });

  test('without a network the tap waits, survives a restart, and is opened once when the network is back', async () => {
    const page = await boxPage();
    phone.network(false);
    page.tap('开一次，还有 3 次机会');
    await page.until(() => page.text.includes('刚才那一下还没有回音，再问一次结果'));
    expect(page.text).toContain('1 次开盒还没送出');
    page.close();
    const again = await phone.open('draw/box/index', { id: 'box-1' });
    await again.until(() => again.text.includes('刚才那一下还没有回音，再问一次结果'));
    expect(round.draws).toHaveLength(0);
    phone.network(true);
    await again.until(() => again.text.includes('这次没中') || again.text.includes('开出来了'));
    phone.network(false);
    phone.network(true);
    await again.until(() => !again.text.includes('还没送出'));
    expect(round.draws).toHaveLength(1);
    again.close();
  });

  test('an answer that was on its way while the network went does not say that it is back', async () => {
    const page = await boxPage();
    api.on('member.draw', () => {
      phone.network(false);
      throw new Refused(422, 'box_closed', '这个盒子今天收了。');
    });
    page.tap('开一次，还有 3 次机会');
    await page.until(() => page.text.includes('这个盒子今天收了。'));
    expect(page.text).toContain('现在没有网络。扣 1、开盒会先记下');
    page.close();
  });

  test('a refusal is shown in the server’s own sentence and opens nothing', async () => {
    api.on('member.draw', () => {
      throw new Refused(422, 'box_exhausted', '这个盒子抽完了，下次早点来。');
    });
    const page = await boxPage();
    page.tap('开一次，还有 3 次机会');
    await page.until(() => page.text.includes('这个盒子抽完了，下次早点来。'));
    expect(page.text).not.toContain('还没送出');
    page.close();
  });

  test('who has not said how old they are says it first', async () => {
    round.obstacle = { code: 'age_unknown', message: '先确认年龄。' };
    const page = await boxPage();
    page.tap('先确认年龄，再开盲盒');
    await page.until(() => page.text.includes('你多大了？'));
    page.tap('8 到 17 周岁，家长同意我参加');
    await page.until(() => page.text.includes('开一次，还有 3 次机会'));
    expect(api.calls.find((call) => call.route === 'member.declareAge')?.input).toEqual({
      band: 'minor_with_consent',
    });
    page.close();
  });

  test('points become a chance after a question, once', async () => {
    round.chances = 0;
    round.obstacle = { code: 'no_chance', message: '还没有机会。' };
    const page = await boxPage();
    page.tap('用 30 积分换一次机会');
    await page.until(() => page.text.includes('不能换回积分'));
    expect(api.count('member.buyChances')).toBe(0);
    api.loseNextOf = 'member.buyChances';
    page.tap('换一次机会');
    await page.until(() => page.text.includes('开一次，还有'));
    expect(new Set(keysOf('member.buyChances')).size).toBe(1);
    page.close();
  });
});

describe('the verify page', () => {
  const verifyPage = async () => {
    const page = await phone.open('draw/verify/index', { id: 'box-1' });
    await page.until(() => page.text.includes('凭证（开轮前公布）'));
    return page;
  };

  test('before the round is over it shows the commitment and no seed', async () => {
    round.open();
    const page = await verifyPage();
    expect(page.text).toContain(round.commitment);
    expect(page.text).toContain('种子要等结束才公开');
    expect(page.text).not.toContain(round.seed);
    expect(page.text).not.toContain('对得上');
    page.close();
  });

  test('after it every draw of mine comes out again on the phone, the guarantee among them', async () => {
    for (let i = 0; i < 12; i += 1) round.open();
    round.closed = true;
    expect(round.draws.some(({ guaranteed }) => guaranteed)).toBe(true);
    const page = await verifyPage();
    await page.until(() => page.text.includes('12 / 12 对得上'));
    expect(page.text).toContain('✓ 种子和开轮前的凭证对得上，没有换过。');
    expect(page.text).toContain('✓ 次数从 1 连着数');
    expect(page.text).not.toContain('✗');
    page.close();
  });

  test('a changed result, another seed and a missing draw are each found', async () => {
    for (let i = 0; i < 4; i += 1) round.open();
    round.closed = true;
    const { fairness } = round;
    const [first, ...rest] = fairness.mine;
    const swapped = first?.prize.id === 'cream' ? 'none' : 'cream';
    api.on('member.fairness', () => ({
      ...fairness,
      mine: [{ ...first, prize: { ...first?.prize, id: swapped } }, ...rest],
    }));
    const changed = await verifyPage();
    await changed.until(() => changed.text.includes('重新算出来的奖品和当时给的不一样。'));
    expect(changed.text).toContain('3 / 4 对得上');
    changed.close();

    api.on('member.fairness', () => ({
      ...fairness,
      round: { ...fairness.round, serverSeed: 'cd'.repeat(32) },
    }));
    const other = await verifyPage();
    await other.until(() => other.text.includes('✗ 公开的种子和开轮前锁定的凭证对不上。'));
    other.close();

    api.on('member.fairness', () => ({
      ...fairness,
      mine: fairness.mine.filter(({ proof }) => proof.nonce !== 2),
    }));
    const missing = await verifyPage();
    await missing.until(() => missing.text.includes('✗ 我的第 2 次不见了'));
    missing.close();
  });

  test('my own seed is changed in place, and a malformed one is refused in words', async () => {
    const page = await verifyPage();
    page.type('lucky-7');
    await page.until(() => page.buttons.includes('换成这个'));
    page.tap('换成这个');
    await page.until(() => page.text.includes('换好了，从你的下一次开始用。'));
    await page.until(() => page.text.includes('lucky-7'));
    api.on('member.setClientSeed', () => {
      throw new Refused(422, 'client_seed_malformed', '种子只能用字母、数字、- 和 _。');
    });
    page.type('不行 的');
    await page.until(() => page.buttons.includes('换成这个'));
    page.tap('换成这个');
    await page.until(() => page.text.includes('种子只能用字母、数字、- 和 _。'));
    page.close();
  });
});

describe('the cabinet', () => {
  test('a prize is sent where its winner says; a wrong part is named beside its field', async () => {
    const page = await phone.open('cabinet/detail/index', { id: 'prz-1' });
    await page.until(() => page.text.includes('就寄到这里'));
    api.on('member.claimPrize', () => {
      throw new Refused(422, 'address_incomplete', '手机号要 11 位。', 'address.phone');
    });
    const address = ['陈小满', '138', '上海市', '上海市', '徐汇区', '漕溪路 1 号'];
    for (const [i, part] of address.entries()) page.type(part, i);
    page.tap('就寄到这里');
    await page.until(() => page.countOf('labeled-wrong') === 1);
    expect(page.text).toContain('手机号要 11 位。');
    withBoxes(api, round);
    api.on('member.prize', () => prizePageOf({ state: 'to_ship', line: '等着打包寄出', ways: ['ship'] }));
    page.type('13800000000', 1);
    page.tap('就寄到这里');
    await page.until(() => page.text.includes('待发货'));
    expect(api.calls.filter((call) => call.route === 'member.claimPrize').at(-1)?.input).toEqual({
      id: 'prz-1',
      way: 'ship',
      address: {
        name: '陈小满',
        phone: '13800000000',
        province: '上海市',
        city: '上海市',
        district: '徐汇区',
        detail: '漕溪路 1 号',
      },
    });
    page.close();
  });

  test('picked up at a store: the code is there to be scanned and to be read out', async () => {
    api.on('member.prize', () => prizePageOf({ state: 'to_pick_up', line: '凭码去取', ways: [] }));
    const page = await phone.open('cabinet/detail/index', { id: 'prz-1' });
    await page.until(() => page.text.includes('到「徐汇店」出示'));
    expect(page.text).toContain('4821 7730');
    expect(page.pictures.some((src) => src.startsWith('data:image/png;base64,iVBOR'))).toBe(true);
    page.close();
  });

  test('who waits for a parcel can ask for one WeChat message, which is counted', async () => {
    const at = new Date().toISOString();
    api.on('member.prize', () =>
      prizePageOf({ state: 'to_ship', line: '等着打包寄出', ways: [], wonAt: at }),
    );
    api.on('member.subscribing', () => ({ templateId: 'tpl-1', left: 0 }));
    api.on('member.subscribe', () => ({ left: 1 }));
    const page = await phone.open('cabinet/detail/index', { id: 'prz-1' });
    await page.until(() => page.buttons.includes('寄出时用微信告诉我'));
    page.tap('寄出时用微信告诉我');
    await page.until(() => page.text.includes('好的，寄出就用微信告诉你'));
    expect(phone.subscribed).toEqual(['tpl-1']);
    expect(api.count('member.subscribe')).toBe(1);
    page.close();
  });

  test('a parcel has its number to copy, and can be confirmed', async () => {
    const shipment = { carrier: '顺丰', trackingNo: 'SF1234567890', at: new Date().toISOString() };
    api.on('member.prize', () => prizePageOf({ state: 'shipped', line: '在路上', ways: [], shipment }));
    const page = await phone.open('cabinet/detail/index', { id: 'prz-1' });
    await page.until(() => page.text.includes('顺丰 SF1234567890'));
    page.tap('顺丰 SF1234567890');
    await page.until(() => phone.clipboard.includes('SF1234567890'));
    page.tap('我收到了');
    await page.until(() => page.text.includes('收到就好，用得开心。'));
    expect(api.count('member.confirmReceived')).toBe(1);
    page.close();
  });

  test('the list filters, and each prize leads where it is dealt with', async () => {
    api.on('member.cabinet', ({ show }) => ({
      items:
        show === 'over'
          ? []
          : [
              prizeOf(),
              prizeOf({ id: 'prz-2', kind: 'coupon', name: '咖啡券', myCouponId: 'cpi-1', ways: [] }),
            ],
      toDo: 1,
    }));
    const page = await phone.open('cabinet/prizes/index');
    await page.until(() => page.text.includes('1 件等你领'));
    page.tap('咖啡券');
    page.tap('山茶面霜正装');
    expect(phone.moves).toEqual([
      'navigateTo /coupons/detail/index?id=cpi-1',
      'navigateTo /cabinet/detail/index?id=prz-1',
    ]);
    page.tap('过期');
    await page.until(() => page.text.includes('没有过期的奖品，都及时领了。'));
    page.close();
  });

  test('a coupon shows its code while it can be used, and why not afterwards', async () => {
    const page = await phone.open('coupons/detail/index', { id: 'cpi-1' });
    await page.until(() => page.text.includes('K7QM 2P9X'));
    expect(page.text).toContain('还有 2 天');
    expect(page.pictures).toHaveLength(1);
    page.close();
    const at = new Date().toISOString();
    api.on('member.coupon', () =>
      couponOf({
        state: 'redeemed',
        usableNow: false,
        redeemedAt: at,
        storeName: '徐汇店',
        cutFen: 500,
        daysLeft: undefined,
      }),
    );
    const used = await phone.open('coupons/detail/index', { id: 'cpi-1' });
    await used.until(() => used.text.includes('在「徐汇店」用掉了。'));
    expect(used.text).toContain('省 5.00 元');
    expect(used.pictures).toHaveLength(0);
    used.close();
  });

  test('a claim link gives one coupon; why it can’t is said before any tap', async () => {
    const page = await phone.open('coupons/claim/index', { link: 'token-of-link' });
    await page.until(() => page.text.includes('领一张'));
    withBoxes(api, round).on('member.couponLink', () => ({
      face: couponOf().face,
      name: '周五领券',
      until: couponOf().validUntil,
      left: 87,
      mine: couponOf(),
    }));
    page.tap('领一张');
    await page.until(() => page.text.includes('已经领了，去看券'));
    expect(api.count('member.claimLink')).toBe(1);
    page.close();
    api.on('member.couponLink', () => ({
      face: couponOf().face,
      name: '周五领券',
      until: couponOf().validUntil,
      left: 0,
      refusal: { code: 'link_used_up', message: '领完了，下次早点来。' },
    }));
    const late = await phone.open('coupons/claim/index', { link: 'token-of-link' });
    await late.until(() => late.text.includes('领完了，下次早点来。'));
    expect(late.text).not.toContain('领一张');
    late.close();
  });
});
