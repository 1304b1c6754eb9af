/**
 * Update paths as a tree. Operators meet in it, so that two of them on one path, or on a path and its parent, are
 * found, and so that new fields appear in MongoDB's order: names by their bytes, numbers by value.
 */
import { compareStrings } from '../../bson/compare';
import { isDoc, type Doc, type Maybe, type Value } from '../../bson/value';
import { badValue, MongoError } from '../../errors';
import { indexOfPart } from '../paths';
import { show } from '../show';
import { type Application, lastPart, type Operation } from './operation';

export type Node = Branch | { operation: Operation };

/** Children in the order in which they apply. */
export interface Branch {
  children: Map<string, Node>;
}

const MAX_PADDING = 1_500_000;

export const isLeaf = (node: Node): node is { operation: Operation } => 'operation' in node;

export const newBranch = (): Branch => ({ children: new Map() });

const conflict = (path: string, at: string) =>
  new MongoError(
    40,
    'ConflictingUpdateOperators',
    `Updating the path '${path}' would create a conflict at '${at}'`,
  );

/** Adds an operation; refuses conflicting, empty and misplaced positional parts. */
export function insert(root: Branch, path: string, operation: Operation): void {
  const parts = checkedParts(path);
  let branch = root;
  for (let i = 0; ; i++) {
    const part = parts[i]!;
    const at = () => parts.slice(0, i + 1).join('.');
    const child = branch.children.get(part);
    if (i === parts.length - 1) {
      if (child) throw conflict(path, at());
      branch.children.set(part, { operation });
      return;
    }
    if (child && isLeaf(child)) throw conflict(path, at());
    const next = child ?? newBranch();
    if (!child) branch.children.set(part, next);
    branch = next;
  }
}

