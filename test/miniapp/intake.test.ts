import { questionsOf } from '@kouyi/shared/rules/intake';
import { skinTest } from '@kouyi/shared/rules/intake-skin-test';
import { believableApi, SIGNED_IN } from './support/believable';
import { Refused } from './support/fake-api';
import { FakeIntake, withIntake } from './support/intake';
import { signInOn } from './support/sign-in';
import { bootWeApp, type Page } from './support/weapp';

const api = believableApi();
const phone = bootWeApp(api);
let intake: FakeIntake;

beforeEach(() => {
  phone.network(true);
  phone.storage.clear();
  phone.storage.set(...SIGNED_IN);
  phone.moves.length = 0;
  api.calls.length = 0;
  intake = new FakeIntake();
  withIntake(api, intake);
});

const titleOf = (id: string): string => questionsOf(skinTest).find((each) => each.id === id)!.title;
const labelOf = (id: string, choice: string): string =>
  questionsOf(skinTest)
    .find((each) => each.id === id)!
    .choices!.find((each) => each.id === choice)!.label;
const open = async (shows: string): Promise<Page> => {
  const page = await phone.open('intake/question/index', { id: 'qst-1', source: 'share' });
  await page.until(() => page.text.includes(titleOf(shows)));
  return page;
};
/** A question that has only just come takes no tap. */
const tapOn = async (page: Page, label: string): Promise<void> => {
  await page.until(() => page.countOf('question-settling') === 0);
  page.tap(label);
};
const choose = async (page: Page, id: string, choice: string, then: string): Promise<void> => {
  await tapOn(page, labelOf(id, choice));
  await page.until(() => page.text.includes(titleOf(then)));
};

describe('the question page', () => {
  test('asks one question a screen, goes back, and shows a follow-up only to whom it concerns', async () => {
    const page = await open('wash');
    expect(api.calls.find(({ route }) => route === 'member.startIntake')?.input).toMatchObject({
      source: 'share',
    });
    expect(page.text).toContain('1 / 15');
    await choose(page, 'wash', 'a', 'noon');
    expect(page.text).not.toContain(titleOf('wash'));
    page.tap('上一题');
    await page.until(() => page.text.includes(titleOf('wash')));
    expect(page.countOf('choice-on')).toBe(1);
    page.tap('下一题');
    await page.until(() => page.text.includes(titleOf('noon')));
    for (const [id, then] of [
      ['noon', 'pores'],
      ['pores', 'cream'],
    ] as const)
      await choose(page, id, 'a', then);
    await tapOn(page, '2');
    await page.until(() => page.text.includes(titleOf('flush')));
    await choose(page, 'flush', 'a', 'newCare');
    await choose(page, 'newCare', 'c', 'howFelt');
    expect(page.text).toContain('/ 16');
    page.tap('上一题');
    await page.until(() => page.text.includes(titleOf('newCare')));
    await choose(page, 'newCare', 'a', 'season');
    expect(page.text).toContain('/ 15');
    page.close();
  });

  test('keeps answers without a network, and sends each once when it is back', async () => {
    const page = await open('wash');
    await choose(page, 'wash', 'a', 'noon');
    await page.until(() => intake.answers['wash'] === 'a');
    phone.network(false);
    await choose(page, 'noon', 'b', 'pores');
    await choose(page, 'pores', 'c', 'cream');
    await page.until(() => page.text.includes('答案先记在手机上'));
    expect(intake.answers).toEqual({ wash: 'a' });
    page.close();
    // The page was left meanwhile: what the phone kept is still there.
    const again = await open('cream');
    phone.network(true);
    await again.until(() => intake.answers['pores'] === 'c');
    expect(intake.answers).toEqual({ wash: 'a', noon: 'b', pores: 'c' });
    await again.until(() => !again.text.includes('答案先记在手机上'));
    expect(new Set(intake.arrived).size).toBe(intake.arrived.length);
    again.close();
  });

  test('a session that ends in the middle loses no answer: signed in again, all arrive', async () => {
    const page = await open('wash');
    const good = api.fail('member.answerIntake', new Refused(401, 'signed_out', '请重新登录。'));
    await choose(page, 'wash', 'a', 'noon');
    await page.until(() => phone.moves.includes('reLaunch /pages/sign-in/index'));
    page.close();
    good();
    await signInOn(phone);
    const again = await open('noon');
    await again.until(() => intake.answers['wash'] === 'a');
    again.close();
  });

  test('an answer whose receipt got lost is sent again and counts once', async () => {
    const page = await open('wash');
    api.loseNextOf = 'member.answerIntake';
    await choose(page, 'wash', 'b', 'noon');
    await page.until(() => intake.arrived.length > 0);
    await choose(page, 'noon', 'b', 'pores');
    await page.until(() => intake.answers['noon'] === 'b');
    expect(intake.answers).toEqual({ wash: 'b', noon: 'b' });
    page.close();
  });

  test('what the server refuses is said and taken out; the rest arrives', async () => {
    intake.answers = { wash: 'a', noon: 'a', pores: 'a' };
    const page = await open('cream');
    await tapOn(page, '3');
    await page.until(() => page.text.includes('这个数不在范围内'));
    await choose(page, 'flush', 'b', 'newCare');
    await page.until(() => intake.answers['flush'] === 'b');
    expect(intake.answers['cream']).toBeUndefined();
    page.close();
  });

  test('begins where another phone stopped, and leads to the result at the end', async () => {
    for (const { id, kind, choices } of questionsOf(skinTest))
      if (id !== 'wish' && id !== 'photo' && id !== 'howFelt')
        intake.answers[id] = kind === 'scale' ? 0 : choices![0]!.id;
    intake.on = 'wish';
    const page = await open('wish');
    await tapOn(page, labelOf('wish', 'a'));
    page.tap(labelOf('wish', 'c'));
    await page.until(() => page.countOf('choice-on') === 2);
    page.tap('下一题');
    await page.until(() => page.text.includes('不拍也完全可以'));
    expect(page.text).toContain('我同意：照片只给回答你的老师看');
    page.tap('看结果');
    await page.until(() => phone.moves.some((move) => JSON.stringify(move).includes('intake/result/index')));
    expect(intake.answers['wish']).toEqual(['a', 'c']);
    expect(intake.state).toBe('done');
    page.close();
  });
});

