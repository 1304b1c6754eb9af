import Taro from '@tarojs/taro';

/** Whether this build can sign in through WeChat. On h5 `Taro.login` resolves without a code, so it can't. */
export const hasWeChatLogin = process.env.TARO_ENV === 'weapp';

/** A fresh one-time code of `wx.login`, or undefined when WeChat gives none. */
export const weChatCode = async (): Promise<string | undefined> => {
  try {
    const { code } = await Taro.login();
    return code || undefined;
  } catch {
    return undefined;
  }
};
