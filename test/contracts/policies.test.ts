import { Agent } from 'node:http';
import request from 'supertest';
import { type Contract, contracts } from '@kouyi/shared/contracts';
import { RIGHTS, ROLE_RIGHTS, type Right, ROLES } from '@kouyi/shared/types';
import { domains } from '../../server/src/domains';
import { deliver, phoneOf } from '../support/play';
import { startWorld, type World } from '../support/world';

// Hundreds of routes are knocked at from one address within seconds: here it is asked who may, not how often.
jest.mock('../../server/src/kernel/rate-limit', () => ({ allowRequest: () => Promise.resolve() }));

interface Operation {
  'x-access': string;
  operationId: string;
  summary: string;
  security: object[];
}
type Document = { paths: Record<string, Record<string, Operation>> };
type Method = 'get' | 'post' | 'put' | 'delete';

/** What a caller may get through to, by the word of the contract alone. */
type Caller =
  | { name: string; kind: 'anonymous' }
  | { name: string; kind: 'member' }
  | { name: string; kind: 'staff' | 'key'; rights: readonly Right[] };

function verdict(access: string, caller: Caller): 'in' | 401 | 403 {
  if (access === 'public') return 'in';
  if (caller.kind === 'anonymous') return 401;
  if (access === 'member') return caller.kind === 'member' ? 'in' : 403;
  if (access === 'staff') return caller.kind === 'staff' ? 'in' : 403;
  return caller.kind !== 'member' && (caller.rights as readonly string[]).includes(access) ? 'in' : 403;
}

/**
 * Sets of rights, two for each binary digit of a right's number: those with a 1 there, and those with a 0. Of any two
 * rights one set has the one without the other, so that a route that asks for another right than it says is found by
 * a dozen keys as surely as by a key for each right.
 */
function tellingApart(rights: readonly Right[]): Right[][] {
  const digits = Math.ceil(Math.log2(rights.length));
  return Array.from({ length: digits }, (_, digit) =>
    [1, 0].map((value) => rights.filter((_right, number) => ((number >> digit) & 1) === value)),
  ).flat();
}

describe('every route has a policy', () => {
  let world: World;
  let document: Document;
  beforeAll(async () => {
    world = await startWorld({ demo: true });
    document = (await request(world.url).get('/api/openapi.json').expect(200)).body as Document;
  });
  // Thousands of requests, each over a line that is open already.
  const line = new Agent({ keepAlive: true });
  afterAll(async () => {
    line.destroy();
    await world.stop();
  });

  const routesOf = () =>
    Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({
        path,
        method: method as Method,
        operation,
      })),
    );

  test('every contract is answered and every answer has a contract', () => {
    const promised = Object.values(contracts).flatMap((routes) => Object.values(routes) as Contract[]);
    const answered = domains.flatMap((domain) => domain.routes ?? []).map((route) => route.contract);
    const name = ({ method, path }: Contract) => `${method} ${path}`;
    expect(answered.map(name).sort()).toEqual(promised.map(name).sort());
    expect(new Set(promised.map(name)).size).toBe(promised.length);
    for (const contract of answered) expect(promised).toContain(contract);
  });

  test('the document tells of every contract, who may call it and how they prove it', () => {
    const accesses = new Set<string>(['public', 'member', 'staff', ...RIGHTS]);
    const told = routesOf().map(({ operation }) => operation);
    const contractNames = Object.entries(contracts).flatMap(([domain, routes]) =>
      Object.keys(routes).map((name) => `${domain}.${name}`),
    );
    expect(told.map((each) => each.operationId).sort()).toEqual(contractNames.sort());
    for (const { 'x-access': access, security, summary } of told) {
      expect(accesses).toContain(access);
      expect(security.length > 0).toBe(access !== 'public');
      expect(summary).not.toBe('');
    }
  });

  test('anonymous, members, every role and keys get in exactly where the contract says so', async () => {
    const key = await world.key(['simulator.use']);
    const room = await world.room('权限群', 1);
    await deliver(world, key, [
      {
        eventId: 'p1',
        groupId: room.channelGroupId,
        userId: '会员',
        kind: 'join',
        at: world.clock.now().toISOString(),
      },
    ]);
    await world.settle();
    const callers: { caller: Caller; agent: () => Promise<ReturnType<typeof request.agent>> }[] = [
      {
        caller: { name: 'nobody', kind: 'anonymous' },
        agent: () => Promise.resolve(request.agent(world.url)),
      },
      {
        caller: { name: 'a made-up token', kind: 'anonymous' },
        agent: () => Promise.resolve(request.agent(world.url).set('authorization', 'Bearer kk_made_up')),
      },
      { caller: { name: 'a member', kind: 'member' }, agent: () => phoneOf(world, '会员') },
      ...ROLES.map((role) => ({
        caller: { name: role, kind: 'staff' as const, rights: ROLE_RIGHTS[role] },
        agent: () => world.staff(role),
      })),
      ...tellingApart(RIGHTS).map((rights, i) => ({
        caller: { name: `key ${i + 1}`, kind: 'key' as const, rights },
        agent: async () => request.agent(world.url).set('authorization', await world.key(rights)),
      })),
    ];
    const wrong: string[] = [];
    for (const { caller, agent } of callers) {
      for (const { path, method, operation } of routesOf()) {
        // Public routes are limited per address, and are the same for everybody.
        if (operation['x-access'] === 'public' && caller.kind !== 'anonymous') continue;
        // Where no right is asked for, one of a kind speaks for all of it.
        const ofAKind = callers.find((one) => one.caller.kind === caller.kind)!.caller;
        if (['member', 'staff'].includes(operation['x-access']) && ofAKind !== caller) continue;
        const expected = verdict(operation['x-access'], caller);
        const ends = operation.operationId.endsWith('signOut') || operation.operationId.endsWith('deleteMe');
        if (expected === 'in' && ends) continue;
        const { status, body, headers } = (await (
          await agentOf(caller.name, agent)
        )
          [method](path.replace(/\{\w+\}/g, 'nobody-has-this-id'))
          .agent(line)
          // Refused before the input is read: so that nothing is changed by those who get in.
          .send(method === 'get' ? undefined : { 'no such': 'field' })) as {
          status: number;
          body: { error?: { code: string; message: string } };
          headers: Record<string, string>;
        };
        const said = `${caller.name}: ${method} ${path} answered ${status} ${body.error?.code ?? ''}`;
        const code = { 401: 'not_signed_in', 403: 'not_allowed' } as const;
        const right =
          expected === 'in'
            ? status < 500 && body.error?.code !== 'not_signed_in' && body.error?.code !== 'not_allowed'
            : status === expected && body.error?.code === code[expected];
        if (!right) wrong.push(`${said}, not ${expected}`);
        if (!headers['content-security-policy']) wrong.push(`${said} without CSP`);
      }
    }
    expect(wrong).toEqual([]);
  }, 300_000);

  const agents = new Map<string, ReturnType<typeof request.agent>>();
  async function agentOf(name: string, make: () => Promise<ReturnType<typeof request.agent>>) {
    const had = agents.get(name) ?? (await make());
    agents.set(name, had);
    return had;
  }
});
