import { z } from 'zod';
import { contract } from './contract';
import { done, id, instant, pageOf, paging, points } from './common';

const person = z.object({
  id,
  nickname: z.string(),
  identities: z.array(z.object({ kind: z.string(), value: z.string() })),
  points,
  groups: z.number().int(),
  createdAt: instant,
  blacklisted: z.boolean(),
});

const blacklistRow = z.object({
  id,
  personId: id,
  nickname: z.string(),
  reason: z.string(),
  /** Who did it: 系统 or a member of staff. */
  by: z.string(),
  at: instant,
  /** The groups of a join flood, with the times. */
  evidence: z.array(z.object({ groupName: z.string(), at: instant })),
  liftedAt: instant.optional(),
  liftedBy: z.string().optional(),
  liftReason: z.string().optional(),
});

export const people = {
  list: contract({
    method: 'GET',
    path: '/api/people',
    summary: 'People, by name or identity',
    access: 'people.read',
    input: z.strictObject({ ...paging, q: z.string().max(60).optional() }),
    output: pageOf(person),
  }),
  get: contract({
    method: 'GET',
    path: '/api/people/:id',
    summary: 'One person: groups, participations, points',
    access: 'people.read',
    input: z.strictObject({ id }),
    output: z.object({
      /** Who stands for all identities; another than asked for, where that one was merged. */
      person,
      /** Further identities that are seen as one with them. */
      merged: z.array(
        z.object({
          personId: id,
          nickname: z.string(),
          identities: z.array(z.object({ kind: z.string(), value: z.string() })),
          at: instant,
          by: z.string(),
          reason: z.string(),
        }),
      ),
      /** Others who may be the same person, and what speaks for it. */
      perhaps: z.array(z.object({ personId: id, nickname: z.string(), why: z.string() })),
      groups: z.array(z.object({ id, name: z.string(), joinedAt: instant, leftAt: instant.optional() })),
      participations: z.array(
        z.object({
          at: instant,
          activityId: id,
          title: z.string(),
          groupName: z.string(),
          outcome: z.string(),
          points,
        }),
      ),
      entries: z.array(z.object({ id, at: instant, points, reason: z.string() })),
    }),
  }),
  timeline: contract({
    method: 'GET',
    path: '/api/people/:id/timeline',
    summary: 'What happened to a person in all their identities, newest first',
    access: 'people.read',
    input: z.strictObject({ id, ...paging }),
    output: pageOf(
      z.object({
        id,
        at: instant,
        /** A kind of fact, e.g. participated, drew, bought; other: none of them. */
        kind: z.string(),
        title: z.string(),
        groupName: z.string().optional(),
      }),
    ),
  }),
  mergePreview: contract({
    method: 'GET',
    path: '/api/people/:id/merge-preview',
    summary: 'What seeing two people as one would mean; changes nothing',
    access: 'people.write',
    input: z.strictObject({ id, otherId: id }),
    output: z.object({ person, other: person, consequences: z.array(z.string()) }),
    refusals: ['already_one'],
  }),
  merge: contract({
    method: 'POST',
    path: '/api/people/:id/merge',
    summary:
      'Sees another person as one with this; everything stays where it is, so that it can be undone exactly',
    access: 'people.write',
    input: z.strictObject({ id, otherId: id, reason: z.string().min(2).max(200) }),
    output: done,
    refusals: ['already_one', 'too_many_identities'],
  }),
  keepApart: contract({
    method: 'POST',
    path: '/api/people/:id/keep-apart',
    summary: 'Notes that another person is not this one, whatever they have in common',
    access: 'people.write',
    input: z.strictObject({ id, otherId: id, reason: z.string().min(2).max(200) }),
    output: done,
    refusals: ['already_one'],
  }),
  unmerge: contract({
    method: 'POST',
    path: '/api/people/:id/unmerge',
    summary: 'Takes a person out of those they were merged with, as if it had never been',
    access: 'people.write',
    input: z.strictObject({ id, reason: z.string().min(2).max(200) }),
    output: done,
    refusals: ['not_merged'],
  }),
};

export const risk = {
  blacklist: contract({
    method: 'GET',
    path: '/api/blacklist',
    summary: 'Who gets nothing, and why; newest first',
    access: 'risk.read',
    input: z.strictObject({
      ...paging,
      lifted: z.enum(['yes', 'no']).optional(),
      /** Only what was put down of this person. */
      personId: id.optional(),
    }),
    output: pageOf(blacklistRow),
  }),
  add: contract({
    method: 'POST',
    path: '/api/blacklist',
    summary: 'Puts a person on the blacklist',
    access: 'risk.write',
    input: z.strictObject({ personId: id, reason: z.string().min(2).max(200) }),
    output: blacklistRow,
    refusals: ['already_blacklisted'],
  }),
  lift: contract({
    method: 'POST',
    path: '/api/blacklist/:id/lift',
    summary: 'Undoes a blacklisting; what was refused meanwhile stays refused',
    access: 'risk.write',
    input: z.strictObject({ id, reason: z.string().max(200).default('') }),
    output: blacklistRow,
    refusals: ['already_lifted'],
  }),
};
