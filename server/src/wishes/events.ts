import { event } from '../kernel/events';

/** One wish or suggestion of one person, as the rest of the product hears of it. */
export interface WishFact {
  wishId: string;
  personId: string;
  at: Date;
}

/** Wishes that the brand has granted. */
export const wishGranted = event<{ wishes: WishFact[] }>('wish.granted');
/** Suggestions that the brand has taken up. */
export const suggestionAdopted = event<{ wishes: WishFact[] }>('suggestion.adopted');
