import { contracts } from '@kouyi/shared/contracts';
import { address } from '../../miniapp/src/api/address';
import { ROUTES } from '../../miniapp/src/api/routes';
import { gridOf } from '../../miniapp/src/cards/grid';
import fc from 'fast-check';

const all = contracts as unknown as Record<string, Record<string, { method: string; path: string }>>;

test.each(Object.entries(ROUTES))('%s is called as its contract says', (name, route) => {
  const [domain = '', key = ''] = name.split('.');
  expect({ method: all[domain]?.[key]?.method, path: all[domain]?.[key]?.path }).toEqual(route);
});

test('an input goes where the contract wants it: path, query of GET and DELETE, body of POST', () => {
  expect(address('member.activity', { id: 'a/1' })).toEqual({
    method: 'GET',
    url: '/api/member/activities/a%2F1',
  });
  expect(address('member.points', { limit: 30, cursor: 'x=&y' }).url).toBe(
    '/api/member/points?limit=30&cursor=x%3D%26y',
  );
  expect(address('member.deleteMe', { confirm: '删除' }).url).toBe(
    '/api/member/me?confirm=%E5%88%A0%E9%99%A4',
  );
  expect(address('member.join', { id: 'a', groupId: 'g', text: '1', requestKey: 'k' })).toEqual({
    method: 'POST',
    url: '/api/member/activities/a/join',
    body: { groupId: 'g', text: '1', requestKey: 'k' },
  });
});

describe('the grid of bubbles', () => {
  const counts = fc.record({
    counted: fc.integer({ min: 0, max: 3_000_000 }),
    limit: fc.option(fc.integer({ min: 1, max: 3_000_000 }), { nil: undefined }),
  });

  test('never holds more than fifty bubbles and a row, never fewer than are filled', () => {
    fc.assert(
      fc.property(counts, (count) => {
        const grid = gridOf(count);
        expect(grid.total).toBeLessThanOrEqual(60);
        expect(grid.filled).toBeLessThanOrEqual(grid.total);
        expect(grid.filled === 0).toBe(count.counted === 0);
      }),
    );
  });

  test('one bubble a person while they fit, and one’s own is the one at one’s place', () => {
    expect(gridOf({ counted: 37, limit: 50, myPlace: 22 })).toEqual({
      filled: 37,
      total: 50,
      per: 1,
      own: 21,
    });
    expect(gridOf({ counted: 480, limit: 500, myPlace: 480 })).toEqual({
      filled: 48,
      total: 50,
      per: 10,
      own: 47,
    });
  });
});
