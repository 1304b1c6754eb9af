/** What an update operator is to the tree of paths. */
import type { Doc, Maybe } from '../../bson/value';
import type { DocTest } from '../match/filter';
import { show } from '../show';

/** One application of an update to one document. */
export interface Application {
  readonly root: Doc;
  readonly isInsert: boolean;
  readonly positional: number | undefined;
  readonly filters: ReadonlyMap<string, DocTest>;
}

/** An operator with its operand, applied to the value at the end of a path. */
export interface Operation {
  /** The new value: the same reference for no change, undefined to remove the field. */
  apply(current: Maybe, at: Application, path: string): Maybe;
  /** create: makes missing parents. strict: makes none, but a scalar on the way is an error. lenient: neither. */
  readonly onMissing: 'create' | 'strict' | 'lenient';
}

/** "{_id: 1}", as MongoDB names the document in an error. */
export const idOf = (root: Doc): string => `{_id: ${show(root.get('_id'))}}`;

/** The last part of a path. */
export const lastPart = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
