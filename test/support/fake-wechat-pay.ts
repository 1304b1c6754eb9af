import {
  constants,
  createCipheriv,
  createHash,
  createSign,
  createVerify,
  generateKeyPairSync,
  privateDecrypt,
  randomBytes,
} from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WeChatPayAccount } from '../../server/src/adapters/wechatpay';

/** A transfer as the fake keeps it: its books are what ours must agree with. */
export interface FakeBill {
  readonly out_bill_no: string;
  readonly transfer_bill_no: string;
  readonly openid: string;
  readonly transfer_amount: number;
  readonly user_name?: string;
  readonly notify_url: string;
  readonly create_time: string;
  state: 'WAIT_USER_CONFIRM' | 'PROCESSING' | 'SUCCESS' | 'FAIL' | 'CANCELLED';
  fail_reason?: string;
  /** When it left for the purse. */
  success_time?: string;
}

/** What goes wrong with one request. */
export type Mishap =
  /** Taken, but the answer never leaves. */
  | 'answer_lost'
  /** Not taken, and nothing is answered. */
  | 'silent'
  /** Not taken: 500. */
  | 'broken'
  /** Not taken: not enough money in the account. */
  | 'not_enough'
  /** Taken; the answer is signed by somebody else. */
  | 'forged';

/** What happens to one notification. */
export type Delivery = 'once' | 'twice' | 'lost' | 'late';

/**
 * A small honest server of WeChat Pay's merchant transfers: it verifies our signature, signs its own, keeps one bill
 * a number, refuses what the real one refuses, and can fail in the ways the real one does.
 */
export interface FakeWeChatPay {
  readonly url: string;
  /** Settings for a client of it; notifications go to `notifyUrl`. */
  account(notifyUrl: string): WeChatPayAccount;
  readonly bills: ReadonlyMap<string, FakeBill>;
  /** Transfers that left for a purse, in fen. */
  paidFen(): number;
  /** Decides what goes wrong; called once a request for a transfer. */
  mishaps(of: (billNo: string) => Mishap | undefined): void;
  /** Decides how a notification fares. */
  deliveries(of: (billNo: string) => Delivery): void;
  /** The person taps “confirm” on the phone (or the day runs out): the bill ends, and is told. */
  confirm(billNo: string): Promise<void>;
  fail(billNo: string, reason: string): Promise<void>;
  /** Bills end by themselves as soon as they are taken, without anybody's tap. */
  confirmAtOnce(yes: boolean): void;
  /** Sends the late notifications now. */
  deliverLate(): Promise<void>;
  /** A notification as it would come, for tampering. */
  notification(
    billNo: string,
    by?: 'platform' | 'stranger',
  ): { headers: Record<string, string>; body: string };
  /** The bill of money flows, as merchants download it: of one Shanghai day, or of all time. */
  flowCsv(date?: string): string;
  /** Whether bills can be downloaded; they are made in the course of the next morning. */
  billsAre(how: 'made' | 'late' | 'forged'): void;
  close(): Promise<void>;
}

const MERCHANT = '1900000109';
const SERIAL = '3775B6A45ACD588826D15E583A95F5DD00000000';
const PLATFORM_ID = 'PUB_KEY_ID_0114232134912410000000000000';
const TRANSFERS = '/v3/fund-app/mch-transfer/transfer-bills';

const keys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

/**
 * Starts the fake on a free port of this machine. `now` is the clock of its notifications, for worlds with a clock of
 * their own; answers carry this machine's, which the SDK compares.
 */
