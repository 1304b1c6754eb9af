import { openedBefore, rememberOpened } from './recent';

const memory = (kept: Record<string, string> = {}) => ({
  getItem: (key: string): string | null => kept[key] ?? null,
  setItem: (key: string, value: string): void => void (kept[key] = value),
});
const page = (n: number) => ({ kind: '人', name: `人 ${n}`, note: '', to: `/people/${n}` });

test('the latest opened stands first, each page once, and no more than one reads at a glance', () => {
  const store = memory();
  for (const n of [1, 2, 3, 4, 5, 6, 7, 3]) rememberOpened('me', page(n), store);
  expect(openedBefore('me', store).map(({ to }) => to)).toEqual(
    [3, 7, 6, 5, 4, 2].map((n) => `/people/${n}`),
  );
});

test('what one opened is nobody else’s, though they use the same machine', () => {
  const store = memory();
  rememberOpened('me', page(1), store);
  expect(openedBefore('you', store)).toEqual([]);
});

test('what was kept by something else is no list', () => {
  const keptAs = (value: string) => openedBefore('me', memory({ 'kouyi.search.recent.me': value }));
  expect(keptAs('{')).toEqual([]);
  expect(keptAs('{"a":1}')).toEqual([]);
  expect(keptAs('[{"to":"/x"},7]')).toEqual([]);
});

test('a browser without room for it opens the page all the same', () => {
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  expect(() => rememberOpened('me', page(1), full)).not.toThrow();
});
