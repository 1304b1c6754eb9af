import { z } from 'zod';
import { contract } from './contract';
import { done, empty, instant } from './common';

/** One thing the server stands on or speaks to: what it is, how it is, and what to do about it. */
const part = z.object({
  key: z.string(),
  name: z.string(),
  /** What this is, for somebody who has never heard of it. */
  what: z.string(),
  /** `off`: not connected, and nothing is wrong with that. */
  state: z.enum(['good', 'care', 'bad', 'off']),
  /** How it is, in a sentence. */
  line: z.string(),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  /** What to do next, where something is to be done. */
  next: z.string().optional(),
});
export type SystemPart = z.output<typeof part>;

export const system = {
  health: contract({
    method: 'GET',
    path: '/api/system/health',
    summary: 'How everything is that the server stands on or speaks to',
    access: 'settings.read',
    input: empty,
    output: z.object({ checkedAt: instant, parts: z.array(part) }),
  }),
};

export const demo = {
  status: contract({
    method: 'GET',
    path: '/api/demo',
    summary: 'Whether the demo brand is there, and whether it can be loaded or removed',
    access: 'settings.read',
    input: empty,
    output: z.object({
      state: z.enum(['none', 'loading', 'loaded', 'removing']),
      mayLoad: z.boolean(),
      mayRemove: z.boolean(),
      /** While it is loaded: from 0 to 1. */
      progress: z.number().min(0).max(1).optional(),
      /** Why not, where neither can be done. */
      reason: z.string().optional(),
    }),
  }),
  load: contract({
    method: 'POST',
    path: '/api/demo',
    summary:
      'Loads the demo brand into an empty brand; takes about half a minute, see its status; meanwhile nothing else is done',
    access: 'org.write',
    input: empty,
    output: done,
    refusals: ['demo_off', 'demo_not_empty', 'demo_busy'],
  }),
  remove: contract({
    method: 'POST',
    path: '/api/demo/remove',
    summary:
      'Removes the demo brand and everything that was done in it: an empty start. Only the root unit and the caller stay',
    access: 'org.write',
    /** The brand’s name, typed by hand: this cannot be undone. */
    input: z.strictObject({ brandName: z.string().min(1).max(40) }),
    output: done,
    refusals: ['demo_not_there', 'demo_name_differs', 'demo_elsewhere', 'demo_busy'],
  }),
};
