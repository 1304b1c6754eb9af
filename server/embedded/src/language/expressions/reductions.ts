import type { Operators } from './common';

export const reductions: Operators = {};
