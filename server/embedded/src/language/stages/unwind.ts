/** $unwind. */
import { isDoc, type Doc, type Maybe, type Value, typeName } from '../../bson/value';
import { fieldPath } from '../expressions/field-path';
import { location } from '../expressions/common';
import { BREATH } from '../flow';
import { plainValueAt } from '../paths';
import { BREATH_EVERY, type BuildStage, withPath } from './stage';

interface Options {
  path: string[];
  indexField?: string[];
  keepEmpty: boolean;
}

export const unwind: BuildStage = (spec, { ctx }) => {
  const o = parse(spec);
  return function* (source) {
    let dropped = 0;
    for (const doc of source) {
      if (doc === BREATH) {
        yield BREATH;
        continue;
      }
      ctx.env.budget.tick();
      const v = plainValueAt(doc, o.path);
      if (Array.isArray(v) && v.length > 0) {
        for (let i = 0; i < v.length; i++) {
          yield indexed(withPath(doc, o.path, v[i]), o, BigInt(i));
          if (i % BREATH_EVERY === BREATH_EVERY - 1) yield BREATH;
        }
      } else if (v !== undefined && v !== null && !Array.isArray(v)) yield indexed(doc, o, null);
      else if (o.keepEmpty) yield indexed(Array.isArray(v) ? withPath(doc, o.path, undefined) : doc, o, null);
      else if (++dropped % BREATH_EVERY === 0) yield BREATH;
    }
  };
};

function indexed(doc: Doc, o: Options, index: Maybe): Doc {
  return o.indexField ? withPath(doc, o.indexField, index) : doc;
}

function parse(spec: Value): Options {
  if (typeof spec === 'string') return { path: pathOf(spec), keepEmpty: false };
  if (!isDoc(spec))
    throw location(
      15981,
      `expected either a string or an object as specification for $unwind stage, got ${typeName(spec)}`,
    );
  const out: Options = { path: [], keepEmpty: false };
  for (const [name, v] of spec) {
    if (name === 'path') {
      if (typeof v !== 'string')
        throw location(28808, `expected a string as the path for $unwind stage, got ${typeName(v)}`);
      out.path = pathOf(v);
    } else if (name === 'preserveNullAndEmptyArrays') {
      if (typeof v !== 'boolean')
        throw location(
          28809,
          `expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage, got ${typeName(v)}`,
        );
      out.keepEmpty = v;
    } else if (name === 'includeArrayIndex') {
      if (typeof v !== 'string' || v === '')
        throw location(
          28810,
          `expected a non-empty string for the includeArrayIndex  option to $unwind stage, got ${typeName(v)}`,
        );
      if (v.startsWith('$'))
        throw location(
          28822,
          `includeArrayIndex option to $unwind stage should not be prefixed with a '$': ${v}`,
        );
      out.indexField = fieldPath(v);
    } else throw location(28811, `unrecognized option to $unwind stage: ${name}`);
  }
  if (out.path.length === 0) throw location(28812, 'no path specified to $unwind stage');
  return out;
}

function pathOf(text: string): string[] {
  if (text === '') throw location(28812, 'no path specified to $unwind stage');
  if (!text.startsWith('$'))
    throw location(28818, `path option to $unwind stage should be prefixed with a '$': ${text}`);
  return fieldPath(text.slice(1));
}
