/** Stages that read other collections or run several pipelines: $lookup, $unionWith, $facet, $documents. */
import { isDoc, type Doc, type Maybe, type Value, typeName } from '../../bson/value';
import { failedToParse, notSupported } from '../../errors';
import type { Box, Context } from '../env';
import { compileExpression } from '../expressions/compile';
import { fieldPath } from '../expressions/field-path';
import { type Ex, location } from '../expressions/common';
import { BREATH, type Flow } from '../flow';
import { compileTest } from '../match/filter';
import { valuesAt } from '../paths';
import { show } from '../show';
import { type Equal, Foreign } from './foreign';
import { type BuildStage, consume, type Run, sizeOf, type StageContext, withPath } from './stage';

/** Reads a collection of the same database. */
function reader(s: StageContext, collection: string): (match?: Doc) => Flow {
  s.reads.add(collection);
  return (match) => {
    const { read } = s.ctx.env;
    if (!read) throw notSupported(`reading ${collection} here`);
    return read(collection, match);
  };
}

interface LookupSpec {
  from: string;
  as: string[];
  localField?: string;
  foreignField?: string;
  pipeline?: Value[];
  variables: Doc;
}

export const lookup: BuildStage = (raw, s) => {
  const spec = parseLookup(raw);
  const { ctx } = s;
  const read = reader(s, spec.from);
  const boxes = [...spec.variables].map(([name, v]) => {
    const box: Box = { v: undefined };
    return { name, box, ex: compileExpression(v, ctx) };
  });
  const scope = new Map(ctx.scope);
  for (const { name, box } of boxes) scope.set(name, box);
  const inner: Context = { ...ctx, scope };
  const run: Run | undefined = spec.pipeline && s.sub(spec.pipeline, inner, '$lookup');
  const pushed = pushable(spec.pipeline, inner);
  const foreign = new Foreign(spec.from, read, ctx);
  return function* (source) {
    for (const doc of source) {
      if (doc === BREATH) {
        yield BREATH;
        continue;
      }
      ctx.env.budget.tick();
      for (const { box, ex } of boxes) box.v = ex(doc);
      const wanted = pushed();
      const equals =
        spec.localField === undefined
          ? undefined
          : { field: spec.foreignField!, values: localValues(doc, spec.localField) };
      const join = equals && joinFilter(equals);
      const more = wanted.equals.map(({ field, values }) => equality(field, values[0]!));
      const found: Value[] = [];
      const others = yield* foreign.documents({
        all: allOf(join, wanted.plain, ...more),
        plain: allOf(wanted.plain),
        equals: equals ?? wanted.equals[0],
      });
      const matching = matched(others, join, ctx);
      for (const other of run ? run(matching) : matching) {
        if (other === BREATH) yield BREATH;
        else {
          ctx.env.budget.charge(sizeOf(other));
          found.push(other);
        }
      }
      yield withPath(doc, spec.as, found);
      ctx.env.budget.release(found.reduce<number>((n, v) => n + sizeOf(v), 0));
    }
  };
};

function* matched(source: Flow, join: Doc | undefined, ctx: Context): Flow {
  const test = join && compileTest(join, ctx);
  for (const doc of source) {
    if (doc === BREATH) yield BREATH;
    else {
      ctx.env.budget.tick();
      if (!test || test(doc, null)) yield doc;
    }
  }
}

/** A missing field, and an empty array, join with null. */
function localValues(doc: Doc, field: string): Value[] {
  const values = valuesAt(doc, field);
  return values.length === 0 ? [null] : values;
}

/** Equality with any of the local values. */
function joinFilter({ field: foreignField, values }: Equal): Doc {
  if (values.length === 1) return equality(foreignField, values[0]!);
  if (values.some((v) => typeName(v) === 'regex'))
    return new Map([['$or', values.map((v): Value => equality(foreignField, v))]]);
  return new Map([[foreignField, new Map([['$in', values]])]]);
}

const equality = (field: string, v: Value): Doc => new Map([[field, new Map([['$eq', v]])]]);

function allOf(...filters: (Doc | undefined)[]): Doc | undefined {
  const given = filters.filter((f) => f !== undefined && f.size > 0) as Doc[];
  return given.length > 1 ? new Map([['$and', given]]) : given[0];
}

/**
 * What of the leading $match the source may use: plain conditions as they are, and `$expr` equalities of a field
 * with a variable, turned into conditions that let at least the same documents through.
 */
function pushable(pipeline: Value[] | undefined, ctx: Context): () => { plain: Doc; equals: Equal[] } {
  const first = pipeline?.[0];
  const match = isDoc(first) && first.size === 1 ? first.get('$match') : undefined;
  if (!isDoc(match)) return () => ({ plain: new Map(), equals: [] });
  const plain: Doc = new Map([...match].filter(([name]) => !name.startsWith('$')));
  const expressions: Value[] = [];
  const expr = match.get('$expr');
  if (isDoc(expr)) {
    const all = expr.get('$and');
    if (Array.isArray(all)) expressions.push(...all);
    else expressions.push(expr);
  }
  const equalities = expressions.flatMap((e) => equalityOf(e, ctx));
  return () => ({
    plain,
    equals: equalities.flatMap(({ field, ex }) => {
      const v = ex(new Map());
      return v === undefined || Array.isArray(v) ? [] : [{ field, values: [v] }];
    }),
  });
}

