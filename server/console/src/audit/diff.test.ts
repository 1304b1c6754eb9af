import { test as property, fc } from '@fast-check/jest';
import { diff } from './diff';

describe('what changed', () => {
  test('names the leaf, and shows both sides', () => {
    expect(diff({ rule: { points: 5, title: 'a' } }, { rule: { points: 8, title: 'a' } })).toEqual([
      { path: 'rule.points', before: 5, after: 8 },
    ]);
  });

  test('a thing that is new shows every leaf as new', () => {
    expect(diff(undefined, { name: '咖啡群', tags: ['咖啡'] })).toEqual([
      { path: 'name', after: '咖啡群' },
      { path: 'tags', after: ['咖啡'] },
    ]);
  });

  property.prop([fc.jsonValue()])('a thing does not differ from itself', (value) => {
    expect(diff(value, value)).toEqual([]);
  });
});
