import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { newRule } from '@kouyi/shared/rules/blank';
import { shanghaiDay } from '@kouyi/shared/rules/time';
import type { ActivityRule } from '@kouyi/shared/types';
import { Decisions } from '../../server/src/activities/model';
import { Journal } from '../../server/src/bot/model';
import { OutboxRows } from '../../server/src/kernel/outbox-rows';
import { connectStore, disconnectStore, native } from '../../server/src/kernel/store';
import { auditLedger } from '../../server/src/ledger';
import { Transactions } from '../../server/src/ledger/model';
import type { Said } from '../support/play';
import { type ServerProcess, startServerProcess } from '../support/server-process';

export const ADMIN_PASSWORD = 'a long first password';
const PEOPLE = 150;
const ROOMS = 6;
const FIRST = 60;
const SENDERS = 4;
const PER_REQUEST = 25;

/** What a run of kills and restarts came to; all of it read from the database at the end. */
export interface Survived {
  sent: number;
  /** Acknowledged events that are not in the journal, or not decided. */
  lost: string[];
  /** Messages that a rule listened to and that have not exactly one decision. */
  notOnce: string[];
  failed: number;
  signUps: number;
  checkIns: number;
  expectedCheckIns: number;
  /** Ledger transactions against counted decisions that give points. */
  booked: number;
  toBook: number;
  findings: unknown[];
  restartsMs: number[];
}

