import { yuan } from '@kouyi/shared/rules/money';
import type { Out } from '../api';
import { count, signed } from '../ui/number';

type Unit = Out<'ledger', 'transactions'>['items'][number]['unit'];

/** What an amount counts, in words; money is shown in yuan. */
export const UNITS: Record<Unit, string> = { point: '积分', fen: '元', chance: '次机会' };

/** An amount as people read it: money in yuan. */
export const amountOf = (amount: number, unit: Unit): string =>
  unit === 'fen' ? yuan(amount).replace('-', '−') : count(amount);

/** The same with its sign. */
export const signedAmount = (amount: number, unit: Unit): string =>
  unit === 'fen' ? `${amount > 0 ? '+' : ''}${amountOf(amount, unit)}` : signed(amount);
