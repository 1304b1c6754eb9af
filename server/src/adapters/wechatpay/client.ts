import { createHash, type KeyObject } from 'node:crypto';
import { Aes, Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin';
import { z } from 'zod';
import { log } from '../../kernel/log';
import { now } from '../../kernel/clock';
import { refusals } from '../../kernel/refusals';
import { type Bill, BILL_STATES, InDoubt, NotTaken, type Payer, type TransferRequest } from './bill';

const refuse = refusals({
  callback_untrusted: {
    zh: '这条通知的签名、证书或时间不对，没有理会。',
    en: 'notification does not verify',
    status: 401,
  },
  callback_unreadable: { zh: '这条通知读不出来，没有理会。', en: 'notification does not parse', status: 400 },
});

/** A merchant's account at WeChat Pay, in the mode with a platform public key. */
export interface WeChatPayAccount {
  readonly mchId: string;
  readonly appId: string;
  /** Serial number of the merchant's API certificate. */
  readonly serial: string;
  /** PEM of the merchant's API key. */
  readonly privateKey: string;
  /** Id and PEM of WeChat Pay's public key; another id in an answer or a notification is a wrong certificate. */
  readonly platform: { readonly id: string; readonly publicKey: string };
  /** 32 characters; notifications are encrypted with it. */
  readonly apiV3Key: string;
  readonly apiUrl: string;
  /** Where WeChat Pay reports to. */
  readonly notifyUrl: string;
  /** Scene of the transfers as approved for the merchant; 1005 is commission. */
  readonly sceneId: string;
  readonly timeoutMs: number;
}

const TRANSFERS = '/v3/fund-app/mch-transfer/transfer-bills';
/** A notification that is older is a replay; WeChat Pay allows five minutes. */
const CLOCK_OFFSET_S = 300;
/** Codes that say “not now”. https://pay.weixin.qq.com/doc/v3/merchant/4012716434 */
const COME_BACK = new Set(['FREQUENCY_LIMIT_EXCEEDED', 'NOT_ENOUGH', 'RATELIMIT_EXCEEDED']);

const billShape = z.looseObject({
  out_bill_no: z.string(),
  transfer_bill_no: z.string().optional(),
  state: z.enum(BILL_STATES),
  transfer_amount: z.number().int().optional(),
  package_info: z.string().optional(),
  fail_reason: z.string().optional(),
});

/** https://pay.weixin.qq.com/doc/v3/merchant/4013071238 */
const billLinkShape = z.looseObject({
  hash_type: z.literal('SHA1'),
  hash_value: z.string(),
  download_url: z.url(),
});

const notificationShape = z.looseObject({
  event_type: z.string(),
  resource: z.looseObject({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.string(),
    nonce: z.string(),
    associated_data: z.string().default(''),
  }),
});

/** A client of merchant transfers. Signing, verifying and decrypting is the SDK's; nothing here is our cryptography. */
export function weChatPay(merchant: WeChatPayAccount): Payer {
  const platformKey: KeyObject = Rsa.from(merchant.platform.publicKey, Rsa.KEY_TYPE_PUBLIC);
  const api = new Wechatpay({
    mchid: merchant.mchId,
    serial: merchant.serial,
    privateKey: Rsa.from(merchant.privateKey, Rsa.KEY_TYPE_PRIVATE) as never,
    certs: { [merchant.platform.id]: platformKey },
    baseURL: merchant.apiUrl,
    timeout: merchant.timeoutMs,
    maxRedirects: 0,
    proxy: false,
  });
  const encryptedFor = (text: string): string => Rsa.encrypt(text, platformKey);

  return {
    account: { mchId: merchant.mchId, appId: merchant.appId },
    async transfer(request) {
      const answer = await ask(() =>
        api.chain(TRANSFERS).post(bodyOf(merchant, request, encryptedFor), {
          // Says which key the name is encrypted with.
          headers: { 'Wechatpay-Serial': merchant.platform.id },
        }),
      );
      return billIn(answer, request.billNo);
    },
    async look(billNo) {
      try {
        return billIn(await ask(() => api.chain(`${TRANSFERS}/out-bill-no/${billNo}`).get()), billNo);
      } catch (error) {
        if (error instanceof NotTaken && error.code === 'NOT_FOUND') return undefined;
        // Whatever else it says about a question, the transfer stands as it stood.
        throw error instanceof NotTaken ? new InDoubt(error.code, { cause: error }) : error;
      }
    },
    flowBill: (date) => flowBill(api, date),
    told: (headers, rawBody) => told(merchant, platformKey, headers, rawBody),
  };
}

/** A day's bill of the operating account, from which transfers leave. The file is not signed: its hash is. */
async function flowBill(api: Wechatpay, date: string): Promise<Buffer | undefined> {
  const asked = { bill_date: date, account_type: 'OPERATION' };
  let link: z.output<typeof billLinkShape>;
  try {
    link = billLinkShape.parse(await ask(() => api.chain('/v3/bill/fundflowbill').get({ params: asked })));
  } catch (error) {
    if (error instanceof NotTaken && error.code === 'NO_STATEMENT_EXIST') return undefined;
    throw new InDoubt('WeChat Pay gave no bill', { cause: error });
  }
  const { pathname, searchParams } = new URL(link.download_url);
  const file = await ask(() =>
    api.chain(pathname).get({ params: Object.fromEntries(searchParams), responseType: 'arraybuffer' }),
  );
  const bytes = Buffer.isBuffer(file) ? file : Buffer.from(String(file));
  if (createHash('sha1').update(bytes).digest('hex') !== link.hash_value.toLowerCase())
    throw new InDoubt('the bill is not what WeChat Pay signed for');
  return bytes;
}

const bodyOf = (
  { appId, sceneId, notifyUrl }: WeChatPayAccount,
  { billNo, openid, amountFen, remark, realName }: TransferRequest,
  encrypted: (text: string) => string,
) => ({
  appid: appId,
  out_bill_no: billNo,
  transfer_scene_id: sceneId,
  openid,
  ...(realName === undefined ? {} : { user_name: encrypted(realName) }),
  transfer_amount: amountFen,
  transfer_remark: remark,
  notify_url: notifyUrl,
  // Scene 1005 wants to know what the money is for.
  transfer_scene_report_infos: [
    { info_type: '岗位类型', info_content: '分享推广' },
    { info_type: '报酬说明', info_content: remark },
  ],
});

/** @throws InDoubt unless the provider answered; NotTaken when it answered no. */
async function ask(call: () => Promise<{ data: unknown }>): Promise<unknown> {
  try {
    return (await call()).data;
  } catch (error) {
    const response = (error as { response?: { status?: number; data?: unknown } }).response;
    const status = response?.status ?? 0;
    const said = z
      .looseObject({ code: z.string(), message: z.string().default('') })
      .safeParse(response?.data);
    // A 5xx, silence, or an answer that does not verify: it may have been taken.
    if (!said.success || status < 400 || status >= 500) {
      const kind = (error as { code?: unknown }).code;
      log.warn({ status, kind: typeof kind === 'string' ? kind : 'none' }, 'WeChat Pay: in doubt');
      throw new InDoubt('WeChat Pay was not heard');
    }
    const { code, message } = said.data;
    throw new NotTaken(code, message.slice(0, 200), status === 429 || COME_BACK.has(code));
  }
}

/** @throws InDoubt when the answer is not about this transfer. */
function billIn(answer: unknown, billNo: string): Bill {
  const parsed = billShape.safeParse(answer);
  if (!parsed.success || parsed.data.out_bill_no !== billNo) {
    log.error({ billNo }, 'WeChat Pay answered about something else');
    throw new InDoubt('WeChat Pay answered about something else');
  }
  return asBill(parsed.data);
}

const asBill = (of: z.output<typeof billShape>): Bill => ({
  billNo: of.out_bill_no,
  state: of.state,
  ...(of.transfer_bill_no === undefined ? {} : { providerNo: of.transfer_bill_no }),
  ...(of.transfer_amount === undefined ? {} : { amountFen: of.transfer_amount }),
  ...(of.package_info === undefined ? {} : { packageInfo: of.package_info }),
  ...(of.fail_reason === undefined ? {} : { failReason: of.fail_reason }),
});

function told(
  merchant: WeChatPayAccount,
  platformKey: KeyObject,
  headers: Readonly<Record<string, string | undefined>>,
  rawBody: string,
): Bill {
  const timestamp = headers['wechatpay-timestamp'] ?? '';
  const nonce = headers['wechatpay-nonce'] ?? '';
  const signature = headers['wechatpay-signature'] ?? '';
  const fresh = Math.abs(now().getTime() / 1000 - Number(timestamp)) <= CLOCK_OFFSET_S;
  if (headers['wechatpay-serial'] !== merchant.platform.id || !fresh || signature === '' || nonce === '')
    throw refuse('callback_untrusted');
  if (!Rsa.verify(Formatter.response(timestamp, nonce, rawBody), signature, platformKey))
    throw refuse('callback_untrusted');
  try {
    const { event_type: type, resource } = notificationShape.parse(JSON.parse(rawBody));
    if (type !== 'MCHTRANSFER.BILL.FINISHED') throw new Error(type);
    const { ciphertext, nonce: iv, associated_data: about } = resource;
    const plain = Aes.AesGcm.decrypt(ciphertext, merchant.apiV3Key, iv, about);
    const bill = billShape.extend({ mch_id: z.literal(merchant.mchId) }).parse(JSON.parse(plain));
    return asBill(bill);
  } catch (error) {
    log.warn(
      { kind: error instanceof Error ? error.name : 'unknown' },
      'WeChat Pay: notification unreadable',
    );
    throw refuse('callback_unreadable');
  }
}
