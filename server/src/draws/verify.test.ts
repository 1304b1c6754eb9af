import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  boxDesign,
  customer,
  giveChances,
  goods,
  none,
  openBox,
  peopleIn,
} from '../../../test/support/box-story';
import { startWorld, type World } from '../../../test/support/world';

interface Row {
  seq: number;
  drawId: string;
  clientSeed: string;
  nonce: number;
  missesBefore: number;
  prizeId: string;
  guaranteed: boolean;
  oddsVersion: number;
}
interface Round {
  round: { serverSeed: string; poolText: string; draws: number; chain: string; commitment: string };
  odds: { version: number; entries: { weight: number }[] }[];
  draws: Row[];
}

let world: World;
let dir: string;
let exported: Round;
/** Of the round after: a real round, but another. */
let other: Round;
beforeAll(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'kouyi-verify-'));
  world = await startWorld({ demo: true });
  const people = ['甲', '乙', '丙'];
  await peopleIn(world, people);
  const { id, round } = await openBox(
    world,
    boxDesign(world, [goods('cup', 4, 2), goods('mask', 6, 3), none(30)], {
      fallbackPrizeId: 'none',
      limits: { totalDraws: 40 },
      guarantee: { afterDraws: 5, prizeId: 'cup', reserved: 8 },
    }),
  );
  await giveChances(world, id, people, 12);
  const phones = await Promise.all(people.map((name) => customer(world, name)));
  await phones[0]!.phone.put(`/api/member/boxes/${id}/client-seed`).send({ clientSeed: 'fu-fu-fu' });
  for (let i = 0; i < 10; i += 1) for (const phone of phones) await phone.draw(id);
  await world.admin.post(`/api/boxes/${id}/rotate`).send({}).expect(200);
  exported = JSON.parse((await world.admin.get(`/api/fair/rounds/${round!.id}`).expect(200)).text) as Round;
  const { body } = (await world.admin.get(`/api/boxes/${id}`)) as { body: { round: { id: string } } };
  for (const phone of phones) await phone.draw(id);
  await world.admin.post(`/api/boxes/${id}/close`).send({}).expect(200);
  other = JSON.parse(
    (await world.admin.get(`/api/boxes/${id}/rounds/${body.round.id}/export.json`).expect(200)).text,
  ) as Round;
}, 120_000);
afterAll(async () => {
  await world.stop();
  rmSync(dir, { recursive: true, force: true });
});

function verify(file: unknown, ...more: string[]): { code: number | null; said: string } {
  const name = path.join(dir, 'round.json');
  writeFileSync(name, JSON.stringify(file));
  const script = path.join(__dirname, '../../scripts/verify-draws.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, name, ...more], {
    encoding: 'utf8',
  });
  return { code: status, said: stdout + stderr };
}

/** A copy in which something was changed. */
function changed(change: (copy: Round) => void): Round {
  const copy = structuredClone(exported);
  change(copy);
  return copy;
}

test('accepts what the server exports, also against the hashes that people were shown', () => {
  expect(exported.draws).toHaveLength(30);
  expect(exported.draws.some(({ guaranteed }) => guaranteed)).toBe(true);
  const { chain, commitment } = exported.round;
  expect(verify(exported, '--chain', chain, '--commitment', commitment)).toMatchObject({ code: 0 });
  expect(verify(exported).said).toContain('30 draws of 3 people');
  expect(verify(other)).toMatchObject({ code: 0 });
  expect(JSON.stringify(exported)).not.toContain('psn_');
});

test.each<[string, string, (copy: Round) => void]>([
  [
    'one result',
    'row 7',
    (copy) => (copy.draws[6]!.prizeId = copy.draws[6]!.prizeId === 'cup' ? 'mask' : 'cup'),
  ],
  ['a missing row', 'number 5 is missing', (copy) => copy.draws.splice(4, 1)],
  ['a missing last row', '30 draws were made, the file has 29', (copy) => copy.draws.pop()],
  ['a doubled row', 'doubled or moved', (copy) => copy.draws.splice(4, 0, copy.draws[3]!)],
  [
    'two rows in another order',
    'is missing before it',
    (copy) => ([copy.draws[4], copy.draws[5]] = [copy.draws[5]!, copy.draws[4]!]),
  ],
  [
    'two rows in another order, numbered anew',
    'row 5',
    (copy) => {
      [copy.draws[4], copy.draws[5]] = [
        { ...copy.draws[5]!, seq: 5 },
        { ...copy.draws[4]!, seq: 6 },
      ];
    },
  ],
  [
    'a row taken out and the rest numbered anew',
    'row 5',
    (copy) => {
      copy.draws.splice(4, 1);
      copy.draws.forEach((row, i) => (row.seq = i + 1));
      copy.round.draws = copy.draws.length;
    },
  ],
  ['another seed', 'commitment', (copy) => (copy.round.serverSeed = 'ab'.repeat(32))],
  [
    'another pool',
    'commitment',
    (copy) => (copy.round.poolText = copy.round.poolText.replace('cup 4', 'cup 3')),
  ],
  ['other odds', 'odds version', (copy) => (copy.odds[0]!.entries[0]!.weight += 1)],
  ['a client seed', 'row', (copy) => (copy.draws[9]!.clientSeed = 'other')],
  ['a time', 'breaks the chain', (copy) => Object.assign(copy.draws[2]!, { atMs: 1 })],
  ['the end of the chain', 'end', (copy) => (copy.round.chain = 'cd'.repeat(32))],
])('finds %s', (_what, where, change) => {
  const { code, said } = verify(changed(change));
  expect(said).toContain('MISMATCH');
  expect(said).toContain(where);
  expect(code).toBe(1);
});

test('finds a whole other round by the hash that people were shown', () => {
  expect(verify(other, '--commitment', exported.round.commitment)).toMatchObject({ code: 1 });
  expect(verify(other, '--chain', exported.round.chain)).toMatchObject({ code: 1 });
});

test('says when it is given no round', () => {
  expect(verify({})).toMatchObject({ code: 1 });
  expect(verify(changed((copy) => Object.assign(copy.round, { serverSeed: undefined }))).said).toContain(
    'seed is not revealed',
  );
});
