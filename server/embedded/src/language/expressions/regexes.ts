import type { Operators } from './common';

export const regexes: Operators = {};
