import { believableApi, SIGNED_IN } from './support/believable';
import { Refused } from './support/fake-api';
import { budgetOf, giftOf, withKoc } from './support/koc';
import { bootWeApp, type Page } from './support/weapp';

const api = believableApi();
const phone = bootWeApp(api);

/** What the server booked: one gift a key, however often it is asked. */
let booked = new Map<string, ReturnType<typeof giftOf>>();

beforeEach(() => {
  booked = new Map();
  withKoc(api).on('member.give', ({ requestKey, amount, reason, kind }) => {
    const key = String(requestKey);
    const gift =
      booked.get(key) ??
      giftOf({
        id: `gft-${booked.size + 1}`,
        amount: Number(amount),
        reason: String(reason),
        kind: kind as 'care',
      });
    booked.set(key, gift);
    return gift;
  });
  phone.network(true);
  phone.storage.clear();
  phone.storage.set(...SIGNED_IN);
  phone.moves.length = 0;
  api.calls.length = 0;
});

const opened = async (): Promise<Page> => {
  const page = await phone.open('koc/give/index', { id: 'bud-1' });
  await page.until(() => page.text.includes('周周'));
  return page;
};

/** Picks 林溪, types amount and reason, and taps the button at the end of the form. */
const filled = async (page: Page, amount: string, reason: string): Promise<void> => {
  page.tap('林林溪');
  await page.until(() => page.text.includes('送给林溪'));
  page.type(amount, 0);
  page.type(reason, 1);
  await page.until(() => page.text.includes(`${reason.length} / 200`));
};
const REASON = '谢谢你帮新人选面霜';
const given = () => api.calls.filter(({ route }) => route === 'member.give').map(({ input }) => input);

test('who can’t get any says why, and is not chosen', async () => {
  const page = await opened();
  expect(page.text).toContain('这位已经收满 50 积分了。');
  page.tap('周周周');
  await page.until(() => page.countOf('line-warn') === 1);
  expect(page.text).not.toContain('送给周周');
  page.close();
});

test('amount and reason are looked at before anything is asked; nothing leaves without a yes', async () => {
  const page = await opened();
  await filled(page, '51', REASON);
  page.tap('送 51 积分');
  await page.until(() => page.text.includes('这位现在最多还能收 50 积分。'));
  page.type('20', 0);
  page.type('谢', 1);
  await page.until(() => page.buttons.includes('送 20 积分'));
  page.tap('送 20 积分');
  await page.until(() => page.text.includes('写一句为什么送，对方会看到。'));
  page.type(REASON, 1);
  await page.until(() => page.text.includes(`${REASON.length} / 200`));
  page.tap('送 20 积分');
  await page.until(() => page.text.includes('积分马上到对方账上，送出后不能收回。'));
  page.tap('再改改');
  await page.until(() => !page.text.includes('确认送出'));
  expect(given()).toEqual([]);
  page.close();
});

test('one yes is one gift, with its receipt', async () => {
  const page = await opened();
  await filled(page, '20', REASON);
  page.tap('关怀');
  page.tap('送 20 积分');
  await page.until(() => page.buttons.includes('确认送出'));
  page.tap('确认送出');
  page.tap('确认送出');
  await page.until(() => page.text.includes('20 积分，给林溪'));
  expect(page.text).toContain('已到账。');
  expect(given()).toHaveLength(1);
  expect(given()[0]).toMatchObject({
    id: 'bud-1',
    personId: 'per-2',
    amount: 20,
    kind: 'care',
    reason: REASON,
  });
  page.tap('再送一位');
  await page.until(() => page.text.includes('送给谁'));
  page.close();
});

test('a red packet is typed in yuan and sent in fen', async () => {
  api.on('member.budget', () => budgetOf({ unit: 'fen', left: 38_000, perPerson: 5_000, leftToday: 8_000 }));
  api.on('member.budgetCandidates', () => ({
    items: [
      { personId: 'per-2', name: '林溪', from: 'sub_group', got: 0, most: 5_000 },
      { personId: 'per-3', name: '周周', from: 'reached', got: 0, most: 5_000 },
    ],
  }));
  const page = await opened();
  await filled(page, '8.888', REASON);
  page.tap('送出去');
  await page.until(() => page.text.includes('最多两位小数'));
  page.type('8.88', 0);
  await page.until(() => page.buttons.includes('送 8.88 元'));
  page.tap('送 8.88 元');
  await page.until(() => page.text.includes('到期没有领，会退回你的预算'));
  page.tap('确认送出');
  await page.until(() => given().length === 1);
  expect(given()[0]).toMatchObject({ amount: 888 });
  page.close();
});

test('an answer lost on the way back is asked for under the same key: one gift, one receipt', async () => {
  const page = await opened();
  await filled(page, '20', REASON);
  api.loseNextOf = 'member.give';
  page.tap('送 20 积分');
  await page.until(() => page.buttons.includes('确认送出'));
  page.tap('确认送出');
  await page.until(() => page.text.includes('20 积分，给林溪'));
  expect(given()).toHaveLength(2);
  expect(booked.size).toBe(1);
  page.close();
});

test('without a network the gift waits, survives a restart, and is sent once when the network is back', async () => {
  const page = await opened();
  await filled(page, '20', REASON);
  page.tap('送 20 积分');
  await page.until(() => page.buttons.includes('确认送出'));
  phone.network(false);
  page.tap('确认送出');
  await page.until(() => page.text.includes('有一份还没送到'));
  expect(page.text).toContain('1 份心意还没送出');
  page.tap('再问一次');
  await page.until(() => !page.buttons.includes('再问一次'));
  await page.until(() => page.buttons.includes('再问一次'));
  page.close();
  const again = await phone.open('koc/give/index', { id: 'bud-1' });
  await again.until(() => again.text.includes('有一份还没送到'));
  expect(booked.size).toBe(0);
  phone.network(true);
  await again.until(() => again.text.includes('20 积分，给林溪'));
  phone.network(false);
  phone.network(true);
  await again.until(() => !again.text.includes('还没送出'));
  expect(booked.size).toBe(1);
  again.close();
});

test('whoever has gone on to another page is told there', async () => {
  const page = await opened();
  await filled(page, '20', REASON);
  page.tap('送 20 积分');
  await page.until(() => page.buttons.includes('确认送出'));
  phone.network(false);
  page.tap('确认送出');
  await page.until(() => page.text.includes('还没送出'));
  page.close();
  const home = await phone.open('koc/gifts/index');
  phone.network(true);
  await home.until(() => home.text.includes('刚才给林溪的心意送到了。'));
  expect(booked.size).toBe(1);
  home.close();
});

test('a refusal is shown in the server’s own sentence, and nothing waits', async () => {
  api.on('member.give', () => {
    throw new Refused(422, 'gift_in_ring', '你们几位在互相送，先停一停，找运营看看。');
  });
  const page = await opened();
  await filled(page, '20', REASON);
  page.tap('送 20 积分');
  await page.until(() => page.buttons.includes('确认送出'));
  page.tap('确认送出');
  await page.until(() => page.text.includes('你们几位在互相送，先停一停，找运营看看。'));
  expect(page.text).not.toContain('还没送');
  page.close();
});
