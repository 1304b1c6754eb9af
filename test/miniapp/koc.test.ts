import { believableApi, SIGNED_IN } from './support/believable';
import { Refused } from './support/fake-api';
import { checklistOf, lessonOf, materialOf, onTheWay, rightOf, subGroupOf, withKoc } from './support/koc';
import { bootWeApp } from './support/weapp';

const api = believableApi();
const phone = bootWeApp(api);

beforeEach(() => {
  withKoc(api);
  phone.network(true);
  phone.storage.clear();
  phone.storage.set(...SIGNED_IN);
  phone.moves.length = 0;
  phone.clipboard.length = 0;
  phone.pictures.album.length = 0;
  phone.pictures.sent.length = 0;
  phone.pictures.allowed = true;
  phone.pictures.settings = true;
  api.calls.length = 0;
});

const asked = (route: string) => api.calls.filter((call) => call.route === route).map(({ input }) => input);

describe('the centre', () => {
  test('says how I stand in plain words; the sum is one tap away, the formula two', async () => {
    const page = await phone.open('koc/centre/index');
    await page.until(() => page.text.includes('72.5'));
    for (const words of ['银叶 KOC', 'MAN1', '你带来 20 人，其中 12 人真的参加了。', '81%'])
      expect(page.text).toContain(words);
    expect(page.text).not.toContain('覆盖 12/30');
    page.tap('分数怎么算的');
    await page.until(() => page.text.includes('12 位真的参加了，到 30 位得满'));
    expect(page.text).not.toContain('覆盖 12/30');
    page.tap('想自己验算？看公式');
    await page.until(() => page.text.includes('覆盖 12/30 × 60 + 复用 4/6 × 40 = 72.5'));
    page.close();
  });

  test('today is made of messages, check-lists, moments and rights; what was copied is marked', async () => {
    const page = await phone.open('koc/centre/index');
    await page.until(() => page.text.includes('3 件可以做'));
    for (const words of ['欢迎新人', '周五活动准备', '还差 1 项', '新品先试', '200 积分'])
      expect(page.text).toContain(words);
    page.tap('复制');
    await page.until(() => page.text.includes('复制过'));
    expect(phone.clipboard).toEqual(['欢迎新来的两位，扣 1 领个见面礼。']);
    page.close();
    const again = await phone.open('koc/centre/index');
    await again.until(() => again.text.includes('2 件可以做'));
    again.close();
  });

  test('a part of today that does not come leaves the rest as it is', async () => {
    api.fail('member.subGroups', new Refused(500, 'internal', '出了点问题。'));
    const page = await phone.open('koc/centre/index');
    await page.until(() => page.text.includes('周五活动准备'));
    expect(page.text).toContain('我的影响力');
    page.close();
  });

  test('for everybody else it is the way there, with what is missing', async () => {
    api.on('member.kocCentre', onTheWay);
    const page = await phone.open('koc/centre/index');
    await page.until(() => page.text.includes('3 / 4'));
    expect(page.text).toContain('近 30 天有 4 天参加活动或下单');
    expect(page.text).not.toContain('推荐码');
    expect(api.count('member.subGroups')).toBe(0);
    page.close();
  });
});

