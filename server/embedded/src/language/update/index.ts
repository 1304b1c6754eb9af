/** Updates compiled to functions: operators, replacement documents and pipelines. */
import { equalValues, identical } from '../../bson/compare';
import { isDoc, type Doc, type Value, typeName } from '../../bson/value';
import { badValue, failedToParse, MongoError } from '../../errors';
import { contextOf, type Context, type Env } from '../env';
import { compileTest, type DocTest } from '../match/filter';
import { compileTransform, UPDATE_STAGES } from '../stages/transform';
import { show } from '../show';
import type { Matcher, Updater } from '../types';
import { addToSet, pull, pullAll, push } from './arrays';
import type { Operation } from './operation';
import { arithmetic, bit, currentDate, extreme, pop, renameFrom, set, setOnInsert, unset } from './operators';
import { applyNode, type Branch, insert, newBranch, sortTree } from './tree';

/**
 * Compiles an update. An array is a pipeline, a document whose first field begins with $ holds operators, any other
 * is a replacement. Errors as MongoDB: 9 unknown modifier, 40 conflict, 28 path, 66 immutable _id, 14 types, 52 and
 * 56 field names, 34 array growth, 2 for the rest.
 */
export function compileUpdate(
  update: Doc | Doc[],
  env: Env,
  o: { arrayFilters?: Doc[]; matcher?: Matcher } = {},
): Updater {
  const ctx = contextOf(env);
  const filters = o.arrayFilters ?? [];
  if (Array.isArray(update)) {
    if (filters.length > 0)
      throw failedToParse('arrayFilters may not be specified for pipeline-syle updates');
    return pipelineUpdate(update, ctx);
  }
  const first = update.keys().next().value;
  if (first?.startsWith('$')) return operatorUpdate(update, ctx, filters);
  if (filters.length > 0)
    throw failedToParse('arrayFilters may not be specified for replacement-style updates');
  return replacementUpdate(update);
}

function replacementUpdate(update: Doc): Updater {
  return {
    kind: 'replacement',
    apply(doc, o) {
      if (!o.isInsert) checkFieldNames(update, update.keys());
      return replaceAll(doc, update);
    },
  };
}

/** A new document may have fields that begin with $; an update may not put one into a document that exists. */
function checkFieldNames(doc: Doc, names: Iterable<string>): void {
  for (const name of names)
    if (name.startsWith('$') && doc.has(name))
      throw new MongoError(
        52,
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${name}' in '${name}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
      );
}

/** `update` with the _id of `doc`, which it may repeat but not change. */
function replaceAll(doc: Doc, update: Doc): Doc {
  const id = doc.get('_id');
  const given = update.get('_id');
  if (id !== undefined && given !== undefined && !equalValues(id, given))
    throw new MongoError(
      66,
      'ImmutableField',
      `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${show(given)}`,
    );
  const out: Doc = new Map();
  const finalId = given ?? id;
  if (finalId !== undefined) out.set('_id', finalId);
  for (const [name, v] of update) out.set(name, v);
  checkId(out);
  return identical(doc, out) ? doc : out;
}

function checkId(doc: Doc): void {
  const id = doc.get('_id');
  if (Array.isArray(id) || (typeof id === 'object' && id !== null && typeName(id) === 'regex'))
    throw new MongoError(53, 'InvalidIdField', `The '_id' value cannot be of type ${typeName(id)}`);
  if (isDoc(id))
    for (const name of id.keys())
      if (name.startsWith('$'))
        throw new MongoError(
          52,
          'DollarPrefixedFieldName',
          `_id fields may not contain '$'-prefixed fields: ${name} is not valid for storage.`,
        );
}

function pipelineUpdate(stages: Doc[], ctx: Context): Updater {
  const steps = stages.map((stage) => {
    const [name, spec] = stage.size === 1 ? ([...stage][0] as [string, Value]) : [undefined, null];
    if (name === undefined)
      throw new MongoError(
        40323,
        'Location40323',
        'A pipeline stage specification object must contain exactly one field.',
      );
    if (!UPDATE_STAGES.has(name))
      throw new MongoError(72, 'InvalidOptions', `${name} is not allowed to be used within an update`);
    return compileTransform(name, spec, ctx);
  });
  return {
    kind: 'pipeline',
    apply(doc) {
      let out = doc;
      for (const step of steps) out = step(out);
      return replaceAll(doc, out);
    },
  };
}

type Build = (field: string, operand: Value, ctx: Context) => Operation;

const OPERATORS: Readonly<Record<string, Build>> = {
  $set: (_f, v) => set(v),
  $setOnInsert: (_f, v) => setOnInsert(v),
  $unset: () => unset(),
  $inc: (f, v) => arithmetic('$inc', f, v),
  $mul: (f, v) => arithmetic('$mul', f, v),
  $min: (_f, v, ctx) => extreme('$min', v, ctx),
  $max: (_f, v, ctx) => extreme('$max', v, ctx),
  $currentDate: (_f, v, ctx) => currentDate(v, ctx),
  $bit: (f, v) => bit(f, v),
  $push: (_f, v, ctx) => push(v, ctx),
  $addToSet: (_f, v, ctx) => addToSet(v, ctx),
  $pull: (_f, v, ctx) => pull(v, ctx),
  $pullAll: (_f, v, ctx) => pullAll(v, ctx),
  $pop: (f, v) => pop(f, v),
};