export async function startFakeWeChatPay(now: () => Date = () => new Date()): Promise<FakeWeChatPay> {
  const [merchant, platform, stranger] = [keys(), keys(), keys()];
  const apiV3Key = randomBytes(16).toString('hex');
  const bills = new Map<string, FakeBill>();
  const late: string[] = [];
  let mishapOf: (billNo: string) => Mishap | undefined = () => undefined;
  let deliveryOf: (billNo: string) => Delivery = () => 'once';
  let atOnce = false;
  let billsAre: 'made' | 'late' | 'forged' = 'made';

  const signed = (body: string, key = platform.privateKey, at = new Date()) => {
    const timestamp = String(Math.floor(at.getTime() / 1000));
    const nonce = randomBytes(16).toString('hex');
    return {
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': nonce,
      'wechatpay-serial': PLATFORM_ID,
      'wechatpay-signature': createSign('sha256')
        .update(`${timestamp}\n${nonce}\n${body}\n`)
        .sign(key, 'base64'),
    };
  };
  const answer = (response: ServerResponse, status: number, json: unknown, key?: string): void => {
    const body = JSON.stringify(json);
    response.writeHead(status, { 'content-type': 'application/json', ...signed(body, key) }).end(body);
  };
  const refuse = (response: ServerResponse, status: number, code: string): void =>
    answer(response, status, { code, message: code });

  const asAnswer = (bill: FakeBill) => ({
    out_bill_no: bill.out_bill_no,
    transfer_bill_no: bill.transfer_bill_no,
    create_time: bill.create_time,
    state: bill.state,
    transfer_amount: bill.transfer_amount,
    ...(bill.state === 'WAIT_USER_CONFIRM' ? { package_info: `pkg_${bill.out_bill_no}` } : {}),
    ...(bill.fail_reason === undefined ? {} : { fail_reason: bill.fail_reason }),
  });

  const notification = (billNo: string, by: 'platform' | 'stranger' = 'platform') => {
    const bill = bills.get(billNo)!;
    const plain = JSON.stringify({ ...asAnswer(bill), mch_id: MERCHANT, openid: bill.openid });
    const nonce = randomBytes(6).toString('hex');
    const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce).setAAD(Buffer.from('mch_payment'));
    const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    const body = JSON.stringify({
      id: randomBytes(18).toString('hex'),
      create_time: new Date().toISOString(),
      event_type: 'MCHTRANSFER.BILL.FINISHED',
      resource_type: 'encrypt-resource',
      summary: '商家转账单据终态通知',
      resource: {
        original_type: 'mch_payment',
        algorithm: 'AEAD_AES_256_GCM',
        ciphertext: ciphertext.toString('base64'),
        associated_data: 'mch_payment',
        nonce,
      },
    });
    return {
      headers: signed(body, by === 'platform' ? platform.privateKey : stranger.privateKey, now()),
      body,
    };
  };
  const send = async (billNo: string): Promise<void> => {
    const { headers, body } = notification(billNo);
    await fetch(bills.get(billNo)!.notify_url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    }).catch(() => undefined);
  };
  const tell = async (billNo: string): Promise<void> => {
    const delivery = deliveryOf(billNo);
    if (delivery === 'lost') return;
    if (delivery === 'late') return void late.push(billNo);
    await send(billNo);
    if (delivery === 'twice') await send(billNo);
  };

  const take = (body: string): FakeBill | { status: number; code: string } => {
    const asked = JSON.parse(body) as Record<string, unknown>;
    const billNo = String(asked['out_bill_no']);
    const amount = asked['transfer_amount'];
    const had = bills.get(billNo);
    if (!/^[0-9A-Za-z]{1,32}$/.test(billNo)) return { status: 400, code: 'PARAM_ERROR' };
    if (typeof amount !== 'number' || !Number.isInteger(amount) || amount < 10)
      return { status: 400, code: 'PARAM_ERROR' };
    const name = asked['user_name'];
    if ((amount >= 200_000 && name === undefined) || (amount < 30 && name !== undefined))
      return { status: 400, code: 'PARAM_ERROR' };
    if (String(asked['transfer_remark']).length > 32) return { status: 400, code: 'PARAM_ERROR' };
    if (had) {
      const same = had.transfer_amount === amount && had.openid === asked['openid'];
      return same ? had : { status: 400, code: 'ALREADY_EXISTS' };
    }
    const bill: FakeBill = {
      out_bill_no: billNo,
      transfer_bill_no: `1330000071100999991182020050700019${randomBytes(3).toString('hex')}`,
      openid: String(asked['openid']),
      transfer_amount: amount,
      ...(typeof name === 'string'
        ? {
            user_name: privateDecrypt(
              { key: platform.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING },
              Buffer.from(name, 'base64'),
            ).toString(),
          }
        : {}),
      notify_url: String(asked['notify_url']),
      create_time: now().toISOString(),
      state: 'WAIT_USER_CONFIRM',
    };
    bills.set(billNo, bill);
    return bill;
  };

  const flowsOn = (date?: string): FakeBill[] =>
    [...bills.values()].filter(
      ({ state, success_time: at }) =>
        state === 'SUCCESS' && (date === undefined || shanghaiTime(at!).startsWith(date)),
    );
  /** https://pay.weixin.qq.com/doc/v3/merchant/4013071238 : first where the file is, then the file, unsigned. */
  const giveBill = (response: ServerResponse, { pathname, searchParams }: URL): void => {
    const date = searchParams.get('bill_date') ?? searchParams.get('token') ?? '';
    const rows = flowsOn(date);
    if (billsAre === 'late' || rows.length === 0) return refuse(response, 400, 'NO_STATEMENT_EXIST');
    const file = flowCsv(rows);
    if (pathname === '/v3/billdownload/file')
      return void response.writeHead(200).end(billsAre === 'forged' ? `${file} ` : file);
    if (searchParams.get('account_type') !== 'OPERATION') return refuse(response, 400, 'PARAM_ERROR');
    answer(response, 200, {
      hash_type: 'SHA1',
      hash_value: createHash('sha1').update(file).digest('hex'),
      download_url: `${url}/v3/billdownload/file?token=${date}`,
    });
  };
  const handle = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    if (!signatureHolds(request, body, merchant.publicKey)) return refuse(response, 401, 'SIGN_ERROR');
    const url = request.url ?? '';
    if (request.method === 'GET' && url.startsWith(`${TRANSFERS}/out-bill-no/`)) {
      const bill = bills.get(url.slice(`${TRANSFERS}/out-bill-no/`.length));
      return bill ? answer(response, 200, asAnswer(bill)) : refuse(response, 404, 'NOT_FOUND');
    }
    if (request.method === 'GET' && url.startsWith('/v3/bill'))
      return giveBill(response, new URL(url, 'http://x'));
    if (request.method !== 'POST' || url !== TRANSFERS) return refuse(response, 404, 'RESOURCE_NOT_EXISTS');
    const mishap = mishapOf((JSON.parse(body) as { out_bill_no: string }).out_bill_no);
    if (mishap === 'silent') return;
    if (mishap === 'broken') return refuse(response, 500, 'SYSTEM_ERROR');
    if (mishap === 'not_enough') return refuse(response, 403, 'NOT_ENOUGH');
    const taken = take(body);
    if ('status' in taken) return refuse(response, taken.status, taken.code);
    if (mishap !== 'answer_lost')
      answer(response, 200, asAnswer(taken), mishap === 'forged' ? stranger.privateKey : undefined);
    if (atOnce) void end(taken.out_bill_no, 'SUCCESS');
  };
  const end = async (billNo: string, state: 'SUCCESS' | 'FAIL', reason?: string): Promise<void> => {
    const bill = bills.get(billNo);
    if (bill?.state !== 'WAIT_USER_CONFIRM') throw new Error(`bill ${billNo} waits for nobody`);
    bill.state = state;
    if (state === 'SUCCESS') bill.success_time = now().toISOString();
    if (reason !== undefined) bill.fail_reason = reason;
    await tell(billNo);
  };

  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => handle(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    account: (notifyUrl) => ({
      mchId: MERCHANT,
      appId: 'wx0123456789abcdef',
      serial: SERIAL,
      privateKey: merchant.privateKey,
      platform: { id: PLATFORM_ID, publicKey: platform.publicKey },
      apiV3Key,
      apiUrl: url,
      notifyUrl,
      sceneId: '1005',
      timeoutMs: 300,
    }),
    bills,
    paidFen: () =>
      [...bills.values()].reduce(
        (sum, bill) => sum + (bill.state === 'SUCCESS' ? bill.transfer_amount : 0),
        0,
      ),
    mishaps: (of) => void (mishapOf = of),
    deliveries: (of) => void (deliveryOf = of),
    confirm: (billNo) => end(billNo, 'SUCCESS'),
    fail: (billNo, reason) => end(billNo, 'FAIL', reason),
    confirmAtOnce: (yes) => void (atOnce = yes),
    async deliverLate() {
      for (const billNo of late.splice(0)) await send(billNo);
    },
    notification,
    flowCsv: (date) => flowCsv(flowsOn(date)),
    billsAre: (how) => void (billsAre = how),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** https://pay.weixin.qq.com/doc/v3/merchant/4012365336 */
function signatureHolds(request: IncomingMessage, body: string, key: string): boolean {
  const found = /^WECHATPAY2-SHA256-RSA2048 (.*)$/.exec(request.headers.authorization ?? '');
  if (!found) return false;
  const parts = new Map(
    [...found[1]!.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
  );
  const message = [request.method, request.url, parts.get('timestamp'), parts.get('nonce_str'), body];
  return (
    parts.get('mchid') === MERCHANT &&
    parts.get('serial_no') === SERIAL &&
    Math.abs(Date.now() / 1000 - Number(parts.get('timestamp'))) < 300 &&
    createVerify('sha256')
      .update(`${message.join('\n')}\n`)
      .verify(key, parts.get('signature') ?? '', 'base64')
  );
}

/** 2026-11-22 20:15:03, as in the real file. */
const shanghaiTime = (at: string): string =>
  new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 19);

/** Columns and back-ticks as in the real file. */
function flowCsv(bills: readonly FakeBill[]): string {
  const head =
    '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号';
  const rows = bills.map((bill) =>
    [
      shanghaiTime(bill.success_time!),
      bill.transfer_bill_no,
      bill.transfer_bill_no,
      '商家转账',
      '转账',
      '支出',
      (bill.transfer_amount / 100).toFixed(2),
      '0.00',
      'system',
      '',
      bill.out_bill_no,
    ]
      .map((cell) => `\`${cell}`)
      .join(','),
  );
  const total = bills.reduce((sum, bill) => sum + bill.transfer_amount, 0);
  return [
    head,
    ...rows,
    '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额',
    `\`${rows.length},\`0,\`0.00,\`${rows.length},\`${(total / 100).toFixed(2)}`,
  ].join('\r\n');
}
