import { readFileSync } from 'node:fs';
import { type Payer, weChatPay } from './adapters/wechatpay';
import type { Config } from './config';

const NEEDED = [
  'WECHATPAY_MCHID',
  'WECHATPAY_SERIAL',
  'WECHATPAY_KEY_FILE',
  'WECHATPAY_PLATFORM_ID',
  'WECHATPAY_PLATFORM_FILE',
  'WECHATPAY_APIV3_KEY',
  'WECHAT_APPID',
  'PUBLIC_URL',
] as const;

/**
 * WeChat Pay as configured; undefined without a merchant number.
 * @throws Error that names what is missing: half a configuration would pay nobody and say nothing.
 */
export function payerOf(config: Config): Payer | undefined {
  if (config.WECHATPAY_MCHID === undefined) return undefined;
  const missing = NEEDED.filter((name) => config[name] === undefined);
  if (missing.length > 0)
    throw new Error(`WeChat Pay needs ${missing.join(', ')} (npm run config lists them)`);
  const given = (name: (typeof NEEDED)[number]): string => config[name]!;
  return weChatPay({
    mchId: given('WECHATPAY_MCHID'),
    appId: given('WECHAT_APPID'),
    serial: given('WECHATPAY_SERIAL'),
    privateKey: readFileSync(given('WECHATPAY_KEY_FILE'), 'utf8'),
    platform: {
      id: given('WECHATPAY_PLATFORM_ID'),
      publicKey: readFileSync(given('WECHATPAY_PLATFORM_FILE'), 'utf8'),
    },
    apiV3Key: given('WECHATPAY_APIV3_KEY'),
    apiUrl: config.WECHATPAY_API_URL,
    sceneId: config.WECHATPAY_SCENE,
    timeoutMs: config.WECHATPAY_TIMEOUT_MS,
    notifyUrl: new URL('/api/callbacks/wechatpay', given('PUBLIC_URL')).href,
  });
}
