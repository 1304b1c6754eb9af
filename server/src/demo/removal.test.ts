import { rm } from 'node:fs/promises';
import path from 'node:path';
import request from 'supertest';
import mongoose from 'mongoose';
import { HOUR_MS } from '@kouyi/shared/rules/time';
import { fillWithDemoBrand } from '../../../test/support/server-process';
import { shownPassword } from '../../../test/support/world';
import { type App, startApp } from '../app';
import { readConfig } from '../config';
import { native } from '../kernel/store';
import { Seeds } from './marks';
import { useRestart } from './removal';
import { dataFolder } from '../../../test/support/data-folder';

interface Status {
  state: 'none' | 'loading' | 'loaded' | 'removing';
  mayLoad: boolean;
  mayRemove: boolean;
}

const PASSWORD = 'a long first password';
let home: string;
let app: App;
let admin: ReturnType<typeof request.agent>;
/** What a house without the demo brand holds once somebody has signed in. */
let fresh: Record<string, number>;

const start = async (folder: string, port = '0'): Promise<App> =>
  startApp(
    readConfig({
      PORT: port,
      DATA_DIR: path.join(home, folder),
      ADMIN_PASSWORD: PASSWORD,
      DEMO: 'on',
      LOG_LEVEL: 'fatal',
    }),
  );

const signIn = async (password: string): Promise<void> => {
  admin = request.agent(app.url);
  await admin.post('/api/staff/session').send({ login: 'admin', password }).expect(200);
};

beforeAll(async () => {
  home = await dataFolder('demo');
  app = await start('empty');
  await signIn(PASSWORD);
  expect(await status()).toMatchObject({ state: 'none', mayLoad: true });
  fresh = await counts();
  await app.stop();

  await fillWithDemoBrand(path.join(home, 'data'));
  app = await start('data');
  const { port } = new URL(app.url);
  useRestart(async () => {
    await app.stop();
    app = await start('data', port);
  });
  await signIn(await shownPassword(app.url, 'admin'));
}, 600_000);
afterAll(async () => {
  await app.stop();
  await rm(home, { recursive: true, force: true });
});

const status = async (): Promise<Status | undefined> => {
  try {
    const answer = await admin.get('/api/demo');
    return answer.status === 200 ? (answer.body as Status) : undefined;
  } catch {
    // The server is starting anew.
    return undefined;
  }
};
const until = async (state: Status['state']): Promise<Status> => {
  for (;;) {
    const now = await status();
    if (now?.state === state) return now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
/** Written by the clock and by what is going on, whatever anybody does. */
const BY_ITSELF = [
  'leases',
  'job_runs',
  'bot_partitions',
  'demo_seeds',
  'audit',
  'audit_words',
  'outbox',
  'ledger_audits',
];
/** Documents by collection; what the running server itself writes all the time is left out. */
async function counts(): Promise<Record<string, number>> {
  const all = await mongoose.connection.db!.listCollections().toArray();
  const found: Record<string, number> = {};
  for (const { name } of all) {
    if (BY_ITSELF.includes(name)) continue;
    const count = await mongoose.connection.db!.collection(name).countDocuments();
    if (count > 0) found[name] = count;
  }
  return found;
}
const itemsAt = async (address: string) =>
  ((await admin.get(address).expect(200)).body as { items: { counted?: number }[] }).items;

let groups: number;

test('the demo brand whose story was interrupted is loaded to its end, once', async () => {
  groups = (await itemsAt('/api/groups?limit=200')).length;
  expect(groups).toBeGreaterThan(10);
  expect(await status()).toMatchObject({ state: 'loaded', mayLoad: false, mayRemove: true });
  // As a server leaves it that was killed a day before the end of the story.
  await native(Seeds).deleteOne({ _id: 'brand' });
  const { at } = (await native(Seeds).findOne({ _id: 'begun' }))!;
  await native(Seeds).updateOne({ _id: 'begun' }, { $set: { told: new Date(at.getTime() - 24 * HOUR_MS) } });
  expect(await status()).toMatchObject({ state: 'none', mayLoad: true });
  await admin.post('/api/demo').send({}).expect(200);
  expect(await until('loaded')).toMatchObject({ mayLoad: false, mayRemove: true });
  expect((await itemsAt('/api/groups?limit=200')).length).toBe(groups);
}, 600_000);

test('what the server stands on is told with what it is and how it is', async () => {
  const { body } = (await admin.get('/api/system/health').expect(200)) as {
    body: { parts: { key: string; state: string; what: string; next?: string }[] };
  };
  const of = (key: string) => body.parts.find((part) => part.key === key);
  expect(of('database')?.what).toMatch(/[\u4e00-\u9fff]/);
  expect(of('channel:simulator')).toMatchObject({ state: 'good' });
  expect(of('wechat')?.state).toBe('off');
  expect(of('wechat')?.next).toContain('WECHAT_APPID');
  expect(of('backups')).toMatchObject({ state: 'care' });
  expect(of('effects')?.state).not.toBe('bad');
});

test('it is removed without a trace, and begun again by somebody who stayed signed in', async () => {
  const wrong = await admin.post('/api/demo/remove').send({ brandName: '别的名字' });
  expect(wrong.status).toBe(422);
  expect((await itemsAt('/api/groups?limit=200')).length).toBe(groups);

  await admin.post('/api/demo/remove').send({ brandName: '晨露' }).expect(200);
  expect(await until('none')).toMatchObject({ mayLoad: true });
  // What a fresh server has: the root unit, the administrator with this session, what every start sets up.
  expect(await counts()).toEqual(fresh);
  const { items: record } = (await admin.get('/api/audit').expect(200)).body as {
    items: { action: string }[];
  };
  expect(record.map(({ action }) => action)).toContain('demo.removed');
  expect(record.map(({ action }) => action)).not.toContain('activities.create');
  expect(await itemsAt('/api/groups')).toEqual([]);
  expect(await itemsAt('/api/activities')).toEqual([]);
  const { body: welcome } = (await admin.get('/api/welcome').expect(200)) as {
    body: { demoStaff: { login: string }[] };
  };
  // Whoever emptied it stays; the sign-in page goes on to say how they come in.
  expect(welcome.demoStaff.map(({ login }) => login)).toEqual(['admin']);

  await admin.post('/api/demo').send({}).expect(200);
  await until('loading');
  expect((await admin.post('/api/demo').send({})).status).toBeGreaterThanOrEqual(400);
}, 600_000);
