/** $out and $merge: parsed here, carried out by the caller. */
import { equalValues } from '../../bson/compare';
import { isDoc, type Doc, type Value, typeName } from '../../bson/value';
import { badValue, MongoError } from '../../errors';
import { type Box, contextOf, type Context, type Env } from '../env';
import { compileExpression } from '../expressions/compile';
import { fieldPath } from '../expressions/field-path';
import { location } from '../expressions/common';
import { show } from '../show';
import type { MergeSpec, OutSpec } from '../types';
import { compileTransform, type Transform, UPDATE_STAGES } from './transform';

export function parseOut(spec: Value): OutSpec {
  if (typeof spec === 'string') return { collection: spec };
  if (!isDoc(spec))
    throw location(16990, `$out only supports a string or object argument, but found ${typeName(spec)}`);
  const db = spec.get('db');
  const collection = spec.get('coll');
  for (const name of spec.keys())
    if (name !== 'db' && name !== 'coll')
      throw location(16994, `If an object is passed to $out it must have exactly 2 fields: 'db' and 'coll'`);
  if (typeof db !== 'string' || typeof collection !== 'string')
    throw location(16994, `If an object is passed to $out it must have exactly 2 fields: 'db' and 'coll'`);
  return { db, collection };
}

const MATCHED = ['replace', 'keepExisting', 'merge', 'fail'] as const;
const NOT_MATCHED = ['insert', 'discard', 'fail'] as const;

export function parseMerge(spec: Value): MergeSpec {
  const base = { on: ['_id'], whenMatched: 'merge', whenNotMatched: 'insert' } as const;
  if (typeof spec === 'string') return { ...base, on: ['_id'], collection: spec };
  if (!isDoc(spec))
    throw location(51182, `$merge requires a string or object argument, but found ${typeName(spec)}`);
  for (const name of spec.keys())
    if (!['into', 'on', 'let', 'whenMatched', 'whenNotMatched'].includes(name))
      throw location(40415, `BSON field '$merge.${name}' is an unknown field.`);
  const variables = spec.get('let');
  if (variables !== undefined && !isDoc(variables))
    throw new MongoError(
      14,
      'TypeMismatch',
      `BSON field '$merge.let' is the wrong type '${typeName(variables)}', expected type 'object'`,
    );
  return {
    ...target(spec.get('into')),
    on: onFields(spec.get('on')),
    whenMatched: whenMatched(spec.get('whenMatched')),
    whenNotMatched: choice('whenNotMatched', spec.get('whenNotMatched') ?? 'insert', NOT_MATCHED),
    ...(variables ? { variables } : {}),
  };
}

function target(into: Value | undefined): { db?: string; collection: string } {
  if (typeof into === 'string') return { collection: into };
  if (into === undefined) throw location(40414, "BSON field '$merge.into' is missing but a required field");
  if (!isDoc(into))
    throw location(
      51178,
      `$merge 'into' field must be either a string or an object, but found ${typeName(into)}`,
    );
  const db = into.get('db');
  const collection = into.get('coll');
  if (typeof collection !== 'string')
    throw location(51178, `$merge 'into' field must specify a 'coll' that is not empty, null or undefined`);
  return typeof db === 'string' ? { db, collection } : { collection };
}

function onFields(on: Value | undefined): string[] {
  if (on === undefined) return ['_id'];
  const list = Array.isArray(on) ? on : [on];
  if (list.length === 0)
    throw location(51187, "If explicitly specifying $merge 'on', must include at least one field");
  const out: string[] = [];
  for (const field of list) {
    if (typeof field !== 'string')
      throw location(51134, `$merge 'on' array elements must be strings, but found ${typeName(field)}`);
    fieldPath(field);
    if (out.includes(field)) throw location(31465, `Found a duplicate field '${field}' in $merge 'on'`);
    out.push(field);
  }
  return out;
}

function choice<T extends string>(name: string, v: Value, allowed: readonly T[]): T {
  const found = allowed.find((a) => a === v);
  if (found === undefined)
    throw badValue(`Enumeration value '${show(v)}' for field '$merge.${name}' is not a valid value.`);
  return found;
}

function whenMatched(v: Value | undefined): MergeSpec['whenMatched'] {
  if (v === undefined) return 'merge';
  if (!Array.isArray(v)) return choice('whenMatched', v, MATCHED);
  for (const stage of v) {
    if (!isDoc(stage) || stage.size !== 1)
      throw location(40323, 'A pipeline stage specification object must contain exactly one field.');
    const name = stage.keys().next().value!;
    if (!UPDATE_STAGES.has(name))
      throw new MongoError(72, 'InvalidOptions', `${name} is not allowed to be used within an update`);
  }
  return v as Doc[];
}

/**
 * How a document of the target changes when a document of the pipeline matches it: the new one, or 'keep'.
 * `fail` throws DuplicateKey (11000). The _id of the existing document stays; another one is refused (66).
 */
export function compileMergeApply(spec: MergeSpec, env: Env): (existing: Doc, incoming: Doc) => Doc | 'keep' {
  const mode = spec.whenMatched;
  if (Array.isArray(mode)) return pipelineApply(mode, spec.variables, contextOf(env));
  switch (mode) {
    case 'keepExisting':
      return () => 'keep';
    case 'fail':
      return (existing) => {
        throw new MongoError(
          11000,
          'DuplicateKey',
          `$merge could not insert a document: one with the same ${spec.on.join(', ')} exists: _id ${show(existing.get('_id'))}`,
        );
      };
    case 'replace':
      return (existing, incoming) => withId(existing, incoming);
    default:
      return (existing, incoming) => {
        const out = new Map(existing);
        for (const [name, v] of incoming) out.set(name, v);
        return withId(existing, out);
      };
  }
}

function pipelineApply(stages: Doc[], variables: Doc | undefined, ctx: Context) {
  const scope = new Map(ctx.scope);
  const given = variables ?? new Map<string, Value>([['new', '$$ROOT']]);
  const bindings = [...given].map(([name, v]) => {
    const box: Box = { v: undefined };
    scope.set(name, box);
    return { box, ex: compileExpression(v, ctx) };
  });
  const steps: Transform[] = stages.map((stage) => {
    const [name, operand] = [...stage][0]!;
    return compileTransform(name, operand, { ...ctx, scope });
  });
  return (existing: Doc, incoming: Doc): Doc => {
    for (const { box, ex } of bindings) box.v = ex(incoming);
    let out = existing;
    for (const step of steps) out = step(out);
    return withId(existing, out);
  };
}

function withId(existing: Doc, out: Doc): Doc {
  const id = existing.get('_id')!;
  const given = out.get('_id');
  if (given !== undefined && !equalValues(given, id))
    throw new MongoError(
      66,
      'ImmutableField',
      `$merge failed to update the matching document, did you attempt to modify the _id or the shard key? :: caused by :: the (immutable) field '_id' was found to have been altered to _id: ${show(given)}`,
    );
  return new Map<string, Value>([['_id', id], ...[...out].filter(([name]) => name !== '_id')]);
}
