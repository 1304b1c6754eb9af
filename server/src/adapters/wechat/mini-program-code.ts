import { weChatApi, WeChatDown } from './api';

/** Mini-program codes (小程序码) without limit of number. */
export interface WeChatCodes {
  /**
   * The picture of a code that opens a page with this scene: at most 32 characters, digits, letters and some signs.
   * @throws WeChatDown (try later) or WeChatSays (final).
   */
  unlimited(code: { scene: string; page: string }): Promise<Buffer>;
}

const WIDTH_PX = 430;

/** https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/getUnlimitedQRCode.html */
export function weChatCodes(options: Parameters<typeof weChatApi>[0]): WeChatCodes {
  const api = weChatApi(options);
  return {
    async unlimited({ scene, page }) {
      const { image } = await api.post('/wxa/getwxacodeunlimit', {
        scene,
        page,
        // A page of the next release may be named before it is out.
        check_path: false,
        width: WIDTH_PX,
      });
      if (!image) throw new WeChatDown(false);
      return image;
    },
  };
}
