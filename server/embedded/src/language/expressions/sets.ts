import type { Operators } from './common';

export const sets: Operators = {};
