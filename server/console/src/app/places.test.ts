import { type Role, ROLE_RIGHTS } from '@kouyi/shared/types';
import { MORE_PLACES, PLACES, placeOf, rightFor } from './places';

const may = (role: Role, pathname: string): boolean => {
  const right = rightFor(pathname);
  return right === undefined || ROLE_RIGHTS[role].includes(right);
};

test('every page takes the right that its place in the rail takes, also deep inside', () => {
  for (const { to, right } of PLACES.flatMap(({ places }) => places)) {
    expect([to, rightFor(to)]).toEqual([to, right]);
    if (to !== '/') expect([to, rightFor(`${to}/some_id`)]).toEqual([to, right]);
  }
  expect(rightFor('/koc/people/per_1')).toBe('koc.read');
  expect(rightFor('/koc/serving')).toBe('commission.read');
  expect(rightFor('/nowhere')).toBeUndefined();
});

test('what is searched for takes the same right that the page asks for', () => {
  for (const { to, right } of MORE_PLACES)
    expect([to, rightFor(to.replace(/\?.*/, ''))]).toEqual([to, right]);
});

test('a store partner reads activities and makes none; an operator does both', () => {
  expect(may('store', '/activities/act_1')).toBe(true);
  for (const page of ['/activities/new', '/activities/edit', '/activities/import', '/activities/act_1/edit'])
    expect([page, may('store', page), may('operator', page)]).toEqual([page, false, true]);
  expect(may('store', '/orders')).toBe(false);
  expect(may('adviser', '/tags/new')).toBe(false);
});

test('a page belongs to the longest place it carries on from', () => {
  expect(placeOf('/koc/serving')).toBe('/koc/serving');
  expect(placeOf('/koc/people/x')).toBe('/koc');
  expect(placeOf('/kocs')).toBeUndefined();
});
