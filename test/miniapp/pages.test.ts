import { believableApi, cardOf, detailOf, SIGNED_IN, unreadableCard } from './support/believable';
import { bootWeApp } from './support/weapp';

const api = believableApi();
const phone = bootWeApp(api);

beforeEach(() => {
  phone.network(true);
  phone.storage.clear();
  phone.storage.set(...SIGNED_IN);
  phone.moves.length = 0;
  api.calls.length = 0;
});

describe('the activity page', () => {
  test('goes by the server’s clock when the phone’s is wrong, also when it is the first page', async () => {
    const yesterday = -86_400_000;
    const at = (minutes: number) => new Date(Date.now() + yesterday + minutes * 60_000).toISOString();
    api.aheadMs = yesterday;
    api.on('member.activity', () => detailOf(cardOf({ opensAt: at(-30), closesAt: at(30) })));
    const page = await phone.open('activity/detail/index', { id: 'act-1' });
    await page.until(() => page.text.includes('去群里发「1」'));
    expect(page.text).toMatch(/(29|30):\d\d 后结束/);
    page.close();
    api.aheadMs = 0;
  });

  test('shows rules in words, the live count, and my result with its reason', async () => {
    const mine = [
      {
        at: new Date().toISOString(),
        groupName: '咖啡 3 群',
        outcome: 'already_counted' as const,
        reason: '已计过一次',
        points: 0,
      },
      {
        at: new Date().toISOString(),
        groupName: '咖啡 3 群',
        outcome: 'counted' as const,
        reason: '第 22 位',
        points: 5,
      },
    ];
    api.on('member.activity', () => ({ ...detailOf(cardOf({ mine: 1, myPlace: 22 })), mine }));
    const page = await phone.open('activity/detail/index', { id: 'act-1' });
    await page.until(() => page.text.includes('我是第 22 位'));
    for (const words of ['怎么参加', '在群里发「1」', '已计过一次', '没算', '得了 5 积分', '还剩 13 个名额'])
      expect(page.text).toContain(words);
    expect(page.countOf('bubble-own')).toBe(1);
    page.close();
  });

  test('follows the count while it is open', async () => {
    let counted = 37;
    api.on('member.activity', () => detailOf(cardOf({ counted: counted++ })));
    const page = await phone.open('activity/detail/index', { id: 'act-1' });
    for (const now of [37, 38, 39]) {
      await page.until(() => page.countOf('bubble-on') === now);
      phone.nextRound();
    }
    page.close();
  });

  test('a vote needs a choice; the choice is what is sent', async () => {
    const card = unreadableCard({ kind: 'vote', limit: undefined, left: undefined });
    api
      .on('member.activity', () => ({
        ...detailOf(card),
        options: [
          { trigger: '1', label: '面霜', times: 3, mine: false },
          { trigger: '2', label: '手冲课', times: 1, mine: false },
        ],
      }))
      .on('member.join', () => ({ outcome: 'counted', reason: '投给了 2', points: 0 }));
    const page = await phone.open('activity/detail/index', { id: 'act-1' });
    await page.until(() => page.text.includes('先在上面选一个'));
    page.tap('先在上面选一个');
    page.tap('2');
    await page.until(() => page.text.includes('在这里扣 2'));
    page.tap('在这里扣 2');
    await page.until(() => page.text.includes('算上你了'));
    expect(api.calls.filter((call) => call.route === 'member.join').map((call) => call.input.text)).toEqual([
      '2',
    ]);
    page.close();
  });

  test('a relay sends the trigger and what was written', async () => {
    const card = unreadableCard({ kind: 'relay', trigger: '接龙', limit: undefined, left: undefined });
    api
      .on('member.activity', () => ({ ...detailOf(card), relay: [{ place: 1, name: '阿树', text: '2 杯' }] }))
      .on('member.join', () => ({ outcome: 'counted', reason: '接上了', points: 0, place: 2 }));
    const page = await phone.open('activity/detail/index', { id: 'act-1' });
    await page.until(() => page.text.includes('阿树 · 2 杯'));
    page.type('小满 1 杯');
    await page.until(() => page.text.includes('在这里发「接龙 小满 1 杯」'));
    page.tap('在这里发「接龙 小满 1 杯」');
    await page.until(() => page.text.includes('你是第 2 位'));
    expect(api.calls.filter((call) => call.route === 'member.join').map((call) => call.input.text)).toEqual([
      '接龙 小满 1 杯',
    ]);
    page.close();
  });
});

test('a missed day is made up after a question, and the result is told', async () => {
  const page = await phone.open('pages/check-in/index');
  await page.until(() => page.text.includes('天连续打卡，今天还没打'));
  page.tap('3补');
  await page.until(() => page.text.includes('补 11月3日 的卡？'));
  expect(api.count('member.makeUp')).toBe(0);
  page.tap('补上这一天');
  await page.until(() => page.text.includes('11月3日补上了，连续 12 天，+5 积分，还能补 1 次。'));
  expect(api.calls.filter((call) => call.route === 'member.makeUp').map((call) => call.input)).toEqual([
    { activityId: 'act-2', day: '2026-11-03' },
  ]);
  page.close();
});

test('another month comes into the calendar that is there', async () => {
  const page = await phone.open('pages/check-in/index');
  await page.until(() => page.text.includes('天连续打卡，今天还没打'));
  const asked = api.count('member.checkIns');
  page.tap('‹');
  await page.until(() => {
    expect([page.text.includes('天连续打卡，今天还没打'), page.countOf('skeleton')]).toEqual([true, 0]);
    return api.count('member.checkIns') > asked;
  });
  page.close();
});

test('everything kept about me is told in words, money in yuan and moments in our time, and nothing is left out', async () => {
  api.on('member.exportMine', () => ({
    exportedAt: '2026-11-21T12:00:00.000Z',
    data: {
      orders: [
        {
          number: 'SO-1',
          paidFen: 12_800,
          paidAt: '2025-11-21T12:00:00.000Z',
          orderId: 'ord-1',
          state: 'paid',
        },
      ],
      care: { careUntil: null, talks: [{ answered: true }] },
    },
  }));
  const page = await phone.open('account/data/index');
  await page.until(() => page.text.includes('看看都有什么'));
  page.tap('看看都有什么');
  await page.until(() => page.text.includes('订单'));
  page.tap('订单');
  await page.until(() => page.text.includes('128.00 元'));
  for (const words of ['单号', 'SO-1', '2025年11月21日 20:00', 'ord-1', '状态已付款'])
    expect(page.text).toContain(words);
  page.tap('和老师的对话');
  await page.until(() => page.text.includes('护理期到没有'));
  for (const words of ['talks', 'answered是']) expect(page.text).toContain(words);
  page.close();
});
