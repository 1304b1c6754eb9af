import type { Address, Payee } from '@kouyi/shared/types';
import {
  addressProblems,
  maskedName,
  maskedPhone,
  payeeProblems,
  tidyAddress,
  tidyPayee,
} from '@kouyi/shared/rules/address';
import { seal, unsealText } from '../kernel/seal';
import type { PrizeRow } from './model';
import { refuse } from './rules';

const ADDRESS = 'prize.address';
const PAYEE = 'prize.payee';

/** A destination as it is kept: sealed, with a masked line for lists. */
type Kept = Required<Pick<PrizeRow, 'destination' | 'to'>>;

/** Checks and seals an address. @throws Refusal `address_incomplete` with the part that is missing as its field. */
export function keepAddress(given: Address | undefined): Kept {
  const address = tidyAddress(
    given ?? { name: '', phone: '', province: '', city: '', district: '', detail: '' },
  );
  const [problem, ...more] = addressProblems(address);
  if (problem)
    throw refuse('address_incomplete', {
      field: problem.field,
      details: { message: problem.message, problems: [problem, ...more] },
    });
  return {
    destination: seal(JSON.stringify(address), ADDRESS),
    to: `${maskedName(address.name)} ${maskedPhone(address.phone)} ${address.province}`,
  };
}

/** Checks and seals an account to transfer to. @throws Refusal `payee_incomplete` with the field. */
export function keepPayee(given: Payee | undefined): Kept {
  const payee = tidyPayee(given ?? { method: 'wechat', account: '', realName: '' });
  const [problem, ...more] = payeeProblems(payee);
  if (problem)
    throw refuse('payee_incomplete', {
      field: problem.field,
      details: { message: problem.message, problems: [problem, ...more] },
    });
  return {
    destination: seal(JSON.stringify(payee), PAYEE),
    to: `${maskedName(payee.realName)} ${payee.method === 'wechat' ? '微信' : '支付宝'}`,
  };
}

/** The address of a prize that is sent; undefined: none (any more). */
export const addressOf = ({ way, destination }: PrizeRow): Address | undefined =>
  way === 'ship' && destination ? (JSON.parse(unsealText(destination, ADDRESS)) as Address) : undefined;

/** The account of a red packet; undefined: none (any more). */
export const payeeOf = ({ way, destination }: PrizeRow): Payee | undefined =>
  way === 'transfer' && destination ? (JSON.parse(unsealText(destination, PAYEE)) as Payee) : undefined;