function operatorUpdate(update: Doc, ctx: Context, arrayFilters: Doc[]): Updater {
  const root = newBranch();
  const filters = parseArrayFilters(arrayFilters, ctx);
  const used = new Set<string>();
  let positional = false;
  const add = (path: string, operation: Operation) => {
    for (const part of path.split('.')) {
      positional ||= part === '$';
      checkPart(part, path, filters, used);
    }
    insert(root, path, operation);
  };
  for (const [name, fields] of update) {
    const build = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
    if (!build && name !== '$rename')
      throw failedToParse(
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    if (!isDoc(fields))
      throw failedToParse(
        `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${name}: ${show(fields)}}`,
      );
    for (const [path, operand] of fields) {
      if (build) add(path, build(path, operand, ctx));
      else addRename(path, operand, add);
    }
  }
  for (const id of filters.keys())
    if (!used.has(id))
      throw failedToParse(
        `The array filter for identifier '${id}' was not used in the update ${show(update)}`,
      );
  sortTree(root);
  return {
    kind: 'operators',
    positional,
    touches: () => new Set(root.children.keys()),
    apply: (doc, o) => applyOperators(root, doc, filters, o),
  };
}

function applyOperators(
  root: Branch,
  doc: Doc,
  filters: ReadonlyMap<string, DocTest>,
  o: { isInsert: boolean; positional?: number },
): Doc {
  const at = { root: doc, isInsert: o.isInsert, positional: o.positional, filters };
  const out = applyNode(root, doc, at, '') as Doc;
  if (out === doc) return doc;
  const id = doc.get('_id');
  if (id !== undefined && id !== out.get('_id')) {
    if (!equalValues(id, out.get('_id')))
      throw new MongoError(
        66,
        'ImmutableField',
        "Performing an update on the path '_id' would modify the immutable field '_id'",
      );
  }
  if (!o.isInsert) {
    checkFieldNames(out, root.children.keys());
    return out;
  }
  checkId(out);
  return idFirst(out);
}

function idFirst(doc: Doc): Doc {
  const id = doc.get('_id');
  if (id === undefined || doc.keys().next().value === '_id') return doc;
  return new Map<string, Value>([['_id', id], ...doc]);
}

function addRename(source: string, operand: Value, add: (path: string, operation: Operation) => void): void {
  if (typeof operand !== 'string')
    throw badValue(`The 'to' field for $rename must be a string: ${source}: ${show(operand)}`);
  if (operand.includes('\0'))
    throw badValue("The 'to' field for $rename cannot contain an embedded null byte");
  const dynamic = (path: string) => path.split('.').some((part) => part === '$' || part.startsWith('$['));
  if (dynamic(source)) throw badValue(`The source field for $rename may not be dynamic: ${source}`);
  if (dynamic(operand)) throw badValue(`The destination field for $rename may not be dynamic: ${operand}`);
  if (source === operand)
    throw badValue(`The source and target field for $rename must differ: ${source}: "${operand}"`);
  add(source, unset());
  add(operand, renameFrom(source));
}

function parseArrayFilters(specs: Doc[], ctx: Context): Map<string, DocTest> {
  const out = new Map<string, DocTest>();
  for (const spec of specs) {
    const ids = topLevelNames(spec);
    if (ids.size === 0)
      throw failedToParse('Cannot use an expression without a top-level field name in arrayFilters');
    if (ids.size > 1)
      throw failedToParse(
        `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${[...ids].join("' and '")}'`,
      );
    const name = [...ids][0]!;
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name))
      throw badValue(
        `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
      );
    if (out.has(name))
      throw failedToParse(`Found multiple array filters with the same top-level field name ${name}`);
    out.set(name, compileTest(spec, ctx));
  }
  return out;
}

function topLevelNames(spec: Doc): Set<string> {
  const out = new Set<string>();
  for (const [name, v] of spec) {
    if (!name.startsWith('$')) out.add(name.split('.')[0]!);
    else if (Array.isArray(v))
      for (const clause of v) if (isDoc(clause)) for (const inner of topLevelNames(clause)) out.add(inner);
  }
  return out;
}

function checkPart(
  part: string,
  path: string,
  filters: ReadonlyMap<string, DocTest>,
  used: Set<string>,
): void {
  if (!part.startsWith('$[')) return;
  if (!part.endsWith(']'))
    throw badValue(
      `Cannot have array filter identifier (i.e. '$[<id>]') element without a closing bracket in path '${path}'`,
    );
  const id = part.slice(2, -1);
  if (id === '') return;
  if (!filters.has(id)) throw badValue(`No array filter found for identifier '${id}' in path '${path}'`);
  used.add(id);
}
