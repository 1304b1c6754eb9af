import { event } from '../kernel/events';
import type { OrderFact } from '../orders/events';

/** An order that somebody brought, as it is now. */
export interface BroughtOrder {
  readonly order: OrderFact;
  /** To whom it belongs now; absent: to nobody any more. */
  readonly kocId?: string;
  /** What is paid for bringing it, at both levels together, as it is now. */
  readonly commissionFen: number;
  /** To whom it belonged when it was told of before, where that was somebody else. */
  readonly before?: string;
}

/** Orders that belong to somebody, or did until now: told again whenever the order or the decision changes. */
export const ordersBrought = event<{ orders: BroughtOrder[] }>('orders.brought');
