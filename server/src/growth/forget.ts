import type { Tx } from '../kernel/command';
import { native } from '../kernel/store';
import { Acts, Growers, Moves, Onces, Proposals, Reached, Snapshots } from './model';
import { between, tellReached, toldAfter } from './reach';
import { takeIn } from './take';

/** Whoever is deleted leaves nothing here; they no longer count for whoever reached them. */
export async function forgetPerson(tx: Tx, personId: string): Promise<void> {
  const options = { session: tx.session };
  const own = await native(Reached).findOne({ _id: personId }, options);
  await native(Reached).deleteMany({ $or: [{ _id: personId }, { kocId: personId }] }, options);
  await native(Growers).deleteOne({ _id: personId }, options);
  await native(Acts).deleteMany({ personId }, options);
  await native(Onces).deleteMany({ personId }, options);
  await native(Moves).deleteMany({ personId }, options);
  await native(Proposals).deleteMany({ personId }, options);
  await native(Snapshots).deleteMany({ personId }, options);
  if (!own?.counted) return;
  const { counted: _counted, ...row } = own;
  tellReached(tx, [{ ...row, toldAt: toldAfter(own, tx.now) }], new Map([[personId, own]]));
  await takeIn(tx, { deltas: between(own.counted, undefined) });
}

/** What is kept here about a person, for the export of their data. */
export async function growthDataOf(personId: string) {
  const [grower, reach, reached, moves, snapshots] = await Promise.all([
    native(Growers).findOne({ _id: personId }),
    native(Reached).findOne({ _id: personId }),
    native(Reached).find({ kocId: personId }).sort({ at: 1 }).limit(5_000).toArray(),
    native(Moves).find({ personId }).sort({ at: 1 }).limit(5_000).toArray(),
    native(Snapshots).find({ personId }).sort({ day: 1 }).limit(1_000).toArray(),
  ]);
  if (!grower && !reach && reached.length === 0) return undefined;
  return {
    stage: grower?.stage,
    since: grower?.since,
    counts: grower?.history,
    // Who it was through is another person's; that it happened is theirs.
    cameBy: reach ? { way: reach.way, at: reach.at, activatedAt: reach.activatedAt } : undefined,
    reached: reached.map(({ at, way, activatedAt }) => ({ at, way, activatedAt })),
    moves: moves.map(({ at, from, to, reason }) => ({ at, from, to, reason })),
    weeks: snapshots.map(({ at, score, reached: people, activated, share }) => ({
      at,
      score,
      reached: people,
      activated,
      share,
    })),
  };
}
