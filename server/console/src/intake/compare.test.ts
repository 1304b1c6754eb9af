import { test as property, fc } from '@fast-check/jest';
import { compareRuns } from './compare';

const run = (version: number, started: number, completed: number) => ({ version, started, completed });

test('nothing is said of few people', () => {
  expect(compareRuns(run(2, 12, 12), run(1, 400, 100))).toBe('第 2 版才 12 人开始，每版到 30 人再看高低。');
});

test('a difference that chance may have made is no verdict, one that it hardly makes is', () => {
  expect(compareRuns(run(2, 50, 36), run(1, 50, 34))).toMatch(/可能只是碰巧/);
  expect(compareRuns(run(2, 500, 400), run(1, 500, 300))).toMatch(/^第 2 版答完的更多.*九成五的把握/);
});

const runs = fc.integer({ min: 30, max: 3_000 }).chain((n) => fc.tuple(fc.constant(n), fc.nat(n)));

property.prop([runs, runs])('the verdict does not depend on which is named first', ([n, k], [m, j]) => {
  const better = (words: string) => /^第 (\d+) 版答完的更多/.exec(words)?.[1];
  expect(better(compareRuns(run(1, n, k), run(2, m, j)))).toBe(
    better(compareRuns(run(2, m, j), run(1, n, k))),
  );
});
