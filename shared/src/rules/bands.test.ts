import fc from 'fast-check';
import { bandOf, DEFAULT_BANDS, validateBands, type Band } from './bands';

const band = (from: number, to?: number): Band => ({ from, to, name: '', welcome: '' });

test('the default bands are 1–30, 31–70 and 71 or more', () => {
  expect(validateBands(DEFAULT_BANDS)).toEqual([]);
  expect([0, 1, 30, 31, 70, 71, 500].map((count) => bandOf(count).name)).toEqual([
    '小群',
    '小群',
    '小群',
    '中群',
    '中群',
    '大群',
    '大群',
  ]);
});

test.each([
  ['bands_missing', []],
  ['band_first', [band(2)]],
  ['band_gap', [band(1, 30), band(32)]],
  ['band_overlap', [band(1, 30), band(30)]],
  ['band_reversed', [band(1, 30), band(31, 20), band(21)]],
  ['band_open_end', [band(1, 30)]],
  ['band_open_end', [band(1), band(31)]],
  ['band_not_whole', [band(1, 30.5), band(31.5)]],
])('%s is named', (code, bands) =>
  expect(validateBands(bands).map((problem) => problem.code)).toContain(code),
);

test('valid bands put every group into exactly one', () => {
  const ends = fc
    .uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 5 })
    .map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(ends, fc.integer({ min: 1, max: 600 }), (tos, count) => {
      const bands = [...tos, undefined].map((to, i) => band(i === 0 ? 1 : tos[i - 1]! + 1, to));
      expect(validateBands(bands)).toEqual([]);
      const fitting = bands.filter((b) => count >= b.from && count <= (b.to ?? Infinity));
      expect(fitting).toEqual([bandOf(count, bands)]);
    }),
  );
});
