/** A radar chart as SVG text: pure, light, the same on the phone and in the console. Words stand beside it, as text. */

const round = (value: number): number => Math.round(value * 10) / 10;

/** Where the point of one axis lies: the first at the top, the others clockwise; `share` from the centre 0 to the rim 1. */
const pointAt = (index: number, count: number, share: number, radius: number): string => {
  const angle = (2 * Math.PI * index) / count - Math.PI / 2;
  return `${round(CENTRE + Math.cos(angle) * radius * share)},${round(CENTRE + Math.sin(angle) * radius * share)}`;
};

const SIDE = 240;
const CENTRE = SIDE / 2;
const RADIUS = 108;
/** Of so little even a zero is seen as a point. */
const LEAST = 0.04;

/**
 * The chart of some percentages (0–100), one an axis, at least three axes. Colours stand out on light and dark
 * paper alike.
 */
export function radarSvg(percents: readonly number[]): string {
  const count = percents.length;
  const ring = (share: number): string => percents.map((_, i) => pointAt(i, count, share, RADIUS)).join(' ');
  const shares = percents.map((percent) => LEAST + (1 - LEAST) * (Math.min(100, Math.max(0, percent)) / 100));
  const shape = shares.map((share, i) => pointAt(i, count, share, RADIUS));
  const rings = [0.25, 0.5, 0.75, 1]
    .map((share) => `<polygon points="${ring(share)}" fill="none" stroke="#b9ae9e" stroke-opacity="0.55"/>`)
    .join('');
  const axes = percents
    .map((_, i) => {
      const [x, y] = pointAt(i, count, 1, RADIUS).split(',');
      return `<line x1="${CENTRE}" y1="${CENTRE}" x2="${x}" y2="${y}" stroke="#b9ae9e" stroke-opacity="0.55"/>`;
    })
    .join('');
  const dots = shape
    .map((point) => {
      const [x, y] = point.split(',');
      return `<circle cx="${x}" cy="${y}" r="5" fill="#5673c4"/>`;
    })
    .join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}" width="${SIDE}" height="${SIDE}">` +
    `${rings}${axes}<polygon points="${shape.join(' ')}" fill="#5673c4" fill-opacity="0.22" stroke="#5673c4" stroke-width="2.5" stroke-linejoin="round"/>${dots}</svg>`
  );
}
