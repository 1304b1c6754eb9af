/** The query language: filters, projections, sorts, updates, pipelines. */
import type { Doc, Maybe, Value } from '../bson/value';
import type { Env } from './env';
import type { Matcher, MergeSpec, Pipeline, Sorter, Updater } from './types';

export { Budget, type Env } from './env';
export { BREATH, type Flow } from './flow';
export type { Matcher, MergeSpec, Output, OutSpec, Pipeline, Sorter, Updater } from './types';
export { isSimpleCollation, orderFor } from './collation';

const later = (): never => {
  throw new Error('being written');
};
export const compileFilter = (_filter: Doc, _env: Env): Matcher => later();
export const compileProjection = (_spec: Doc, _env: Env, _matcher?: Matcher): ((doc: Doc) => Doc) => later();
export const compileSort = (_spec: Doc, _env: Env): Sorter => later();
export const compileUpdate = (
  _update: Doc | Doc[],
  _env: Env,
  _o: { arrayFilters?: Doc[]; matcher?: Matcher },
): Updater => later();
export const upsertBase = (_filter: Doc): Doc => later();
export const compilePipeline = (_stages: Doc[], _env: Env): Pipeline => later();
export const evaluateExpression = (_expr: Value, _doc: Doc, _env: Env): Maybe => later();
export const valuesAt = (_doc: Doc, _path: string): Value[] => later();
export const compileMergeApply = (
  _spec: MergeSpec,
  _env: Env,
): ((existing: Doc, incoming: Doc) => Doc | 'keep') => later();
