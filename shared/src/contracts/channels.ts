import { z } from 'zod';
import { contract } from './contract';
import { id, instant } from './common';

/** What every channel adapter hands over; `groupId` and `userId` are the channel's own. */
export const channelEvent = z.strictObject({
  eventId: z.string().min(1).max(120),
  groupId: z.string().min(1).max(120),
  userId: z.string().min(1).max(120),
  name: z.string().max(60).optional(),
  kind: z.enum(['message', 'join', 'leave']).default('message'),
  text: z.string().max(4000).default(''),
  at: instant,
});
export type ChannelEvent = z.output<typeof channelEvent>;

export const channels = {
  events: contract({
    method: 'POST',
    path: '/api/channels/simulator/events',
    summary: 'Up to 500 events of the simulator; acknowledged once stored. Redelivery is harmless.',
    access: 'simulator.use',
    // Each event is parsed on its own: one malformed event does not refuse its neighbours.
    input: z.strictObject({ events: z.array(z.unknown()).min(1).max(500) }),
    output: z.object({
      accepted: z.number().int(),
      duplicates: z.number().int(),
      refused: z.array(z.object({ index: z.number().int(), code: z.string(), message: z.string() })),
    }),
    refusals: ['queue_full'],
  }),
};

export const simulator = {
  createRoom: contract({
    method: 'POST',
    path: '/api/simulator/rooms',
    summary: 'A new group on the simulator channel, with so many made-up members',
    access: 'simulator.use',
    input: z.strictObject({
      name: z.string().min(1).max(60),
      members: z.number().int().min(0).max(500),
      tags: z.array(z.string().min(1).max(40)).max(20).default([]),
    }),
    output: z.object({ groupId: id, channelGroupId: z.string() }),
  }),
};

const traceStep = z.object({ check: z.string(), passed: z.boolean(), line: z.string() });

export const bot = {
  trace: contract({
    method: 'GET',
    path: '/api/messages/:id/trace',
    summary: 'Why a message was handled as it was: every rule that saw it, re-run on the facts kept',
    access: 'messages.read',
    input: z.strictObject({ id }),
    output: z.object({
      message: z.object({
        id,
        at: instant,
        groupName: z.string(),
        name: z.string(),
        text: z.string(),
        normalised: z.string(),
        receivedAt: instant,
        decidedAt: instant.optional(),
      }),
      rules: z.array(
        z.object({
          activityId: id,
          title: z.string(),
          version: z.number().int(),
          outcome: z.string(),
          line: z.string(),
          /** Whether running the rule again on the facts kept gives the same. */
          sameWhenRerun: z.boolean(),
          steps: z.array(traceStep),
        }),
      ),
      /** When no rule saw it: why not. */
      none: z.string().optional(),
      /** What the bot said afterwards and why, or why it did not. */
      answers: z.array(z.object({ at: instant, state: z.string(), text: z.string(), line: z.string() })),
    }),
  }),
};
