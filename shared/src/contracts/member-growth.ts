import { z } from 'zod';
import { REACH_WAYS } from '../types';
import { contract } from './contract';
import { empty, id, instant, pageOf, paging } from './common';
import { personGrowth } from './growth-parts';

/** What a member sees of their own growth; joins `contracts.member`. */
export const memberGrowth = {
  kocCentre: contract({
    method: 'GET',
    path: '/api/member/koc',
    summary: 'My way to KOC: stage, what is missing, standing among peers, and every move with its reason',
    access: 'member',
    input: empty,
    output: z.object(personGrowth),
  }),
  kocReached: contract({
    method: 'GET',
    path: '/api/member/koc/reached',
    summary: 'People whom I reached first, newest first, masked',
    access: 'member',
    input: z.strictObject({ ...paging }),
    output: pageOf(
      z.object({
        id,
        /** 林＊＊ */
        name: z.string(),
        at: instant,
        way: z.enum(REACH_WAYS),
        activatedAt: instant.optional(),
      }),
    ),
  }),
};