describe('the poster', () => {
  const poster = async (query: Record<string, string>) => {
    const page = await phone.open('koc/poster/index', query);
    await page.until(() => page.buttons.includes('保存海报'));
    return page;
  };

  test('carries my own words and is kept as it is seen', async () => {
    const page = await poster({ product: 'prd-1' });
    expect(asked('member.createMyLink')[0]).toEqual({ channel: 'poster', productId: 'prd-1' });
    page.type('换季就靠它');
    await page.until(() => page.buttons.includes('印到海报上'));
    page.tap('印到海报上');
    await page.until(() => asked('member.myPoster').some(({ words }) => words === '换季就靠它'));
    await page.until(() => page.buttons.includes('保存海报'));
    page.tap('保存海报');
    await page.until(() => phone.pictures.album.length === 1);
    page.tap('发给朋友');
    expect(phone.pictures.sent).toEqual(phone.pictures.album);
    page.close();
  });

  test('an album that is closed to us has a way out through the settings', async () => {
    phone.pictures.allowed = false;
    const page = await poster({ product: 'prd-1' });
    page.tap('保存海报');
    await page.until(() => page.text.includes('还不能存到相册'));
    expect(phone.pictures.album).toEqual([]);
    page.tap('去设置里打开');
    await page.until(() => phone.pictures.album.length === 1);
    await page.until(() => !page.text.includes('还不能存到相册'));
    page.close();
  });

  test('whoever leaves it closed is not asked again and again', async () => {
    phone.pictures.allowed = false;
    phone.pictures.settings = false;
    const page = await poster({ product: 'prd-1' });
    page.tap('保存海报');
    await page.until(() => page.text.includes('还不能存到相册'));
    page.tap('去设置里打开');
    // It is said, and the sheet goes, in whichever order the two are drawn.
    await page.until(() => page.text.includes('相册还没打开') && !page.text.includes('还不能存到相册'));
    page.close();
  });

  test('a picture that is refused says the server’s words and can be asked for again', async () => {
    const mend = api.fail('member.myPoster', new Refused(503, 'code_unavailable', '暂时连不上微信。'));
    const page = await phone.open('koc/poster/index', {});
    await page.until(() => page.text.includes('暂时连不上微信。'));
    expect(page.buttons).not.toContain('保存海报');
    mend();
    page.tap('再画一次');
    await page.until(() => page.buttons.includes('保存海报'));
    page.close();
  });

  test('of a material it is a forward of it', async () => {
    const page = await poster({ material: 'mat-1' });
    expect(asked('member.forwardMaterial')).toEqual([{ id: 'mat-1', channel: 'poster' }]);
    expect(asked('member.myPoster')[0]).toEqual({ code: 'm4t3r1al' });
    page.close();
  });

  test('who is no KOC is shown the way there', async () => {
    api.fail('member.createMyLink', new Refused(403, 'not_a_koc', '你还不是 KOC。'));
    const page = await phone.open('koc/poster/index', { product: 'prd-1' });
    await page.until(() => page.text.includes('成为 KOC 之后就能用'));
    page.tap('看看我走到哪一步了');
    expect(phone.moves).toEqual(['navigateTo /koc/centre/index']);
    page.close();
  });
});

describe('materials', () => {
  test('one tap copies what is left in, for the place it goes to', async () => {
    const page = await phone.open('koc/material/index', { id: 'mat-1' });
    await page.until(() => page.buttons.includes('复制文字和我的链接'));
    page.tap('✓价值：带上');
    await page.until(() => page.text.includes('价值：不带'));
    page.tap('微信群');
    await page.until(() => !page.buttons.includes('微信群'));
    page.tap('复制文字和我的链接');
    await page.until(() => phone.clipboard.length === 1);
    expect(asked('member.forwardMaterial')).toEqual([
      { id: 'mat-1', channel: 'group', parts: ['experience'] },
    ]);
    expect(phone.clipboard[0]).toContain('https://shop.example.com/l/m4t3r1al');
    await page.until(() => page.text.includes('今天转过'));
    page.close();
  });

  test('all pictures are kept in their order; a closed album goes on where it stopped', async () => {
    phone.pictures.allowed = false;
    api.on('member.material', () => materialOf());
    const page = await phone.open('koc/material/index', { id: 'mat-1' });
    await page.until(() => page.buttons.includes('保存 2 张图'));
    page.tap('保存 2 张图');
    await page.until(() => page.text.includes('还不能存到相册'));
    page.tap('去设置里打开');
    await page.until(() => phone.pictures.album.length === 2);
    expect(new Set(phone.pictures.album).size).toBe(2);
    page.close();
  });

  test('they are for KOCs; everybody else is told so kindly', async () => {
    api.fail('member.materials', new Refused(403, 'materials_for_kocs', '素材是给 KOC 的。'));
    const page = await phone.open('koc/materials/index');
    await page.until(() => page.text.includes('成为 KOC 之后就能用'));
    page.close();
  });
});

describe('sub-groups', () => {
  test('a lost answer opens no second group', async () => {
    const page = await phone.open('koc/sub-groups/index');
    await page.until(() => page.buttons.includes('再建一个'));
    page.tap('再建一个');
    await page.until(() => page.countOf('field') > 0);
    page.type('咖啡早起');
    await page.until(() => page.buttons.includes('建群'));
    api.loseNextOf = 'member.openSubGroup';
    page.tap('建群');
    await page.until(() => phone.moves.includes('navigateTo /koc/sub-group/index?id=sub-2'));
    const keys = asked('member.openSubGroup').map(({ requestKey }) => requestKey);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    page.close();
  });

  test('the invitation has link and code; the code is there as a picture', async () => {
    const page = await phone.open('koc/sub-group/index', { id: 'sub-1' });
    await page.until(() => page.buttons.includes('保存这个码'));
    page.tap('复制邀请');
    await page.until(() => phone.clipboard.length === 1);
    expect(phone.clipboard[0]).toContain('ABC234');
    expect(phone.clipboard[0]).toContain('https://shop.example.com/m/#/koc/join/index?code=ABC234');
    page.tap('保存这个码');
    await page.until(() => phone.pictures.album.length === 1);
    page.close();
  });

  test('giving one up asks why first', async () => {
    const page = await phone.open('koc/sub-group/index', { id: 'sub-1' });
    await page.until(() => page.buttons.includes('不再运营这个群'));
    page.tap('不再运营这个群');
    await page.until(() => page.text.includes('这一步不能撤回'));
    expect(page.buttons).not.toContain('不再运营');
    page.type('最近顾不上');
    await page.until(() => page.buttons.includes('不再运营'));
    page.tap('不再运营');
    await page.until(() => page.text.includes('你不再运营这个群。'));
    expect(asked('member.closeSubGroup')).toEqual([{ id: 'sub-1', reason: '最近顾不上' }]);
    page.close();
  });

  test('one that is only asked for says what comes next', async () => {
    api.on('member.subGroup', () =>
      subGroupOf({
        state: 'requested',
        words: '总部建好群就通知你。',
        joinCode: undefined,
        joinLink: undefined,
        health: undefined,
        today: [],
      }),
    );
    const page = await phone.open('koc/sub-group/index', { id: 'sub-1' });
    await page.until(() => page.text.includes('总部建好群就通知你。'));
    expect(page.text).not.toContain('请朋友进群');
    page.close();
  });
});

