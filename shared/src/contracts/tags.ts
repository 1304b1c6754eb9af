import { z } from 'zod';
import { FACT_KINDS, LAYERS, TAG_KINDS, type TagCondition } from '../types';
import { contract } from './contract';
import { done, empty, id, instant, pageOf, paging } from './common';

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
const rollout = z.enum(['counting', 'ready']);

const tag = z.object({
  id,
  version: z.number().int(),
  name: z.string(),
  kind: z.enum(TAG_KINDS),
  note: z.string(),
  /** Absent: people and other domains give it by hand. */
  condition: tagCondition.optional(),
  /** The rule in Chinese, or which test or appointment it comes from; empty for one given by hand alone. */
  words: z.string(),
  people: z.number().int(),
  rollout,
  updatedAt: instant,
  updatedBy: z.string(),
});
const segment = z.object({
  id,
  version: z.number().int(),
  name: z.string(),
  note: z.string(),
  condition: tagCondition,
  words: z.string(),
  people: z.number().int(),
  rollout,
  updatedAt: instant,
  updatedBy: z.string(),
});

const name = z.string().min(1).max(60);
const note = z.string().max(200).default('');
/** A rule that matches everybody is saved only by somebody who said that they mean it. */
const acceptEverybody = z.boolean().default(false);

const tagged = z.object({
  personId: id,
  nickname: z.string(),
  since: instant,
  reason: z.string(),
  /** 规则, or who or what gave it. */
  source: z.string(),
  expiresAt: instant.optional(),
});

const RULE_REFUSALS = ['name_taken', 'name_unclean', 'rule_cycle', 'rule_unclear', 'rule_for_everybody'];

export const tags = {
  list: contract({
    method: 'GET',
    path: '/api/tags',
    summary: 'Tags by name, with how many people have each now',
    access: 'tags.read',
    input: z.strictObject({
      ...paging,
      q: z.string().max(60).optional(),
      kind: z.enum(TAG_KINDS).optional(),
      mode: z.enum(['manual', 'computed']).optional(),
    }),
    output: pageOf(tag),
  }),
  get: contract({
    method: 'GET',
    path: '/api/tags/:id',
    summary: 'One tag',
    access: 'tags.read',
    input: z.strictObject({ id }),
    output: tag,
  }),
  create: contract({
    method: 'POST',
    path: '/api/tags',
    summary: 'A new tag; without a condition it is given by hand',
    access: 'tags.write',
    input: z.strictObject({
      name,
      kind: z.enum(TAG_KINDS),
      note,
      condition: tagCondition.optional(),
      acceptEverybody,
    }),
    output: tag,
    refusals: RULE_REFUSALS,
  }),
  update: contract({
    method: 'PUT',
    path: '/api/tags/:id',
    summary: 'Changes name, note or rule; a changed rule is worked out for everybody anew',
    access: 'tags.write',
    input: z.strictObject({
      id,
      version: z.number().int(),
      name,
      kind: z.enum(TAG_KINDS),
      note,
      condition: tagCondition.optional(),
      acceptEverybody,
    }),
    output: tag,
    refusals: [...RULE_REFUSALS, 'version_moved_on', 'mode_fixed'],
  }),
  remove: contract({
    method: 'DELETE',
    path: '/api/tags/:id',
    summary: 'Takes a tag away from everybody; refused while a rule asks for it',
    access: 'tags.write',
    input: z.strictObject({ id }),
    output: done,
    refusals: ['rule_in_use'],
  }),
  preview: contract({
    method: 'POST',
    path: '/api/tags/preview',
    summary: 'Who would match a rule, and why; nothing is written',
    access: 'tags.read',
    input: z.strictObject({ condition: tagCondition, id: id.optional() }),
    output: z.object({
      words: z.string(),
      /** People who match among those looked at. */
      people: z.number().int(),
      /** People looked at: all of them (`complete`), or as many as fit into the time. */
      lookedAt: z.number().int(),
      total: z.number().int(),
      complete: z.boolean(),
      /** Every person looked at matches: it tells nobody from anybody. */
      everybody: z.boolean(),
      sample: z.array(z.object({ personId: id, nickname: z.string(), why: z.string() })),
    }),
    refusals: ['rule_cycle', 'rule_unclear'],
  }),
  people: contract({
    method: 'GET',
    path: '/api/tags/:id/people',
    summary: 'Who has a tag, since when and why',
    access: 'tags.read',
    input: z.strictObject({ id, ...paging }),
    output: pageOf(tagged),
  }),
  give: contract({
    method: 'POST',
    path: '/api/people/:id/tags',
    summary: 'Gives a person a tag by hand, with a reason',
    access: 'people.write',
    input: z.strictObject({
      id,
      tagId: id,
      reason: z.string().min(2).max(200),
      expiresAt: instant.optional(),
    }),
    output: done,
    refusals: ['tag_computed', 'expiry_past', 'name_unclean'],
  }),
  take: contract({
    method: 'DELETE',
    path: '/api/people/:id/tags/:tagId',
    summary: 'Takes a tag from a person that was given by hand',
    access: 'people.write',
    input: z.strictObject({ id, tagId: id }),
    output: done,
    refusals: ['tag_computed'],
  }),
};

