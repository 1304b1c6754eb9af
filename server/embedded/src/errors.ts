import type { Doc } from './bson/value';

/**
 * An error a client is meant to see: MongoDB's code and name, and a sentence.
 * Anything else thrown inside the server is a bug and reaches the client as InternalError (1).
 */
export class MongoError extends Error {
  constructor(
    readonly code: number,
    readonly codeName: string,
    message: string,
    /** Further fields of the reply, such as keyPattern or errorLabels. */
    readonly extra?: Doc,
  ) {
    super(message);
  }
}

export const badValue = (message: string) => new MongoError(2, 'BadValue', message);
export const failedToParse = (message: string) => new MongoError(9, 'FailedToParse', message);
export const typeMismatch = (message: string) => new MongoError(14, 'TypeMismatch', message);

/** What this server knows by name and will not do. */
export const notSupported = (what: string) =>
  new MongoError(
    115,
    'CommandNotSupported',
    `${what} is not supported by the embedded database; use MongoDB for it`,
  );
