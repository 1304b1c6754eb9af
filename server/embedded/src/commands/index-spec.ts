import { BSONRegExp } from 'bson';
import { isDoc, isNumeric, type Doc, type Value } from '../bson/value';
import { equalValues } from '../bson/compare';
import { toNumber } from '../bson/numbers';
import { MongoError, notSupported } from '../errors';
import { Budget, compileFilter, isSimpleCollation } from '../language';
import type { Index } from '../storage/catalog';
import { sameKey } from '../plan/planner';
import { onlyFields } from './args';

const KNOWN = new Set([
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'background',
  'hidden',
  'v',
  'ns',
  'collation',
  'dropDups',
  'commitQuorum',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
  'min',
  'max',
  'wildcardProjection',
  'storageEngine',
  'clustered',
  'prepareUnique',
  'bucketSize',
]);

const cannot = (why: string) => new MongoError(67, 'CannotCreateIndex', why);

/** An index specification, checked and completed (name, version). Kinds of indexes not kept here are refused by name. */
export function readIndexSpec(given: Doc): Doc {
  onlyFields(given, 'createIndexes.indexes', KNOWN);
  const key = given.get('key');
  if (!isDoc(key) || key.size === 0) throw cannot('Index keys cannot be empty.');
  if (key.size > 32) throw new MongoError(13103, 'Location13103', 'too many compound keys');
  for (const [path, direction] of key) checkField(path, direction);
  const name = given.get('name') ?? [...key].map(([k, v]) => `${k}_${toNumber(v as number)}`).join('_');
  if (typeof name !== 'string' || name === '' || name === '*')
    throw cannot('index name must be a non-empty string other than *');
  checkTtl(given, key);
  const partial = given.get('partialFilterExpression');
  if (partial !== undefined) {
    if (!isDoc(partial))
      throw new MongoError(14, 'TypeMismatch', "The field 'partialFilterExpression' must be an object");
    if (given.get('sparse') === true)
      throw cannot("cannot mix 'partialFilterExpression' and 'sparse' options");
    compileFilter(partial, { now: new Date(0), budget: new Budget({}) });
    checkPartial(partial);
  }
  const collation = given.get('collation');
  if (isDoc(collation) && !isSimpleCollation(collation)) throw notSupported('an index with a collation');
  for (const other of ['weights', 'wildcardProjection', 'clustered', 'prepareUnique']) {
    if (given.get(other) !== undefined && given.get(other) !== false)
      throw notSupported(`the index option ${other}`);
  }
  const spec: Doc = new Map<string, Value>([
    ['v', 2],
    ['key', key],
    ['name', name],
  ]);
  for (const [k, v] of given) {
    if (['unique', 'sparse', 'hidden', 'background'].includes(k)) {
      const on = v === true || (isNumeric(v) && toNumber(v) !== 0);
      if (on) spec.set(k, true);
    } else if (['partialFilterExpression', 'expireAfterSeconds'].includes(k)) spec.set(k, v);
  }
  return spec;
}

const PARTIAL = new Set(['$eq', '$lt', '$lte', '$gt', '$gte', '$in', '$type', '$exists']);

/** Only conditions that a query can be seen to imply may limit an index, as in MongoDB. */
function checkPartial(filter: Doc): void {
  const refuse = (what: string) => cannot(`Expression not supported in partial index: ${what}`);
  for (const [name, value] of filter) {
    if ((name === '$and' || name === '$or') && Array.isArray(value)) {
      for (const clause of value) if (isDoc(clause)) checkPartial(clause);
    } else if (name.startsWith('$')) throw refuse(name);
    else if (value instanceof BSONRegExp) throw refuse(`a regular expression on ${name}`);
    else if (isDoc(value) && [...value.keys()][0]?.startsWith('$')) {
      for (const [operator, operand] of value) {
        const absent =
          operator === '$exists' && (operand === false || (isNumeric(operand) && toNumber(operand) === 0));
        if (!PARTIAL.has(operator) || absent) throw refuse(absent ? '$exists: false' : operator);
        if (operator === '$in' && Array.isArray(operand) && operand.some((v) => v instanceof BSONRegExp))
          throw refuse(`a regular expression on ${name}`);
      }
    }
  }
}