function checkedParts(path: string): string[] {
  if (path === '') throw new MongoError(56, 'EmptyFieldName', 'An empty update path is not valid.');
  const parts = path.split('.');
  if (parts.includes(''))
    throw new MongoError(
      56,
      'EmptyFieldName',
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  if (/^\$(?:$|\[)/.test(parts[0]!))
    throw badValue(`Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
  if (parts.filter((p) => p === '$').length > 1)
    throw badValue(`Too many positional (i.e. '$') elements found in path '${path}'`);
  return parts;
}

/** Puts every branch into application order. Call once after the last insert. */
export function sortTree(branch: Branch): void {
  const entries = [...branch.children].sort(([a], [b]) => comparePart(a, b));
  branch.children = new Map(entries);
  for (const [, child] of entries) if (!isLeaf(child)) sortTree(child);
}

function comparePart(a: string, b: string): number {
  const x = indexOfPart(a);
  const y = indexOfPart(b);
  return x >= 0 && y >= 0 ? x - y : compareStrings(a, b);
}

/** Applies a node to the value at `path`. The same reference when nothing changed. */
export function applyNode(node: Node, current: Maybe, at: Application, path: string): Maybe {
  if (isLeaf(node)) return node.operation.apply(current, at, path);
  if (isDoc(current)) return applyToDoc(node, current, at, path);
  if (Array.isArray(current)) return applyToArray(node, current, at, path);
  if (current === undefined) return create(node, at, path);
  return refuseScalar(node, current, at, path);
}

const join = (path: string, part: string): string => (path === '' ? part : `${path}.${part}`);

/** The name a part stands for: `$` becomes the index that the query matched. */
function resolve(part: string, at: Application): string {
  if (part !== '$') return part;
  if (at.positional === undefined)
    throw badValue('The positional operator did not find the match needed from the query.');
  return String(at.positional);
}

function applyToDoc(branch: Branch, doc: Doc, at: Application, path: string): Doc {
  let out: Doc | undefined;
  for (const [part, child] of branch.children) {
    if (part.startsWith('$[')) throw notAnArray(doc, path);
    const name = resolve(part, at);
    const before = (out ?? doc).get(name);
    const after = applyNode(child, before, at, join(path, name));
    if (after === before) continue;
    out ??= new Map(doc);
    if (after === undefined) out.delete(name);
    else out.set(name, after);
  }
  return out ?? doc;
}

const notAnArray = (v: Value, path: string) =>
  badValue(`Cannot apply array updates to non-array element ${lastPart(path)}: ${show(v)}`);

function create(branch: Branch, at: Application, path: string): Doc | undefined {
  const out: Doc = new Map();
  for (const [part, child] of branch.children) {
    if (part.startsWith('$['))
      throw badValue(`The path '${path}' must exist in the document in order to apply array updates.`);
    const name = resolve(part, at);
    const value = applyNode(child, undefined, at, join(path, name));
    if (value !== undefined) out.set(name, value);
  }
  return out.size > 0 ? out : undefined;
}

function refuseScalar(branch: Branch, current: Value, at: Application, path: string): Value {
  for (const [part, child] of branch.children) {
    if (part.startsWith('$[')) throw notAnArray(current, path);
    refuse(child, resolve(part, at), current, at, path);
  }
  return current;
}

/** Under an element that cannot hold the field: creating operators fail, $pull and its kin fail, $unset does not. */
function refuse(child: Node, name: string, current: Value, at: Application, path: string): void {
  const modes = modesOf(child, at);
  const element = `{${lastPart(path)}: ${show(current)}}`;
  if (modes.has('create'))
    throw new MongoError(28, 'PathNotViable', `Cannot create field '${name}' in element ${element}`);
  if (modes.has('strict'))
    throw new MongoError(
      28,
      'PathNotViable',
      `Cannot use the part (${name}) of (${join(path, name)}) to traverse the element (${element})`,
    );
}

function modesOf(node: Node, at: Application): Set<string> {
  if (isLeaf(node)) return new Set([node.operation.onMissing]);
  const out = new Set<string>();
  for (const [, child] of node.children) for (const mode of modesOf(child, at)) out.add(mode);
  return out;
}

function applyToArray(branch: Branch, array: Value[], at: Application, path: string): Value[] {
  const byIndex = new Map<number, Node>();
  const claim = (index: number, node: Node) => {
    const other = byIndex.get(index);
    byIndex.set(index, other ? merge(other, node, join(path, String(index))) : node);
  };
  for (const [part, child] of branch.children) {
    if (part.startsWith('$[')) {
      const test = elementTest(part, at);
      array.forEach((item, k) => {
        if (test(item)) claim(k, child);
      });
      continue;
    }
    const name = resolve(part, at);
    const index = indexOfPart(name);
    if (index < 0) refuse(child, name, array, at, path);
    else claim(index, child);
  }
  let out: Value[] | undefined;
  for (const index of [...byIndex.keys()].sort((a, b) => a - b)) {
    const before = (out ?? array)[index];
    const after = applyNode(byIndex.get(index)!, before, at, join(path, String(index)));
    if (after === before) continue;
    out ??= array.slice();
    pad(out, index);
    out[index] = after ?? null;
  }
  return out ?? array;
}

function pad(array: Value[], index: number): void {
  if (index - array.length > MAX_PADDING)
    throw new MongoError(34, 'CannotBackfillArray', `can't backfill more than ${MAX_PADDING} elements`);
  while (array.length < index) array.push(null);
}

/** `$[]` takes every element, `$[id]` those that the array filter matches. */
function elementTest(part: string, at: Application): (item: Value) => boolean {
  const id = part.slice(2, -1);
  if (id === '') return () => true;
  const filter = at.filters.get(id)!;
  return (item) => filter(new Map([[id, item]]), null);
}

function merge(a: Node, b: Node, path: string): Node {
  if (isLeaf(a) || isLeaf(b)) throw conflict(path, path);
  const out = newBranch();
  for (const [part, child] of a.children) out.children.set(part, child);
  for (const [part, child] of b.children) {
    const other = out.children.get(part);
    out.children.set(part, other ? merge(other, child, join(path, part)) : child);
  }
  sortTree(out);
  return out;
}
