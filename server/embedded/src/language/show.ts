/** Values as MongoDB's error messages print them. */
import { BSONRegExp, Decimal128, Double, ObjectId } from 'bson';
import { isDoc, type Maybe } from '../bson/value';

/** Shell-like text of a value, cut at 200 characters. */
export function show(v: Maybe): string {
  const text = full(v);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

function full(v: Maybe): string {
  if (v === undefined) return 'EOO';
  if (v === null) return 'null';
  if (typeof v === 'string') return JSON.stringify(v);
  if (typeof v === 'number' || typeof v === 'boolean') return String(v);
  if (typeof v === 'bigint') return v.toString();
  if (isDoc(v))
    return v.size === 0 ? '{}' : `{ ${[...v].map(([name, value]) => `${name}: ${full(value)}`).join(', ')} }`;
  if (Array.isArray(v)) return v.length === 0 ? '[]' : `[ ${v.map(full).join(', ')} ]`;
  if (v instanceof Double) return showDouble(v.value);
  if (v instanceof Decimal128) return v.toString();
  if (v instanceof ObjectId) return `ObjectId('${v.toHexString()}')`;
  if (v instanceof Date) return `new Date(${v.getTime()})`;
  if (v instanceof BSONRegExp) return `/${v.pattern}/${v.options}`;
  return v.constructor.name;
}

function showDouble(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  if (!Number.isFinite(x)) return x > 0 ? 'inf' : '-inf';
  return Number.isInteger(x) && Math.abs(x) < 1e15 ? `${x}.0` : String(x);
}
