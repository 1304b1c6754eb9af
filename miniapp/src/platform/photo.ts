import Taro from '@tarojs/taro';

/** A photo on this phone: where it lies, and on h5 the file itself. */
export interface ChosenPhoto {
  readonly path: string;
  readonly file?: File | undefined;
}

/** Lets the person take or choose one photo; undefined: they thought better of it. */
export const choosePhoto = async (): Promise<ChosenPhoto | undefined> => {
  try {
    const chosen = await Taro.chooseImage({
      count: 1,
      sizeType: ['compressed'],
      sourceType: ['camera', 'album'],
    });
    const path = chosen.tempFilePaths[0];
    return path === undefined ? undefined : { path, file: chosen.tempFiles[0]?.originalFileObj };
  } catch {
    return undefined;
  }
};