function checkField(path: string, direction: Value): void {
  if (path === '' || path.startsWith('.') || path.endsWith('.') || path.includes('..')) {
    throw cannot(`Index keys cannot be an empty field. Got '${path}'`);
  }
  if (path.includes('$**')) throw notSupported('a wildcard index');
  if (path.split('.').some((p) => p.startsWith('$') && !['$id', '$ref', '$db'].includes(p)))
    throw cannot(`Index key contains an illegal field name: field name starts with '$'.`);
  if (typeof direction === 'string') {
    if (['text', '2d', '2dsphere', 'geoHaystack', 'hashed'].includes(direction))
      throw notSupported(`a ${direction} index`);
    throw cannot(`Unknown index plugin '${direction}'`);
  }
  if (!isNumeric(direction))
    throw cannot(
      `Values in v:2 index key pattern cannot be of type ${typeof direction}. Only numbers > 0, numbers < 0, and strings are allowed.`,
    );
  const n = toNumber(direction);
  if (n === 0 || Number.isNaN(n)) throw cannot('Values in the index key pattern cannot be 0.');
}

function checkTtl(given: Doc, key: Doc): void {
  const ttl = given.get('expireAfterSeconds');
  if (ttl === undefined) return;
  if (!isNumeric(ttl)) throw cannot("TTL index 'expireAfterSeconds' option must be numeric");
  const n = toNumber(ttl);
  if (!(n >= 0 && n <= 2147483647))
    throw cannot(
      `TTL index 'expireAfterSeconds' option must be within an acceptable range, try a number between 0 and 2147483647`,
    );
  if (key.size !== 1)
    throw cannot('TTL indexes are single-field indexes, compound indexes do not support TTL');
  if (key.has('_id'))
    throw new MongoError(
      197,
      'InvalidIndexSpecificationOption',
      "The field 'expireAfterSeconds' is not valid for an _id index specification",
    );
}

const OPTIONS = ['unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'hidden'];
const sameOption = (a: Doc, b: Doc, name: string): boolean =>
  a.get(name) === b.get(name) ||
  (a.get(name) !== undefined && b.get(name) !== undefined && equalValues(a.get(name), b.get(name)));

/** Whether the index exists already; 85 or 86 when something like it, but not it, does. */
export function existing(indexes: readonly Index[], spec: Doc): boolean {
  const name = spec.get('name') as string;
  const key = spec.get('key') as Doc;
  if (sameKey(key, new Map([['_id', 1]]))) return true;
  for (const i of indexes) {
    const same = sameKey(i.spec.get('key') as Doc, key);
    const partialSame =
      sameOption(i.spec, spec, 'partialFilterExpression') &&
      sameOption(i.spec, spec, 'sparse') &&
      sameOption(i.spec, spec, 'unique');
    const options = OPTIONS.every((o) => o === 'hidden' || sameOption(i.spec, spec, o));
    if (i.name === name) {
      if (same && options) return true;
      throw same
        ? new MongoError(
            85,
            'IndexOptionsConflict',
            `An equivalent index already exists with the same name but different options. Requested index: ${name}`,
          )
        : new MongoError(
            86,
            'IndexKeySpecsConflict',
            `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${name}`,
          );
    }
    if (same && partialSame) {
      throw options
        ? new MongoError(85, 'IndexOptionsConflict', `Index already exists with a different name: ${i.name}`)
        : new MongoError(
            85,
            'IndexOptionsConflict',
            `An equivalent index already exists with a different name and options: ${i.name}`,
          );
    }
  }
  return false;
}
