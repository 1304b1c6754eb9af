import { AGE_BANDS, type AgeBand } from '@kouyi/shared/types';
import { indexBy } from '../kernel/collections';
import { Combiner } from '../kernel/combiner';
import { asSystem, type Tx } from '../kernel/command';
import { derivedId, inputHash } from '../kernel/ids';
import { log } from '../kernel/log';
import { refuseAnywhere } from '../kernel/refusals';
import { type ClientSession, isDuplicateKey, native } from '../kernel/store';
import { account, guardedBalances, post } from '../ledger';
import { identitiesOfAll, staffAmong } from '../people';
import { blacklistedAmong } from '../risk';
import { grant } from '../rewards';
import { boxOf } from './box-cache';
import { entriesOf, grantsOf, tellOthers } from './effects';
import { type DecidedDraws, decideDraws, type DrawAnswer, type DrawFacts, type DrawRequest } from './decide';
import {
  Ages,
  type BoxDoc,
  DrawMinutes,
  type DrawDoc,
  Draws,
  GroupCounts,
  groupCountId,
  playerId,
  type PlayerDoc,
  Players,
  type TableDoc,
  Tables,
} from './model';
import { keepOdds, MAX_ROUND_DRAWS, rotate, roundOf, seedOf } from './rounds';

/** Draws in one transaction. */
const MAX_BATCH = 64;
const GATHER_MS = 4;
const MAX_TRIES = 12;

/** Another writer got in between: the batch must be read and decided again. */
class DecideAgain extends Error {}

/** The one place where boxes are drawn from: draws of one box are gathered, decided in order, committed together. */
const combiner = new Combiner<DrawRequest, DrawAnswer>({
  name: 'draws',
  maxBatch: MAX_BATCH,
  gatherMs: GATHER_MS,
  // One batch a box at a time; two boxes may draw at once.
  concurrency: 2,
  maxQueued: 2_000,
  run: runBatch,
});

/** The id of a draw: the same person and key name the same draw for ever. */
export const drawIdOf = (personId: string, requestKey: string): string =>
  derivedId('drw', personId, requestKey);

/**
 * Draws once. The same key gives the same draw for ever, however often and to whichever process it comes.
 * @throws Refusal one of the obstacles, `key_used_differently` (409), `queue_full` (503) or `not_found`; nothing
 *   has changed then.
 */
export async function drawOnce(input: {
  boxId: string;
  personId: string;
  requestKey: string;
}): Promise<Extract<DrawAnswer, { kind: 'drawn' }>> {
  combiner.assertRoomFor(1);
  const answer = await combiner.add(input.boxId, {
    drawId: drawIdOf(input.personId, input.requestKey),
    personId: input.personId,
    inputHash: inputHash({ boxId: input.boxId }),
  });
  if (answer.kind === 'refused') throw answer.refusal;
  return answer;
}

async function runBatch(boxId: string, batch: readonly DrawRequest[]): Promise<readonly DrawAnswer[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await asSystem('draws.draw', (tx) => drawBatch(tx, boxId, batch));
    } catch (error) {
      const again = error instanceof DecideAgain || isDuplicateKey(error);
      if (!again || tries >= MAX_TRIES) throw error;
      log.debug({ box: boxId, tries, why: (error as Error).message }, 'draws are decided again');
    }
  }
}

/**
 * Decides and writes draws of one box inside the open transaction. @throws Refusal `not_found` for an unknown box;
 * `DecideAgain` when another writer got in between.
 */
export async function drawBatch(
  tx: Tx,
  boxId: string,
  requests: readonly DrawRequest[],
): Promise<readonly DrawAnswer[]> {
  const table = await native(Tables).findOne({ _id: boxId }, { session: tx.session });
  // A box that was never opened has no table: to customers it does not exist.
  if (!table) throw refuseAnywhere('not_found', { field: 'id' });
  const box = await boxOf(tx, boxId, table.version);
  if (table.seq >= MAX_ROUND_DRAWS && table.state === 'open') await rotate(tx, box, table, 'new_round');
  const facts = await readFacts(tx, box, table, requests);
  const decided = decideDraws(requests, facts, tx.now);
  if (decided.drawn.length > 0) await writeDraws(tx, facts, decided);
  return decided.answers;
}

/** Reads the facts of a batch: one look a collection. */
async function readFacts(
  tx: Tx,
  box: BoxDoc,
  table: TableDoc,
  requests: readonly DrawRequest[],
): Promise<DrawFacts> {
  const { session } = tx;
  const personIds = [...new Set(requests.map(({ personId }) => personId))];
  const round = await roundOf(tx, table);
  const made = await native(Draws)
    .find({ _id: { $in: requests.map(({ drawId }) => drawId) } }, { session })
    .toArray();
  const selves = await identitiesOfAll(personIds, session);
  const everybody = [...new Set([...selves.values()].flat())];
  const [blacklisted, ages, staff] = await Promise.all([
    blacklistedAmong(personIds),
    agesOf(selves),
    box.design.excludeStaff ? staffAmong(everybody) : new Set<string>(),
  ]);
  const rows = await native(Players)
    .find({ _id: { $in: everybody.map((id) => playerId(table._id, id)) } }, { session })
    .toArray();
  const players = indexBy(rows, (row) => row.personId);
  for (const id of personIds) if (!players.has(id)) players.set(id, newPlayer(table._id, id));
  const balances = await guardedBalances(
    tx,
    personIds.map((id) => account.memberChances(id, table._id)),
  );
  return {
    design: box.design,
    round,
    serverSeed: round.state === 'open' ? seedOf(round) : '',
    table,
    players,
    selves,
    chances: new Map(personIds.map((id) => [id, balances.get(account.memberChances(id, table._id))!])),
    blacklisted,
    staff: new Set(personIds.filter((id) => selves.get(id)!.some((self) => staff.has(self)))),
    ages,
    groupDraws:
      box.design.limits.perGroup === undefined
        ? new Map<string, number>()
        : await groupDraws(tx, rows, table._id),
    made: indexBy(made, (draw) => draw._id),
  };
}

