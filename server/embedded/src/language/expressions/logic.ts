import type { Operators } from './common';

export const logic: Operators = {};
