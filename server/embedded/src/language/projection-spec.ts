/** Reads the specification of $project or of find's projection into a tree. */
import { isDoc, isNumeric, type Doc, type Value } from '../bson/value';
import { notSupported } from '../errors';
import type { Context } from './env';
import { compileExpression } from './expressions/compile';
import { location } from './expressions/common';
import { addPath, flagOf, newNode, type ProjectionNode } from './projection-tree';

/** What only find's projections have. */
export interface FindExtras {
  /** Path before `.$`. */
  positional?: string;
  slices: { path: string; skip?: number; limit: number }[];
  elemMatches: { field: string; filter: Value }[];
}

export interface ParsedProjection {
  kind: 'inclusion' | 'exclusion';
  tree: ProjectionNode;
  extras: FindExtras;
}

/** Parses a projection; `find` allows positional paths, $slice and $elemMatch. */
export function parseProjection(spec: Doc, ctx: Context, find: boolean): ParsedProjection {
  return new Parser(ctx, find).parse(spec);
}

class Parser {
  private kind: 'inclusion' | 'exclusion' | undefined;
  private readonly tree = newNode();
  private readonly extras: FindExtras = { slices: [], elemMatches: [] };
  private id: boolean | 'computed' | undefined;

  constructor(
    private readonly ctx: Context,
    private readonly find: boolean,
  ) {}

  parse(spec: Doc): ParsedProjection {
    for (const [name, v] of spec) this.field(name, v, '');
    const { slices, elemMatches } = this.extras;
    const fallback =
      this.id === true ||
      (elemMatches.length > 0 && this.id !== false) ||
      (this.id === undefined && slices.length === 0)
        ? 'inclusion'
        : 'exclusion';
    const kind = this.kind ?? (elemMatches.length > 0 ? 'inclusion' : fallback);
    if (kind === 'exclusion' && this.extras.positional !== undefined)
      throw location(31395, 'positional projection cannot be used with exclusion');
    const keepId =
      kind === 'inclusion' && this.id !== false && this.id !== 'computed' && !this.tree.children.has('_id');
    const dropId = kind === 'exclusion' && this.id === false;
    if (keepId || dropId) this.tree.leaves.add('_id');
    for (const { path } of slices) if (kind === 'inclusion') addPath(this.tree, path, { kind: 'leaf' });
    return { kind, tree: this.tree, extras: this.extras };
  }

  private field(name: string, v: Value, prefix: string): void {
    const path = prefix + name;
    const flag = flagOf(v);
    if (this.find && path.endsWith('.$')) return this.positional(path, v);
    if (path.startsWith('$') && prefix === '')
      throw location(
        16410,
        "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
      );
    if (flag !== undefined) return this.flag(path, flag);
    if (isDoc(v)) {
      const first = v.keys().next().value;
      if (first === undefined)
        throw location(
          51270,
          `An empty sub-projection is not a valid value. Found empty object at path ${path}`,
        );
      if (!first.startsWith('$')) {
        for (const [inner, value] of v) this.field(inner, value, `${path}.`);
        return;
      }
      if (this.find && v.size === 1 && this.findOperator(path, first, v.get(first)!)) return;
    }
    this.include(path);
    if (path === '_id') this.id = 'computed';
    addPath(this.tree, path, { kind: 'computed', ex: compileExpression(v, this.ctx) });
  }

  private flag(path: string, keep: boolean): void {
    if (path === '_id') {
      this.id = keep;
      return;
    }
    if (keep) this.include(path);
    else this.exclude(path);
    addPath(this.tree, path, { kind: 'leaf' });
  }

  private include(path: string): void {
    if (this.kind === 'exclusion')
      throw location(31253, `Cannot do inclusion on field ${path} in exclusion projection`);
    this.kind = 'inclusion';
  }

  private exclude(path: string): void {
    if (this.kind === 'inclusion')
      throw location(31254, `Cannot do exclusion on field ${path} in inclusion projection`);
    this.kind = 'exclusion';
  }

  private positional(path: string, v: Value): void {
    if (flagOf(v) !== true)
      throw location(31271, 'positional projection can only be used with true or 1 as its value');
    if (this.extras.positional !== undefined)
      throw location(31276, 'Cannot specify more than one positional projection per query.');
    const base = path.slice(0, -2);
    if (base === '' || base.split('.').includes('$'))
      throw location(
        31394,
        `As of 4.4, it's illegal to specify positional operator in the middle of a path.`,
      );
    this.extras.positional = base;
    this.include(base);
    addPath(this.tree, base, { kind: 'leaf' });
  }

  /** Whether `v` was one of find's own operators. */
  private findOperator(path: string, name: string, v: Value): boolean {
    if (name === '$meta') throw notSupported('$meta');
    if (name === '$elemMatch') {
      if (!isDoc(v))
        throw location(31274, `elemMatch: Invalid argument, object required, but got ${typeof v}`);
      if (path.includes('.')) throw location(31275, 'Cannot use $elemMatch projection on a nested field');
      this.extras.elemMatches.push({ field: path, filter: v });
      return true;
    }
    if (name !== '$slice') return false;
    const numbers = Array.isArray(v) ? v : [v];
    if (!numbers.every(isNumeric) || numbers.length > 2) {
      if (Array.isArray(v)) return false;
      throw location(28667, 'Invalid $slice syntax. The given syntax did not match the find() syntax.');
    }
    const [first, second] = numbers.map((n) => clampInt(Number(n.toString()))) as [
      number,
      number | undefined,
    ];
    if (Array.isArray(v) && second === undefined) return false;
    if (second !== undefined && second <= 0)
      throw location(28724, 'First argument to $slice must be an array');
    this.extras.slices.push(
      second === undefined ? { path, limit: first } : { path, skip: first, limit: second },
    );
    return true;
  }
}

const clampInt = (n: number): number => Math.trunc(Math.max(-2147483648, Math.min(2147483647, n)));
