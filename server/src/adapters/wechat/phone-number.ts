import { Refusal, refusals } from '../../kernel/refusals';
import { type weChatApi, WeChatDown, WeChatSays } from './api';

const refuse = refusals({
  phone_code_invalid: {
    zh: '微信给的手机号凭证过期了，请再点一次。',
    en: 'phone code invalid or used',
  },
  phone_unavailable: {
    zh: '暂时问不到微信手机号，请稍后再试。',
    en: 'WeChat phone number unavailable',
    status: 503,
  },
});

// https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/phone-number/getPhoneNumber.html
const INVALID_CODE = 40029;

/**
 * The phone number behind the code of a `getPhoneNumber` button, with its country code: `+8613800138000`. WeChat has
 * verified it; a code is good once, for five minutes.
 * @throws Refusal `phone_code_invalid` or `phone_unavailable` (503).
 */
export async function phoneNumberOf(api: ReturnType<typeof weChatApi>, code: string): Promise<string> {
  try {
    const { phone_info: info } = await api.post('/wxa/business/getuserphonenumber', { code });
    const { purePhoneNumber: number, countryCode } = (info ?? {}) as Record<string, unknown>;
    if (typeof number !== 'string' || typeof countryCode !== 'string') throw refuse('phone_unavailable');
    return `+${countryCode}${number}`;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (error instanceof WeChatSays && error.errcode === INVALID_CODE) throw refuse('phone_code_invalid');
    if (error instanceof WeChatSays || error instanceof WeChatDown) throw refuse('phone_unavailable');
    throw error;
  }
}
