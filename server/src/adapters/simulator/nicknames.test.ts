import { fc, test as prop } from '@fast-check/jest';
import { nicknames } from './nicknames';

describe('nicknames', () => {
  prop.prop([fc.integer({ min: 0, max: 5_000 }), fc.integer()])('are all different', (count, seed) => {
    expect(new Set(nicknames(count, seed)).size).toBe(count);
  });

  prop.prop([fc.nat(200), fc.nat(200), fc.integer()])('asking for more only adds', (few, more, seed) => {
    expect(nicknames(few + more, seed).slice(0, few)).toEqual(nicknames(few, seed));
  });

  test('two thousand people are called by names before the first number is added', () => {
    expect(nicknames(2_200, 7).filter((name) => /\d/.test(name))).toEqual([]);
  });

  test('another seed gives other people', () => {
    expect(nicknames(20, 1)).not.toEqual(nicknames(20, 2));
  });
});
