import type { Payer } from '../adapters/wechatpay';

let given: Payer | undefined;

/** Boot says who moves the money; undefined: finance pays by hand and notes the reference. */
export const usePayer = (by: Payer | undefined): void => {
  given = by;
};

/** Who moves the money now; undefined: a person does, by hand, and notes it. */
export const payer = (): Payer | undefined => given;
