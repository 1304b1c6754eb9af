import { believableApi, SIGNED_IN } from './support/believable';
import { withdrawalOf, withEarnings } from './support/earnings';
import { bootWeApp } from './support/weapp';

const api = believableApi();
const phone = bootWeApp(api);

beforeEach(() => {
  withEarnings(api);
  phone.network(true);
  phone.storage.clear();
  phone.storage.set(...SIGNED_IN);
  phone.moves.length = 0;
  api.calls.length = 0;
});

test('earnings say what waits and what is free; each order what was bought, whose share it is and when it comes', async () => {
  const page = await phone.open('koc/earnings/index');
  await page.until(() => page.text.includes('山茶面霜 等 2 样'));
  for (const words of [
    '¥456.00',
    '待到账',
    '银叶',
    'MAN1',
    '付款后 15 天',
    '我推荐的',
    '+12.80',
    '12月6日 20:00 到账',
  ])
    expect(page.text).toContain(words);
  // The reason is a tap away: on every row the same sentence would say nothing.
  expect(page.text).not.toContain('朋友点了你发在群里的链接');
  page.tap('山茶面霜 等 2 样');
  await page.until(() => page.text.includes('朋友点了你发在群里的链接'));
  for (const words of ['山茶面霜、山茶洁面', '128.00 元', 'SO-1']) expect(page.text).toContain(words);
  page.close();
});

test('an order that was not counted: why, and a word to the shop, once', async () => {
  api
    .on('member.whyOrder', () => ({
      orderId: 'ord-9',
      mine: false,
      words: '这单填了另一位 KOC 的推荐码，推荐码优先于链接，所以不算你的。',
      disputed: false,
    }))
    .on('member.disputeOrder', () => ({ id: 'dsp-1' }));
  const page = await phone.open('koc/earnings/index');
  await page.until(() => page.text.includes('有一单没算给我'));
  page.tap('有一单没算给我');
  await page.until(() => page.text.includes('这一单算谁的'));
  page.type('WX-77');
  page.tap('看看为什么');
  await page.until(() => page.text.includes('推荐码优先于链接'));
  page.type('她是看了我群里的海报当晚下的单', 1);
  await page.until(() => page.buttons.includes('请店里核对'));
  page.tap('请店里核对');
  await page.until(() => page.text.includes('收到了，店里核对后会告诉你结果'));
  expect(api.calls.filter(({ route }) => route === 'member.disputeOrder').map(({ input }) => input)).toEqual([
    { number: 'WX-77', reason: '她是看了我群里的海报当晚下的单' },
  ]);
  page.close();
});

describe('withdrawing', () => {
  const asked = () => api.calls.filter((call) => call.route === 'member.withdraw').map((call) => call.input);

  test('an amount that is none is told before anything is sent; all of it is one tap', async () => {
    const page = await phone.open('koc/withdraw/index');
    await page.until(() => page.text.includes('提现到微信零钱'));
    page.tap('提现到微信零钱');
    await page.until(() => page.text.includes('填一个金额'));
    expect(asked()).toEqual([]);
    page.tap('全部提出来');
    // The field shows the amount once the phone has drawn it.
    await page.until(() => page.markup.includes('456.00') && !page.text.includes('填一个金额'));
    page.tap('提现到微信零钱');
    await page.until(() => asked().length === 1);
    expect(asked()[0]).toMatchObject({ amountFen: 45_600 });
    page.close();
  });

  test('a lost answer keeps the key: trying again is the same withdrawal', async () => {
    const page = await phone.open('koc/withdraw/index');
    await page.until(() => page.text.includes('提现到微信零钱'));
    page.type('456');
    phone.network(false);
    page.tap('提现到微信零钱');
    await page.until(() => page.text.includes('没发出去'));
    phone.network(true);
    page.tap('提现到微信零钱');
    await page.until(() => asked().length >= 1);
    const keys = new Set(
      api.calls.flatMap(({ route, input }) => (route === 'member.withdraw' ? [input['requestKey']] : [])),
    );
    expect(keys.size).toBe(1);
    page.close();
  });

  test('money that waits for a yes says where to give it', async () => {
    api.on('member.withdrawals', () => ({
      items: [
        withdrawalOf({
          state: 'waiting_confirm',
          confirm: { mchId: '1900000109', appId: 'wx0123456789abcdef', packageInfo: 'pkg' },
        }),
      ],
      availableFen: 0,
      mayFen: 0,
      minFen: 100,
      nameFromFen: 200_000,
      words: '满 1.00 元可以提现。',
    }));
    const page = await phone.open('koc/withdraw/index');
    await page.until(() => page.text.includes('等你确认收款'));
    page.close();
  });
});
