import { z } from 'zod';
import { LAYERS, TAG_KINDS } from '../types';
import { contract } from './contract';
import { empty, id, instant } from './common';

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
