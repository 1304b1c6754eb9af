import Taro from '@tarojs/taro';

/** Lets the person take or choose one photo; undefined: they thought better of it. */
export const choosePhoto = async (): Promise<string | undefined> => {
  try {
    const chosen = await Taro.chooseImage({
      count: 1,
      sizeType: ['compressed'],
      sourceType: ['camera', 'album'],
    });
    return chosen.tempFilePaths[0];
  } catch {
    return undefined;
  }
};
