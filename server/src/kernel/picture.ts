import sharp from 'sharp';
import { refusals } from './refusals';

const refuse = refusals({
  photo_not_an_image: {
    zh: '这个文件不是能打开的照片，请用 JPG、PNG 或 WebP。',
    en: 'not an image we can read',
  },
  photo_too_many_pixels: { zh: '照片的尺寸太大，请换一张普通照片。', en: 'too many pixels' },
});

/** Nothing a phone takes is larger; more is a bomb: few bytes that unpack to gigabytes. */
const MAX_PIXELS = 60_000_000;
/** The longer side of what is kept: enough to see skin, too little to print. */
const SIDE = 1_600;
const FORMATS = new Set(['jpeg', 'png', 'webp']);
const SECONDS = 10;

// Pictures must not take the cores that answer people.
sharp.concurrency(1);
sharp.cache(false);

/**
 * A photo as we keep it: upright, at most 1600 pixels a side, JPEG, without EXIF (place, time, device) or anything
 * else that was hidden in the file.
 * @throws Refusal `photo_not_an_image` or `photo_too_many_pixels`.
 */
export async function keptPicture(
  bytes: Uint8Array,
): Promise<{ jpeg: Buffer; width: number; height: number }> {
  const input = () => sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', animated: false });
  // Reads the header only: the size is known before anything is unpacked.
  const { format, width, height } = await input()
    .metadata()
    .catch((error: unknown) => {
      throw isTooLarge(error) ? refuse('photo_too_many_pixels', { field: 'file' }) : notAnImage();
    });
  if (!FORMATS.has(format)) throw notAnImage();
  if (width * height > MAX_PIXELS) throw refuse('photo_too_many_pixels', { field: 'file' });
  try {
    const { data, info } = await input()
      .timeout({ seconds: SECONDS })
      .rotate()
      .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82, mozjpeg: false })
      .toBuffer({ resolveWithObject: true });
    return { jpeg: data, width: info.width, height: info.height };
  } catch (error) {
    if (isTooLarge(error)) throw refuse('photo_too_many_pixels', { field: 'file' });
    throw notAnImage();
  }
}

const notAnImage = () => refuse('photo_not_an_image', { field: 'file' });
const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && /pixel limit|timeout/i.test(error.message);
