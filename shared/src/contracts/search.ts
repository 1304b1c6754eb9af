import { z } from 'zod';
import { contract } from './contract';
import { id } from './common';

/** What can be found by its name or number and has a page of its own. */
const SEARCH_KINDS = [
  'activity',
  'group',
  'person',
  'box',
  'coupon',
  'order',
  'product',
  'material',
  'lesson',
  'questionnaire',
  'tag',
  'segment',
  'sub_group',
] as const;

export const search = {
  find: contract({
    method: 'GET',
    path: '/api/search',
    summary: 'Finds by name or number what the caller may see, a few of each kind',
    access: 'staff',
    input: z.strictObject({
      q: z.string().trim().min(1).max(60),
      /** So many of each kind at most. */
      limit: z.coerce.number().int().min(1).max(20).default(5),
    }),
    output: z.object({
      /** Only kinds of which something was found, always in the same order. */
      found: z.array(
        z.object({
          kind: z.enum(SEARCH_KINDS),
          items: z.array(
            z.object({
              id,
              name: z.string(),
              /** What tells two of the same name apart. */
              note: z.string(),
            }),
          ),
          /** There are more of this kind than were asked for. */
          more: z.boolean(),
        }),
      ),
    }),
  }),
};
