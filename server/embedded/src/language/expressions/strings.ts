import type { Operators } from './common';

export const strings: Operators = {};
