import { rm } from 'node:fs/promises';
import request from 'supertest';
import mongoose from 'mongoose';
import type { Role } from '@kouyi/shared/types';
import { bot } from '../../server/src/bot';
import { type App, startApp } from '../../server/src/app';
import { readConfig } from '../../server/src/config';
import { useClock } from '../../server/src/kernel/clock';
import { newId } from '../../server/src/kernel/ids';
import { tagEngine } from '../../server/src/tags';
import { fillWithDemoBrand } from './server-process';
import { dataFolder } from './data-folder';

const ADMIN_PASSWORD = 'a long first password';

/** One server with a database of its own, a clock that stands still until told, and hands on every lever. */
export interface World {
  readonly app: App;
  readonly url: string;
  readonly clock: { now(): Date; set(at: string | Date): void; advance(ms: number): void };
  /** A signed-in browser of staff: keeps its cookie. */
  signIn(login?: string, password?: string): Promise<ReturnType<typeof request.agent>>;
  /** The administrator's browser. */
  readonly admin: ReturnType<typeof request.agent>;
  /** The administrator's browser, after its session has expired. */
  signInAgain(): Promise<void>;
  /** An API key with rights; its header value. */
  key(rights: string[]): Promise<string>;
  /** A member of staff with a role at the root (or a unit), signed in. */
  staff(role: Role, unitId?: string): Promise<ReturnType<typeof request.agent>>;
  /** A room on the simulator; answers its ids. */
  room(name: string, members?: number, tags?: string[]): Promise<{ groupId: string; channelGroupId: string }>;
  /** Everything that was taken is decided, reacted to and sent. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * 2036-11-22 20:00 in Shanghai, a Saturday. Ahead of the machine's clock, because the database removes what has
 * expired by that one, and browsers forget cookies by it.
 */
export const SATURDAY_EVENING = '2036-11-22T12:00:00.000Z';

/**
 * Starts a world. With MONGODB_URI set it runs against that server, otherwise on the embedded database. `demo: 'kept'`
 * begins, where that can be done, with a copy of the demo brand and by today's clock.
 */
export async function startWorld(
  options: { at?: string; demo?: boolean | 'kept'; env?: Record<string, string> } = {},
): Promise<World> {
  const kept = options.demo === 'kept' && process.env['MONGODB_URI'] === undefined;
  const dataDir = await dataFolder('test');
  if (kept) await fillWithDemoBrand(dataDir);
  let at = new Date(options.at ?? (kept ? Date.now() : SATURDAY_EVENING));
  const realClock = useClock(() => at);
  const config = readConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    MONGODB_URI: process.env['MONGODB_URI'],
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'fatal',
    DEMO: options.demo ? 'on' : 'off',
    ...(kept ? {} : { MONGODB_DB: newId('test').slice(0, 20), ADMIN_PASSWORD, PARTITIONS: '4' }),
    ...options.env,
  });
  const app = await startApp(config);
  const adminPassword = kept ? await shownPassword(app.url, 'admin') : ADMIN_PASSWORD;
  const world: World = {
    app,
    url: app.url,
    clock: {
      now: () => at,
      set: (to) => void (at = new Date(to)),
      advance: (ms) => void (at = new Date(at.getTime() + ms)),
    },
    async signIn(login = 'admin', password = adminPassword) {
      const agent = request.agent(app.url);
      await agent.post('/api/staff/session').send({ login, password }).expect(200);
      return agent;
    },
    admin: request.agent(app.url),
    async signInAgain() {
      await world.admin
        .post('/api/staff/session')
        .send({ login: 'admin', password: adminPassword })
        .expect(200);
    },
    async key(rights) {
      const { body } = (await world.admin
        .post('/api/org/keys')
        .send({ name: 'test', rights })
        .expect(200)) as { body: { secret: string } };
      return `Bearer ${body.secret}`;
    },
    async staff(role, unitId = 'unt_root') {
      const login = `${role}.${newId('x').slice(2, 8)}`;
      const { body } = (await world.admin
        .post('/api/org/staff')
        .send({ login, name: role, roles: [{ role, unitId }] })
        .expect(200)) as { body: { firstPassword: string } };
      return world.signIn(login, body.firstPassword);
    },
    async room(name, members = 5, tags = []) {
      const { body } = (await world.admin
        .post('/api/simulator/rooms')
        .send({ name, members, tags })
        .expect(200)) as {
        body: { groupId: string; channelGroupId: string };
      };
      await world.settle();
      return body;
    },
    async settle() {
      for (let round = 0; round < 3; round += 1) {
        await bot().engine.drain();
        await app.dispatcher.drain();
        await tagEngine.drain();
        await app.deliverer.drain();
      }
    },
    async stop() {
      await mongoose.connection.dropDatabase();
      await app.stop();
      realClock();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  try {
    await world.signInAgain();
  } catch (failure) {
    // Nobody gets this world, so nobody could end it.
    await world.stop();
    throw failure;
  }
  return world;
}

/** The password that the sign-in page of the demo brand tells everybody. */
export async function shownPassword(url: string, login: string): Promise<string> {
  const { body } = (await request(url).get('/api/welcome').expect(200)) as {
    body: { demoStaff: { login: string; password: string }[] };
  };
  return body.demoStaff.find((one) => one.login === login)!.password;
}
