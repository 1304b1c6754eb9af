import type { Out } from '../api';

type Row = Out<'ledger', 'transactions'>['items'][number];

/** What booked a transaction, in a word. */
const VOUCHERS: Record<string, string> = {
  adjustment: '手工记的一笔',
  box: '盲盒',
  coupon: '券',
  draw: '盲盒里的一抽',
  grant: '奖励',
  koc_budget: 'KOC 的预算',
  koc_gift: 'KOC 送的礼',
  koc_right: '权益',
  order: '订单',
  withdrawal: '提现',
};

/** Accounts bear the thing they are of in their name. */
const THINGS: [of: RegExp, name: string, at: string][] = [
  [/:coupon:(cpn_\w+)/, '看这张券', '/coupons/'],
  [/:box(?:-budget)?:(box_\w+)/, '看这个盲盒', '/boxes/'],
  [/:koc-budget:(bud_\w+)/, '看这份预算', '/rights?tab=budgets&id='],
];

const CAUSES: Record<string, [name: string, at: string]> = {
  order: ['看这个订单', '/orders/'],
  withdrawal: ['看这笔提现', '/payouts?id='],
};

/** A page that tells more of it. */
export interface Place {
  name: string;
  to: string;
}

/** The pages nearest to what booked a transaction; none for what has no page. */
export const placesOf = ({
  cause,
  accounts,
  activityId,
}: Pick<Row, 'cause'> & { accounts: readonly string[]; activityId?: string | undefined }): Place[] => {
  const places: Place[] = [];
  if (activityId) places.push({ name: '看这个活动', to: `/activities/${activityId}` });
  const page = CAUSES[cause.kind];
  if (page) places.push({ name: page[0], to: page[1] + cause.id });
  for (const [of, name, at] of THINGS) {
    const id = accounts.map((account) => of.exec(account)?.[1]).find((found) => found !== undefined);
    if (id !== undefined) places.push({ name, to: at + id });
  }
  return places;
};

/** What booked it, in a word; what is not known by one is a voucher. */
export const voucherName = (kind: string): string => VOUCHERS[kind] ?? '凭证';
