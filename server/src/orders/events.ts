import { event } from '../kernel/events';

/** One line of an order, as far as others react to it. Amounts are fen, for the whole line. */
export interface OrderItemFact {
  sku: string;
  productId?: string;
  category?: string;
  quantity: number;
  paidFen: number;
  refundedFen: number;
  /** What the goods of this line cost the brand, when the shop or the catalogue says it. */
  costFen?: number;
}

/** An order as it is now: sums over everything known, whatever the order in which it arrived. */
export interface OrderFact {
  /** Our id of the order. */
  orderId: string;
  /** Who bought, when we know them. */
  personId?: string;
  /** When it was paid. */
  at: Date;
  paidFen: number;
  refundedFen: number;
  items: OrderItemFact[];
  couponCode?: string;
  /** Which shop told of it. */
  source: string;
}

/** Orders whose payment became known, or better known (the shop corrected it, we learned who bought). */
export const orderPaid = event<{ orders: OrderFact[] }>('order.paid');

/** Orders of which more is refunded than before; the facts hold the new sums. */
export const orderRefunded = event<{ orders: OrderFact[] }>('order.refunded');

/** Anything of these orders changed: payment, refunds, shipping, who bought. */
export const ordersChanged = event<{ orderIds: string[] }>('orders.changed');

/** Nobody knows yet who bought these; whoever signs in from now on, or did so at the same moment, may tell. */
export const buyersAwaited = event<{ orderIds: string[] }>('orders.buyers-awaited');
