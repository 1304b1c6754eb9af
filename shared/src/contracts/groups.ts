import { z } from 'zod';
import { OUTCOMES } from '../types';
import { contract } from './contract';
import { done, empty, id, instant, pageOf, paging } from './common';

const band = z.strictObject({
  from: z.number().int().min(1),
  /** Absent: no upper end. */
  to: z.number().int().min(1).optional(),
  name: z.string().min(1).max(20),
  welcomeText: z.string().max(300),
  notice: z.string().max(500),
});

export const group = z.object({
  id,
  channel: z.string(),
  channelGroupId: z.string(),
  name: z.string(),
  unitId: id,
  unitName: z.string(),
  tags: z.array(z.string()),
  memberCount: z.number().int(),
  band: z.string(),
  capabilities: z.object({ read: z.boolean(), post: z.boolean() }),
  lastMessageAt: instant.optional(),
  runningActivities: z.number().int(),
});
export type GroupView = z.output<typeof group>;

/** A line in a room: somebody's message, or something the bot said. */
export const roomMessage = z.object({
  id,
  at: instant,
  from: z.enum(['member', 'bot', 'system']),
  kind: z.enum(['message', 'join', 'leave']),
  userId: z.string().optional(),
  personId: id.optional(),
  name: z.string(),
  text: z.string(),
  card: z.object({ activityId: id, title: z.string(), boxId: id.optional() }).optional(),
  /** Set for members' messages that some rule saw. */
  outcome: z.enum(OUTCOMES).optional(),
});
export type RoomMessage = z.output<typeof roomMessage>;

export const groups = {
  list: contract({
    method: 'GET',
    path: '/api/groups',
    summary: 'Groups by name',
    access: 'groups.read',
    input: z.strictObject({
      ...paging,
      q: z.string().max(60).optional(),
      tag: z.string().max(40).optional(),
      unitId: id.optional(),
    }),
    output: pageOf(group),
  }),
  tags: contract({
    method: 'GET',
    path: '/api/groups/tags',
    summary: 'Tags in use, with the number of groups',
    access: 'groups.read',
    input: empty,
    output: z.object({ items: z.array(z.object({ tag: z.string(), groups: z.number().int() })) }),
  }),
  get: contract({
    method: 'GET',
    path: '/api/groups/:id',
    summary: 'One group',
    access: 'groups.read',
    input: z.strictObject({ id }),
    output: group,
  }),
  update: contract({
    method: 'PUT',
    path: '/api/groups/:id',
    summary: 'Changes name, tags or org unit',
    access: 'groups.write',
    input: z.strictObject({
      id,
      name: z.string().min(1).max(60).optional(),
      tags: z.array(z.string().min(1).max(40)).max(20).optional(),
      unitId: id.optional(),
    }),
    output: group,
  }),
  members: contract({
    method: 'GET',
    path: '/api/groups/:id/members',
    summary: 'Members, by join date',
    access: 'groups.read',
    input: z.strictObject({ id, ...paging, q: z.string().max(40).optional() }),
    output: pageOf(
      z.object({
        userId: z.string(),
        personId: id,
        name: z.string(),
        joinedAt: instant,
        leftAt: instant.optional(),
        blacklisted: z.boolean(),
      }),
    ),
  }),
  messages: contract({
    method: 'GET',
    path: '/api/groups/:id/messages',
    summary: 'What was said, newest first',
    access: 'messages.read',
    input: z.strictObject({ id, ...paging, q: z.string().max(60).optional() }),
    output: pageOf(roomMessage),
  }),
  heat: contract({
    method: 'GET',
    path: '/api/groups/:id/heat',
    summary: 'Messages by weekday and hour (Asia/Shanghai) over the last 28 days',
    access: 'groups.read',
    input: z.strictObject({ id }),
    output: z.object({
      cells: z.array(
        z.object({ weekday: z.number().int(), hour: z.number().int(), messages: z.number().int() }),
      ),
    }),
  }),
  bands: contract({
    method: 'GET',
    path: '/api/bands',
    summary: 'Bands by group size',
    access: 'groups.read',
    input: empty,
    output: z.object({ items: z.array(band) }),
  }),
  saveBands: contract({
    method: 'PUT',
    path: '/api/bands',
    summary: 'Replaces the bands; they must cover 1 to infinity without gaps',
    access: 'groups.write',
    input: z.strictObject({ items: z.array(band).min(1).max(10) }),
    output: done,
    refusals: ['bands_have_gaps'],
  }),
};
