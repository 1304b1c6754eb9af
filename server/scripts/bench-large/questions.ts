import { DAY_MS } from '@kouyi/shared/rules/time';
import { personId } from '../bench-tags/brand';
import { ACTIVITY_ID, LARGEST_GROUP } from './brand';
import { COUPON_ID } from './sales';

/** What a screen asks. */
export interface Question {
  readonly name: string;
  readonly path: string;
  /** The fiftieth page of it. */
  readonly deep?: boolean;
}

const list = (path: string, ...filters: string[]): Question[] => {
  const name = path.replace('/api/', '');
  return [
    { name, path },
    { name, path, deep: true },
    ...filters.map((filter) => ({ name: `${name}?${filter}`, path: `${path}?${encodeURI(filter)}` })),
  ];
};
const one = (path: string): Question => ({
  name: path
    .replace('/api/', '')
    .split('?')[0]!
    .replace(LARGEST_GROUP, ':large')
    .replace(personId(0), ':koc'),
  path,
});

/** Everything that the console's lists and boards ask: first page, fiftieth page, filters, searches, files. */
export function questions(now: Date, unitIds: { region: string; store: string }): Question[] {
  const group = `/api/groups/${LARGEST_GROUP}`;
  const person = `/api/people/${personId(0)}`;
  const week = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString();
  return [
    one('/api/today'),
    one('/api/staff/me'),
    one('/api/org/units'),
    one('/api/org/staff'),
    ...['雅', '雅欣', '王安安9', 'user-99', '无此人', '1', 'B-9999', '全员'].map((q) => ({
      name: `search?q=${q}`,
      path: `/api/search?q=${encodeURIComponent(q)}`,
    })),
    ...list('/api/people', 'q=雅', 'q=雅欣', 'q=user-99', 'q=openid-500', 'q=无此人', 'q=9'),
    one(person),
    one(`${person}/timeline`),
    one(`${person}/profile`),
    one(`${person}/notices`),
    ...list('/api/blacklist', 'lifted=yes', 'lifted=no'),
    ...list(
      '/api/groups',
      'q=咖啡',
      'tag=护肤',
      `unitId=${unitIds.region}`,
      `unitId=${unitIds.store}`,
      'q=无此群',
    ),
    one('/api/groups/tags'),
    one(group),
    ...list(`${group}/members`, 'q=雅', 'q=无此人').map(short),
    ...list(`${group}/messages`, 'q=拿铁', 'q=无此话').map(short),
    one(`${group}/heat`),
    ...list('/api/activities', 'state=running', 'state=closed', 'kind=vote', 'q=活动', 'q=无此活动'),
    one(`/api/activities/calendar?from=${week(-3)}&to=${week(4)}`),
    one(`/api/activities/${ACTIVITY_ID}`),
    one(`/api/activities/${ACTIVITY_ID}/live`),
    ...list(
      `/api/activities/${ACTIVITY_ID}/participations`,
      `groupId=${LARGEST_GROUP}`,
      'outcome=already_counted',
      'outcome=ended',
      `groupId=${LARGEST_GROUP}&outcome=already_counted`,
    ).map(short),
    one(`/api/activities/${ACTIVITY_ID}/export.csv`),
    ...list('/api/outgoing', `groupId=${LARGEST_GROUP}`, 'state=refused', 'state=failed'),
    ...list('/api/outgoing', `groupId=${LARGEST_GROUP}&state=failed`).slice(2).map(short),
    ...list('/api/audit', 'q=运营 3', 'q=update', 'q=无此事', `subject=${LARGEST_GROUP}`).map(short),
    ...list(
      '/api/ledger/transactions',
      `personId=${personId(0)}`,
      `activityId=${ACTIVITY_ID}`,
      'account=point:system:issued',
      `keyPrefix=activity:${ACTIVITY_ID}:999`,
    ).map(short),
    one('/api/ledger/accounts'),
    ...list('/api/ledger/book?book=point:member:*'),
    ...list('/api/ledger/statement?account=point:system:issued'),
    one('/api/ledger/balance?account=point:system:issued'),
    one('/api/ledger/holds'),
    one('/api/ledger/audits'),
    ...list(
      '/api/orders',
      'state=settled',
      'state=incomplete',
      'q=B-77777',
      'q=B-7',
      `personId=${personId(0)}`,
    ).map(short),
    ...list('/api/orders/quarantine'),
    one('/api/orders/ord_1'),
    ...list('/api/koc', 'ended=yes', 'q=雅', 'q=雅欣', 'q=K00042', 'q=无此人'),
    ...list('/api/links', `kocId=${personId(0)}`, 'productId=prd_1').map(short),
    ...list('/api/products', 'q=面霜', 'category=分类 3', 'onSale=yes', 'q=无'),
    one('/api/commission-rules'),
    ...list('/api/commission/disputes', 'state=open'),
    ...list('/api/coupons', 'state=open', 'q=满', 'q=无'),
    one(`/api/coupons/${COUPON_ID}`),
    one(`/api/coupons/${COUPON_ID}/figures`),
    ...list(`/api/coupons/${COUPON_ID}/issued`, 'state=redeemed', 'state=expired'),
    one(`/api/coupons/${COUPON_ID}/links`),
    ...list(`/api/redeem/coupons?storeId=${unitIds.store}`).map((each) => ({
      ...each,
      name: 'redeem/coupons',
    })),
    ...list(
      '/api/prizes',
      'state=to_ship',
      'kind=goods',
      'kind=red_packet&state=requested',
      'boxId=box_7',
      `personId=${personId(3)}`,
    ),
    one('/api/prizes/counts'),
    one('/api/prizes/to-ship.csv'),
    ...list('/api/payouts', 'state=requested', `personId=${personId(0)}`),
    ...list('/api/koc-budgets', 'state=ended', `kocId=${personId(0)}`),
    ...list('/api/koc-gifts', `kocId=${personId(0)}`, `personId=${personId(9)}`),
    ...list('/api/koc-rights'),
    ...list('/api/koc-right-claims', 'state=requested', 'late=yes'),
    ...list('/api/sub-groups', 'state=open', 'q=无'),
    ...list('/api/koc-suggestions'),
    ...list('/api/wishes', 'kind=wish', 'state=granted', 'state=declined', `personId=${personId(0)}`),
    one('/api/wishes/counts'),
    one('/api/growth/board'),
    ...list(
      '/api/growth/people',
      'sort=since',
      'stage=koc',
      'stage=exclusive&sort=since',
      'q=雅欣',
      'q=无此人',
      `unitId=${unitIds.region}`,
      `unitId=${unitIds.store}&sort=since`,
    ),
    one('/api/growth/people.csv'),
    ...list('/api/growth/moves', 'beyond=yes', `personId=${personId(0)}`),
    ...list('/api/growth/proposals', 'state=open'),
    one(`/api/growth/people/${personId(0)}`),
    ...list(`/api/growth/people/${personId(0)}/reached`).slice(0, 1),
    one('/api/growth/calibration'),
    one('/api/lifecycle'),
    ...list('/api/tags', 'q=规则', 'kind=consumer', 'mode=manual'),
    ...list('/api/tags/tag_0/people'),
    ...list('/api/segments', 'q=规则'),
    ...list('/api/segments/seg_3/people'),
    ...list('/api/materials', 'state=published'),
    one('/api/materials/export.csv'),
    ...list('/api/lessons'),
    ...list('/api/checklists'),
    ...list('/api/moments', 'when=over'),
    ...list('/api/boxes', 'state=open'),
    ...list('/api/questionnaires'),
    ...list('/api/care/threads', 'mine=yes'),
    one('/api/care/counts'),
    one('/api/system/health'),
  ];
}

/** Names without the ids in them. */
function short<T extends Question>(question: T): T {
  const name = question.name
    .replaceAll(LARGEST_GROUP, ':large')
    .replaceAll(personId(0), ':koc')
    .replaceAll(ACTIVITY_ID, ':everybody');
  return { ...question, name };
}
