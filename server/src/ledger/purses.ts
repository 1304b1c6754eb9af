/** What one identity of a person holds, or gives. */
export interface Purse {
  readonly personId: string;
  readonly amount: number;
}

/**
 * From which purses of one person an amount is taken: the first that holds something first, so that the same request
 * takes the same everywhere. A purse below zero owes; it gives nothing, and what all hold together is less by that.
 * Takes the whole wherever the purses hold it together, else what there is.
 */
export function takeInOrder(purses: readonly Purse[], amount: number): Purse[] {
  let wanted = amount;
  return purses.flatMap(({ personId, amount: held }) => {
    const taken = Math.min(wanted, Math.max(0, held));
    wanted -= taken;
    return taken === 0 ? [] : { personId, amount: taken };
  });
}

/** What purses hold together; below zero when more is owed than held. */
export const heldIn = (purses: readonly Purse[]): number =>
  purses.reduce((sum, { amount }) => sum + amount, 0);
