import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createEmbeddedMongo } from '@kouyi/embedded';
import { connectStore, disconnectStore } from '../../server/src/kernel/store';
import { startServerProcess } from '../support/server-process';
import { ADMIN_PASSWORD, call, compare, eventsFor, expectSurvived, quiet, setUp } from './survive-kills';

const COUNT = 3_000;
const PER_REQUEST = 25;

test('two servers on one database, one of them killed on the way: everything once, the first 60 are 60', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'kouyi-two-'));
  const db = await createEmbeddedMongo({ dataDir: path.join(folder, 'db') });
  const env = { ADMIN_PASSWORD, MONGODB_URI: db.uri };
  const start = (name: string) => startServerProcess(path.join(folder, name), env);
  const first = await start('first');
  const second = await start('second');
  let firstLives = true;
  try {
    const { key, rooms, signUp, checkIn } = await setUp(first.url);
    const events = eventsFor(rooms, COUNT);
    const waiting = [...events];
    const acked = new Set<string>();
    const sender = async (url: () => string): Promise<void> => {
      while (waiting.length > 0) {
        const mine = waiting.splice(0, PER_REQUEST);
        const again = events.slice(0, 3);
        const answer = await call<{ refused: unknown[] }>(`${url()}/api/channels/simulator/events`, {
          method: 'POST',
          headers: { authorization: key },
          json: { events: [...mine, ...again] },
        }).catch((error: unknown) => {
          if (firstLives) throw error;
        });
        if (answer) {
          expect(answer.refused).toEqual([]);
          for (const { eventId } of mine) acked.add(eventId);
        } else {
          waiting.push(...mine);
        }
        if (firstLives && acked.size > COUNT / 2) {
          firstLives = false;
          await first.kill('server');
        }
      }
    };
    const either = () => (firstLives ? first.url : second.url);
    await Promise.all([sender(either), sender(() => second.url), sender(either), sender(() => second.url)]);

    await connectStore(db.uri, 'kouyi');
    try {
      // The dead server's partitions and claims are free when their leases have run out.
      await quiet(60);
      expectSurvived({ ...(await compare(events, acked, signUp, checkIn)), restartsMs: [] }, COUNT);
    } finally {
      await disconnectStore();
    }
  } finally {
    await second.stop();
    if (firstLives) await first.kill('server');
    await db.stop();
    await rm(folder, { recursive: true, force: true });
  }
}, 180_000);
