/** The tree that $project, $addFields, $unset and find's projections share. */
import { isNumeric, isDoc, type Doc, type Maybe, type Value } from '../bson/value';
import type { Context } from './env';
import { compileExpression } from './expressions/compile';
import { fieldPath } from './expressions/field-path';
import { type Ex, location, truth } from './expressions/common';

/** One level of a projection. */
export interface ProjectionNode {
  /** Fields kept (inclusion) or dropped (exclusion) whole. */
  leaves: Set<string>;
  children: Map<string, ProjectionNode>;
  computed: Map<string, Ex>;
  /** Computed fields and children in the order of the specification. */
  order: string[];
}

export const newNode = (): ProjectionNode => ({
  leaves: new Set(),
  children: new Map(),
  computed: new Map(),
  order: [],
});

type Entry = { kind: 'leaf' } | { kind: 'computed'; ex: Ex };

/** Adds one path. Paths that meet are refused (31249, 31250). */
export function addPath(root: ProjectionNode, path: string, entry: Entry): void {
  const parts = fieldPath(path);
  let node = root;
  parts.forEach((part, i) => {
    const taken = node.leaves.has(part) || node.computed.has(part);
    if (i === parts.length - 1) {
      if (taken || node.children.has(part)) throw location(31250, `Path collision at ${path}`);
      if (entry.kind === 'leaf') node.leaves.add(part);
      else {
        node.computed.set(part, entry.ex);
        node.order.push(part);
      }
      return;
    }
    if (taken)
      throw location(31249, `Path collision at ${path} remaining portion ${parts.slice(i + 1).join('.')}`);
    let child = node.children.get(part);
    if (!child) {
      child = newNode();
      node.children.set(part, child);
      node.order.push(part);
    }
    node = child;
  });
}

/** Whether a value of a projection means "keep" or "drop"; undefined when it is something else. */
export function flagOf(v: Value): boolean | undefined {
  return typeof v === 'boolean' || isNumeric(v) ? truth(v) : undefined;
}

/** Adds the fields of an $addFields specification; documents without $ are paths further down. */
export function addFields(root: ProjectionNode, spec: Doc, prefix: string, ctx: Context): void {
  for (const [name, v] of spec) {
    const path = prefix + name;
    if (isDoc(v) && !v.keys().next().value?.startsWith('$')) {
      if (v.size === 0)
        throw location(
          51270,
          `An empty sub-projection is not a valid value. Found empty object at path ${path}`,
        );
      addFields(root, v, `${path}.`, ctx);
    } else addPath(root, path, { kind: 'computed', ex: compileExpression(v, ctx) });
  }
}

/** Keeps the named fields, in the document's order, then adds the computed ones. */
export function include(node: ProjectionNode, doc: Doc, root: Doc): Doc {
  const out = includeOnly(node, doc);
  addComputed(node, out, root);
  return out;
}

function includeOnly(node: ProjectionNode, doc: Doc): Doc {
  const out: Doc = new Map();
  const wanted = node.leaves.size + node.children.size;
  let found = 0;
  for (const [name, v] of doc) {
    if (node.leaves.has(name)) out.set(name, v);
    else {
      const child = node.children.get(name);
      if (!child) continue;
      const kept = includeValue(child, v);
      if (kept !== undefined) out.set(name, kept);
    }
    if (++found === wanted) break;
  }
  return out;
}

function includeValue(node: ProjectionNode, v: Value): Maybe {
  if (isDoc(v)) return includeOnly(node, v);
  if (!Array.isArray(v)) return undefined;
  // Where fields are computed below, a dropped element keeps its place: it becomes a document of those fields.
  const dropped = hasComputed(node) ? null : undefined;
  const out: Value[] = [];
  for (const item of v) {
    const kept = includeValue(node, item) ?? dropped;
    if (kept !== undefined) out.push(kept);
  }
  return out;
}

/** Drops the named fields. */
export function exclude(node: ProjectionNode, doc: Doc): Doc {
  const out: Doc = new Map();
  for (const [name, v] of doc) {
    if (node.leaves.has(name)) continue;
    const child = node.children.get(name);
    out.set(name, child ? excludeValue(child, v) : v);
  }
  return out;
}

function excludeValue(node: ProjectionNode, v: Value): Value {
  if (isDoc(v)) return exclude(node, v);
  return Array.isArray(v) ? v.map((item) => excludeValue(node, item)) : v;
}

/** Sets the computed fields in `out`, which is changed; expressions see `root`. */
export function addComputed(node: ProjectionNode, out: Doc, root: Doc): void {
  for (const name of node.order) {
    const ex = node.computed.get(name);
    if (ex) {
      const v = ex(root);
      if (v === undefined) out.delete(name);
      else out.set(name, v);
      continue;
    }
    const child = node.children.get(name)!;
    if (hasComputed(child)) out.set(name, computeInto(child, out.get(name), root));
  }
}

function hasComputed(node: ProjectionNode): boolean {
  return node.computed.size > 0 || [...node.children.values()].some(hasComputed);
}

function computeInto(node: ProjectionNode, v: Maybe, root: Doc): Value {
  if (Array.isArray(v)) return v.map((item) => computeInto(node, item, root));
  const out: Doc = isDoc(v) ? new Map(v) : new Map<string, Value>();
  addComputed(node, out, root);
  return out;
}
