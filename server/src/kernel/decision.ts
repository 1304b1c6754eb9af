import type { Refusal } from './refusals';

/** What a rule says: yes with a value, or a named no. */
export type Decision<T> =
  { readonly accepted: true; readonly value: T } | { readonly accepted: false; readonly refusal: Refusal };

export const accept = <T>(value: T): Decision<T> => ({ accepted: true, value });
export const decline = (refusal: Refusal): Decision<never> => ({ accepted: false, refusal });

/** The value of an accepted decision; throws the refusal of the other. */
export function orRefuse<T>(decision: Decision<T>): T {
  if (!decision.accepted) throw decision.refusal;
  return decision.value;
}
