import { LruMap } from '../kernel/collections';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { Boxes, Draws, Odds, Rounds } from './model';
import { refuse } from './rules';

/** Names the shape of the file, so that a checker knows what it reads. */
export const ROUND_FORMAT = 'kouyi-round-1';

/** Closed rounds never change, and anybody may ask for one: the last few are kept as they were written. */
const written = new LruMap<string, string>(8);

/**
 * A closed round as the file that `verify-draws` checks: everything that makes its results, and nobody's name.
 * @throws Refusal `not_found`, or `round_still_open` (409): its seed is still a secret.
 */
export async function exportRound(roundId: string, boxId?: string): Promise<string> {
  const known = written.get(roundId);
  if (known !== undefined && boxId === undefined) return known;
  const round = await native(Rounds).findOne({ _id: roundId, ...(boxId === undefined ? {} : { boxId }) });
  if (!round) throw refuseAnywhere('not_found', { field: 'roundId' });
  if (round.state === 'open') throw refuse('round_still_open');
  const [box, odds, draws] = await Promise.all([
    native(Boxes).findOne({ _id: round.boxId }, { projection: { name: 1 } }),
    native(Odds).find({ roundId }).sort({ version: 1 }).toArray(),
    native(Draws).find({ roundId }).sort({ seq: 1 }).toArray(),
  ]);
  const text = JSON.stringify(
    {
      format: ROUND_FORMAT,
      box: { id: round.boxId, name: box?.name ?? '' },
      round: {
        id: round._id,
        number: round.number,
        openedAt: round.openedAt.toISOString(),
        closedAt: round.closedAt!.toISOString(),
        commitment: round.commitment,
        serverSeed: round.serverSeed,
        poolText: round.poolText,
        draws: round.draws,
        chain: round.chain,
      },
      prizes: round.prizes.map(({ id, name, kind, valueFen }) => ({ id, name, kind, valueFen })),
      odds: odds.map(({ version, at, reason, line, lines }) => ({
        version,
        at: at.toISOString(),
        reason,
        line,
        entries: lines.map(({ id, weight }) => ({ prizeId: id, weight })),
      })),
      draws: draws.map((draw) => ({
        seq: draw.seq,
        drawId: draw._id,
        player: draw.player,
        clientSeed: draw.clientSeed,
        nonce: draw.nonce,
        oddsVersion: draw.oddsVersion,
        missesBefore: draw.missesBefore,
        prizeId: draw.prizeId,
        guaranteed: draw.guaranteed,
        atMs: draw.at.getTime(),
        chain: draw.chain,
      })),
    },
    null,
    1,
  );
  written.set(roundId, text);
  return text;
}
