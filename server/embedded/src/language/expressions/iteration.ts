import type { Operators } from './common';

export const iteration: Operators = {};
