import { loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import { blankSheet, font, INKS, pngOf, wrapped } from '../kernel/drawing';

/** What a card says: what one gets in large letters, and what belongs to it. */
export interface CardFacts {
  readonly brandName: string;
  /** What kind of thing it is, in a few letters. */
  readonly kind: string;
  readonly headline: string;
  /** Prizes, a condition: one chip each, as many as there is room for. */
  readonly gets: readonly string[];
  /** What to do. */
  readonly foot: string;
  readonly picture?: Buffer;
}

/** WeChat shows cards 5:4. https://developers.weixin.qq.com/miniprogram/dev/reference/api/Page.html#onShareAppMessage-Object-object */
const WIDTH = 750;
const HEIGHT = 600;
const MARGIN = 44;
const BYTES_MAX = 200_000;

/** Draws the card: a PNG of 750 × 600 pixels. */
export async function drawCard(facts: CardFacts): Promise<Buffer> {
  const { canvas, brush } = blankSheet(WIDTH, HEIGHT);
  const room = facts.picture ? WIDTH - 2 * MARGIN - PICTURE - 28 : WIDTH - 2 * MARGIN;
  if (facts.picture) await drawPicture(brush, facts.picture);
  drawHead(brush, facts);
  brush.fillStyle = INKS.ink;
  const large = facts.picture ? 48 : 64;
  brush.font = font(700, large);
  const lines = wrapped(brush, facts.headline, room, facts.picture ? 3 : 2);
  lines.forEach((line, i) => brush.fillText(line, MARGIN, HEAD_BELOW + i * large * 1.3));
  drawGets(brush, facts.gets, { top: HEAD_BELOW + lines.length * large * 1.3 + 24, room });
  drawFoot(brush, facts.foot);
  return pngOf(canvas, BYTES_MAX);
}

const HEAD_BELOW = 148;

/** The sign of the product, the brand, and what kind of thing this is. */
function drawHead(brush: SKRSContext2D, { brandName, kind }: CardFacts): void {
  drawSign(brush, MARGIN, 48, 52);
  brush.fillStyle = INKS.ink;
  brush.font = font(700, 34);
  brush.fillText(wrapped(brush, brandName, 380, 1)[0] ?? '', MARGIN + 70, 52);
  brush.font = font(400, 30);
  brush.fillStyle = INKS.ink2;
  brush.textAlign = 'right';
  brush.fillText(kind, WIDTH - MARGIN, 56);
  brush.textAlign = 'left';
}

/** A `1` in a chat bubble. */
function drawSign(brush: SKRSContext2D, x: number, y: number, side: number): void {
  brush.fillStyle = INKS.cinnabar;
  brush.beginPath();
  brush.roundRect(x, y, side, side * 0.86, [side * 0.26, side * 0.26, side * 0.26, 0]);
  brush.fill();
  brush.beginPath();
  brush.moveTo(x, y + side * 0.7);
  brush.lineTo(x, y + side);
  brush.lineTo(x + side * 0.24, y + side * 0.8);
  brush.fill();
  brush.fillStyle = INKS.card;
  brush.font = font(700, side * 0.66);
  brush.textAlign = 'center';
  brush.fillText('1', x + side / 2, y + side * 0.04);
  brush.textAlign = 'left';
}

const CHIP = 74;
const GAP = 16;
const FOOT_TOP = HEIGHT - 104;

/** What one gets, in chips from line to line; what finds no room is left out. */
function drawGets(
  brush: SKRSContext2D,
  gets: readonly string[],
  { top, room }: { top: number; room: number },
): void {
  brush.font = font(400, 38);
  brush.textBaseline = 'middle';
  let [x, y] = [MARGIN, top];
  for (const [i, text] of gets.entries()) {
    const shown = wrapped(brush, text, room - 52, 1)[0] ?? '';
    const width = brush.measureText(shown).width + 52;
    if (x + width > MARGIN + room) [x, y] = [MARGIN, y + CHIP + GAP];
    if (y + CHIP > FOOT_TOP - 16) {
      if (i > 0) break;
      y = FOOT_TOP - 16 - CHIP;
    }
    brush.fillStyle = INKS.card;
    brush.beginPath();
    brush.roundRect(x, y, width, CHIP, 20);
    brush.fill();
    brush.fillStyle = INKS.ink;
    brush.fillText(shown, x + 26, y + CHIP / 2 + 2);
    x += width + GAP;
  }
  brush.textBaseline = 'top';
}

/** What to do, on the colour of joining. */
function drawFoot(brush: SKRSContext2D, foot: string): void {
  brush.fillStyle = INKS.one;
  brush.fillRect(0, FOOT_TOP, WIDTH, HEIGHT - FOOT_TOP);
  brush.fillStyle = INKS.card;
  brush.font = font(700, 38);
  brush.fillText(wrapped(brush, foot, WIDTH - 2 * MARGIN, 1)[0] ?? '', MARGIN, FOOT_TOP + 24);
}

const PICTURE = 300;

async function drawPicture(brush: SKRSContext2D, picture: Buffer): Promise<void> {
  const image = await loadImage(picture);
  const scale = Math.max(PICTURE / image.width, PICTURE / image.height);
  const [w, h] = [image.width * scale, image.height * scale];
  const [x, y] = [WIDTH - MARGIN - PICTURE, HEAD_BELOW - 8];
  brush.save();
  brush.beginPath();
  brush.roundRect(x, y, PICTURE, PICTURE, 24);
  brush.clip();
  brush.drawImage(image, x + (PICTURE - w) / 2, y + (PICTURE - h) / 2, w, h);
  brush.restore();
}
