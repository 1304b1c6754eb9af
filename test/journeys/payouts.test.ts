import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { dayToText, shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import fc from 'fast-check';
import request from 'supertest';
import { BILL_STATES, type BillState } from '../../server/src/adapters/wechatpay/bill';
import { system } from '../../server/src/kernel/actor';
import { asSystem } from '../../server/src/kernel/command';
import { native } from '../../server/src/kernel/store';
import { account, auditLedger, balancesOf, heldOf, post } from '../../server/src/ledger';
import { pushDue } from '../../server/src/notices/push';
import { fetchDueBills } from '../../server/src/payouts/bills';
import { Withdrawals } from '../../server/src/payouts/model';
import { sendDue } from '../../server/src/payouts/sending';
import { applyBill } from '../../server/src/payouts/settle';
import { personIdOf } from '../../server/src/people';
import { type FakeWeChat, startFakeWeChat } from '../support/fake-wechat';
import {
  type Delivery,
  type FakeBill,
  type FakeWeChatPay,
  type Mishap,
  startFakeWeChatPay,
} from '../support/fake-wechat-pay';
import { payEnv } from '../support/pay-env';
import { startWorld, type World } from '../support/world';

const PASSWORD = 'a long first password';
const TEMPLATE = 'template-0123456789';
const MINUTE = 60_000;

interface Withdrawal {
  id: string;
  billNo: string;
  state: string;
  words: string;
  confirm?: { packageInfo: string };
}

describe('earnings that leave the house', () => {
  let weChat: FakeWeChat;
  let pay: FakeWeChatPay;
  let world: World;
  let folder: string;
  let people = 0;
  let keys = 0;

  beforeAll(async () => {
    weChat = await startFakeWeChat();
    pay = await startFakeWeChatPay(() => world.clock.now());
    folder = await mkdtemp(path.join(os.tmpdir(), 'kouyi-pay-'));
    world = await startWorld({
      env: {
        WECHAT_APPID: weChat.appId,
        WECHAT_SECRET: weChat.secret,
        WECHAT_API_URL: weChat.url,
        WECHAT_NOTICE_TEMPLATE: `${TEMPLATE},thing1,thing2,time3`,
        ...(await payEnv(pay, folder)),
      },
    });
  });
  afterAll(async () => {
    await world.stop();
    await pay.close();
    await weChat.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    pay.mishaps(() => undefined);
    pay.deliveries(() => 'once');
    // Limits are a day's and a month's.
    world.clock.advance(40 * 86_400_000);
    return world.signInAgain();
  });

  /** Somebody with so much to withdraw, and their phone. */
  async function earner(fen: number) {
    const openid = `o-earner-${(people += 1)}`;
    const { body } = (await request(world.url)
      .post('/api/member/session')
      .send({ code: weChat.login({ openid }), consent: '2036-11' })
      .expect(200)) as { body: { token: string } };
    const personId = personIdOf('wechat', openid);
    await asSystem('test', (tx) =>
      post(tx, [
        {
          key: `test-earned:${openid}`,
          unit: 'fen',
          from: account.commissionBudget,
          to: account.kocAvailable(personId),
          amount: fen,
          at: tx.now,
          reason: '佣金',
          cause: { kind: 'test', id: openid },
          personId,
        },
      ]),
    );
    const phone = request.agent(world.url).set('authorization', `Bearer ${body.token}`);
    const withdraw = (amountFen: number, more: object = {}) =>
      phone
        .post('/api/member/withdrawals')
        .send({ amountFen, requestKey: `request-${(keys += 1)}`, ...more });
    const holds = async () => {
      const [available, paid] = [account.kocAvailable(personId), account.kocPaid(personId)];
      const balances = await balancesOf([available, paid]);
      return { available: balances.get(available), paid: balances.get(paid) };
    };
    return { openid, personId, phone, withdraw, holds };
  }
  const detail = async (id: string) =>
    ((await world.admin.get(`/api/payouts/${id}`).expect(200)).body as { withdrawal: Withdrawal }).withdrawal;
  const approve = (...ids: string[]) =>
    world.admin.post('/api/payouts/approve').send({ ids, password: PASSWORD }).expect(200);
  /** Until all of them wait for their people: the server's own clock may have taken some of them up, too. */
  const sent = async (...ids: string[]) => {
    for (let tries = 0; tries < 200; tries += 1) {
      await sendDue();
      const states = await Promise.all(ids.map(async (id) => (await detail(id)).state));
      if (states.every((state) => state !== 'approved' && state !== 'sending')) return;
      world.clock.advance(MINUTE / 6);
    }
    throw new Error('a withdrawal is not sent');
  };
  // The earnings of this story fell from the sky, and commission says so; nothing else may differ.
  const clean = async () =>
    expect((await auditLedger()).findings.filter((finding) => finding.by !== 'commission')).toEqual([]);
  const callback = ({ headers, body }: { headers: Record<string, string>; body: string }) =>
    request(world.url)
      .post('/api/callbacks/wechatpay')
      .set({ ...headers, 'content-type': 'application/json' })
      .send(body);

  test('asked for, approved, confirmed on the phone, told by WeChat Pay: paid once, and the books agree', async () => {
    const koc = await earner(10_000);
    const { id } = (await koc.withdraw(5_000).expect(200)).body as Withdrawal;
    expect(await koc.holds()).toEqual({ available: 5_000, paid: 0 });
    await sendDue();
    expect(pay.bills.size).toBe(0);

    await approve(id);
    await sent(id);
    const mine = (await koc.phone.get('/api/member/withdrawals').expect(200)).body as {
      items: Withdrawal[];
      mayFen: number;
    };
    expect(mine.items[0]).toMatchObject({ state: 'waiting_confirm' });
    expect(mine.items[0]!.confirm?.packageInfo).toBeDefined();
    expect(mine.mayFen).toBe(5_000);

    const { billNo } = await detail(id);
    await pay.confirm(billNo);
    expect(await detail(id)).toMatchObject({ state: 'paid' });
    // The same news again, and asking again, change nothing.
    await callback(pay.notification(billNo)).expect(200);
    await sendDue();
    expect(await koc.holds()).toEqual({ available: 5_000, paid: 5_000 });
    const notices = (await koc.phone.get('/api/member/notices').expect(200)).body as {
      items: { text: string }[];
    };
    expect(notices.items.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['已到微信零钱。', expect.stringContaining('确认收款')]),
    );
    await clean();
  });

  test('who consented is told by one WeChat message that the money waits; our own count of consents goes down', async () => {
    const koc = await earner(5_000);
    // In the afternoon: at night messages rest.
    world.clock.set(shanghaiInstant(shanghaiDay(world.clock.now()) + 1, 15 * 60));
    await world.signInAgain();
    weChat.consent(koc.openid, TEMPLATE);
    const left = async () =>
      ((await koc.phone.get('/api/member/subscribe').expect(200)).body as { left: number }).left;
    await koc.phone
      .post('/api/member/subscribe')
      .send({ templateId: TEMPLATE, requestKey: 'tell-me-then' })
      .expect(200);
    expect(await left()).toBe(1);
    const { id } = (await koc.withdraw(1_000).expect(200)).body as Withdrawal;
    await approve(id);
    await sent(id);
    await pushDue();
    await pay.confirm((await detail(id)).billNo);
    await pushDue();
    const told = weChat.messages.filter(({ touser }) => touser === koc.openid);
    expect(told.map(({ page }) => page)).toEqual(['koc/withdraw/index']);
    expect(JSON.stringify(told)).toContain('确认收款');
    expect(await left()).toBe(0);
  });

  test('whatever the provider does, nobody is paid twice and nothing is lost', async () => {
    const mishap = fc.constantFrom<Mishap | undefined>(
      undefined,
      'answer_lost',
      'silent',
      'broken',
      'not_enough',
      'forged',
    );
    const delivery = fc.constantFrom<Delivery>('once', 'twice', 'lost', 'late');
    const ending = fc.constantFrom('confirm', 'fail');
    // A request that is never answered takes the client's whole patience: few of those.
    const turn = fc.array(mishap, { minLength: 0, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(turn, delivery, ending), { minLength: 1, maxLength: 3 }),
        async (plans) => {
          world.clock.advance(40 * 86_400_000);
          await world.signInAgain();
          const before = pay.paidFen();
          const koc = await earner(10_000);
          const ids: string[] = [];
          for (const _ of plans) ids.push(((await koc.withdraw(1_000).expect(200)).body as Withdrawal).id);
          const numbers = await Promise.all(ids.map(async (id) => (await detail(id)).billNo));
          const left = new Map(plans.map(([mishaps], i) => [numbers[i]!, [...mishaps]]));
          pay.mishaps((billNo) => {
            const next = left.get(billNo)?.shift();
            return next === 'silent' ? 'broken' : next;
          });
          pay.deliveries((billNo) => plans[numbers.indexOf(billNo)]?.[1] ?? 'once');
          await approve(...ids);
          await sent(...ids);
          for (const [i, [, , end]] of plans.entries())
            await (end === 'confirm' ? pay.confirm(numbers[i]!) : pay.fail(numbers[i]!, 'OVERDUE_CLOSE'));
          for (let round = 0; round < 3; round += 1) {
            await sendDue();
            world.clock.advance(6 * MINUTE);
          }
          await pay.deliverLate();
          const paid = plans.filter(([, , end]) => end === 'confirm').length * 1_000;
          expect(await koc.holds()).toEqual({ available: 10_000 - paid, paid });
          expect(pay.paidFen() - before).toBe(paid);
          expect(await Promise.all(ids.map(async (id) => (await detail(id)).state))).toEqual(
            plans.map(([, , end]) => (end === 'confirm' ? 'paid' : 'failed')),
          );
          await clean();
        },
      ),
      { numRuns: process.env['LONG'] ? 40 : 5 },
    );
  });

  test('answers that contradict each other, in any order: the money is with the person or with us, never both', async () => {
    const answer = fc.record({
      state: fc.constantFrom(...BILL_STATES),
      otherAmount: fc.nat(9).map((n) => n === 0),
    });
    // The provider is silent but for what the property says.
    pay.mishaps(() => 'broken');
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 6 }), async (answers) => {
        world.clock.advance(40 * 86_400_000);
        await world.signInAgain();
        const koc = await earner(10_000);
        const { id } = (await koc.withdraw(1_000).expect(200)).body as Withdrawal;
        await approve(id);
        for (let tries = 0; tries < 20 && (await detail(id)).state === 'approved'; tries += 1)
          await sendDue();
        const { billNo } = await detail(id);
        const heard: BillState[] = [];
        for (const { state, otherAmount } of answers) {
          const bill = { billNo, state, amountFen: otherAmount ? 999 : 1_000 };
          await applyBill({ actor: system('test') }, bill).catch((error: unknown) =>
            expect(error).toMatchObject({ code: 'bill_differs' }),
          );
          if (!otherAmount) heard.push(state);
          const { available, paid } = await koc.holds();
          expect(available! + paid! + (await heldOf(koc.personId))).toBe(10_000);
          const yes = heard.includes('SUCCESS');
          const no = heard.includes('FAIL') || heard.includes('CANCELLED');
          expect(paid).toBe(yes ? 1_000 : 0);
          expect((await detail(id)).state).toBe(
            yes
              ? 'paid'
              : no
                ? 'failed'
                : heard.includes('WAIT_USER_CONFIRM')
                  ? 'waiting_confirm'
                  : 'sending',
          );
        }
      }),
      { numRuns: process.env['LONG'] ? 60 : 8 },
    );
    await clean();
  });

  test('limits, balance and names are refused by name, and nothing is set aside', async () => {
    const koc = await earner(1_000_000);
    const code = async (amountFen: number, more: object = {}) =>
      ((await koc.withdraw(amountFen, more)).body as { error?: { code: string } }).error?.code;
    expect(await code(50)).toBe('below_minimum');
    expect(await code(1_000_001)).toBe('above_balance');
    expect(await code(200_000)).toBe('real_name_needed');
    const settings = {
      minFen: 100,
      perOnceFen: 60_000,
      perDayFen: 100_000,
      perMonthFen: 150_000,
      twoPeopleAboveFen: 0,
    };
    await world.admin.put('/api/payouts/settings').send(settings).expect(200);
    try {
      expect(await code(70_000)).toBe('above_once');
      expect(await code(60_000)).toBeUndefined();
      expect(await code(50_000)).toBe('daily_limit');
      world.clock.advance(86_400_000);
      expect(await code(60_000)).toBeUndefined();
      world.clock.advance(86_400_000);
      expect(await code(40_000)).toBe('monthly_limit');
      await world.signInAgain();
      await world.admin
        .put('/api/payouts/settings')
        .send({ ...settings, perDayFen: 100 })
        .expect(422);
    } finally {
      await world.admin
        .put('/api/payouts/settings')
        .send({
          ...settings,
          perOnceFen: 2_000_000,
          perDayFen: 2_000_000,
          perMonthFen: 9_000_000,
          twoPeopleAboveFen: 200_000,
        })
        .expect(200);
    }
    expect((await koc.holds()).available).toBe(880_000);
    const key = { requestKey: 'the-same-key' };
    const first = (await koc.withdraw(1_000, key).expect(200)).body as Withdrawal;
    expect(((await koc.withdraw(1_000, key).expect(200)).body as Withdrawal).id).toBe(first.id);
    await koc.withdraw(2_000, key).expect(409);
    await koc.phone.post(`/api/member/withdrawals/${first.id}/cancel`).expect(200);
    await koc.phone.post(`/api/member/withdrawals/${first.id}/cancel`).expect(409);
    expect((await koc.holds()).available).toBe(880_000);
    await clean();
  });

  test('above a limit two people approve; the password is asked again; a name reaches WeChat encrypted only', async () => {
    const koc = await earner(500_000);
    const { id } = (await koc.withdraw(300_000, { realName: '林小满' }).expect(200)).body as Withdrawal;
    const body = (password: string) => ({ ids: [id], password });
    await world.admin.post('/api/payouts/approve').send(body('not this one')).expect(401);
    await approve(id);
    expect(await detail(id)).toMatchObject({ state: 'requested' });
    const again = await approve(id);
    expect(again.body).toMatchObject({ items: [], refused: [{ code: 'approved_by_you' }] });

    const colleague = async (login: string) => {
      const made = (await world.admin
        .post('/api/org/staff')
        .send({ login: `${login}.${keys}`, name: '二号', roles: [{ role: 'finance', unitId: 'unt_root' }] })
        .expect(200)) as { body: { firstPassword: string } };
      const who = await world.signIn(`${login}.${keys}`, made.body.firstPassword);
      return () => who.post('/api/payouts/approve').send(body(made.body.firstPassword)).expect(200);
    };
    const [second, third] = [await colleague('second'), await colleague('third')];
    // Both press at the same time: one of them it is, and the other is told who.
    const pressed = (await Promise.all([second(), third()])) as {
      body: { items: unknown[]; refused: { code: string; message: string }[] };
    }[];
    expect(pressed.map((each) => each.body.items.length).sort()).toEqual([0, 1]);
    const [late] = pressed.flatMap((each) => each.body.refused);
    expect(late).toMatchObject({ code: 'approved_by_other', message: '二号刚刚批过这一笔，不用再批。' });
    await sent(id);
    const { billNo, state } = await detail(id);
    expect(state).toBe('waiting_confirm');
    expect(pay.bills.get(billNo)?.user_name).toBe('林小满');
    await pay.confirm(billNo);
    expect(await koc.holds()).toEqual({ available: 200_000, paid: 300_000 });
  });

  test('turned down, frozen and released: the money is where the person can see it', async () => {
    const koc = await earner(5_000);
    const ask = async () => ((await koc.withdraw(1_000).expect(200)).body as Withdrawal).id;
    const [down, cold] = [await ask(), await ask()];
    await world.admin.post(`/api/payouts/${down}/reject`).send({ reason: '资料不全' }).expect(200);
    expect(await koc.holds()).toMatchObject({ available: 4_000 });

    await world.admin.post('/api/blacklist').send({ personId: koc.personId, reason: '刷单' }).expect(200);
    await world.settle();
    expect(await detail(cold)).toMatchObject({ state: 'frozen' });
    expect(await detail(await ask())).toMatchObject({ state: 'frozen' });
    await world.admin.post(`/api/payouts/${cold}/unfreeze`).send({ reason: '查过没有问题' }).expect(200);
    await approve(cold);
    // Still on the list when the money would leave.
    await sendDue();
    expect(await detail(cold)).toMatchObject({ state: 'frozen' });
    expect(pay.bills.has((await detail(cold)).billNo)).toBe(false);
    await clean();
  });

  test('two who are one: one bill to one purse, of both accounts; taken apart nothing leaves; who goes is forgotten', async () => {
    const [one, two] = [await earner(2_000), await earner(1_000)];
    await world.admin
      .post(`/api/people/${one.personId}/merge`)
      .send({ otherId: two.personId, reason: '店里当面确认过' })
      .expect(200);
    await world.settle();
    const { id } = (await two.withdraw(2_500).expect(200)).body as Withdrawal;
    await approve(id);
    await sent(id);
    const { billNo } = await detail(id);
    expect(pay.bills.get(billNo)).toMatchObject({ openid: two.openid, transfer_amount: 2_500 });
    await pay.confirm(billNo);
    expect(await two.holds()).toEqual({ available: 0, paid: 1_000 });
    expect(await one.holds()).toEqual({ available: 500, paid: 1_500 });

    // Of the one's money alone, to the other's purse.
    const last = ((await two.withdraw(400).expect(200)).body as Withdrawal).id;
    await approve(last);
    await world.admin.post(`/api/people/${two.personId}/unmerge`).send({ reason: '认错了' }).expect(200);
    await sendDue();
    await world.settle();
    expect(await detail(last)).toMatchObject({ state: 'frozen' });
    expect(pay.bills.has((await detail(last)).billNo)).toBe(false);
    await two.phone.delete('/api/member/me').query({ confirm: '删除' }).expect(200);
    await world.settle();
    expect(await native(Withdrawals).findOne({ _id: last })).not.toHaveProperty('openid');
    await one.phone.post(`/api/member/withdrawals/${last}/cancel`).send({}).expect(409);
    await world.admin.post(`/api/payouts/${last}/reject`).send({ reason: '拆开了' }).expect(200);
    expect(await one.holds()).toEqual({ available: 500, paid: 1_500 });
    await clean();
  });

  test('notifications: a wrong certificate, an unknown bill, another amount change nothing', async () => {
    const koc = await earner(5_000);
    const { id } = (await koc.withdraw(1_000).expect(200)).body as Withdrawal;
    await approve(id);
    await sent(id);
    const { billNo } = await detail(id);
    pay.deliveries(() => 'lost');
    await pay.confirm(billNo);
    const true_ = pay.notification(billNo);
    await callback(pay.notification(billNo, 'stranger')).expect(401);
    await callback({ ...true_, body: true_.body.replace('终态', '中间') }).expect(401);
    const other = pay.bills.get(billNo)!;
    const foreign = { ...other, out_bill_no: 'KY000000000000000000' };
    (pay.bills as Map<string, typeof other>).set(foreign.out_bill_no, foreign);
    await callback(pay.notification(foreign.out_bill_no)).expect(404);
    (pay.bills as Map<string, typeof other>).set(billNo, { ...other, transfer_amount: 900 });
    await callback(pay.notification(billNo)).expect(409);
    (pay.bills as Map<string, typeof other>).set(billNo, other);
    (pay.bills as Map<string, typeof other>).delete(foreign.out_bill_no);
    expect(await detail(id)).toMatchObject({ state: 'waiting_confirm' });
    await callback(true_).expect(200);
    expect(await detail(id)).toMatchObject({ state: 'paid' });
  });

  test('a transfer that was never taken can be given up; one that was, can not', async () => {
    const koc = await earner(5_000);
    const ask = async () => ((await koc.withdraw(1_000).expect(200)).body as Withdrawal).id;
    const [untaken, taken] = [await ask(), await ask()];
    const untakenNo = (await detail(untaken)).billNo;
    pay.mishaps((billNo) => (billNo === untakenNo ? 'broken' : 'answer_lost'));
    await approve(untaken, taken);
    await sendDue();
    const giveUp = (id: string) =>
      world.admin.post(`/api/payouts/${id}/give-up`).send({ reason: '通道停了', password: PASSWORD });
    await giveUp(untaken).expect(422);
    // The server goes on trying by itself; between two tries there is time to give up.
    for (let tries = 0; tries < 8 && (await detail(untaken)).state === 'sending'; tries += 1) {
      world.clock.advance(3 * MINUTE);
      const answer = await giveUp(untaken);
      const { error } = answer.body as { error?: { code: string } };
      if (error) expect(error.code).toBe('too_early');
    }
    expect(await detail(untaken)).toMatchObject({ state: 'failed' });
    await giveUp(taken).expect((answer) => expect(answer.status).toBeGreaterThanOrEqual(400));
    // Whatever the runner does now, nothing of the closed one leaves.
    world.clock.advance(10 * MINUTE);
    await sendDue();
    expect(pay.bills.has(untakenNo)).toBe(false);
    expect(await koc.holds()).toMatchObject({ available: 4_000 });
    await clean();
  });

  test('the provider’s bill is held against ours, line by line', async () => {
    const koc = await earner(9_000);
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1)
      ids.push(((await koc.withdraw(1_000 + i).expect(200)).body as Withdrawal).id);
    await approve(...ids);
    await sent(...ids);
    for (const id of ids) await pay.confirm((await detail(id)).billNo);
    const upload = async (csv: string) =>
      (
        await world.admin
          .post('/api/payouts/reconcile')
          .send({ base64: Buffer.from(csv).toString('base64') })
          .expect(200)
      ).body as { matched: number; differences: { kind: string; billNo: string }[] };
    const whole = await upload(pay.flowCsv());
    expect(whole.differences).toEqual([]);
    expect(whole.matched).toBeGreaterThanOrEqual(3);
    const changed = await upload(pay.flowCsv().replace('`10.01', '`10.10'));
    expect(changed.differences).toMatchObject([{ kind: 'amount', billNo: (await detail(ids[1]!)).billNo }]);
    await world.admin
      .post('/api/payouts/reconcile')
      .send({ base64: Buffer.from('a,b\n1,2\n').toString('base64') })
      .expect(422);
  });

  test('the provider’s bill of a day is fetched the next morning; what is not right comes up among today’s work', async () => {
    interface Held {
      date?: string;
      by: string;
      matched: number;
      superseded: boolean;
      differences: { kind: string; billNo: string }[];
    }
    const koc = await earner(9_000);
    world.clock.set(shanghaiInstant(shanghaiDay(world.clock.now()) + 1, 15 * 60));
    await world.signInAgain();
    const { id } = (await koc.withdraw(1_500).expect(200)).body as Withdrawal;
    await approve(id);
    await sent(id);
    const { billNo } = await detail(id);
    await pay.confirm(billNo);
    const day = shanghaiDay(world.clock.now());
    const date = dayToText(day);
    const fetchDay = (of = date) => world.admin.post('/api/payouts/reconcile/fetch').send({ date: of });
    const codeOf = async (of?: string) => {
      const { status, body } = (await fetchDay(of)) as { status: number; body: { error: { code: string } } };
      return [status, body.error.code];
    };
    const held = async () =>
      (
        (await world.admin.get('/api/payouts/reconciliations').query({ limit: 200 }).expect(200)) as {
          body: { items: Held[] };
        }
      ).body.items.filter((row) => row.date === date);
    const attention = async () =>
      (
        (await world.admin.get('/api/today').expect(200)) as { body: { attention: { kind: string }[] } }
      ).body.attention.map(({ kind }) => kind);

    expect(await codeOf()).toEqual([409, 'bill_not_made']);
    world.clock.set(shanghaiInstant(day + 1, 9 * 60));
    await world.signInAgain();
    await fetchDueBills();
    expect(await held()).toEqual([]);
    pay.billsAre('late');
    world.clock.set(shanghaiInstant(day + 1, 11 * 60));
    // The hour's own turn comes and finds nothing; from here on only what is asked for happens.
    await world.app.scheduler.drain();
    await world.signInAgain();
    expect(await codeOf()).toEqual([409, 'bill_not_made']);
    await fetchDueBills();
    expect(await held()).toEqual([]);
    pay.billsAre('forged');
    expect(await codeOf()).toEqual([503, 'bill_unreachable']);
    pay.billsAre('made');
    await fetchDueBills();
    await fetchDueBills();
    expect(await held()).toMatchObject([{ by: '系统', matched: 1, differences: [], superseded: false }]);
    expect(await attention()).not.toContain('bills');

    // The provider's books lack what ours say was paid.
    const bills = pay.bills as Map<string, FakeBill>;
    const own = bills.get(billNo)!;
    bills.set(billNo, { ...own, out_bill_no: 'KYsomebodyelse' });
    world.clock.advance(MINUTE);
    await fetchDay().expect(200);
    bills.set(billNo, own);
    expect(await held()).toMatchObject([
      { differences: [{ kind: 'missing_here' }, { kind: 'missing_at_provider', billNo }], superseded: false },
      { superseded: true },
    ]);
    expect(await attention()).toContain('bills');
    world.clock.advance(MINUTE);
    await fetchDay().expect(200);
    expect(await attention()).not.toContain('bills');
  });
});
