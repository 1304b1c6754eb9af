import path from 'node:path';
import { type Canvas, createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import sharp from 'sharp';

/** What pictures of ours are drawn with: the tokens of the screens, as far as a picture needs them. */
export const INKS = {
  paper: '#faf7f2',
  card: '#ffffff',
  sunk: '#f2ede4',
  ink: '#1f1b16',
  ink2: '#6b6256',
  ink3: '#a2988a',
  cinnabar: '#d9442a',
  /** Cinnabar under white words. */
  one: '#ca3f27',
} as const;

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

/** The font of our pictures, as a brush takes it. */
export const font = (weight: 400 | 700, px: number): string => `${weight} ${px}px "${FAMILY}"`;

/** A sheet of paper of so many pixels, and what to write on it with. */
export function blankSheet(width: number, height: number): { canvas: Canvas; brush: SKRSContext2D } {
  loadFonts();
  const canvas = createCanvas(width, height);
  const brush = canvas.getContext('2d');
  brush.fillStyle = INKS.paper;
  brush.fillRect(0, 0, width, height);
  brush.textBaseline = 'top';
  return { canvas, brush };
}

/** A sheet as a PNG; one that came out larger than `maxBytes` has fewer colours. */
export async function pngOf(canvas: Canvas, maxBytes: number): Promise<Buffer> {
  const { width, height } = canvas;
  // Of the canvas's own encoder a picture that does not compress comes out slower, and larger than it is raw.
  const drawn = sharp(canvas.data(), { raw: { width, height, channels: 4 } }).removeAlpha();
  const png = await drawn.png().toBuffer();
  return png.length <= maxBytes ? png : drawn.png({ palette: true, effort: 3 }).toBuffer();
}

/** A text in lines that fit; what does not fit into the last one ends in an ellipsis. */
export function wrapped(brush: SKRSContext2D, text: string, width: number, maxLines: number): string[] {
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
