import { chaptersOf } from './chapters';

const one = (account: string, name = account, unit: 'fen' | 'point' | 'chance' = 'fen') => ({
  account,
  name,
  unit,
  balance: 1,
  entries: 1,
});

test('no account is left out, each stands once, and those of one kind are one number', () => {
  const accounts = [
    one('fen:koc:*:paid'),
    one('fen:brand:commission'),
    one('fen:box:a:prizes', '奖品成本'),
    one('fen:box:b:prizes', '奖品成本'),
    one('point:member:*', '会员积分', 'point'),
    one('point:system:adjustments', '手工调账', 'point'),
    one('fen:system:adjustments'),
    one('fen:tomorrow:unheard-of'),
  ];
  const chapters = chaptersOf(accounts);
  const told = chapters.flatMap(({ kinds }) => kinds.flat());
  expect(told.map(({ account }) => account).sort()).toEqual(accounts.map(({ account }) => account).sort());
  expect(chapters.flatMap(({ kinds }) => kinds).find((kind) => kind.length === 2)).toEqual([
    accounts[2],
    accounts[3],
  ]);
  expect(chapters[0]!.kinds.map(([first]) => first!.account)).toEqual([
    'fen:brand:commission',
    'fen:koc:*:paid',
  ]);
});
