/** The query language: filters, projections, sorts, updates, expressions and pipelines, compiled to functions. */
export { Budget, type Env } from './env';
export { BREATH, type Flow } from './flow';
export type { Matcher, MergeSpec, Pipeline, Sorter, Updater } from './types';
export { isSimpleCollation } from './collation';
export { compileFilter, fieldsRead } from './match/filter';
export { compileProjection, keptFields } from './projection';
export { compileSort } from './sort';
export { compileUpdate } from './update';
export { upsertBase } from './update/upsert';
export { evaluateExpression } from './expressions/compile';
export { valuesAt } from './paths';
export { compilePipeline } from './stages/pipeline';
export { compileMergeApply } from './stages/output';
