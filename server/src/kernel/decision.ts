import type { Refusal } from './refusals';

/** What a rule says: yes with a value, or a named no. */
export type Decision<T> =
  { readonly accepted: true; readonly value: T } | { readonly accepted: false; readonly refusal: Refusal };

/** The decision that it may be, with what follows from it. */
export const accept = <T>(value: T): Decision<T> => ({ accepted: true, value });
/** The decision that it may not be, and why. */
export const decline = (refusal: Refusal): Decision<never> => ({ accepted: false, refusal });

/** The value of an accepted decision; throws the refusal of the other. */
export function orRefuse<T>(decision: Decision<T>): T {
  if (!decision.accepted) throw decision.refusal;
  return decision.value;
}
