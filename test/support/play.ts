import request from 'supertest';
import { newRule } from '@kouyi/shared/rules/blank';
import type { ActivityKind, ActivityRule } from '@kouyi/shared/types';
import { personIdOf } from '../../server/src/people';
import type { World } from './world';

/** A message as a sender hands it to the simulator's door; `groupId` is the channel's own. */
export interface Said {
  eventId: string;
  groupId: string;
  userId: string;
  name?: string;
  kind?: 'message' | 'join' | 'leave';
  text?: string;
  at: string;
}

/** What the door answered. */
export interface Taken {
  status: number;
  body: {
    accepted: number;
    duplicates: number;
    refused: { index: number; code: string; message: string }[];
    error?: { code: string; message: string };
  };
}

/** A rule that can be launched at the world's present: runs from an hour ago for a day, 5 points, in these groups. */
export function ruleIn(
  world: World,
  kind: ActivityKind,
  groupIds: string[],
  more: Partial<ActivityRule> = {},
): ActivityRule {
  const at = world.clock.now().getTime();
  const rule = newRule(kind, new Date(at - 3_600_000));
  return {
    ...rule,
    title: `${kind} 活动`,
    where: { ...rule.where, groupIds },
    window: { startAt: rule.window.startAt, endAt: new Date(at + 86_400_000).toISOString() },
    reward: { points: 5 },
    ...more,
  };
}

/** Saves a rule and launches it; answers its id. */
export async function launch(world: World, rule: ActivityRule, acceptConflicts = false): Promise<string> {
  const created = await world.admin.post('/api/activities').send({ rule }).expect(200);
  const { id } = created.body as { id: string };
  await world.admin.post(`/api/activities/${id}/launch`).send({ acceptConflicts }).expect(200);
  return id;
}

/** One delivery to the simulator's door. */
export async function deliver(world: World, key: string, events: readonly unknown[]): Promise<Taken> {
  const { status, body } = await request(world.url)
    .post('/api/channels/simulator/events')
    .set('authorization', key)
    .send({ events });
  return { status, body: body as Taken['body'] };
}

/** The person behind a user of the simulator. */
export const personOf = (userId: string): string => personIdOf('simulator', userId);

/** A member's phone, signed in by the demo's picker: the world must be a demo, the member must have been seen. */
export async function phoneOf(world: World, userId: string) {
  const { body } = await request(world.url)
    .post('/api/member/demo-session')
    .send({ personId: personOf(userId), consent: '2026-11' })
    .expect(200);
  const { token } = body as { token: string };
  return request.agent(world.url).set('authorization', `Bearer ${token}`);
}
