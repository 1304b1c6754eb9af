import type { BudgetUnit } from '@kouyi/shared/types';
import { count } from '../ui/number';
import { money } from '../ui/Yuan';

/** `200 积分`, or `5.00 元`. */
export const amountWords = (unit: BudgetUnit, amount: number): string =>
  unit === 'fen' ? money(amount) : `${count(amount)} 积分`;
