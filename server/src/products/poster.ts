import path from 'node:path';
import { createCanvas, GlobalFonts, Image, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import { yuan } from '@kouyi/shared/rules/money';
import sharp from 'sharp';

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
const INK = '#1f1b16';
const INK_2 = '#6b6256';
const CINNABAR = '#d9442a';
/** A picture for a chat: larger ones are slow to send and WeChat makes them smaller by itself. */
const BYTES_MAX = 1_000_000;

const FAMILY = 'Noto Sans SC';
let fontsReady = false;

/** The Chinese font comes with the server: machines in data centres have none. Loaded once a process. */
function loadFonts(): void {
  if (fontsReady) return;
  const folder = path.dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  for (const file of ['400Regular/NotoSansSC_400Regular.ttf', '700Bold/NotoSansSC_700Bold.ttf'])
    if (!GlobalFonts.registerFromPath(path.join(folder, file), FAMILY))
      throw new Error(`font not loaded: ${file}`);
  fontsReady = true;
}

/** Draws a poster: product, words, code; a PNG of at most 1 MB. */
export async function drawPoster(facts: PosterFacts): Promise<Buffer> {
  loadFonts();
  const canvas = createCanvas(WIDTH, HEIGHT);
  const brush = canvas.getContext('2d');
  brush.fillStyle = '#faf7f2';
  brush.fillRect(0, 0, WIDTH, HEIGHT);
  brush.textBaseline = 'top';
  await drawPicture(brush, facts);
  const below = drawProduct(brush, facts, MARGIN + PICTURE + 24);
  drawWords(brush, facts.words, below);
  await drawFoot(brush, facts);
  // Of the canvas's own encoder a picture that does not compress comes out slower, and larger than it is raw.
  const drawn = sharp(canvas.data(), { raw: { width: WIDTH, height: HEIGHT, channels: 4 } }).removeAlpha();
  const png = await drawn.png().toBuffer();
  return png.length <= BYTES_MAX ? png : drawn.png({ palette: true, effort: 3 }).toBuffer();
}

async function drawPicture(brush: SKRSContext2D, { product, brandName }: PosterFacts): Promise<void> {
  brush.save();
  brush.beginPath();
  brush.roundRect(MARGIN, MARGIN, PICTURE, PICTURE, 22);
  brush.clip();
  brush.fillStyle = '#f2ede4';
  brush.fillRect(MARGIN, MARGIN, PICTURE, PICTURE);
  if (product?.picture) {
    const image: Image = await loadImage(product.picture);
    const scale = Math.max(PICTURE / image.width, PICTURE / image.height);
    const [w, h] = [image.width * scale, image.height * scale];
    brush.drawImage(image, MARGIN + (PICTURE - w) / 2, MARGIN + (PICTURE - h) / 2, w, h);
  } else {
    brush.fillStyle = '#a2988a';
    brush.font = `700 64px "${FAMILY}"`;
    brush.textAlign = 'center';
    brush.fillText(brandName, WIDTH / 2, MARGIN + PICTURE / 2 - 40, PICTURE - 40);
    brush.textAlign = 'left';
  }
  brush.restore();
}

function drawProduct(brush: SKRSContext2D, { product, brandName }: PosterFacts, top: number): number {
  brush.fillStyle = INK;
  brush.font = `700 34px "${FAMILY}"`;
  const lines = wrapped(brush, product?.name ?? brandName, PICTURE, 2);
  lines.forEach((line, i) => brush.fillText(line, MARGIN, top + i * 46));
  let below = top + lines.length * 46 + 6;
  if (product) {
    brush.fillStyle = CINNABAR;
    brush.font = `700 30px "${FAMILY}"`;
    brush.fillText(`¥${yuan(product.priceFen)}`, MARGIN, below);
    below += 46;
  }
  return below + 6;
}

const FOOT_TOP = HEIGHT - 190;

function drawWords(brush: SKRSContext2D, words: string, top: number): void {
  if (words === '') return;
  brush.fillStyle = INK_2;
  brush.font = `400 26px "${FAMILY}"`;
  const room = Math.max(1, Math.floor((FOOT_TOP - top) / 38));
  wrapped(brush, `“${words}”`, PICTURE, room).forEach((line, i) =>
    brush.fillText(line, MARGIN, top + i * 38),
  );
}

const CODE_SIDE = 150;

async function drawFoot(brush: SKRSContext2D, { code, personName, brandName }: PosterFacts): Promise<void> {
  brush.fillStyle = '#ffffff';
  brush.beginPath();
  brush.roundRect(MARGIN, FOOT_TOP, PICTURE, CODE_SIDE + 10, 14);
  brush.fill();
  brush.drawImage(await loadImage(code), WIDTH - MARGIN - CODE_SIDE - 5, FOOT_TOP + 5, CODE_SIDE, CODE_SIDE);
  const room = PICTURE - CODE_SIDE - 50;
  brush.fillStyle = INK;
  brush.font = `700 26px "${FAMILY}"`;
  brush.fillText(wrapped(brush, `${personName} 推荐给你`, room, 1)[0] ?? '', MARGIN + 22, FOOT_TOP + 36);
  brush.fillStyle = INK_2;
  brush.font = `400 22px "${FAMILY}"`;
  brush.fillText(`长按识别，来${brandName}看看`, MARGIN + 22, FOOT_TOP + 84, room);
}

/** A text in lines that fit; what does not fit into the last one ends in an ellipsis. */
function wrapped(brush: SKRSContext2D, text: string, width: number, maxLines: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const letter of Array.from(text)) {
    if (brush.measureText(line + letter).width <= width) {
      line += letter;
      continue;
    }
    if (lines.length === maxLines - 1) {
      while (line !== '' && brush.measureText(`${line}…`).width > width)
        line = Array.from(line).slice(0, -1).join('');
      return [...lines, `${line}…`];
    }
    lines.push(line);
    line = letter;
  }
  return line === '' ? lines : [...lines, line];
}
