import { ROLE_RIGHTS, type Role, ROLES } from '@kouyi/shared/types';
import { DAILY, PLACES } from './places';
import { chosenOf, railParts, todoAt } from './rail-parts';

const seenBy = (role: Role, more: { pathname?: string; chosen?: Record<string, 'open' | 'folded'> } = {}) =>
  railParts({
    can: (right) => ROLE_RIGHTS[role].includes(right),
    roles: [role],
    pathname: '/',
    chosen: {},
    ...more,
  });
const rowsOf = ({ daily, parts }: ReturnType<typeof railParts>): number =>
  parts.reduce((sum, { open, places }) => sum + 1 + (open ? places.length : 0), daily.length);

test.each(ROLES)('%s finds every place they may open exactly once', (role) => {
  const { daily, parts, foot } = seenBy(role);
  const found = [daily, ...parts.map(({ places }) => places), foot].flat().map(({ to }) => to);
  const may = PLACES.flatMap(({ places }) => places).filter(
    ({ right }) => right === undefined || ROLE_RIGHTS[role].includes(right),
  );
  expect([...found].sort()).toEqual(may.map(({ to }) => to).sort());
});

test.each(ROLES)('what is daily to %s is theirs to open', (role) => {
  const places = PLACES.flatMap((part) => part.places);
  for (const to of DAILY[role]) {
    const place = places.find((each) => each.to === to);
    expect(place).toBeDefined();
    expect(place!.right === undefined || ROLE_RIGHTS[role].includes(place!.right)).toBe(true);
  }
});

test.each(ROLES)('on any page the rail of %s stays short as long as nothing was opened by hand', (role) => {
  for (const { to } of PLACES.flatMap(({ places }) => places))
    expect(rowsOf(seenBy(role, { pathname: to }))).toBeLessThanOrEqual(20);
});

test('whoever has few places sees all of them; who has many sees the day’s and the heads', () => {
  expect(seenBy('adviser').parts.every(({ open }) => open)).toBe(true);
  expect(seenBy('operator').parts.some(({ open }) => open)).toBe(false);
  expect(seenBy('operator').daily.map(({ name }) => name)).toEqual([
    '今天',
    '活动',
    '群',
    '人',
    '日历',
    '模拟器',
  ]);
});

test('the part of the page on show is open, also deep inside and although it was folded by hand', () => {
  const seen = seenBy('operator', { pathname: '/koc/people/abc', chosen: { KOC: 'folded', 交易: 'open' } });
  expect(seen.parts.filter(({ open }) => open).map(({ head, here }) => [head, here])).toEqual([
    ['KOC', true],
    ['交易', false],
  ]);
});

test('who has two roles has the daily places of both, once', () => {
  const both = railParts({
    can: (right) => [...ROLE_RIGHTS.store, ...ROLE_RIGHTS.adviser].includes(right),
    roles: ['store', 'adviser'],
    pathname: '/',
    chosen: {},
  });
  const addresses = both.daily.map(({ to }) => to);
  expect(addresses).toEqual([...new Set([...DAILY.store, ...DAILY.adviser])]);
});

test('what was kept is believed only where it says something', () => {
  expect(chosenOf(null)).toEqual({});
  expect(chosenOf('{broken')).toEqual({});
  expect(chosenOf('null')).toEqual({});
  expect(chosenOf('{"KOC":"open","交易":"folded","设置":7}')).toEqual({ KOC: 'open', 交易: 'folded' });
});

test('what is to be done is counted at the place where it is done', () => {
  const at = todoAt([
    { link: '/koc?tab=proposals', count: 2 },
    { link: '/console/koc/serving?tab=disputes', count: 1 },
    { link: '/activities/abc', count: 1 },
    { link: '/activities?state=running', count: 3 },
    { link: '/help', count: 1 },
    { link: '/nowhere', count: 5 },
  ]);
  expect([...at]).toEqual([
    ['/koc', 2],
    ['/koc/serving', 1],
    ['/activities', 4],
  ]);
});
