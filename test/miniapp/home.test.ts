import { believableApi, cardOf, SIGNED_IN, unreadableCard } from './support/believable';
import { Refused } from './support/fake-api';
import { bootWeApp } from './support/weapp';

const api = believableApi();
const phone = bootWeApp(api);
const home = () => phone.open('pages/home/index');

beforeEach(() => {
  phone.network(true);
  phone.storage.clear();
  phone.storage.set(...SIGNED_IN);
  phone.moves.length = 0;
  phone.clipboard.length = 0;
  api.calls.length = 0;
});

test('says what there is to get, in which group, until when, and how many took part', async () => {
  const page = await home();
  await page.until(() => page.text.includes('扣 1 领小样，限前 50 名'));
  for (const words of ['咖啡 3 群', '人已扣 1，还剩 13 个名额', '后结束', '37', '1,286'])
    expect(page.text).toContain(words);
  expect(page.countOf('bubble-on')).toBe(37);
  expect(page.countOf('bubble')).toBe(50);
  page.close();
});

test('where the bot can read, the button gives the words to paste into the group', async () => {
  const page = await home();
  await page.until(() => page.text.includes('去群里发「1」'));
  page.tap('去群里发「1」');
  await page.until(() => phone.clipboard.length > 0 && page.text.includes('粘贴发出去就算参加'));
  expect(phone.clipboard).toEqual(['1']);
  expect(api.count('member.join')).toBe(0);
  page.close();
});

describe('where the bot cannot read the group', () => {
  beforeEach(() => {
    let card = unreadableCard();
    const homeNow = () => ({
      brandName: '晨露',
      points: 1286,
      now: [card],
      soon: [],
      serverTime: new Date().toISOString(),
    });
    api.on('member.home', homeNow).on('member.join', () => {
      card = unreadableCard({ counted: 38, left: 12, mine: 1, myPlace: 38 });
      return { outcome: 'counted', reason: '第 38 位', points: 5, place: 38 };
    });
  });

  test('one tap takes part once, says so, and outlines the own bubble', async () => {
    const page = await home();
    await page.until(() => page.text.includes('在这里扣 1'));
    page.tap('在这里扣 1');
    await page.until(() => page.text.includes('算上你了，你是第 38 位，+5 积分。'));
    await page.until(() => page.text.includes('我扣过了'));
    expect(api.calls.filter((call) => call.route === 'member.join').map((call) => call.input)).toEqual([
      { id: 'act-1', groupId: 'grp-2', text: '1', requestKey: expect.stringMatching(/^tap-.{8,}/) as string },
    ]);
    expect(page.countOf('bubble-own')).toBe(1);
    page.close();
  });

  test('two quick taps are one', async () => {
    const page = await home();
    await page.until(() => page.text.includes('在这里扣 1'));
    page.tap('在这里扣 1');
    page.tap('在这里扣 1');
    await page.until(() => page.text.includes('我扣过了'));
    expect(
      new Set(api.calls.filter((c) => c.route === 'member.join').map((c) => c.input.requestKey)).size,
    ).toBe(1);
    page.close();
  });

  test('a refusal is shown in the server’s own sentence', async () => {
    api.on('member.join', () => {
      throw new Refused(422, 'activity_not_here', '这个活动不在你的群里，换个群试试。');
    });
    const page = await home();
    await page.until(() => page.text.includes('在这里扣 1'));
    page.tap('在这里扣 1');
    await page.until(() => page.text.includes('这个活动不在你的群里，换个群试试。'));
    await page.until(() => page.text.includes('在这里扣 1'));
    page.close();
  });

  test('without a network the tap is kept and sent later, once', async () => {
    const page = await home();
    await page.until(() => page.text.includes('在这里扣 1'));
    phone.network(false);
    page.tap('在这里扣 1');
    await page.until(() => page.text.includes('1 个「1」还没送出'));
    expect(api.count('member.join')).toBe(0);
    phone.network(true);
    await page.until(() => page.text.includes('我扣过了'));
    await page.until(() => !page.text.includes('还没送出'));
    phone.network(false);
    phone.network(true);
    await page.until(() => api.count('member.home') > 2);
    expect(api.count('member.join')).toBe(1);
    page.close();
  });

  test('an answer lost on the way back is asked for again with the same key', async () => {
    const page = await home();
    await page.until(() => page.text.includes('在这里扣 1'));
    api.loseNextOf = 'member.join';
    page.tap('在这里扣 1');
    await page.until(() => page.text.includes('我扣过了'));
    const keys = api.calls
      .filter((call) => call.route === 'member.join')
      .map((call) => call.input.requestKey);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    page.close();
  });

  test('a tap of somebody else who used this phone is not sent in my name', async () => {
    const other = {
      requestKey: 'tap-other-1',
      personId: 'per-9',
      wish: { kind: 'join', activityId: 'act-1', groupId: 'grp-2', text: '1' },
      at: 1,
    };
    phone.storage.set('kouyi:taps', JSON.stringify([other]));
    const page = await home();
    await page.until(() => page.text.includes('在这里扣 1'));
    page.tap('在这里扣 1');
    await page.until(() => page.text.includes('我扣过了'));
    expect(api.calls.some((call) => call.input.requestKey === 'tap-other-1')).toBe(false);
    expect(phone.storage.get('kouyi:taps')).toBe(JSON.stringify([other]));
    page.close();
  });
});

test('a server that fails is told in words, with another try that works', async () => {
  api.on('member.home', () => {
    throw new Refused(503, 'busy', '服务正忙，过一分钟再来。');
  });
  const page = await home();
  await page.until(() => page.text.includes('服务正忙，过一分钟再来。'));
  api.on('member.home', () => ({
    brandName: '晨露',
    points: 0,
    now: [],
    soon: [],
    serverTime: new Date().toISOString(),
  }));
  page.tap('再试一次');
  await page.until(() => page.text.includes('现在没有进行中的活动'));
  page.close();
});

test('an answer that arrives cut off is asked for again', async () => {
  api.cutNextOf = 'member.home';
  const page = await home();
  await page.until(() => page.text.includes('现在没有进行中的活动'));
  expect(api.count('member.home')).toBeGreaterThan(1);
  page.close();
});

test('what was seen last stays readable without a network', async () => {
  api.on('member.home', () => ({
    brandName: '晨露',
    points: 7,
    now: [cardOf({ title: '店庆报名' })],
    soon: [],
    serverTime: new Date().toISOString(),
  }));
  const first = await home();
  await first.until(() => first.text.includes('店庆报名'));
  first.close();
  phone.network(false);
  const later = await home();
  await later.until(() => later.text.includes('存下的'));
  expect(later.text).toContain('店庆报名');
  later.close();
});

test('an ended session leads to the sign-in page', async () => {
  api.on('member.home', () => {
    throw new Refused(401, 'signed_out', '请重新登录。');
  });
  const page = await home();
  await page.until(() => phone.moves.includes('reLaunch /pages/sign-in/index'));
  expect(phone.storage.has('kouyi:session')).toBe(false);
  page.close();
});
