import { z } from 'zod';
import { contract } from './contract';
import { done, id, instant, pageOf, paging } from './common';
import { acceptEverybody, rollout, RULE_REFUSALS, ruleName, ruleNote, tagCondition } from './tag-parts';

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
    access: 'tags.create',
    input: z.strictObject({ name: ruleName, note: ruleNote, condition: tagCondition, acceptEverybody }),
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
      name: ruleName,
      note: ruleNote,
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