/** Calls the API; anything but an answer of 200 is a failure, as a sender would see it. */
export async function call<T>(
  url: string,
  init: { method: string; headers: Record<string, string>; json: unknown },
): Promise<T> {
  const response = await fetch(url, {
    method: init.method,
    headers: { 'content-type': 'application/json', ...init.headers },
    body: JSON.stringify(init.json),
  });
  if (response.status !== 200) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** A key that may send, rooms, a sign-up of the first 60 and a check-in, through the real doors. */
export async function setUp(url: string) {
  const signIn = await fetch(`${url}/api/staff/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'admin', password: ADMIN_PASSWORD }),
  });
  const cookie = signIn.headers.get('set-cookie')!.split(';')[0]!;
  const admin = <T>(route: string, json: unknown) =>
    call<T>(`${url}${route}`, { method: 'POST', headers: { cookie }, json });
  const { secret } = await admin<{ secret: string }>('/api/org/keys', {
    name: 'sender',
    rights: ['simulator.use'],
  });
  const rooms: { groupId: string; channelGroupId: string }[] = [];
  for (let i = 0; i < ROOMS; i += 1)
    rooms.push(await admin('/api/simulator/rooms', { name: `${i} 群`, members: 0 }));
  const launch = async (more: Partial<ActivityRule> & Pick<ActivityRule, 'kind'>) => {
    const now = new Date();
    const rule = newRule(more.kind, new Date(now.getTime() - 3_600_000));
    const { id } = await admin<{ id: string }>('/api/activities', {
      rule: {
        ...rule,
        title: more.kind,
        where: { ...rule.where, groupIds: rooms.map((room) => room.groupId) },
        window: { startAt: rule.window.startAt, endAt: new Date(now.getTime() + 86_400_000).toISOString() },
        reward: { points: 5 },
        ...more,
      },
    });
    await admin(`/api/activities/${id}/launch`, {});
    return id;
  };
  return {
    key: `Bearer ${secret}`,
    rooms,
    signUp: await launch({ kind: 'sign_up', triggers: ['报名'], limits: { perPerson: 1, total: FIRST } }),
    checkIn: await launch({ kind: 'check_in', triggers: ['1'] }),
  };
}

/** The whole load: everybody signs up and checks in several times, in several rooms, and talks. */
export function eventsFor(rooms: readonly { channelGroupId: string }[], count: number): Said[] {
  const at = Date.now() - 60_000;
  return Array.from({ length: count }, (_, i) => ({
    eventId: `k-${i}`,
    groupId: rooms[i % ROOMS]!.channelGroupId,
    userId: `u-${(i * 7) % PEOPLE}`,
    text: ['1', '报名', '今天吃什么', '扣1'][Math.floor(i / 3) % 4]!,
    at: new Date(at + i).toISOString(),
  }));
}

/**
 * Sends everything from several senders while the server is killed so many times at random moments and started again
 * on the same folder, by the next command, without anything in between. What was not acknowledged is sent again,
 * and some of what was.
 */
export async function surviveKills(kills: number, count: number): Promise<Survived> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'kouyi-kill-'));
  const start = () => startServerProcess(dataDir, { ADMIN_PASSWORD, PARTITIONS: '8' });
  let server: ServerProcess = await start();
  try {
    const { key, rooms, signUp, checkIn } = await setUp(server.url);
    const events = eventsFor(rooms, count);
    const waiting = [...events];
    const acked = new Set<string>();
    const restartsMs: number[] = [];

    for (let turn = 0; turn <= kills; turn += 1) {
      const last = turn === kills;
      // At any moment: after so many more acknowledgements, in the middle of whatever is going on then.
      const until = acked.size + 50 + Math.floor(Math.random() * (count / (kills + 1) - 50));
      let dead = false;
      const sender = async (): Promise<void> => {
        while (!dead && waiting.length > 0 && (last || acked.size < until)) {
          const mine = waiting.splice(0, PER_REQUEST);
          // Some are sent once more although they were acknowledged.
          const again = events.filter((event) => acked.has(event.eventId) && Math.random() < 5 / count);
          try {
            await call(`${server.url}/api/channels/simulator/events`, {
              method: 'POST',
              headers: { authorization: key },
              json: { events: [...mine, ...again] },
            });
            for (const { eventId } of mine) acked.add(eventId);
          } catch (error) {
            waiting.push(...mine);
            if (last) throw error;
            return;
          }
        }
      };
      const senders = Array.from({ length: SENDERS }, sender);
      if (last) {
        await Promise.all(senders);
        break;
      }
      await Promise.race(senders);
      await server.kill(turn % 2 === 0 ? 'both' : 'server');
      dead = true;
      await Promise.all(senders);
      server = await start();
      restartsMs.push(server.startedInMs);
    }

    await connectStore(await readFile(path.join(dataDir, 'db-address'), 'utf8'), 'kouyi');
    try {
      await quiet();
      return { ...(await compare(events, acked, signUp, checkIn)), restartsMs };
    } finally {
      await disconnectStore();
    }
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Until everything that was taken is decided and booked. */
export async function quiet(seconds = 30): Promise<void> {
  for (let i = 0; i < seconds * 10; i += 1) {
    const [rows, events] = await Promise.all([
      native(Journal).countDocuments({ pending: true }),
      native(OutboxRows).countDocuments({ pending: true }),
    ]);
    if (rows + events === 0) return;
    await after(100);
  }
  throw new Error('the server did not come to rest: something is left undecided');
}

/** What the database says of what was sent. */
export async function compare(
  events: readonly Said[],
  acked: ReadonlySet<string>,
  signUp: string,
  checkIn: string,
): Promise<Omit<Survived, 'restartsMs'>> {
  const rows = await native(Journal).find({}).toArray();
  const byEvent = new Map(rows.map((row) => [row.eventId, row]));
  const decisions = await native(Decisions).find({}).toArray();
  const times = new Map<string, number>();
  for (const { messageId } of decisions) times.set(messageId!, (times.get(messageId!) ?? 0) + 1);
  const counted = (id: string) =>
    decisions.filter((row) => row.activityId === id && row.outcome === 'counted');
  const checkedIn = events.filter((event) => event.text !== '报名' && event.text !== '今天吃什么');
  return {
    sent: rows.length,
    lost: [...acked].filter((eventId) => !byEvent.get(eventId)?.decidedAt),
    notOnce: events
      .filter((event) => event.text !== '今天吃什么')
      .filter((event) => times.get(byEvent.get(event.eventId)?._id ?? '') !== 1)
      .map((event) => event.eventId),
    failed: rows.filter((row) => row.failed !== undefined).length,
    signUps: counted(signUp).length,
    checkIns: counted(checkIn).length,
    expectedCheckIns: new Set(checkedIn.map((event) => `${event.userId} ${shanghaiDay(new Date(event.at))}`))
      .size,
    booked: await native(Transactions).countDocuments({}),
    toBook: decisions.filter((row) => row.points > 0).length,
    findings: [...(await auditLedger()).findings],
  };
}

/** What every run must come to. */
export function expectSurvived(survived: Survived, count: number): void {
  expect(survived).toMatchObject({
    sent: count,
    lost: [],
    notOnce: [],
    failed: 0,
    signUps: FIRST,
    checkIns: survived.expectedCheckIns,
    booked: survived.toBook,
    findings: [],
  });
  expect(survived.toBook).toBe(FIRST + survived.expectedCheckIns);
}
