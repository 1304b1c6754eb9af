import { z } from 'zod';
import { contract } from './contract';
import { done, empty, id, instant, pageOf, paging } from './common';

const hhmm = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const gateSettings = z.strictObject({
  /** Nothing is sent in these hours (Asia/Shanghai) but answers to people who just spoke. */
  quietHours: z.strictObject({ from: hhmm, to: hhmm }),
  maxPerGroupPerHour: z.number().int().min(1).max(600),
  maxPerGroupPerDay: z.number().int().min(1).max(5000),
  minGapSeconds: z.number().int().min(0).max(3600),
});
export type GateSettings = z.output<typeof gateSettings>;

export const outgoing = z.object({
  id,
  groupId: id,
  groupName: z.string(),
  kind: z.enum(['answer', 'closing', 'welcome', 'reply']),
  text: z.string(),
  state: z.enum(['queued', 'sent', 'refused', 'failed']),
  createdAt: instant,
  dueAt: instant,
  sentAt: instant.optional(),
  /** The gate's decision in words, always present once decided. */
  reason: z.string().optional(),
  code: z.string().optional(),
});

export const gate = {
  outgoing: contract({
    method: 'GET',
    path: '/api/outgoing',
    summary: 'Everything the bot wanted to say, and what the gate decided, newest first',
    access: 'gate.read',
    input: z.strictObject({
      ...paging,
      groupId: id.optional(),
      state: z.enum(['queued', 'sent', 'refused', 'failed']).optional(),
    }),
    output: pageOf(outgoing),
  }),
  settings: contract({
    method: 'GET',
    path: '/api/gate',
    summary: 'The gate’s settings',
    access: 'gate.read',
    input: empty,
    output: gateSettings,
  }),
  saveSettings: contract({
    method: 'PUT',
    path: '/api/gate',
    summary: 'Changes the gate’s settings',
    access: 'gate.write',
    input: gateSettings,
    output: done,
  }),
};
