import type { Operators } from './common';

export const objects: Operators = {};