/** How old people say they are; of several answers by identities of one person the most careful counts. */
export async function agesOf(
  selves: ReadonlyMap<string, readonly string[]>,
  session?: ClientSession,
): Promise<Map<string, AgeBand>> {
  const rows = await native(Ages)
    .find({ _id: { $in: [...new Set([...selves.values()].flat())] } }, session ? { session } : {})
    .toArray();
  const said = new Map(rows.map(({ _id, band }) => [_id, band]));
  const ages = new Map<string, AgeBand>();
  for (const [personId, ids] of selves) {
    const [careful] = ids
      .flatMap((id) => said.get(id) ?? [])
      .sort((a, b) => AGE_BANDS.indexOf(b) - AGE_BANDS.indexOf(a));
    if (careful) ages.set(personId, careful);
  }
  return ages;
}

/** A person who never drew from this box. */
export const newPlayer = (boxId: string, personId: string): PlayerDoc => ({
  _id: playerId(boxId, personId),
  boxId,
  personId,
  draws: 0,
  misses: 0,
  nonce: 0,
  lots: [],
});

/** Draws so far of the groups that these people's chances came from. */
export async function groupDraws(
  tx: Pick<Tx, 'session'> | undefined,
  players: readonly PlayerDoc[],
  boxId: string,
): Promise<Map<string, number>> {
  const groupIds = [...new Set(players.flatMap(({ lots }) => lots.flatMap(({ groupId }) => groupId ?? [])))];
  const rows = await native(GroupCounts)
    .find({ _id: { $in: groupIds.map((id) => groupCountId(boxId, id)) } }, tx ? { session: tx.session } : {})
    .toArray();
  const byId = indexBy(rows, (row) => row._id);
  return new Map(groupIds.map((id) => [id, byId.get(groupCountId(boxId, id))?.draws ?? 0]));
}

async function writeDraws(tx: Tx, facts: DrawFacts, { drawn, odds }: DecidedDraws): Promise<void> {
  const { session } = tx;
  const options = { session, ignoreUndefined: true } as const;
  const { _id, ...table } = facts.table;
  const moved = await native(Tables).replaceOne(
    { _id, rev: table.rev },
    { ...table, rev: table.rev + 1 },
    options,
  );
  if (moved.matchedCount === 0) throw new DecideAgain(`table of ${_id} moved on`);
  await native(Draws).insertMany([...drawn], options);
  const changed = [...new Set(drawn.map(({ personId }) => personId))].map((id) => facts.players.get(id)!);
  await native(Players).bulkWrite(
    changed.map(({ _id: id, ...player }) => ({
      replaceOne: { filter: { _id: id }, replacement: player, upsert: true },
    })),
    options,
  );
  if (odds.length > 0) await keepOdds(tx, odds);
  await noteGroups(tx, facts, drawn);
  await noteMinute(tx, facts.table, drawn);
  await post(tx, drawn.flatMap(entriesOf));
  grant(tx, drawn.flatMap(grantsOf));
  tellOthers(tx, drawn);
}

async function noteGroups(tx: Tx, facts: DrawFacts, drawn: readonly DrawDoc[]): Promise<void> {
  if (facts.design.limits.perGroup === undefined) return;
  const groupIds = [...new Set(drawn.flatMap(({ groupId }) => groupId ?? []))];
  if (groupIds.length === 0) return;
  await native(GroupCounts).bulkWrite(
    groupIds.map((groupId) => ({
      updateOne: {
        filter: { _id: groupCountId(facts.table._id, groupId) },
        update: { $set: { boxId: facts.table._id, draws: facts.groupDraws.get(groupId)! } },
        upsert: true,
      },
    })),
    { session: tx.session },
  );
}

/** Whoever writes the table is the only writer of the box's minutes, so the increments are safe. */
async function noteMinute(tx: Tx, table: TableDoc, drawn: readonly DrawDoc[]): Promise<void> {
  const minute = new Date(Math.floor(tx.now.getTime() / 60_000) * 60_000);
  await native(DrawMinutes).updateOne(
    { _id: `${table._id}:${minute.getTime()}` },
    {
      $inc: {
        draws: drawn.length,
        wins: drawn.filter(({ won }) => won).length,
        costFen: drawn.reduce((sum, { costFen }) => sum + costFen, 0),
      },
      $set: {
        boxId: table._id,
        minute,
        left: Object.values(table.left).reduce((sum, left) => sum + left, 0) + table.reserveLeft,
      },
    },
    { session: tx.session, upsert: true },
  );
}
