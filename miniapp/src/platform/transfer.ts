/** `wx.requestMerchantTransfer`, which Taro does not wrap. https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc */
interface WithTransfer {
  requestMerchantTransfer?: (options: {
    mchId: string;
    appId: string;
    package: string;
    success: () => void;
    fail: () => void;
  }) => void;
}

/** Whether this phone can confirm a transfer: only WeChat itself, and not an old one. */
export const canConfirmTransfer = (): boolean =>
  process.env.TARO_ENV === 'weapp' && typeof native()?.requestMerchantTransfer === 'function';

const native = (): WithTransfer | undefined =>
  (globalThis as { wx?: WithTransfer }).wx ?? (typeof wx === 'undefined' ? undefined : (wx as WithTransfer));

declare const wx: unknown;

/** Opens WeChat's own page that asks whether to take the money. False: it was closed or did not open. */
export const confirmTransfer = (of: {
  mchId: string;
  appId: string;
  packageInfo: string;
}): Promise<boolean> =>
  new Promise((resolve) => {
    const ask = native()?.requestMerchantTransfer;
    if (!ask) return resolve(false);
    ask({
      mchId: of.mchId,
      appId: of.appId,
      package: of.packageInfo,
      success: () => resolve(true),
      fail: () => resolve(false),
    });
  });
