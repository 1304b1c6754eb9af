import { z } from 'zod';
import { FACT_KINDS, LAYERS, type TagCondition } from '../types';
import { id } from './common';

const about = z.array(z.string().min(1).max(80)).max(50);
const range = {
  atLeast: z.number().min(-1_000_000_000).max(1_000_000_000).optional(),
  atMost: z.number().min(-1_000_000_000).max(1_000_000_000).optional(),
};

/** A rule as data; `TagCondition` in shared/types says what each part means. */
export const tagCondition: z.ZodType<TagCondition> = z
  .lazy(() =>
    z.discriminatedUnion('op', [
      z.strictObject({ op: z.enum(['and', 'or']), of: z.array(tagCondition).min(1).max(20) }),
      z.strictObject({ op: z.literal('not'), of: tagCondition }),
      z.strictObject({
        op: z.literal('count'),
        fact: z.enum(FACT_KINDS),
        about: about.optional(),
        withinDays: z.number().int().min(1).max(365).optional(),
        measure: z.enum(['times', 'days', 'sum']),
        ...range,
      }),
      z.strictObject({
        op: z.literal('ago'),
        fact: z.enum(FACT_KINDS),
        about: about.optional(),
        which: z.enum(['last', 'first']),
        ...range,
      }),
      z.strictObject({
        op: z.literal('score'),
        dimension: z.string().min(1).max(60),
        questionnaireId: id.optional(),
        ...range,
      }),
      z.strictObject({
        op: z.literal('result'),
        results: z.array(z.string().min(1).max(80)).min(1).max(50),
        questionnaireId: id.optional(),
      }),
      z.strictObject({ op: z.literal('layer'), layers: z.array(z.enum(LAYERS)).min(1).max(9) }),
      z.strictObject({ op: z.literal('rfm'), part: z.enum(['recency', 'frequency', 'money']), ...range }),
      z.strictObject({ op: z.literal('value'), part: z.enum(['fen', 'quality']), ...range }),
      z.strictObject({ op: z.literal('tag'), tagId: id }),
      z.strictObject({ op: z.literal('segment'), segmentId: id }),
      z.strictObject({
        op: z.literal('group'),
        groupIds: z.array(id).max(1_000),
        tags: z.array(z.string().min(1).max(40)).max(50),
        unitIds: z.array(id).max(200),
      }),
    ]),
  )
  .meta({ id: 'TagCondition' });

/** Whether everybody was looked at since the rule was last changed. */
export const rollout = z.enum(['counting', 'ready']);

/** What a tag or a segment is called. */
export const ruleName = z.string().min(1).max(60);
/** What whoever made it noted about it. */
export const ruleNote = z.string().max(200).default('');
/** A rule that matches everybody is saved only by somebody who said that they mean it. */
export const acceptEverybody = z.boolean().default(false);

/** Why a rule is not saved. */
export const RULE_REFUSALS = [
  'name_taken',
  'name_unclean',
  'rule_cycle',
  'rule_unclear',
  'rule_for_everybody',
];
