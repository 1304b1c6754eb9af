import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { readConfig } from '../../server/src/config';
import { withStore } from '../../server/src/database';
import { Draws, Rounds, Tables } from '../../server/src/draws/model';
import { OutboxRows } from '../../server/src/kernel/outbox-rows';
import { connectStore, disconnectStore, native } from '../../server/src/kernel/store';
import { account, auditLedger, balancesOf } from '../../server/src/ledger';
import { agentFor, type Drawn, requestDraw } from '../../server/scripts/bench-draws/drive';
import { designOf, prepare } from '../../server/scripts/bench-draws/prepare';
import { type ServerProcess, startServerProcess } from '../support/server-process';

const IN_FLIGHT = 48;

/** What 2,000 attempts under kills came to; read from the database at the end. */
export interface DrawsSurvived {
  /** Draws that are stored, in all and by prize. */
  stored: number;
  byPrize: Record<string, number>;
  left: Record<string, number>;
  /** Codes of refusals that people were given, and how often. */
  refusals: Record<string, number>;
  /** Attempts whose result was another one when they were asked again, or is stored otherwise. */
  differing: string[];
  /** Places in the round without gaps. */
  gapless: boolean;
  /** Issued, used, budget, cost. */
  books: number[];
  findings: unknown[];
  restarts: number;
}

const prize = (id: string, weight: number, stock: number) => ({
  id,
  kind: 'goods' as const,
  name: id,
  weight,
  stock,
  costFen: 100,
  valueFen: 1_000,
});

/**
 * People try to draw at once, each so many times, on `stock` items without 谢谢参与, while the server is killed so many
 * times and started again on the same folder. Who got no answer asks again with the same key, as a phone does.
 */
export async function drawUnderKills(input: {
  people: number;
  attempts: number;
  kills: number;
}): Promise<DrawsSurvived> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'kouyi-draws-'));
  const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error', DEMO: 'off' });
  const design = designOf([prize('a', 1, 50), prize('b', 2, 100), prize('c', 3, 150)], 'c');
  const { boxId, people } = await withStore(config, () =>
    prepare(config, { design, people: input.people, chances: input.attempts }),
  );
  const start = () => startServerProcess(dataDir);
  let server: ServerProcess = await start();
  try {
    const attempts = Array.from({ length: input.attempts }, (_, i) =>
      people.map(({ token }, person) => ({ token, requestKey: `kill-${person}-${i}` })),
    ).flat();
    const waiting = [...attempts];
    const answers = new Map<string, Drawn>();
    const differing: string[] = [];
    const answered = (requestKey: string, answer: Drawn): void => {
      const had = answers.get(requestKey);
      if (had?.drawId !== undefined && had.drawId !== answer.drawId) differing.push(requestKey);
      answers.set(requestKey, answer);
    };
    let restarts = 0;
    for (let turn = 0; turn <= input.kills; turn += 1) {
      const last = turn === input.kills;
      // At any moment: after so many more answers, in the middle of whatever is going on then. Most of the items
      // go to the first few hundred, so that is where the kills are.
      const until = answers.size + 20 + Math.floor(Math.random() * 60);
      const agent = agentFor(IN_FLIGHT);
      let dead = false;
      const worker = async (): Promise<void> => {
        while (!dead && waiting.length > 0 && (last || answers.size < until)) {
          const mine = waiting.shift()!;
          try {
            answered(mine.requestKey, await requestDraw(server.url, agent, { boxId, ...mine }));
          } catch (error) {
            waiting.push(mine);
            if (last) throw error;
            return;
          }
        }
      };
      const workers = Array.from({ length: IN_FLIGHT }, worker);
      if (last) {
        await Promise.all(workers);
        agent.destroy();
        break;
      }
      await Promise.race(workers);
      await server.kill(turn % 2 === 0 ? 'both' : 'server');
      dead = true;
      await Promise.all(workers);
      agent.destroy();
      server = await start();
      restarts += 1;
    }
    // Whoever drew and asks again is given the same.
    const agent = agentFor(IN_FLIGHT);
    const winners = attempts.filter(({ requestKey }) => answers.get(requestKey)?.drawId !== undefined);
    for (let i = 0; i < winners.length; i += IN_FLIGHT)
      await Promise.all(
        winners
          .slice(i, i + IN_FLIGHT)
          .map(async (mine) =>
            answered(mine.requestKey, await requestDraw(server.url, agent, { boxId, ...mine })),
          ),
      );
    agent.destroy();
    await connectStore(await readFile(path.join(dataDir, 'db-address'), 'utf8'), config.MONGODB_DB);
    try {
      await quiet();
      return { ...(await compare(boxId, answers, differing)), restarts };
    } finally {
      await disconnectStore();
    }
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Until everything that follows from the draws is done. */
async function quiet(seconds = 60): Promise<void> {
  for (let i = 0; i < seconds * 5; i += 1) {
    if ((await native(OutboxRows).countDocuments({ pending: true })) === 0) return;
    await after(200);
  }
  throw new Error('the server did not come to rest');
}

async function compare(
  boxId: string,
  answers: ReadonlyMap<string, Drawn>,
  differing: readonly string[],
): Promise<Omit<DrawsSurvived, 'restarts'>> {
  const rows = await native(Draws).find({ boxId }).toArray();
  const table = (await native(Tables).findOne({ _id: boxId }))!;
  const byPrize: Record<string, number> = {};
  for (const { prizeId } of rows) byPrize[prizeId] = (byPrize[prizeId] ?? 0) + 1;
  const stored = new Map(rows.map(({ _id, prizeId }) => [_id, prizeId]));
  const refusals: Record<string, number> = {};
  const otherwise: string[] = [];
  for (const [requestKey, { drawId, prizeId, code, status }] of answers) {
    if (drawId === undefined) refusals[code ?? String(status)] = (refusals[code ?? String(status)] ?? 0) + 1;
    else if (stored.get(drawId) !== prizeId) otherwise.push(requestKey);
  }
  const balances = await balancesOf([
    account.chancesIssued(boxId),
    account.chancesUsed(boxId),
    account.boxBudget(boxId),
    account.prizeCost(boxId),
  ]);
  const seqs = rows.map(({ seq }) => seq).sort((a, b) => a - b);
  return {
    stored: rows.length,
    byPrize,
    left: table.left,
    refusals,
    differing: [...differing, ...otherwise],
    gapless: seqs.every((seq, i) => seq === i + 1) && (await native(Rounds).countDocuments({ boxId })) === 1,
    books: [...balances.values()],
    findings: [...(await auditLedger()).findings],
  };
}

/** What every run with 300 items must come to. */
export function expectDrawsSurvived(
  survived: DrawsSurvived,
  { people, attempts, kills }: { people: number; attempts: number; kills: number },
): void {
  expect(survived).toEqual({
    stored: 300,
    byPrize: { a: 50, b: 100, c: 150 },
    left: { a: 0, b: 0, c: 0 },
    refusals: { box_exhausted: people * attempts - 300 },
    differing: [],
    gapless: true,
    books: [-people * attempts, 300, 0, 30_000],
    findings: [],
    restarts: kills,
  });
}
