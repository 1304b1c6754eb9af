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

  test('of a long list of known things, only the one that changed, came or went is told', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id, title: `第 ${id} 题` })) as [object, object, object];
    expect(diff({ of: [a, b] }, { of: [a, { ...b, title: '改过' }] })).toEqual([
      { path: 'of.1.title', before: '第 b 题', after: '改过' },
    ]);
    expect(diff({ of: [a, b] }, { of: [a, b, c] })).toEqual([{ path: 'of.2', after: c }]);
    expect(diff({ of: [a, b] }, { of: [b] })).toEqual([{ path: 'of.0', before: a }]);
    expect(diff({ of: [a, b] }, { of: [b, a] })).toEqual([{ path: 'of', before: [a, b], after: [b, a] }]);
  });

  property.prop([fc.jsonValue()])('a thing does not differ from itself', (value) => {
    expect(diff(value, value)).toEqual([]);
  });
});