function equalityOf(e: Value, ctx: Context): { field: string; ex: Ex }[] {
  const sides = isDoc(e) && e.size === 1 ? e.get('$eq') : undefined;
  if (!Array.isArray(sides) || sides.length !== 2) return [];
  for (const [field, other] of [sides, [sides[1]!, sides[0]!]] as [Value, Value][]) {
    const isField = typeof field === 'string' && /^\$[^$]/.test(field);
    const isVariable = typeof other === 'string' && /^\$\$(?!ROOT\b|CURRENT\b|REMOVE\b)/.test(other);
    if (isField && isVariable) return [{ field: field.slice(1), ex: compileExpression(other, ctx) }];
  }
  return [];
}

function parseLookup(raw: Value): LookupSpec {
  if (!isDoc(raw))
    throw failedToParse(`the $lookup stage specification must be an object, but found ${typeName(raw)}`);
  const text = (name: string): string | undefined => {
    const v = raw.get(name);
    if (v === undefined || typeof v === 'string') return v;
    if (name === 'from' && isDoc(v)) throw notSupported('$lookup from another database');
    throw failedToParse(`$lookup argument '${name}: ${show(v)}' must be a string, is type ${typeName(v)}`);
  };
  for (const name of raw.keys())
    if (!['from', 'as', 'localField', 'foreignField', 'let', 'pipeline'].includes(name))
      throw failedToParse(`unknown argument to $lookup: ${name}`);
  const from = text('from');
  const as = text('as');
  const localField = text('localField');
  const foreignField = text('foreignField');
  const pipeline = raw.get('pipeline');
  const variables = raw.get('let') ?? new Map<string, Value>();
  if (as === undefined) throw failedToParse("must specify 'as' field for a $lookup");
  if (from === undefined) {
    if (pipeline !== undefined) throw notSupported('$lookup without from');
    throw failedToParse("missing 'from' option to $lookup stage specification");
  }
  if (pipeline !== undefined && !Array.isArray(pipeline))
    throw failedToParse(`'pipeline' option must be specified as an array`);
  if (!isDoc(variables))
    throw failedToParse(
      `$lookup argument 'let: ${show(variables)}' must be an object, is type ${typeName(variables)}`,
    );
  if ((localField === undefined) !== (foreignField === undefined))
    throw failedToParse(
      "$lookup requires both or neither of 'localField' and 'foreignField' to be specified",
    );
  if (pipeline === undefined && localField === undefined)
    throw failedToParse(
      `$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified`,
    );
  if (pipeline === undefined && raw.has('let'))
    throw failedToParse("$lookup with a 'let' argument must also specify 'pipeline'");
  if (localField !== undefined) {
    fieldPath(localField);
    fieldPath(foreignField!);
  }
  return { from, as: fieldPath(as), localField, foreignField, pipeline, variables };
}

export const unionWith: BuildStage = (spec, s) => {
  let collection: Maybe = spec;
  let pipeline: Value = [];
  if (isDoc(spec)) {
    collection = spec.get('coll');
    pipeline = spec.get('pipeline') ?? [];
    for (const name of spec.keys())
      if (name !== 'coll' && name !== 'pipeline')
        throw location(40415, `BSON field '$unionWith.${name}' is an unknown field.`);
    if (collection === undefined) throw notSupported('$unionWith without coll');
  }
  if (typeof collection !== 'string')
    throw failedToParse(
      `the $unionWith stage specification must be an object or string, but found ${typeName(spec)}`,
    );
  const read = reader(s, collection);
  const run = s.sub(pipeline, s.ctx, '$unionWith');
  return function* (source) {
    yield* source;
    yield* run(read());
  };
};

export const facet: BuildStage = (spec, s) => {
  if (!isDoc(spec) || spec.size === 0)
    throw location(40169, `the $facet specification must be a non-empty object, but found: ${show(spec)}`);
  const facets = [...spec].map(([name, stages]) => {
    if (name.startsWith('$') || name.includes('.'))
      throw failedToParse(
        `$facet: field name '${name}' is not valid: it may not begin with '$' or contain '.'`,
      );
    if (!Array.isArray(stages))
      throw location(40170, `arguments to $facet must be arrays, ${name} is type ${typeName(stages)}`);
    return { name, run: s.sub(stages, s.ctx, '$facet') };
  });
  return function* (source) {
    const docs: Doc[] = [];
    yield* consume(source, s.ctx, (doc) => {
      s.ctx.env.budget.charge(sizeOf(doc));
      docs.push(doc);
    });
    const out: Doc = new Map();
    for (const { name, run } of facets) {
      const found: Value[] = [];
      for (const doc of run(docs)) {
        if (doc === BREATH) yield BREATH;
        else {
          s.ctx.env.budget.charge(sizeOf(doc));
          found.push(doc);
        }
      }
      out.set(name, found);
    }
    yield out;
  };
};

/** $documents: the documents of an expression instead of a source. */
export const documents: BuildStage = (spec, { ctx }) => {
  const list = compileExpression(spec, ctx)(new Map());
  if (!Array.isArray(list)) throw location(5858203, 'an array is expected');
  return function* () {
    for (const doc of list) {
      if (!isDoc(doc)) throw location(40228, `$documents must hold objects, but found ${typeName(doc)}`);
      yield doc;
    }
  };
};

/** Refuses stages that may not stand inside another. */
export function checkNested(name: string, where: string): void {
  if (where === '$facet' && ['$facet', '$out', '$merge', '$documents'].includes(name))
    throw location(40600, `${name} is not allowed to be used within a $facet stage`);
  if (name === '$out' || name === '$merge')
    throw location(
      where === '$lookup' ? 51047 : 31441,
      `${name} is not allowed within a ${where}'s sub-pipeline`,
    );
}
