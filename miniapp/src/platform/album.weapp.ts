import Taro from '@tarojs/taro';

/** What became of a picture that was to be kept: kept, not allowed, given up by the person, or gone wrong. */
export type Kept = 'kept' | 'denied' | 'left' | 'failed';

/** Where a kept picture is found, for people. */
export const KEPT_WORDS = '存进相册了，去发给朋友吧。';

const reasonOf = (failure: unknown): string =>
  String((failure as { errMsg?: string } | undefined)?.errMsg ?? failure);

/**
 * Puts a picture into the phone's album. WeChat asks once; who said no then is never asked again and has to open the
 * settings, hence `denied`. https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.saveImageToPhotosAlbum.html
 */
export const keepPicture = async (src: string, _name: string): Promise<Kept> => {
  try {
    await Taro.saveImageToPhotosAlbum({ filePath: src });
    return 'kept';
  } catch (failure) {
    const why = reasonOf(failure);
    if (/privacy|cancel/i.test(why)) return 'left';
    return /auth|den(y|ied)/i.test(why) ? 'denied' : 'failed';
  }
};

/** Opens WeChat's settings of this app; true: pictures may be kept now. Must be called from a tap. */
export const openAlbumSettings = async (): Promise<boolean> => {
  try {
    const { authSetting } = await Taro.openSetting();
    return authSetting['scope.writePhotosAlbum'] === true;
  } catch {
    return false;
  }
};

/** Whether a picture can be handed to a chat from here; old WeChat can't. */
export const canSendPicture = Taro.canIUse('showShareImageMenu');

/** Opens WeChat's sheet that sends a picture to a chat. It is never told whether it was sent; closing it is no fault. */
export const sendPicture = (src: string): Promise<void> =>
  // Taro gives no promise for this one.
  new Promise((resolve) => void Taro.showShareImageMenu({ path: src, complete: () => resolve() }));
