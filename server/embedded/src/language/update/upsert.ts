/** What an upsert takes over from its query. */
import { BSONRegExp } from 'bson';
import { compareStrings } from '../../bson/compare';
import { isDoc, type Doc, type Value } from '../../bson/value';
import { MongoError } from '../../errors';
import { isOperatorDoc } from '../match/field';

/**
 * The document an upsert starts from: the equalities of the query (`a: v`, `$eq`, `$in` and `$all` of one value,
 * inside `$and` and an `$or` of one clause), at their dotted paths, in path order.
 * Error 54 (NotSingleValueField) when a path is given twice or together with a path below it.
 */
export function upsertBase(filter: Doc): Doc {
  const equalities = new Map<string, Value>();
  collect(filter, equalities);
  const paths = [...equalities.keys()].sort(compareStrings);
  const out: Doc = new Map();
  for (const path of paths) {
    const parts = path.split('.');
    for (let i = 1; i < parts.length; i++) {
      const parent = parts.slice(0, i).join('.');
      if (equalities.has(parent))
        throw notSingle(`cannot infer query fields to set, both paths '${parent}' and '${path}' are matched`);
    }
    setAt(out, parts, equalities.get(path)!);
  }
  const id = out.get('_id');
  return id === undefined ? out : new Map<string, Value>([['_id', id], ...out]);
}

const notSingle = (message: string) => new MongoError(54, 'NotSingleValueField', message);

function setAt(doc: Doc, parts: string[], value: Value): void {
  let at = doc;
  for (const part of parts.slice(0, -1)) {
    const next = at.get(part);
    if (isDoc(next)) at = next;
    else {
      const fresh: Doc = new Map();
      at.set(part, fresh);
      at = fresh;
    }
  }
  at.set(parts[parts.length - 1]!, value);
}

function collect(filter: Doc, out: Map<string, Value>): void {
  const add = (path: string, value: Value) => {
    if (value instanceof BSONRegExp) return;
    if (out.has(path)) throw notSingle(`cannot infer query fields to set, path '${path}' is matched twice`);
    out.set(path, value);
  };
  for (const [name, value] of filter) {
    if (name === '$and' || (name === '$or' && Array.isArray(value) && value.length === 1)) {
      for (const clause of value as Value[]) if (isDoc(clause)) collect(clause, out);
    } else if (name.startsWith('$')) continue;
    else if (!isOperatorDoc(value)) add(name, value);
    else
      for (const [operator, operand] of value) {
        if (operator === '$eq') add(name, operand);
        else if (operator === '$in' && Array.isArray(operand) && operand.length === 1) add(name, operand[0]!);
        else if (operator === '$all' && Array.isArray(operand))
          for (const item of operand) if (!isOperatorDoc(item)) add(name, item);
      }
  }
}
