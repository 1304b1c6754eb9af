import { derivedId } from '../kernel/ids';
import { seal, unsealText } from '../kernel/seal';
import type { PaymentFact } from './model';

const UNIONID = 'order-buyer';

/** What an order of an unknown buyer is found by when they sign in: says nothing about who it is. */
export const hintOf = (unionid: string): string => derivedId('buy', unionid);

/** What is kept of a buyer whom nobody knows yet. */
export const awaitedOf = (unionid: string | undefined): PaymentFact['awaited'] =>
  unionid === undefined ? undefined : { hint: hintOf(unionid), unionid: seal(unionid, UNIONID) };

/** The unionid that a payment waits for, unsealed. */
export const unionidOf = ({ unionid }: NonNullable<PaymentFact['awaited']>): string =>
  unsealText(unionid, UNIONID);
