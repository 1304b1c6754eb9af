import type { Doc } from '../bson/value';

/**
 * A breath: long work is written as generators that pass this token on every now and then, so that the one
 * thread of the server can serve others in between. Every stage hands it through untouched.
 */
export const BREATH = Symbol('breath');

/** Documents on their way through a query or a pipeline. */
export type Flow = Iterable<Doc | typeof BREATH>;
