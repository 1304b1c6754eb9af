import { type FakeWeChatPay, startFakeWeChatPay } from '../../../../test/support/fake-wechat-pay';
import { log } from '../../kernel/log';
import { InDoubt, NotTaken, type Payer, type TransferRequest, weChatPay } from '.';

log.level = 'silent';

let fake: FakeWeChatPay;
let payer: Payer;
beforeAll(async () => void (fake = await startFakeWeChatPay()));
afterAll(() => fake.close());
beforeEach(() => {
  payer = weChatPay(fake.account('http://127.0.0.1:1/'));
  fake.mishaps(() => undefined);
});

let numbers = 0;
const request = (more: Partial<TransferRequest> = {}): TransferRequest => ({
  billNo: `T${(numbers += 1)}`,
  openid: 'o-lin',
  amountFen: 1_234,
  remark: '推广佣金',
  ...more,
});
const refusal = (code: string) => expect.objectContaining({ code }) as unknown;

describe('merchant transfers', () => {
  test('a transfer waits for the person, is found by its number, and the same number is the same transfer', async () => {
    const asked = request();
    const bill = await payer.transfer(asked);
    expect(bill).toMatchObject({ billNo: asked.billNo, state: 'WAIT_USER_CONFIRM', amountFen: 1_234 });
    expect(bill.packageInfo).toBeDefined();
    expect(await payer.transfer(asked)).toEqual(bill);
    expect(await payer.look(asked.billNo)).toEqual(bill);
    expect(await payer.look('never')).toBeUndefined();
  });

  test('a name travels encrypted and arrives whole', async () => {
    const asked = request({ amountFen: 200_000, realName: '林小满' });
    await payer.transfer(asked);
    expect(fake.bills.get(asked.billNo)?.user_name).toBe('林小满');
    await expect(payer.transfer(request({ amountFen: 200_000 }))).rejects.toBeInstanceOf(NotTaken);
  });

  test.each(['answer_lost', 'silent', 'broken', 'forged'] as const)(
    '%s leaves it in doubt',
    async (mishap) => {
      fake.mishaps(() => mishap);
      const asked = request();
      await expect(payer.transfer(asked)).rejects.toBeInstanceOf(InDoubt);
      fake.mishaps(() => undefined);
      const taken = mishap === 'answer_lost' || mishap === 'forged';
      expect((await payer.look(asked.billNo)) !== undefined).toBe(taken);
    },
  );

  test('“not now” and “never so” are told apart; a question refused is a doubt', async () => {
    fake.mishaps(() => 'not_enough');
    await expect(payer.transfer(request())).rejects.toMatchObject({ code: 'NOT_ENOUGH', retryLater: true });
    fake.mishaps(() => undefined);
    await expect(payer.transfer(request({ amountFen: 5 }))).rejects.toMatchObject({
      code: 'PARAM_ERROR',
      retryLater: false,
    });
    const stranger = weChatPay({ ...fake.account('http://127.0.0.1:1/'), serial: 'OTHER' });
    await expect(stranger.look('T1')).rejects.toBeInstanceOf(InDoubt);
  });
});

describe('notifications', () => {
  const paid = async () => {
    const asked = request();
    await payer.transfer(asked);
    await fake.confirm(asked.billNo);
    return asked.billNo;
  };

  test('a true one tells how the transfer ended', async () => {
    const billNo = await paid();
    const { headers, body } = fake.notification(billNo);
    expect(payer.told(headers, body)).toMatchObject({ billNo, state: 'SUCCESS', amountFen: 1_234 });
  });

  test('another certificate, a changed body, another key, an old one, none at all', async () => {
    const billNo = await paid();
    const { headers, body } = fake.notification(billNo);
    const forged = fake.notification(billNo, 'stranger');
    const untrusted = refusal('callback_untrusted');
    expect(() => payer.told({ ...headers, 'wechatpay-serial': 'OTHER' }, body)).toThrow(untrusted as Error);
    expect(() => payer.told(headers, body.replace('BILL', 'BULL'))).toThrow(untrusted as Error);
    expect(() => payer.told(forged.headers, forged.body)).toThrow(untrusted as Error);
    expect(() => payer.told({ ...headers, 'wechatpay-timestamp': '1' }, body)).toThrow(untrusted as Error);
    expect(() => payer.told({}, body)).toThrow(untrusted as Error);
    const other = weChatPay({ ...fake.account('http://127.0.0.1:1/'), apiV3Key: 'x'.repeat(32) });
    expect(() => other.told(headers, body)).toThrow(refusal('callback_unreadable') as Error);
  });
});
