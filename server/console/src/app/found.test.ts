import { hitsOf, underHeads } from './found';

const found = [
  { kind: 'order' as const, items: [{ id: 'ord_1', name: 'SO-1', note: '已付款' }], more: false },
  { kind: 'person' as const, items: [{ id: 'per_1', name: '小林', note: '' }], more: true },
  { kind: 'product' as const, items: [{ id: 'prd_1', name: '挂耳 & 杯', note: '' }], more: false },
];

test('every line leads to its page; a product, which has none, to the list with it', () => {
  expect(hitsOf(found, '小').map(({ to }) => to)).toEqual([
    '/orders/ord_1',
    '/people/per_1',
    `/people?q=${encodeURIComponent('小')}`,
    `/products?q=${encodeURIComponent('挂耳 & 杯')}`,
  ]);
});

test('lines stand under the head that came first, in their order', () => {
  const hit = (key: string, group: string) => ({ key, group, name: key, note: '', to: `/${key}` });
  const heads = underHeads([hit('a', '页面'), hit('b', '人'), hit('c', '页面')]);
  expect(heads.map(([group, hits]) => [group, hits.map(({ key }) => key)])).toEqual([
    ['页面', ['a', 'c']],
    ['人', ['b']],
  ]);
});
