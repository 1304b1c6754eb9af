import sharp from 'sharp';
import { encode } from 'uqr';

/** Where the code stands on a poster, in pixels. */
const PLACE = { left: 445, top: 815, width: 150, height: 150 };

/**
 * Whether the QR code on a poster says this, module by module: what a phone would read, without a phone. The code is
 * drawn anew and held against the middle of every module of the picture.
 */
export async function posterSays(png: Buffer, text: string): Promise<boolean> {
  const { data: pixels } = await sharp(png)
    .extract(PLACE)
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  const middle = (module: number): number => Math.floor(((module + 0.5) * PLACE.width) / size);
  return data.every((row, y) =>
    row.every((dark, x) => pixels[middle(y) * PLACE.width + middle(x)]! < 128 === dark),
  );
}