export const segments = {
  list: contract({
    method: 'GET',
    path: '/api/segments',
    summary: 'Segments by name, with how many people are in each now',
    access: 'tags.read',
    input: z.strictObject({ ...paging, q: z.string().max(60).optional() }),
    output: pageOf(segment),
  }),
  get: contract({
    method: 'GET',
    path: '/api/segments/:id',
    summary: 'One segment',
    access: 'tags.read',
    input: z.strictObject({ id }),
    output: segment,
  }),
  create: contract({
    method: 'POST',
    path: '/api/segments',
    summary: 'Saves a combination under a name',
    access: 'tags.write',
    input: z.strictObject({ name, note, condition: tagCondition, acceptEverybody }),
    output: segment,
    refusals: RULE_REFUSALS,
  }),
  update: contract({
    method: 'PUT',
    path: '/api/segments/:id',
    summary: 'Changes a segment; it is worked out for everybody anew',
    access: 'tags.write',
    input: z.strictObject({
      id,
      version: z.number().int(),
      name,
      note,
      condition: tagCondition,
      acceptEverybody,
    }),
    output: segment,
    refusals: [...RULE_REFUSALS, 'version_moved_on'],
  }),
  remove: contract({
    method: 'DELETE',
    path: '/api/segments/:id',
    summary: 'Forgets a segment; refused while a rule or an activity asks for it',
    access: 'tags.write',
    input: z.strictObject({ id }),
    output: done,
    refusals: ['rule_in_use'],
  }),
  people: contract({
    method: 'GET',
    path: '/api/segments/:id/people',
    summary: 'Who is in a segment, and why',
    access: 'tags.read',
    input: z.strictObject({ id, ...paging }),
    output: pageOf(z.object({ personId: id, nickname: z.string(), why: z.string() })),
  }),
};

const quintile = z.number().int().min(1).max(5);

export const lifecycle = {
  profile: contract({
    method: 'GET',
    path: '/api/people/:id/profile',
    summary: 'What is known of a person: tags with reasons, segments, layer and its way, RFM, value',
    access: 'people.read',
    input: z.strictObject({ id }),
    output: z.object({
      tags: z.array(
        z.object({
          id,
          name: z.string(),
          kind: z.enum(TAG_KINDS),
          computed: z.boolean(),
          reason: z.string(),
          source: z.string(),
          since: instant,
          expiresAt: instant.optional(),
        }),
      ),
      segments: z.array(z.object({ id, name: z.string() })),
      layer: z.enum(LAYERS),
      /** How they came here, oldest first; `at` is when it happened, not when it was noticed. */
      path: z.array(z.object({ layer: z.enum(LAYERS), at: instant, why: z.string() })),
      /** Absent: never bought within 365 days. */
      rfm: z
        .object({
          recency: quintile,
          frequency: quintile,
          money: quintile,
          lastOrderDays: z.number().int(),
          orders: z.number().int(),
          paidFen: z.number().int(),
        })
        .optional(),
      value: z.object({
        fen: z.number().int(),
        marginFen: z.number().int(),
        referralFen: z.number().int(),
        rewardCostFen: z.number().int(),
        quality: z.number().int().min(0).max(100),
      }),
      tests: z.array(
        z.object({
          questionnaireId: id,
          resultType: z.string(),
          scores: z.record(z.string(), z.number()),
          at: instant,
        }),
      ),
    }),
  }),
  distributions: contract({
    method: 'GET',
    path: '/api/lifecycle',
    summary: 'How people spread over layers, RFM and value; counted as events arrive',
    access: 'tags.read',
    input: empty,
    output: z.object({
      people: z.number().int(),
      layers: z.array(z.object({ layer: z.enum(LAYERS), people: z.number().int() })),
      /** One cell per recency and frequency quintile. */
      rfm: z.array(z.object({ recency: quintile, frequency: quintile, people: z.number().int() })),
      /** Where the quintiles lie now, and since when; absent: nobody bought yet. */
      scale: z
        .object({
          recencyDays: z.array(z.number()),
          orders: z.array(z.number()),
          paidFen: z.array(z.number()),
          at: instant,
        })
        .optional(),
      value: z.array(
        z.object({ fromFen: z.number().int(), toFen: z.number().int().optional(), people: z.number().int() }),
      ),
    }),
  }),
};
