import { fc, test as prop } from '@fast-check/jest';
import { bandText, dueAfter, EVERY_MS, GATHER_MS } from './rules';

describe('a welcome', () => {
  const template = '欢迎 {names}～现在有 {members} 位。';

  test('names up to three newcomers and counts the rest', () => {
    const facts = { names: ['阿楠', '小满', '糖糖'], group: '咖啡 1 群', members: 40 };
    expect(bandText(template, { ...facts, count: 3 })).toBe('欢迎 阿楠、小满、糖糖～现在有 40 位。');
    expect(bandText(template, { ...facts, count: 7 })).toBe(
      '欢迎 阿楠、小满、糖糖 等 7 位新朋友～现在有 40 位。',
    );
  });

  prop.prop([fc.string(), fc.string()])(
    'never leaves a brace behind, whatever people call themselves',
    (name, text) => {
      const said = bandText(`${text.replace(/[{}]/g, '')}{names}{unknown}`, {
        names: [name],
        group: 'g',
        members: 1,
      });
      expect(said).not.toMatch(/[{}]/);
    },
  );
});

prop.prop([fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 2, maxLength: 10 })])(
  'welcomes of a group are far enough apart, and none comes before people were gathered',
  (gaps) => {
    let now = Date.UTC(2026, 10, 21, 12);
    let last: Date | undefined;
    for (const gap of gaps) {
      now += gap;
      const due = dueAfter(new Date(now), last);
      expect(due.getTime() - now).toBeGreaterThanOrEqual(GATHER_MS);
      if (last) expect(due.getTime() - last.getTime()).toBeGreaterThanOrEqual(EVERY_MS);
      last = due;
    }
  },
);
