/** Stages that turn one document into one document: $project, $addFields/$set, $unset, $replaceRoot/$replaceWith. */
import { isDoc, type Doc, typeName, type Value } from '../../bson/value';
import type { Context } from '../env';
import { compileExpression } from '../expressions/compile';
import { location } from '../expressions/common';
import { addComputed, addFields, addPath, exclude, include, newNode } from '../projection-tree';
import { parseProjection } from '../projection-spec';
import { show } from '../show';

export type Transform = (doc: Doc) => Doc;

/** Those allowed in a pipeline update. */
export const UPDATE_STAGES: ReadonlySet<string> = new Set([
  '$addFields',
  '$set',
  '$project',
  '$unset',
  '$replaceRoot',
  '$replaceWith',
]);

/** Compiles one of UPDATE_STAGES. */
export function compileTransform(name: string, spec: Value, ctx: Context): Transform {
  switch (name) {
    case '$project':
      return project(spec, ctx);
    case '$unset':
      return unset(spec);
    case '$replaceRoot': {
      if (!isDoc(spec))
        throw location(
          40229,
          `expected an object as specification for $replaceRoot stage, got ${typeName(spec)}`,
        );
      for (const key of spec.keys())
        if (key !== 'newRoot') throw location(40415, `BSON field '$replaceRoot.${key}' is an unknown field.`);
      const newRoot = spec.get('newRoot');
      if (newRoot === undefined)
        throw location(40414, "BSON field '$replaceRoot.newRoot' is missing but a required field");
      return replaceRoot(newRoot, ctx);
    }
    case '$replaceWith':
      return replaceRoot(spec, ctx);
    default:
      return add(name, spec, ctx);
  }
}

function add(name: string, spec: Value, ctx: Context): Transform {
  if (!isDoc(spec))
    throw location(40272, `${name} specification stage must be an object, got ${typeName(spec)}`);
  if (spec.size === 0)
    throw location(40177, `Invalid ${name} :: caused by :: specification must have at least one field`);
  const tree = newNode();
  addFields(tree, spec, '', ctx);
  return (doc) => {
    const out = new Map(doc);
    addComputed(tree, out, doc);
    return out;
  };
}

function project(spec: Value, ctx: Context): Transform {
  if (!isDoc(spec)) throw location(15969, '$project specification must be an object');
  if (spec.size === 0)
    throw location(
      51272,
      'Invalid $project :: caused by :: projection specification must have at least one field',
    );
  const { kind, tree } = parseProjection(spec, ctx, false);
  return kind === 'inclusion' ? (doc) => include(tree, doc, doc) : (doc) => exclude(tree, doc);
}

function unset(spec: Value): Transform {
  const fields = Array.isArray(spec) ? spec : [spec];
  if (fields.length === 0)
    throw location(31119, '$unset specification must be a string or an array with at least one field');
  const tree = newNode();
  for (const field of fields) {
    if (typeof field !== 'string')
      throw Array.isArray(spec)
        ? location(31120, '$unset specification must be a string or an array containing only string values')
        : location(31002, '$unset specification must be a string or an array');
    addPath(tree, field, { kind: 'leaf' });
  }
  return (doc) => exclude(tree, doc);
}

function replaceRoot(spec: Value, ctx: Context): Transform {
  const expression = compileExpression(spec, ctx);
  return (doc) => {
    const v = expression(doc);
    if (isDoc(v)) return v;
    throw location(
      40228,
      `'newRoot' expression must evaluate to an object, but resulting value was: ${v === undefined ? 'MISSING' : show(v)}. Type of resulting value: '${typeName(v)}'. Input document: ${show(doc)}`,
    );
  };
}
