import { fc, test as prop } from '@fast-check/jest';
import { radarSvg } from './radar';

prop.prop([fc.array(fc.integer({ min: -20, max: 140 }), { minLength: 3, maxLength: 8 })])(
  'every point lies in the picture, and there is one an axis',
  (percents) => {
    const dots = [...radarSvg(percents).matchAll(/<circle cx="([-\d.]+)" cy="([-\d.]+)"/g)];
    expect(dots).toHaveLength(percents.length);
    for (const [, x, y] of dots) {
      expect(Math.hypot(Number(x) - 120, Number(y) - 120)).toBeLessThanOrEqual(108.2);
    }
  },
);

test('more is further out', () => {
  const first = (percent: number) => Number(/cy="([\d.]+)"/.exec(radarSvg([percent, 50, 50, 50]))![1]);
  expect(first(90)).toBeLessThan(first(50));
  expect(first(50)).toBeLessThan(first(10));
});
