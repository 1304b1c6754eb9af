import { Image, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import { yuan } from '@kouyi/shared/rules/money';
import { blankSheet, font, INKS, pngOf, wrapped } from '../kernel/drawing';

/** What a poster shows. */
export interface PosterFacts {
  readonly brandName: string;
  readonly product?: { readonly name: string; readonly priceFen: number; readonly picture?: Buffer };
  /** The person's own words. */
  readonly words: string;
  readonly personName: string;
  readonly code: Buffer;
}

const WIDTH = 640;
const HEIGHT = 1_000;
const MARGIN = 40;
const PICTURE = WIDTH - 2 * MARGIN;
/** A picture for a chat: larger ones are slow to send and WeChat makes them smaller by itself. */
const BYTES_MAX = 1_000_000;

/** Draws a poster: product, words, code; a PNG of at most 1 MB. */
export async function drawPoster(facts: PosterFacts): Promise<Buffer> {
  const { canvas, brush } = blankSheet(WIDTH, HEIGHT);
  await drawPicture(brush, facts);
  const below = drawProduct(brush, facts, MARGIN + PICTURE + 24);
  drawWords(brush, facts.words, below);
  await drawFoot(brush, facts);
  return pngOf(canvas, BYTES_MAX);
}

async function drawPicture(brush: SKRSContext2D, { product, brandName }: PosterFacts): Promise<void> {
  brush.save();
  brush.beginPath();
  brush.roundRect(MARGIN, MARGIN, PICTURE, PICTURE, 22);
  brush.clip();
  brush.fillStyle = INKS.sunk;
  brush.fillRect(MARGIN, MARGIN, PICTURE, PICTURE);
  if (product?.picture) {
    const image: Image = await loadImage(product.picture);
    const scale = Math.max(PICTURE / image.width, PICTURE / image.height);
    const [w, h] = [image.width * scale, image.height * scale];
    brush.drawImage(image, MARGIN + (PICTURE - w) / 2, MARGIN + (PICTURE - h) / 2, w, h);
  } else {
    brush.fillStyle = INKS.ink3;
    brush.font = font(700, 64);
    brush.textAlign = 'center';
    brush.fillText(brandName, WIDTH / 2, MARGIN + PICTURE / 2 - 40, PICTURE - 40);
    brush.textAlign = 'left';
  }
  brush.restore();
}

function drawProduct(brush: SKRSContext2D, { product, brandName }: PosterFacts, top: number): number {
  brush.fillStyle = INKS.ink;
  brush.font = font(700, 34);
  const lines = wrapped(brush, product?.name ?? brandName, PICTURE, 2);
  lines.forEach((line, i) => brush.fillText(line, MARGIN, top + i * 46));
  let below = top + lines.length * 46 + 6;
  if (product) {
    brush.fillStyle = INKS.cinnabar;
    brush.font = font(700, 30);
    brush.fillText(`¥${yuan(product.priceFen)}`, MARGIN, below);
    below += 46;
  }
  return below + 6;
}

const FOOT_TOP = HEIGHT - 190;

function drawWords(brush: SKRSContext2D, words: string, top: number): void {
  if (words === '') return;
  brush.fillStyle = INKS.ink2;
  brush.font = font(400, 26);
  const room = Math.max(1, Math.floor((FOOT_TOP - top) / 38));
  wrapped(brush, `“${words}”`, PICTURE, room).forEach((line, i) =>
    brush.fillText(line, MARGIN, top + i * 38),
  );
}

const CODE_SIDE = 150;

async function drawFoot(brush: SKRSContext2D, { code, personName, brandName }: PosterFacts): Promise<void> {
  brush.fillStyle = INKS.card;
  brush.beginPath();
  brush.roundRect(MARGIN, FOOT_TOP, PICTURE, CODE_SIDE + 10, 14);
  brush.fill();
  brush.drawImage(await loadImage(code), WIDTH - MARGIN - CODE_SIDE - 5, FOOT_TOP + 5, CODE_SIDE, CODE_SIDE);
  const room = PICTURE - CODE_SIDE - 50;
  brush.fillStyle = INKS.ink;
  brush.font = font(700, 26);
  brush.fillText(wrapped(brush, `${personName} 推荐给你`, room, 1)[0] ?? '', MARGIN + 22, FOOT_TOP + 36);
  brush.fillStyle = INKS.ink2;
  brush.font = font(400, 22);
  brush.fillText(`长按识别，来${brandName}看看`, MARGIN + 22, FOOT_TOP + 84, room);
}
