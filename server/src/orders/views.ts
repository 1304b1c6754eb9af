import type { InputOf, OutputOf, contracts } from '@kouyi/shared/contracts';
import type { Actor } from '../kernel/actor';
import { newestPage } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { anyOf, native } from '../kernel/store';
import { assertEverywhere } from '../org';
import { identitiesOf, nicknames } from '../people';
import { lineText } from './commands';
import { Orders, type OrderRow, Quarantine } from './model';
import { type OrderStory, storiesOf } from './neighbours';

type OrdersApi = (typeof contracts)['orders'];
type OrderView = OutputOf<OrdersApi['list']>['items'][number];

/** Orders, the latest arrived first. Orders have no branch: only who reads all of them reads any. */
export async function orderPage(
  actor: Actor,
  { q, state, personId, ...page }: InputOf<OrdersApi['list']>,
): Promise<OutputOf<OrdersApi['list']>> {
  assertEverywhere(actor, 'orders.read');
  const selves = personId === undefined ? [] : await identitiesOf(personId);
  return newestPage(
    Orders,
    'arrivedAt',
    {
      $and: [
        q ? { number: q.trim() } : {},
        state ? { 'derived.state': state } : {},
        personId ? { personId: anyOf(selves.length > 0 ? selves : [personId]) } : {},
      ],
    },
    page,
    async (shown) => {
      const [names, stories] = await Promise.all([
        nicknames(shown.flatMap((row) => row.personId ?? [])),
        storiesOf(
          shown.map(({ _id }) => _id),
          false,
        ),
      ]);
      return shown.map((row) => orderView(row, names, stories.get(row._id)));
    },
  );
}

function orderView(
  row: OrderRow,
  names: ReadonlyMap<string, string>,
  story: OrderStory | undefined,
): OrderView {
  const nickname = row.personId === undefined ? undefined : names.get(row.personId);
  return {
    id: row._id,
    number: row.number,
    shop: row.shop,
    state: row.derived.state,
    ...(row.personId === undefined ? {} : { personId: row.personId }),
    ...(nickname === undefined ? {} : { nickname }),
    ...(row.payment ? { paidAt: row.payment.paidAt.toISOString() } : {}),
    paidFen: row.derived.paidFen,
    refundedFen: row.derived.refundedFen,
    arrivedAt: row.arrivedAt.toISOString(),
    ...(story?.kocId === undefined ? {} : { kocId: story.kocId, kocName: story.kocName ?? '' }),
    ...(story ? { commissionFen: story.commissionFen } : {}),
  };
}

/** One order with everything about it. @throws Refusal `not_found`. */
export async function orderDetail(actor: Actor, id: string): Promise<OutputOf<OrdersApi['get']>> {
  assertEverywhere(actor, 'orders.read');
  const row = await native(Orders).findOne({ _id: id });
  if (!row) throw refuseAnywhere('not_found');
  const [names, stories] = await Promise.all([nicknames([row.personId ?? '']), storiesOf([id], true)]);
  const story = stories.get(id);
  const { payment, derived } = row;
  return {
    order: orderView(row, names, story),
    items: (payment?.items ?? []).map((item, i) => ({
      lineId: item.lineId,
      sku: item.sku,
      ...(item.name === undefined ? {} : { name: item.name }),
      ...(item.productId === undefined ? {} : { productId: item.productId }),
      quantity: item.quantity,
      paidFen: item.paidFen,
      refundedFen: derived.refundedByLine[i] ?? 0,
    })),
    refunds: row.refunds.map(({ refundId, at, amountFen }) => ({
      refundId,
      at: at.toISOString(),
      amountFen,
      counted: !derived.refundsAside.includes(refundId),
    })),
    history: row.history.map(({ state, at }) => ({ state, at: at.toISOString() })),
    ...(payment?.couponCode ? { couponCode: payment.couponCode } : {}),
    ...(row.couponNote === undefined ? {} : { couponNote: row.couponNote }),
    ...(payment?.refCode ? { refCode: payment.refCode } : {}),
    ...(row.buyerFoundAt ? { buyerFoundAt: row.buyerFoundAt.toISOString() } : {}),
    otherFields: row.extraFields,
    ...(story?.decision ? { decision: story.decision } : {}),
    ...(story?.commission ? { commission: story.commission } : {}),
  };
}

/** Counting more says nothing new. */
const COUNTED_MAX = 1_000;

/** How many lines wait in quarantine, at most 1,000. */
export const quarantinedNow = (): Promise<number> =>
  native(Quarantine).countDocuments({ state: 'open' }, { limit: COUNTED_MAX });

/** Quarantined lines, newest first. */
export async function quarantinePage(
  actor: Actor,
  { state, ...page }: InputOf<OrdersApi['quarantine']>,
): Promise<OutputOf<OrdersApi['quarantine']>> {
  assertEverywhere(actor, 'orders.read');
  return newestPage(Quarantine, 'at', { state }, page, (shown) =>
    shown.map((row) => ({
      id: row._id,
      at: row.at.toISOString(),
      source: row.source,
      ...(row.orderId === undefined ? {} : { orderId: row.orderId }),
      code: row.code,
      message: row.message,
      line: lineText(row),
      times: row.times,
      state: row.state,
    })),
  );
}
