import type { BudgetUnit } from '@kouyi/shared/types';
import { fenOf, yuan } from '@kouyi/shared/rules/money';
import { figure } from '@/words/say';

/** 20 积分, 8.88 元. */
export const amountWords = (amount: number, unit: BudgetUnit): string =>
  unit === 'point' ? `${figure(amount)} 积分` : `${yuan(amount)} 元`;

/** What somebody typed as points or yuan, in whole points or fen; undefined: it is none, or nothing. */
export const amountOf = (text: string, unit: BudgetUnit): number | undefined => {
  if (unit === 'fen') return fenOf(text);
  const tidy = text.trim();
  return /^\d{1,7}$/.test(tidy) && Number(tidy) > 0 ? Number(tidy) : undefined;
};
