import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import type { FakeWeChatPay } from './fake-wechat-pay';

/** A port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

/**
 * What a server has to be told to pay through this fake, with the merchant's keys put into `folder`. WeChat Pay is
 * told the address before the server listens, so the port is chosen here.
 */
export async function payEnv(pay: FakeWeChatPay, folder: string): Promise<Record<string, string>> {
  const merchant = pay.account('');
  const port = String(await freePort());
  await writeFile(path.join(folder, 'merchant.pem'), merchant.privateKey);
  await writeFile(path.join(folder, 'platform.pem'), merchant.platform.publicKey);
  return {
    WECHATPAY_MCHID: merchant.mchId,
    WECHATPAY_SERIAL: merchant.serial,
    WECHATPAY_KEY_FILE: path.join(folder, 'merchant.pem'),
    WECHATPAY_PLATFORM_ID: merchant.platform.id,
    WECHATPAY_PLATFORM_FILE: path.join(folder, 'platform.pem'),
    WECHATPAY_APIV3_KEY: merchant.apiV3Key,
    WECHATPAY_API_URL: pay.url,
    WECHATPAY_TIMEOUT_MS: String(merchant.timeoutMs),
    PORT: port,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  };
}