test('a day is chosen with the wheel, and told in words', async () => {
  const question = { id: 'born', kind: 'date' as const, title: '哪天生日？', required: true };
  const next = { id: 'why', kind: 'text' as const, title: '想说什么？', required: false };
  const sections = [{ id: 's', title: '你', questions: [question, next] }];
  intake = new FakeIntake(false, { ...skinTest, sections });
  withIntake(api, intake);
  const page = await phone.open('intake/question/index', { id: 'qst-1' });
  await page.until(() => page.text.includes('点一下选日期'));
  page.pickDay('1995-06-01');
  await page.until(() => page.text.includes('1995年6月1日'));
  page.tap('下一题');
  await page.until(() => intake.answers['born'] === '1995-06-01');
  page.close();
});

test('pages opened by half a link say so, and lead to where everything begins', async () => {
  for (const route of ['intake/question/index', 'intake/result/index', 'intake/talk/index']) {
    const page = await phone.open(route);
    await page.until(() => page.text.includes('这个链接不完整'));
    page.close();
  }
  expect(api.calls).toEqual([]);
});

describe('the result page', () => {
  test('shows the radar, the figures in words, what to do, the adviser, and that it is no diagnosis', async () => {
    intake.answers = { wash: 'a', noon: 'a', pores: 'a', cream: 0, flush: 'd', newCare: 'a', season: 'd' };
    intake.state = 'done';
    const page = await phone.open('intake/result/index', { id: 'its-1' });
    await page.until(() => page.text.includes('看老师的回复'));
    const [picture] = page.pictures;
    expect(Buffer.from(String(picture).split(',')[1] ?? '', 'base64').toString()).toMatch(/^<svg .*<polygon/);
    for (const words of ['油分', '敏感', '色沉', '纹路', '这周试试', '不会有任何推销', '不是诊断'])
      expect(page.text).toContain(words);
    expect(page.countOf('result-todo')).toBe(3);
    page.close();
  });

  test('a thread is read, answered once, and rated', async () => {
    const page = await phone.open('intake/talk/index', { id: 'thr-1' });
    await page.until(() => page.text.includes('先把保湿做厚一点。'));
    page.type('那要用多久？');
    await page.until(() => page.buttons.includes('发送'));
    page.tap('发送');
    page.tap('发送');
    await page.until(() => api.count('member.askAdviser') > 0);
    // However often the tap counts, it is one line: each request says which.
    const asked = api.calls.filter(({ route }) => route === 'member.askAdviser');
    expect(new Set(asked.map(({ input }) => input['requestKey'])).size).toBe(1);
    expect(asked[0]!.input['text']).toBe('那要用多久？');
    page.tap('★');
    await page.until(() => api.count('member.rateThread') > 0);
    page.close();
  });
});
