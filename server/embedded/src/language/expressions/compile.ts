/** Aggregation expressions compiled to functions: literals, field paths, variables, objects, arrays, operators. */
import { fieldPath } from './field-path';
import { isDoc, type Doc, type Maybe, type Value } from '../../bson/value';
import { MongoError, notSupported } from '../../errors';
import { contextOf, type Context, type Env, type Scope } from '../env';
import { show } from '../show';
import { arithmetic } from './arithmetic';
import { arrays } from './arrays';
import { type Build, type Compiler, type Ex, location } from './common';
import { conversions } from './convert';
import { dates } from './dates';
import { logic } from './logic';
import { objects } from './objects';
import { sets } from './sets';
import { strings } from './strings';
import { reductions } from './reductions';
import { iteration } from './iteration';
import { regexes } from './regexes';

const OPERATORS: ReadonlyMap<string, Build> = new Map(
  Object.entries({
    ...arithmetic,
    ...arrays,
    ...conversions,
    ...dates,
    ...logic,
    ...objects,
    ...sets,
    ...strings,
    ...reductions,
    ...iteration,
    ...regexes,
  }),
);

const REFUSED = new Set([
  '$function',
  '$accumulator',
  '$meta',
  '$tsIncrement',
  '$tsSecond',
  '$sampleRate',
  '$bsonSize',
  '$binarySize',
  '$sin',
  '$cos',
  '$tan',
  '$asin',
  '$acos',
  '$atan',
  '$atan2',
  '$asinh',
  '$acosh',
  '$atanh',
  '$sinh',
  '$cosh',
  '$tanh',
  '$degreesToRadians',
  '$radiansToDegrees',
  '$percentile',
  '$median',
]);

/** Evaluates an expression on a document. */
export function evaluateExpression(expr: Value, doc: Doc, env: Env): Maybe {
  return compileExpression(expr, contextOf(env))(doc);
}

/** Compiles an expression. Error 168 for an unknown operator, 115 for a known one that is not supported. */
export function compileExpression(v: Value, ctx: Context): Ex {
  if (typeof v === 'string') return v.startsWith('$') ? reference(v, ctx) : () => v;
  if (isDoc(v)) return object(v, ctx);
  if (Array.isArray(v)) {
    const items = v.map((item) => compileExpression(item, ctx));
    return (root) => items.map((item) => item(root) ?? null);
  }
  return () => v;
}

function object(doc: Doc, ctx: Context): Ex {
  const first = doc.keys().next().value;
  if (first?.startsWith('$')) {
    if (doc.size > 1)
      throw location(15983, `An object representing an expression must have exactly one field: ${show(doc)}`);
    return operator(first, doc.get(first)!, ctx);
  }
  const fields = [...doc].map(([name, v]) => {
    if (name.startsWith('$'))
      throw location(
        16410,
        `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
      );
    if (name.includes('.'))
      throw location(
        16412,
        `FieldPath field names may not contain '.'. Consider using $getField or $setField.`,
      );
    return [name, compileExpression(v, ctx)] as const;
  });
  return (root) => {
    const out: Doc = new Map();
    for (const [name, ex] of fields) {
      const v = ex(root);
      if (v !== undefined) out.set(name, v);
    }
    return out;
  };
}

function operator(name: string, operand: Value, ctx: Context): Ex {
  const build = OPERATORS.get(name);
  if (!build) {
    if (REFUSED.has(name)) throw notSupported(name);
    throw new MongoError(168, 'InvalidPipelineOperator', `Unrecognized expression '${name}'`);
  }
  return build(operand, compilerOf(ctx), name);
}

function compilerOf(ctx: Context): Compiler {
  return {
    ctx,
    compile: (v, scope?: Scope) => compileExpression(v, scope ? { ...ctx, scope } : ctx),
  };
}

/** `$a.b` or `$$variable.a.b`. */
function reference(text: string, ctx: Context): Ex {
  if (!text.startsWith('$$')) {
    const path = fieldPath(text.slice(1));
    const current = ctx.scope.get('CURRENT');
    if (current) return () => follow(current.v, path, 0);
    if (path.length === 1) {
      const [name] = path as [string];
      return (root) => root.get(name);
    }
    return (root) => follow(root, path, 0);
  }
  const [name, ...rest] = text.slice(2).split('.') as [string, ...string[]];
  if (name === '') throw new MongoError(9, 'FailedToParse', 'empty variable names are not allowed');
  const path = rest.length > 0 ? fieldPath(rest.join('.')) : [];
  const base = variable(name, ctx);
  return path.length === 0 ? base : (root) => follow(base(root), path, 0);
}

function variable(name: string, ctx: Context): Ex {
  const box = ctx.scope.get(name);
  if (box) return () => box.v;
  switch (name) {
    case 'ROOT':
    case 'CURRENT':
      return (root) => root;
    case 'REMOVE':
      return () => undefined;
    case 'NOW': {
      const { now } = ctx.env;
      return () => now;
    }
    case 'CLUSTER_TIME':
    case 'USER_ROLES':
    case 'SEARCH_META':
      throw notSupported(`$$${name}`);
    default:
      throw location(17276, `Use of undefined variable: ${name}`);
  }
}

/** Follows a path; an array on the way gives the array of what its documents have there. */
export function follow(v: Maybe, path: readonly string[], from: number): Maybe {
  let at: Maybe = v;
  for (let i = from; i < path.length; i++) {
    if (isDoc(at)) at = at.get(path[i]!);
    else if (Array.isArray(at)) {
      const out: Value[] = [];
      for (const item of at) {
        const found = isDoc(item) ? follow(item, path, i) : undefined;
        if (found !== undefined) out.push(found);
      }
      return out;
    } else return undefined;
  }
  return at;
}
