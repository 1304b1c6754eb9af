import type { OutputOf, contracts } from '@kouyi/shared/contracts';

type Order = OutputOf<(typeof contracts)['orders']['get']>;

/** What commission knows of an order: whose it is, why, and what it pays. */
export interface OrderStory {
  readonly kocId?: string;
  readonly kocName?: string;
  readonly commissionFen: number;
  readonly decision?: NonNullable<Order['decision']>;
  readonly commission?: NonNullable<Order['commission']>;
}

/** Stories by order; orders that were not decided yet are absent. With `whole`, decision and commission too. */
type Tell = (orderIds: readonly string[], whole: boolean) => Promise<ReadonlyMap<string, OrderStory>>;

let tell: Tell = () => Promise.resolve(new Map());

/** Commission puts itself here: it imports orders, not the other way round. */
export const tellAboutOrders = (stories: Tell): void => void (tell = stories);

/** Whose each order is, as the domain that decides it tells. */
export const storiesOf: Tell = (orderIds, whole) => tell(orderIds, whole);
