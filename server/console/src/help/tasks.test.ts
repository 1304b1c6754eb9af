import { ROLE_RIGHTS, ROLES } from '@kouyi/shared/types';
import { placeOf, rightFor } from '../app/places';
import { findIn } from './find';
import { TASKS } from './tasks';

test('every task begins on a page that whoever may do it may open', () => {
  for (const { name, to, right } of TASKS) {
    const pathname = to.replace(/\?.*/, '');
    expect([name, placeOf(pathname)]).not.toEqual([name, undefined]);
    const page = rightFor(pathname);
    for (const role of ROLES)
      if (ROLE_RIGHTS[role].includes(right))
        expect([name, role, page === undefined || ROLE_RIGHTS[role].includes(page)]).toEqual([
          name,
          role,
          true,
        ]);
  }
});

test.each(ROLES)('%s is told what they do often, and may do all of it', (role) => {
  const often = TASKS.filter((task) => task.often.includes(role));
  expect(often.length).toBeGreaterThan(1);
  for (const { name, right } of often)
    expect([name, ROLE_RIGHTS[role].includes(right)]).toEqual([name, true]);
});

test('three steps are enough for anything', () => {
  for (const { steps } of TASKS) expect(steps.length).toBeLessThanOrEqual(3);
});

test('it is found by any of its words, in any order; nothing asked is everything', () => {
  expect(findIn('', ['发券'])).toBe(true);
  expect(findIn('群 发券', ['发券', '按群发'])).toBe(true);
  expect(findIn('SKU', ['商品 sku'])).toBe(true);
  expect(findIn('发券 火箭', ['发券'])).toBe(false);
});
