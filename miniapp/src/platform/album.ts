/** What became of a picture that was to be kept: kept, not allowed, given up by the person, or gone wrong. */
export type Kept = 'kept' | 'denied' | 'left' | 'failed';

/** Where a kept picture is found, for people. */
export const KEPT_WORDS = '下载好了。没看到的话，长按图片也能保存。';

/** Hands a picture to the person as a download; `name` is the file's. */
export const keepPicture = (src: string, name: string): Promise<Kept> => {
  const link = document.createElement('a');
  link.href = src;
  link.download = name;
  link.click();
  return Promise.resolve('kept');
};

/** A browser has no settings of ours to open. */
export const openAlbumSettings = (): Promise<boolean> => Promise.resolve(false);

/** Whether a picture can be handed to a chat from here. */
export const canSendPicture = false;

/** Opens WeChat's sheet that sends a picture to a chat; nothing on h5. */
export const sendPicture = (_src: string): Promise<void> => Promise.resolve();
