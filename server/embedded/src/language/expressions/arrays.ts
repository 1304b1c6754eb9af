import type { Operators } from './common';

export const arrays: Operators = {};
