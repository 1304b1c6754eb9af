import { asBranch, isComplete, LEAVES, leafOf } from './leaves';

test('a rule of one condition is edited as a list of one', () => {
  const leaf = leafOf('ago');
  expect(asBranch(leaf)).toEqual({ op: 'and', of: [leaf] });
  const or = { op: 'or' as const, of: [leaf, leaf] };
  expect(asBranch(or)).toBe(or);
});

test('what is still to be chosen keeps a rule from being looked at', () => {
  const waiting = LEAVES.filter(({ blank }) => !isComplete(blank)).map(({ op }) => op);
  expect(waiting).toEqual(['tag', 'segment', 'result', 'score', 'group']);
  expect(isComplete({ op: 'not', of: { op: 'tag', tagId: '' } })).toBe(false);
  expect(isComplete({ op: 'and', of: [leafOf('count'), { op: 'result', results: ['干性'] }] })).toBe(true);
});
