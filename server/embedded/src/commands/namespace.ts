import { MongoError } from '../errors';

const invalid = (message: string) => new MongoError(73, 'InvalidNamespace', message);

const BAD_DB = /[\0/\\. "$*<>:|?]/;

/** Refuses (73) database names MongoDB refuses. */
export function checkDb(db: string): void {
  if (db === '' || Buffer.byteLength(db) > 63 || (db !== '$external' && BAD_DB.test(db))) {
    throw invalid(`Invalid database name: '${db.slice(0, 100)}'`);
  }
}

/** The full name of a collection; refuses (73) what MongoDB refuses. */
export function nsOf(db: string, name: unknown): string {
  checkDb(db);
  if (typeof name !== 'string') throw invalid(`collection name has invalid type ${typeof name}`);
  const ns = `${db}.${name}`;
  if (
    name === '' ||
    name.startsWith('.') ||
    name.endsWith('.') ||
    name.includes('\0') ||
    name.includes('$')
  ) {
    throw invalid(`Invalid namespace specified '${ns.slice(0, 200)}'`);
  }
  if (Buffer.byteLength(ns) > 255)
    throw invalid(`Fully qualified namespace is too long. Namespace: ${ns.slice(0, 100)}… Max: 255`);
  return ns;
}
