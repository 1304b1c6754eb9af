import { clickLink, visitLink } from '../products';

/**
 * A link is opened, as a phone does it: its address counts everybody, and the mini-program then says which of them it
 * knows. `others` only look. All of them at once, which the counter likes. @throws Refusal `not_found`
 */
export const openedBy = (code: string, personIds: readonly string[], others: number): Promise<unknown> =>
  Promise.all([
    ...Array.from({ length: personIds.length + others }, () => clickLink(code)),
    ...personIds.map((personId) => visitLink(personId, code)),
  ]);