describe('joining by a code', () => {
  test('a code typed in small letters, or scanned, is the same; one tap and I am in', async () => {
    const typed = await phone.open('koc/join/index');
    typed.type('abc 234');
    typed.tap('看看是哪个群');
    await typed.until(() => typed.text.includes('小满请你来'));
    typed.close();
    const scanned = await phone.open('koc/join/index', { scene: 'ABC234' });
    await scanned.until(() => scanned.text.includes('小满请你来'));
    api.on('member.subGroupByCode', () => ({
      name: '换季护肤互助',
      kocName: '小满',
      members: 13,
      joined: true,
      way: 'at_once',
      words: '你已经在群里。',
    }));
    scanned.tap('进群');
    await scanned.until(() => scanned.text.includes('你在群里了。'));
    expect(asked('member.joinSubGroup')).toEqual([{ code: 'ABC234' }]);
    scanned.close();
  });

  test('a mistyped code is told beneath the field, where it is mended', async () => {
    const mend = api.fail(
      'member.subGroupByCode',
      new Refused(404, 'sub_group_code_unknown', '没有这个入群码。'),
    );
    const page = await phone.open('koc/join/index');
    page.type('abc 23');
    page.tap('看看是哪个群');
    await page.until(() => page.text.includes('没有这个入群码。'));
    mend();
    page.type('abc 234');
    page.tap('看看是哪个群');
    await page.until(() => page.text.includes('小满请你来'));
    page.close();
  });

  test('a real group is entered by its own code, which is shown and kept', async () => {
    api.on('member.joinSubGroup', () => ({
      name: '换季护肤互助',
      kocName: '小满',
      outcome: 'scan_to_join',
      words: '用微信扫下面的码进群。',
    }));
    const page = await phone.open('koc/join/index', { code: 'ABC234' });
    await page.until(() => page.buttons.includes('进群'));
    page.tap('进群');
    await page.until(() => page.buttons.includes('保存二维码，用微信扫'));
    page.tap('保存二维码，用微信扫');
    await page.until(() => phone.pictures.album.length === 1);
    page.close();
  });
});

describe('rights', () => {
  test('a claim is made once, however often its answer gets lost', async () => {
    const page = await phone.open('koc/rights/index');
    await page.until(() => page.text.includes('可以领'));
    page.tap('200 积分');
    await page.until(() => page.buttons.includes('领取，马上到'));
    phone.network(false);
    page.tap('领取，马上到');
    await page.until(() => page.text.includes('再点一次不会领两份') && page.buttons.includes('领取，马上到'));
    phone.network(true);
    page.tap('领取，马上到');
    await page.until(() => !page.text.includes('用掉这一期的 1 次'));
    expect(new Set(asked('member.claimRight').map(({ requestKey }) => requestKey)).size).toBe(1);
    page.close();
  });

  test('what is sent asks where to, and says when that is missing', async () => {
    api.on('member.rights', () => ({
      tier: 'gold',
      words: '你是金叶。',
      items: [rightOf({ kind: 'goods', gives: '新品一份', atOnce: false, needsNote: true })],
      later: [],
    }));
    api.fail('member.claimRight', new Refused(422, 'right_needs_note', '写一下寄到哪里。', 'note'));
    const page = await phone.open('koc/rights/index');
    await page.until(() => page.text.includes('新品一份'));
    page.tap('新品一份');
    await page.until(() => page.buttons.includes('申请领取'));
    page.tap('申请领取');
    await page.until(() => page.countOf('labeled-wrong') === 1);
    expect(page.text).toContain('写一下寄到哪里。');
    page.close();
  });

  test('what can’t be claimed says why; what nobody has looked at can be taken back', async () => {
    const latest = {
      id: 'clm-2',
      rightId: 'rgt-1',
      name: '新品先试',
      kind: 'goods',
      gives: '新品一份',
      state: 'requested',
      words: '店里在看。',
      at: '2026-11-21T12:00:00.000Z',
    };
    api.on('member.rights', () => ({
      tier: 'gold',
      words: '你是金叶。',
      items: [
        rightOf({ gives: '新品一份', mayClaim: false, left: 0, why: '这个月领完了。', latest } as object),
      ],
      later: [],
    }));
    const page = await phone.open('koc/rights/index');
    await page.until(() => page.text.includes('待审核'));
    page.tap('新品一份');
    await page.until(() => page.text.includes('这个月领完了。'));
    page.tap('撤回这次申请');
    await page.until(() => page.text.includes('撤回了，次数也还给你了。'));
    expect(asked('member.withdrawRightClaim')).toEqual([{ id: 'clm-2' }]);
    page.close();
  });
});

