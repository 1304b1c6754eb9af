import { event } from '../kernel/events';

/** Products were added or changed; what orders named in vain may be found now. */
export const productsSaved = event<{ productIds: string[] }>('products.saved');
