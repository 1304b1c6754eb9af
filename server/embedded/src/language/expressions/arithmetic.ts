import type { Operators } from './common';

export const arithmetic: Operators = {};
