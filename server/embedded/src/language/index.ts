/** The query language: filters, projections, sorts, updates, expressions and pipelines, compiled to functions. */
import type { Doc } from '../bson/value';
import type { Env } from './env';
import type { MergeSpec, Pipeline } from './types';

export { Budget, type Env } from './env';
export { BREATH, type Flow } from './flow';
export type { Matcher, MergeSpec, Output, OutSpec, Pipeline, Sorter, Updater } from './types';
export { isSimpleCollation, orderFor } from './collation';
export { compileFilter } from './match/filter';
export { compileProjection } from './projection';
export { compileSort } from './sort';
export { compileUpdate } from './update';
export { upsertBase } from './update/upsert';
export { evaluateExpression } from './expressions/compile';
export { valuesAt } from './paths';

const later = (): never => {
  throw new Error('being written');
};
export const compilePipeline = (_stages: Doc[], _env: Env): Pipeline => later();
export const compileMergeApply = (
  _spec: MergeSpec,
  _env: Env,
): ((existing: Doc, incoming: Doc) => Doc | 'keep') => later();
