import type { Operators } from './common';

export const conversions: Operators = {};
