/** Comparison, boolean, conditional and variable expressions. */
import { isDoc, type Maybe, type Value } from '../../bson/value';
import type { Box } from '../env';
import {
  type Build,
  type Compiler,
  type Ex,
  location,
  nullish,
  operands,
  type Operators,
  truth,
  unary,
} from './common';

const comparison =
  (accept: (c: number) => Maybe): Build =>
  (operand, c, name) => {
    const [x, y] = operands(name, operand, 2).map((v) => c.compile(v)) as [Ex, Ex];
    const { order } = c.ctx;
    return (root) => accept(order.compare(x(root), y(root)));
  };

const and: Build = (operand, c) => {
  const list = (Array.isArray(operand) ? operand : [operand]).map((v) => c.compile(v));
  return (root) => list.every((ex) => truth(ex(root)));
};

const or: Build = (operand, c) => {
  const list = (Array.isArray(operand) ? operand : [operand]).map((v) => c.compile(v));
  return (root) => list.some((ex) => truth(ex(root)));
};

const cond: Build = (operand, c, name) => {
  let parts: Value[];
  if (isDoc(operand)) {
    for (const key of operand.keys())
      if (!['if', 'then', 'else'].includes(key))
        throw location(17083, `Unrecognized parameter to $cond: ${key}`);
    const [a, b, d] = [operand.get('if'), operand.get('then'), operand.get('else')];
    if (a === undefined) throw location(17080, "Missing 'if' parameter to $cond");
    if (b === undefined) throw location(17081, "Missing 'then' parameter to $cond");
    if (d === undefined) throw location(17082, "Missing 'else' parameter to $cond");
    parts = [a, b, d];
  } else parts = operands(name, operand, 3);
  const [test, yes, no] = parts.map((v) => c.compile(v)) as [Ex, Ex, Ex];
  return (root) => (truth(test(root)) ? yes(root) : no(root));
};

const ifNull: Build = (operand, c) => {
  const list = Array.isArray(operand) ? operand : [operand];
  if (list.length < 2) throw location(1257300, `$ifNull needs at least two arguments, had: ${list.length}`);
  const [last, ...rest] = list.map((v) => c.compile(v)).reverse() as [Ex, ...Ex[]];
  rest.reverse();
  return (root) => {
    for (const ex of rest) {
      const v = ex(root);
      if (!nullish(v)) return v;
    }
    return last(root);
  };
};

const switchCase: Build = (operand, c) => {
  if (!isDoc(operand))
    throw location(40060, `$switch requires an object as an argument, found: ${typeof operand}`);
  for (const key of operand.keys())
    if (key !== 'branches' && key !== 'default')
      throw location(40067, `$switch found an unknown argument: ${key}`);
  const branches = operand.get('branches');
  if (branches === undefined) throw location(40068, '$switch requires at least one branch.');
  if (!Array.isArray(branches))
    throw location(40061, `$switch expected an array for 'branches', found: ${typeof branches}`);
  if (branches.length === 0) throw location(40068, '$switch requires at least one branch.');
  const cases = branches.map((branch) => caseOf(branch, c));
  const otherwise = operand.has('default') ? c.compile(operand.get('default')!) : undefined;
  return (root) => {
    for (const { test, value } of cases) if (truth(test(root))) return value(root);
    if (otherwise) return otherwise(root);
    throw location(
      40066,
      '$switch could not find a matching branch for an input, and no default was specified.',
    );
  };
};

function caseOf(branch: Value, c: Compiler): { test: Ex; value: Ex } {
  if (!isDoc(branch)) throw location(40062, '$switch expected each branch to be an object');
  for (const key of branch.keys())
    if (key !== 'case' && key !== 'then')
      throw location(40063, `$switch found an unknown argument to a branch: ${key}`);
  const [test, then] = [branch.get('case'), branch.get('then')];
  if (test === undefined) throw location(40064, "$switch requires each branch have a 'case' expression");
  if (then === undefined) throw location(40065, "$switch requires each branch have a 'then' expression.");
  return { test: c.compile(test), value: c.compile(then) };
}

const letIn: Build = (operand, c) => {
  if (!isDoc(operand)) throw location(16874, '$let only supports an object as its argument');
  for (const key of operand.keys())
    if (key !== 'vars' && key !== 'in') throw location(16875, `Unrecognized parameter to $let: ${key}`);
  const vars = operand.get('vars');
  const body = operand.get('in');
  if (vars === undefined) throw location(16876, "Missing 'vars' parameter to $let");
  if (body === undefined) throw location(16877, "Missing 'in' parameter to $let");
  if (!isDoc(vars)) throw location(10065, 'invalid parameter: expected an object (vars)');
  const scope = new Map(c.ctx.scope);
  const bindings = [...vars].map(([name, v]) => {
    const box: Box = { v: undefined };
    scope.set(variableName(name, true), box);
    return { box, ex: c.compile(v) };
  });
  const inner = c.compile(body, scope);
  return (root) => {
    const values = bindings.map(({ ex }) => ex(root));
    bindings.forEach(({ box }, i) => (box.v = values[i]));
    return inner(root);
  };
};

/** A variable a user may name: a lower-case letter or non-ASCII first; CURRENT where it may be rebound. */
export function variableName(name: string, allowCurrent = false): string {
  if (allowCurrent && name === 'CURRENT') return name;
  if (name === '') throw location(16866, 'empty variable names are not allowed');
  if (!/^[a-z\u0080-\uffff]/.test(name))
    throw location(16867, `'${name}' starts with an invalid character for a user variable name`);
  if (!/^[A-Za-z0-9_\u0080-\uffff]+$/.test(name))
    throw location(16868, `'${name}' contains an invalid character for a variable name`);
  return name;
}

const literal: Build = (operand) => () => operand;

export const logic: Operators = {
  $eq: comparison((c) => c === 0),
  $ne: comparison((c) => c !== 0),
  $gt: comparison((c) => c > 0),
  $gte: comparison((c) => c >= 0),
  $lt: comparison((c) => c < 0),
  $lte: comparison((c) => c <= 0),
  $cmp: comparison((c) => Math.sign(c)),
  $and: and,
  $or: or,
  $not: unary((v) => !truth(v)),
  $cond: cond,
  $ifNull: ifNull,
  $switch: switchCase,
  $let: letIn,
  $literal: literal,
  $const: literal,
};
