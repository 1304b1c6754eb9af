import request from 'supertest';
import { newRule } from '@kouyi/shared/rules/blank';
import type { ActivityKind, ActivityRule } from '@kouyi/shared/types';
import { Journal } from '../../server/src/bot/model';
import { native } from '../../server/src/kernel/store';
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
  const { status, body } = (await request(world.url)
    .post('/api/channels/simulator/events')
    .set('authorization', key)
    .send({ events })) as Taken;
  return { status, body };
}

/** The person behind a user of the simulator. */
export const personOf = (userId: string): string => personIdOf('simulator', userId);

/** A member's phone, signed in by the demo's picker: the world must be a demo, the member must have been seen. */
export async function phoneOf(world: World, userId: string) {
  const { body } = (await request(world.url)
    .post('/api/member/demo-session')
    .send({ personId: personOf(userId), consent: '2026-11' })
    .expect(200)) as { body: { token: string } };
  return request.agent(world.url).set('authorization', `Bearer ${body.token}`);
}

/** A trace as staff read it. */
export interface Trace {
  message: { id: string; text: string };
  rules: { activityId: string; outcome: string; line: string; sameWhenRerun: boolean; steps: unknown[] }[];
  none?: string;
}

/**
 * The trace of every message in the world's journal. Each must explain itself: by rules that decide the same when
 * they are run again, or by why no rule saw it.
 */
export async function everyTrace(world: World): Promise<Trace[]> {
  const rows = await native(Journal).find({}).sort({ _id: 1 }).toArray();
  const traces: Trace[] = [];
  for (const { _id } of rows) {
    const { body } = (await world.admin
      .get(`/api/messages/${encodeURIComponent(_id)}/trace`)
      .expect(200)) as { body: Trace };
    for (const rule of body.rules) {
      expect({ ...rule, text: body.message.text }).toMatchObject({ sameWhenRerun: true });
      expect(rule.line).toMatch(/[\u4e00-\u9fff]/);
      expect(rule.steps.length).toBeGreaterThan(0);
    }
    if (body.rules.length === 0) expect(body.none).toMatch(/[\u4e00-\u9fff]/);
    traces.push(body);
  }
  return traces;
}
