import { believableApi, SIGNED_IN } from './support/believable';
import { Refused } from './support/fake-api';
import { withKoc } from './support/koc';
import { signInOn } from './support/sign-in';
import { bootWeApp, type Page } from './support/weapp';

const api = believableApi();
const phone = bootWeApp(api);
const PAGE = 30;
const COUNT = 100;

interface Told {
  id: string;
  at: string;
  title: string;
  text: string;
  read: boolean;
}
let told: Told[];

/** Pages as the server cuts them: a cursor names the last that was seen. */
const pageOfTold = ({ cursor, limit = 50 }: Record<string, unknown>) => {
  const from = cursor === undefined ? 0 : told.findIndex(({ id }) => id === cursor) + 1;
  const items = told.slice(from, from + Number(limit));
  const more = from + items.length < told.length;
  return {
    unread: told.filter(({ read }) => !read).length,
    items,
    ...(more ? { nextCursor: items.at(-1)!.id } : {}),
  };
};

const notice = (i: number): Told => ({
  id: `ntc-${i}`,
  at: new Date(Date.parse('2026-11-21T12:00:00.000Z') - i * 60_000).toISOString(),
  title: `第 ${i} 条。`,
  text: '说明',
  read: false,
});

beforeEach(() => {
  told = Array.from({ length: COUNT }, (_, i) => notice(i));
  api.on('member.notices', pageOfTold).on('member.readNotices', ({ ids }) => {
    for (const one of told) if (ids === undefined || (ids as string[]).includes(one.id)) one.read = true;
    return { unread: told.filter(({ read }) => !read).length };
  });
  withKoc(api);
  phone.network(true);
  phone.storage.clear();
  phone.storage.set(...SIGNED_IN);
  phone.moves.length = 0;
  api.calls.length = 0;
});

const inbox = async (): Promise<Page> => {
  const page = await phone.open('account/inbox/index');
  for (const seen of [PAGE, 2 * PAGE, 3 * PAGE]) {
    await page.until(() => page.text.includes(`第 ${seen - 1} 条。`) && page.countOf('skeleton') === 0);
    if (seen < 3 * PAGE) page.tap('看更多');
  }
  return page;
};

describe('a list that was read deep', () => {
  test('a message read on its third page is read there, and the list stays as long as it was', async () => {
    const page = await inbox();
    expect(page.countOf('row')).toBe(3 * PAGE);
    page.tap('新第 75 条。');
    await page.until(() => page.text.includes(`${COUNT - 1} 条没看`) && !page.text.includes('新第 75 条。'));
    expect(page.countOf('row')).toBe(3 * PAGE);
    expect(page.text).toContain('第 75 条。');
    page.close();
  });

  test('what came meanwhile stands on top, and nothing is there twice', async () => {
    const page = await inbox();
    told.unshift({ ...notice(-1), id: 'ntc-new', title: '刚来的。' });
    page.tap('新第 75 条。');
    await page.until(() => page.text.includes('刚来的。') && page.text.includes(`${COUNT} 条没看`));
    for (const i of [0, 29, 30, 59, 75, 88]) expect(page.text.split(`第 ${i} 条。`)).toHaveLength(2);
    page.tap('看更多');
    await page.until(() => page.text.includes(`第 ${COUNT - 1} 条。`));
    expect(page.text).toContain('到头了');
    page.close();
  });

  test('when only a part of it comes anew it stays whole as it was, and says why', async () => {
    const page = await inbox();
    api.on('member.notices', (input) => {
      if (input['cursor'] !== undefined) throw new Refused(503, 'busy', '服务正忙，过一分钟再来。');
      return pageOfTold(input);
    });
    page.tap('新第 75 条。');
    await page.until(() => page.text.includes('服务正忙'));
    expect(page.countOf('row')).toBe(3 * PAGE);
    page.close();
  });

  test('pulled down from its top it begins anew', async () => {
    const page = await inbox();
    await page.pull();
    await page.until(() => page.countOf('row') === PAGE);
    page.close();
  });
});

test('a server that gives nothing newer is told at the foot of the page, and asked again by a tap', async () => {
  (await inbox()).close();
  const mend = api.fail('member.notices', new Refused(503, 'busy', '服务正忙，过一分钟再来。'));
  const page = await phone.open('account/inbox/index');
  const said = () => page.buttons.find((words) => words.startsWith('服务正忙，过一分钟再来。看到的是'));
  await page.until(said);
  expect(said()).toContain('点这里再试。');
  // What was seen stays where it is: nothing came above it.
  expect(page.text.indexOf('最近的消息')).toBeLessThan(page.text.indexOf('服务正忙'));
  mend();
  page.tap('服务正忙');
  await page.until(() => !page.text.includes('服务正忙'));
  page.close();
});

test('ticks in quick succession all count, and show at once', async () => {
  const items = ['海报', '小样', '座位'].map((text, i) => ({ id: `i${i}`, text }));
  const done = new Set<string>();
  const list = () => ({
    id: 'chk-1',
    title: '开业准备',
    done: done.size,
    total: items.length,
    note: '',
    overdue: false,
    items: items.map((item) =>
      done.has(item.id) ? { ...item, tickedAt: '2026-11-21T12:00:00.000Z' } : item,
    ),
  });
  api
    .on('member.checklists', () => ({ items: [list()] }))
    .on('member.tickItem', ({ itemId }) => {
      done.add(itemId as string);
      return list();
    });
  const page = await phone.open('koc/checklists/index');
  await page.until(() => page.text.includes('0 / 3'));
  for (const { text } of items) page.tap(text);
  await page.until(() => page.text.includes('3 / 3'));
  await page.until(() => done.size === 3);
  expect(api.count('member.tickItem')).toBe(3);
  page.close();
});

test('what is being written outlives the page, and goes with what was sent', async () => {
  const page = await phone.open('koc/wishes/index');
  await page.until(() => page.text.includes('多写几个字'));
  page.type('想要小样替换装');
  await page.until(() => page.buttons.includes('告诉店里'));
  const gone = api.fail('member.makeWish', new Refused(401, 'signed_out', '请重新登录。'));
  page.tap('告诉店里');
  await page.until(() => phone.moves.includes('reLaunch /pages/sign-in/index'));
  page.close();
  gone();
  await signInOn(phone);
  const again = await phone.open('koc/wishes/index');
  await again.until(() => again.buttons.includes('告诉店里'));
  again.tap('告诉店里');
  await again.until(() => again.text.includes('多写几个字'));
  again.close();
  expect(api.calls.filter(({ route }) => route === 'member.makeWish').at(-1)!.input['text']).toBe(
    '想要小样替换装',
  );
  expect([...phone.storage.keys()].filter((key) => key.includes('draft:'))).toEqual([]);
});
