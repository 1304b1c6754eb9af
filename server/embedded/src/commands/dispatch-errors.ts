import type { Value } from '../bson/value';
import { MongoError } from '../errors';

/** 251: the transaction is gone; the client should begin again. */
export const noSuchTransaction = (number: bigint) =>
  new MongoError(
    251,
    'NoSuchTransaction',
    `Given transaction number ${number} does not match any in-progress transactions.`,
    new Map<string, Value>([['errorLabels', ['TransientTransactionError']]]),
  );
