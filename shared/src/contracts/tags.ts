import { z } from 'zod';
import { TAG_KINDS } from '../types';
import { contract } from './contract';
import { done, id, instant, pageOf, paging } from './common';
import { acceptEverybody, rollout, RULE_REFUSALS, ruleName, ruleNote, tagCondition } from './tag-parts';

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

const tagged = z.object({
  personId: id,
  nickname: z.string(),
  since: instant,
  reason: z.string(),
  /** 规则, or who or what gave it. */
  source: z.string(),
  expiresAt: instant.optional(),
});

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
    access: 'tags.create',
    input: z.strictObject({
      name: ruleName,
      kind: z.enum(TAG_KINDS),
      note: ruleNote,
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
      name: ruleName,
      kind: z.enum(TAG_KINDS),
      note: ruleNote,
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
