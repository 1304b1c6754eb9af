import { z } from 'zod';
import { contract } from './contract';

/** What a card in a chat may be about. */
const SHARED_THINGS = ['activity', 'box', 'coupon', 'product'] as const;

/** Pictures of cards that people send to a chat. */
export const sharing = {
  card: contract({
    method: 'GET',
    path: '/api/public/cards/:about/:id',
    summary: 'What one gets, as the picture of a card in a chat (5:4); it says nothing of any person',
    access: 'public',
    input: z.strictObject({
      about: z.enum(SHARED_THINGS),
      id: z.string().min(1).max(80),
    }),
    output: z.custom<Uint8Array>(),
    produces: 'image/png',
  }),
};
