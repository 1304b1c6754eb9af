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

test('earnings say what waits, what is free, and why an order is mine', async () => {
  const page = await phone.open('koc/earnings/index');
  await page.until(() => page.text.includes('朋友点了你发在群里的链接'));
  for (const words of ['¥456.00', '待到账', '12.80', '银叶', 'MAN1', '付款后 15 天'])
    expect(page.text).toContain(words);
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
