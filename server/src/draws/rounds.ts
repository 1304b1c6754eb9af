import { randomBytes } from 'node:crypto';
import { commitmentOf, poolText } from '@kouyi/shared/rules/draw';
import { stockOf } from '@kouyi/shared/rules/draw-odds';
import { HOUR_MS } from '@kouyi/shared/rules/time';
import { LruMap } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { seal, unsealText } from '../kernel/seal';
import { native } from '../kernel/store';
import {
  type BoxDoc,
  Odds,
  type OddsDoc,
  type OddsReason,
  type RoundDoc,
  Rounds,
  type TableDoc,
} from './model';
import { nextOdds } from './odds';
import { poolOf } from './rules';

/** A round with more draws than this ends, so that anybody can check one in seconds. */
export const MAX_ROUND_DRAWS = 5_000;

const SEED_PURPOSE = 'draws.round-seed';
/** Opened seeds of rounds under way, and those rounds: until it ends, what a round is never changes. */
const seeds = new LruMap<string, string>(200);
const rounds = new LruMap<string, RoundDoc>(200);

/** The round that a table names. @throws Error when it is gone: a bug. */
export async function roundOf(tx: Tx, table: TableDoc): Promise<RoundDoc> {
  const known = rounds.get(table.roundId);
  if (known && table.state !== 'closed') return known;
  const round = await native(Rounds).findOne({ _id: table.roundId }, { session: tx.session });
  if (!round) throw new Error(`round ${table.roundId} of box ${table._id} is gone`);
  if (round.state === 'open') rounds.set(round._id, round);
  return round;
}

/** The secret of a round that is under way. */
export function seedOf(round: RoundDoc): string {
  const known = seeds.get(round._id);
  if (known !== undefined) return known;
  const seed = unsealText(round.sealedSeed!, SEED_PURPOSE);
  seeds.set(round._id, seed);
  return seed;
}

/**
 * Begins a round: draws a secret seed, commits to it together with the pool, and publishes the first odds. Changes
 * the table, which its caller writes.
 */
export async function beginRound(
  tx: Tx,
  box: BoxDoc,
  table: TableDoc,
  reason: Exclude<OddsReason, 'sold_out'>,
): Promise<RoundDoc> {
  const serverSeed = randomBytes(32).toString('hex');
  const pool = poolOf(box.design, table);
  const _id = newId('rnd');
  const text = poolText(pool);
  const round: RoundDoc = {
    _id,
    boxId: box._id,
    number: table.roundNumber + 1,
    state: 'open',
    openedAt: tx.now,
    endsAt: new Date(tx.now.getTime() + box.design.roundHours * HOUR_MS),
    commitment: commitmentOf({ serverSeed, roundId: _id, poolText: text }),
    pool,
    poolText: text,
    prizes: box.design.prizes,
    sealedSeed: seal(serverSeed, SEED_PURPOSE),
  };
  await native(Rounds).insertOne(round, { session: tx.session, ignoreUndefined: true });
  const stock = stockOf(pool);
  Object.assign(table, {
    roundId: _id,
    roundNumber: round.number,
    seq: 0,
    chain: round.commitment,
    left: { ...stock.left },
    reserveLeft: stock.reserveLeft,
  });
  await keepOdds(tx, [nextOdds(round, table, { at: tx.now, reason, line: LINES[reason](round.number) })]);
  return round;
}

const LINES: Record<Exclude<OddsReason, 'sold_out'>, (number: number) => string> = {
  opened: () => '盲盒开放，公布第一版概率',
  edited: (number) => `奖池有改动，第 ${number} 轮从这里开始`,
  new_round: (number) => `第 ${number} 轮开始`,
};

/** Ends a round: its seed is revealed, with the number of draws and the chain after the last. */
export async function endRound(tx: Tx, table: TableDoc): Promise<void> {
  const round = await native(Rounds).findOne({ _id: table.roundId }, { session: tx.session });
  if (!round || round.state === 'closed') return;
  await native(Rounds).updateOne(
    { _id: round._id },
    {
      $set: {
        state: 'closed',
        closedAt: tx.now,
        serverSeed: seedOf(round),
        draws: table.seq,
        chain: table.chain,
      },
      $unset: { sealedSeed: 1 },
    },
    { session: tx.session },
  );
}

/** Keeps versions of the odds, frozen, in the transaction that draws by them. */
export const keepOdds = (tx: Tx, versions: readonly OddsDoc[]): Promise<unknown> =>
  native(Odds).insertMany([...versions], { session: tx.session, ignoreUndefined: true });

/** Ends the round and begins the next. Changes the table, which its caller writes. */
export async function rotate(
  tx: Tx,
  box: BoxDoc,
  table: TableDoc,
  reason: Exclude<OddsReason, 'sold_out'>,
): Promise<void> {
  await endRound(tx, table);
  await beginRound(tx, box, table, reason);
}
