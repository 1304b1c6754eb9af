import { token } from '../app/theme';

const [WIDTH, HEIGHT, PAD, AXIS] = [960, 320, 16, 28];
const SHARP = 2;

/** The bars of a day beside those of the day before, as a picture (data address) on the colours of the page. */
export const pngOfDay = (today: readonly number[], yesterday: readonly number[]): string => {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH * SHARP;
  canvas.height = HEIGHT * SHARP;
  const draw = canvas.getContext('2d');
  if (!draw) return '';
  draw.scale(SHARP, SHARP);
  draw.fillStyle = token('--card');
  draw.fillRect(0, 0, WIDTH, HEIGHT);
  const top = Math.max(1, ...today, ...yesterday);
  const ground = HEIGHT - AXIS;
  const stepPx = (WIDTH - 2 * PAD) / 24;
  const bar = (leftPx: number, of: number, colour: string): void => {
    const heightPx = (of / top) * (ground - PAD);
    draw.fillStyle = colour;
    draw.fillRect(leftPx, ground - heightPx, stepPx * 0.4, heightPx);
  };
  draw.font = `12px ${token('--font')}`;
  draw.textAlign = 'center';
  for (let hour = 0; hour < 24; hour += 1) {
    const leftPx = PAD + hour * stepPx;
    bar(leftPx + stepPx * 0.06, yesterday[hour] ?? 0, token('--line'));
    bar(leftPx + stepPx * 0.5, today[hour] ?? 0, token('--cinnabar'));
    draw.fillStyle = token('--ink-3');
    if (hour % 3 === 0) draw.fillText(`${hour}:00`, leftPx + stepPx / 2, HEIGHT - 9);
  }
  draw.fillStyle = token('--line');
  draw.fillRect(PAD, ground, WIDTH - 2 * PAD, 1);
  return canvas.toDataURL('image/png');
};
