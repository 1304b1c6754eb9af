import Taro from '@tarojs/taro';

/** Puts text on the clipboard; false if the person refuses: show the text instead. */
export const copyText = async (text: string): Promise<boolean> => {
  try {
    await Taro.setClipboardData({ data: text });
    return true;
  } catch {
    return false;
  }
};
