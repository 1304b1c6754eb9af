import { placesOf, voucherName } from './vouchers';

const to = (kind: string, accounts: string[], activityId?: string) =>
  placesOf({ cause: { kind, id: 'x_1' }, accounts, activityId }).map((place) => place.to);

test('whatever booked a transaction leads to the page nearest to it', () => {
  expect(to('order', ['fen:koc:psn_1:pending', 'fen:brand:commission'])).toEqual(['/orders/x_1']);
  expect(to('withdrawal', ['fen:koc:psn_1:available'])).toEqual(['/payouts?id=x_1']);
  expect(to('coupon', ['fen:coupon:cpn_7:cost', 'fen:coupon:cpn_7:liability'], 'act_1')).toEqual([
    '/activities/act_1',
    '/coupons/cpn_7',
  ]);
  expect(to('draw', ['fen:box-budget:box_9', 'fen:box:box_9:prizes'])).toEqual(['/boxes/box_9']);
  expect(to('koc_gift', ['point:koc-budget:bud_3', 'point:member:psn_2'])).toEqual([
    '/rights?tab=budgets&id=bud_3',
  ]);
});

test('what has no page is called by a word, whatever comes to book tomorrow', () => {
  expect(to('adjustment', ['point:system:adjustments', 'point:member:psn_1'])).toEqual([]);
  expect(voucherName('adjustment')).toBe('手工记的一笔');
  expect(voucherName('unheard_of')).toBe('凭证');
});
