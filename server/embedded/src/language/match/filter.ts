/** Filters compiled to functions. */
import { isDoc, type Doc, type Value } from '../../bson/value';
import { badValue, notSupported } from '../../errors';
import { contextOf, type Context, type Env } from '../env';
import { compileExpression } from '../expressions/compile';
import { truth } from '../expressions/common';
import { parsePath, type Recorder } from '../paths';
import type { Matcher } from '../types';
import { atPath, parseField } from './field';

/** A filter on a document; when `rec` is given it records the array index that matched. */
export type DocTest = (doc: Doc, rec: Recorder | null) => boolean;

/**
 * Compiles a query. What it does not know it refuses: unknown operators with BadValue (2), known ones that are
 * not supported ($where, $text, geo, $jsonSchema, $sampleRate) with CommandNotSupported (115).
 */
export function compileFilter(filter: Doc, env: Env): Matcher {
  return matcherOf(filter, contextOf(env));
}

/** The top-level fields that a filter looks at; undefined when it holds an operator that could look anywhere. */
export function fieldsRead(filter: Doc): Set<string> | undefined {
  const names = new Set<string>();
  for (const [name, value] of filter) {
    if (!name.startsWith('$')) {
      names.add(name.split('.')[0]!);
      continue;
    }
    if ((name !== '$and' && name !== '$or') || !Array.isArray(value)) return undefined;
    for (const part of value) {
      const read = isDoc(part) ? fieldsRead(part) : undefined;
      if (!read) return undefined;
      for (const each of read) names.add(each);
    }
  }
  return names;
}

/** The same inside a context with variables. */
export function matcherOf(filter: Doc, ctx: Context): Matcher {
  const test = compileTest(filter, ctx);
  return {
    reads: fieldsRead(filter),
    test: (doc) => test(doc, null),
    match: (doc) => {
      const rec: Recorder = { index: undefined };
      return test(doc, rec) ? { positional: rec.index } : null;
    },
  };
}

const always: DocTest = () => true;

export function compileTest(filter: Doc, ctx: Context): DocTest {
  const tests: DocTest[] = [];
  for (const [name, value] of filter) {
    if (name.startsWith('$') && name !== '$ref' && name !== '$id' && name !== '$db') {
      const test = topLevel(name, value, ctx);
      if (test) tests.push(test);
    } else {
      const path = parsePath(name);
      for (const condition of parseField(name, value, ctx, compileTest)) tests.push(atPath(path, condition));
    }
  }
  return every(tests);
}

function every(tests: DocTest[]): DocTest {
  if (tests.length === 0) return always;
  const [first, second] = tests as [DocTest, DocTest];
  if (tests.length === 1) return first;
  if (tests.length === 2) return (doc, rec) => first(doc, rec) && second(doc, rec);
  return (doc, rec) => {
    for (const test of tests) if (!test(doc, rec)) return false;
    return true;
  };
}

function topLevel(name: string, value: Value, ctx: Context): DocTest | undefined {
  switch (name) {
    case '$and':
      return every(clauses(name, value, ctx));
    case '$or': {
      const tests = clauses(name, value, ctx);
      return (doc, rec) => tests.some((test) => test(doc, rec));
    }
    case '$nor': {
      const tests = clauses(name, value, ctx);
      return (doc) => !tests.some((test) => test(doc, null));
    }
    case '$expr': {
      const expression = compileExpression(value, ctx);
      return (doc) => truth(expression(doc));
    }
    case '$comment':
      return undefined;
    case '$alwaysTrue':
      return always;
    case '$alwaysFalse':
      return () => false;
    case '$where':
    case '$text':
    case '$jsonSchema':
    case '$sampleRate':
      throw notSupported(name);
    default:
      throw badValue(
        `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      );
  }
}

function clauses(name: string, value: Value, ctx: Context): DocTest[] {
  if (!Array.isArray(value)) throw badValue(`${name} must be an array`);
  if (value.length === 0) throw badValue('$and/$or/$nor must be a nonempty array');
  return value.map((clause) => {
    if (!isDoc(clause)) throw badValue('$or/$and/$nor entries need to be full objects');
    return compileTest(clause, ctx);
  });
}