describe('learning and saying', () => {
  test('a quiz is handed in whole, and says what was right', async () => {
    const page = await phone.open('koc/lesson/index', { id: 'lsn-1' });
    await page.until(() => page.text.includes('还有 2 题没答'));
    page.tap('自己的感受');
    page.tap('根治');
    page.tap('我用了两周');
    page.tap('根治');
    await page.until(() => page.buttons.includes('交卷'));
    page.tap('交卷');
    await page.until(() => page.text.includes('答对 1 / 2，还差一点。'));
    expect(asked('member.answerQuiz')[0]).toMatchObject({
      version: 1,
      answers: [
        { questionId: 'q1', options: ['a'] },
        { questionId: 'q2', options: ['b'] },
      ],
    });
    page.tap('再答一次');
    await page.until(() => page.text.includes('还有 2 题没答'));
    page.close();
  });

  test('a lesson that has changed meanwhile begins anew', async () => {
    const page = await phone.open('koc/lesson/index', { id: 'lsn-1' });
    await page.until(() => page.text.includes('还有 2 题没答'));
    page.tap('自己的感受');
    page.tap('根治');
    await page.until(() => page.buttons.includes('交卷'));
    api.fail('member.answerQuiz', new Refused(409, 'lesson_changed', '这节课更新了，再看一遍。'));
    api.on('member.lesson', () => lessonOf({ version: 2 }));
    page.tap('交卷');
    await page.until(() => page.text.includes('还有 2 题没答'));
    page.close();
  });

  test('a tick is taken back by another tap', async () => {
    api.on('member.tickItem', ({ done }) =>
      checklistOf(done ? {} : { done: 0, items: checklistOf().items.map(({ id, text }) => ({ id, text })) }),
    );
    const page = await phone.open('koc/checklists/index');
    await page.until(() => page.text.includes('1 / 2'));
    page.tap('看一遍规则');
    // It shows at once, and is sent.
    await page.until(() => page.text.includes('0 / 2') && api.count('member.tickItem') > 0);
    expect(asked('member.tickItem')).toEqual([{ id: 'chk-1', itemId: 'i1', done: false }]);
    page.close();
  });

  test('a wish stays in its field until it has arrived, and arrives once', async () => {
    const page = await phone.open('koc/wishes/index');
    await page.until(() => page.text.includes('多写几个字'));
    page.type('想要小样替换装');
    await page.until(() => page.buttons.includes('告诉店里'));
    phone.network(false);
    page.tap('告诉店里');
    await page.until(() => page.text.includes('再点一次不会记两条') && page.buttons.includes('告诉店里'));
    phone.network(true);
    page.tap('告诉店里');
    await page.until(() => page.text.includes('多写几个字'));
    expect(new Set(asked('member.makeWish').map(({ requestKey }) => requestKey)).size).toBe(1);
    page.close();
  });

  test('an answer to a wish is read with what came of it', async () => {
    api.on('member.wishes', () => ({
      items: [
        {
          id: 'wsh-1',
          kind: 'wish',
          state: 'granted',
          text: '想试试还没上市的防晒',
          at: '2026-11-20T12:00:00.000Z',
          answer: '给你留了一支。',
          answeredAt: '2026-11-21T12:00:00.000Z',
          points: 50,
          followUps: [{ at: '2026-11-21T13:00:00.000Z', text: '已经寄出。' }],
        },
      ],
      leftToday: 0,
    }));
    const page = await phone.open('koc/wishes/index');
    await page.until(() => page.text.includes('给你留了一支。'));
    for (const words of ['已实现', '50 积分到账了', '已经寄出。', '明天可以接着说'])
      expect(page.text).toContain(words);
    expect(page.buttons).not.toContain('撤回');
    page.close();
  });
});
