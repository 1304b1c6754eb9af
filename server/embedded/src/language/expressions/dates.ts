import type { Operators } from './common';

export const dates: Operators = {};
