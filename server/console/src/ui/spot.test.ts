import fc from 'fast-check';
import { type Box, bestSpot } from './spot';

const SPOTS: Box[] = [
  { left: 500, top: 820, width: 300, height: 44 },
  { left: 230, top: 820, width: 300, height: 44 },
  { left: 500, top: 12, width: 300, height: 44 },
];
const inside = ({ left, top, width, height }: Box, x: number, y: number): boolean =>
  x >= left && x <= left + width && y >= top && y <= top + height;
const button = fc.record({
  left: fc.integer({ min: 0, max: 1400 }),
  top: fc.integer({ min: 0, max: 860 }),
  width: fc.integer({ min: 24, max: 200 }),
  height: fc.integer({ min: 24, max: 48 }),
});
const over =
  (buttons: readonly Box[]) =>
  (x: number, y: number): number =>
    buttons.some((one) => inside(one, x, y)) ? 1 : 0;
const meet = (a: Box, b: Box): boolean =>
  a.left <= b.left + b.width &&
  b.left <= a.left + a.width &&
  a.top <= b.top + b.height &&
  b.top <= a.top + a.height;

test('a place with no button in it is taken whenever there is one', () => {
  fc.assert(
    fc.property(fc.array(button, { maxLength: 12 }), (buttons) => {
      const free = SPOTS.filter((spot) => !buttons.some((one) => meet(spot, one)));
      fc.pre(free.length > 0);
      const taken = SPOTS[bestSpot(SPOTS, over(buttons))]!;
      expect(buttons.some((one) => meet(taken, one))).toBe(false);
    }),
  );
});

test('the first place is liked best, and what is there stays as long as nothing is better', () => {
  expect(bestSpot(SPOTS, () => 0)).toBe(0);
  expect(bestSpot(SPOTS, () => 0, 2)).toBe(2);
  expect(bestSpot(SPOTS, over([SPOTS[2]!]), 2)).toBe(0);
});

test('where everything is covered, what hurts least is covered', () => {
  const row = SPOTS[0]!;
  const weight = (x: number, y: number): number => (inside(row, x, y) ? 1 : 10);
  expect(bestSpot(SPOTS, weight)).toBe(0);
});
