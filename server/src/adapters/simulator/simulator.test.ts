import { once } from 'node:events';
import { WebSocket } from 'ws';
import { startWorld, type World } from '../../../../test/support/world';
import { asSystem } from '../../kernel/command';
import { planOutgoing } from '../../gate';

interface Frame {
  readonly type: string;
  readonly [more: string]: unknown;
}

/** A console's socket that keeps what it hears. */
class Listener {
  readonly frames: Frame[] = [];
  readonly #waiting: (() => void)[] = [];

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.frames.push(JSON.parse(data.toString('utf8')) as Frame);
      for (const each of this.#waiting.splice(0)) each();
    });
  }

  /** The first frame of this type, as soon as it is there. */
  async next(type: string): Promise<Frame> {
    for (;;) {
      const at = this.frames.findIndex((frame) => frame.type === type);
      if (at >= 0) return this.frames.splice(at, 1)[0]!;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  say(event: Record<string, unknown>): void {
    this.socket.send(JSON.stringify({ type: 'say', event }));
  }
}

describe('the simulator', () => {
  let world: World;
  let room: { groupId: string; channelGroupId: string };
  let cookie: string;
  const open: WebSocket[] = [];

  const cookieOf = async (login: string, password: string): Promise<string> => {
    const answer = await fetch(`${world.url}/api/staff/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password }),
    });
    return answer.headers.get('set-cookie')!.split(';')[0]!;
  };
  const connect = (headers: Record<string, string>, groups = room.groupId): WebSocket => {
    const socket = new WebSocket(`${world.url.replace('http', 'ws')}/api/simulator/socket?groups=${groups}`, {
      headers,
    });
    // A socket that was not let in errs when it is given up.
    socket.on('error', () => undefined);
    open.push(socket);
    return socket;
  };
  const listen = async (): Promise<Listener> => {
    const listener = new Listener(connect({ cookie }));
    await listener.next('ready');
    return listener;
  };
  const statusOf = async (socket: WebSocket): Promise<number> => {
    const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    return answer.statusCode;
  };
  const event = (more: Record<string, unknown> = {}) => ({
    eventId: 'e1',
    groupId: room.channelGroupId,
    userId: `${room.channelGroupId}-1`,
    name: '阿楠',
    text: '大家好',
    at: world.clock.now().toISOString(),
    ...more,
  });

  beforeAll(async () => {
    world = await startWorld();
    room = await world.room('咖啡试喝群', 40, ['咖啡群']);
    cookie = await cookieOf('admin', 'a long first password');
  });
  afterAll(async () => {
    for (const socket of open) socket.terminate();
    await world.stop();
  });

  test('a room has as many made-up members as asked for, newcomers and old hands', async () => {
    const { body } = (await world.admin.get(`/api/groups/${room.groupId}/members?limit=200`).expect(200)) as {
      body: { items: { name: string; joinedAt: string }[] };
    };
    expect(new Set(body.items.map((each) => each.name)).size).toBe(40);
    const ages = body.items.map(
      (each) => (world.clock.now().getTime() - Date.parse(each.joinedAt)) / 86_400_000,
    );
    expect(Math.min(...ages)).toBeLessThan(30);
    expect(Math.max(...ages)).toBeGreaterThan(60);
  });

  test('what one person says everybody who looks at the room sees; said twice, it is there once', async () => {
    const [speaker, reader] = [await listen(), await listen()];
    speaker.say(event());
    expect(await speaker.next('accepted')).toEqual({ type: 'accepted', eventId: 'e1' });
    expect(await reader.next('message')).toMatchObject({
      groupId: room.groupId,
      message: { from: 'member', name: '阿楠', text: '大家好' },
    });
    speaker.say(event());
    expect(await speaker.next('accepted')).toEqual({ type: 'accepted', eventId: 'e1' });
    speaker.say(event({ eventId: 'e2', text: '第二句' }));
    expect(await reader.next('message')).toMatchObject({ message: { text: '第二句' } });
  });

  test('what the bot says is heard in the room and stays in its record under the same id', async () => {
    const reader = await listen();
    await asSystem('test', (tx) =>
      planOutgoing(tx, { key: 'hello', groupId: room.groupId, kind: 'reply', text: '收到啦', cause: {} }),
    );
    await world.settle();
    const { message } = (await reader.next('message')) as unknown as { message: { id: string } };
    const { body } = (await world.admin.get(`/api/outgoing?groupId=${room.groupId}`).expect(200)) as {
      body: { items: object[] };
    };
    expect(body.items).toEqual([expect.objectContaining({ id: message.id, text: '收到啦', state: 'sent' })]);
  });

  test('what can’t be taken is refused by name, and the socket lives on', async () => {
    const speaker = await listen();
    speaker.socket.send('not json');
    expect(await speaker.next('refused')).toMatchObject({ code: 'shape_invalid' });
    speaker.say(event({ eventId: 'e3', groupId: 'nowhere' }));
    expect(await speaker.next('refused')).toMatchObject({ eventId: 'e3', code: 'group_unknown' });
    speaker.say(event({ eventId: 'e4', text: '长'.repeat(4_001) }));
    expect(await speaker.next('refused')).toMatchObject({ eventId: 'e4' });
    speaker.say(event({ eventId: 'e5', text: '还在' }));
    expect(await speaker.next('accepted')).toMatchObject({ eventId: 'e5' });
  });

  test('a frame of a megabyte ends the socket', async () => {
    const { socket } = await listen();
    socket.send('x'.repeat(1_000_000));
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1009);
  });

  test('only who may use it gets in, and no page of another origin', async () => {
    expect(await statusOf(connect({}))).toBe(401);
    const { login, firstPassword } = await newStore();
    expect(await statusOf(connect({ cookie: await cookieOf(login, firstPassword) }))).toBe(403);
    expect(await statusOf(connect({ cookie, origin: 'https://evil.example' }))).toBe(403);
    const same = new Listener(connect({ cookie, origin: world.url }));
    expect(await same.next('ready')).toEqual({ type: 'ready' });
  });

  const newStore = async () => {
    const { body } = (await world.admin
      .post('/api/org/staff')
      .send({ login: 'shop', name: '店长', roles: [{ role: 'store', unitId: 'unt_root' }] })
      .expect(200)) as { body: { staff: { login: string }; firstPassword: string } };
    return { login: body.staff.login, firstPassword: body.firstPassword };
  };
});
