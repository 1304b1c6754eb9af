import { inOfficeAt } from '@kouyi/shared/rules/attribution';
import { mondayOf, shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { broughtBetween } from '../commission';
import { now } from '../kernel/clock';
import { asSystem } from '../kernel/command';
import { changeRows, insertRows, native, rowsByIds } from '../kernel/store';
import { kocsAmong } from '../koc';
import { identitiesOf, identitiesOfAll } from '../people';
import { type GrowerRow, Growers, Reached, type SnapshotRow, Snapshots } from './model';
import { growthBook } from './rule-book';
import { standardsOn } from './standing';

/** What somebody brings is looked at for so long after a snapshot. */
export const OUTCOME_DAYS = 60;
const BATCH = 200;

const snapshotId = (personId: string, day: number): string => `${personId}:${day}`;

/**
 * Works the standard out again for these people and keeps it for lists. Where something was told meanwhile (what made
 * it stale is not what was read), it stays to be worked out again; where somebody else has worked out more meanwhile,
 * theirs stays.
 */
export async function workOutStandards(rows: readonly Pick<GrowerRow, '_id' | 'stale'>[]): Promise<void> {
  if (rows.length === 0) return;
  const at = now();
  const ids = rows.map(({ _id }) => _id);
  const standards = await standardsOn(ids, shanghaiDay(at), await growthBook());
  await asSystem('growth.standards', async (tx) => {
    await native(Growers).bulkWrite(
      rows.flatMap(({ _id, stale }) => {
        const standard = standards.get(_id)!;
        const kept = { standard, score: standard.score, standardAt: at };
        const isStale = { stale: { $exists: true } };
        const newest = stale === undefined ? { $or: [isStale, { standardAt: { $lte: at } }] } : isStale;
        return [
          { updateOne: { filter: { _id, ...newest }, update: { $set: kept } } },
          ...(stale === undefined
            ? []
            : [{ updateOne: { filter: { _id, stale }, update: { $unset: { stale: '' as const } } } }]),
        ];
      }),
      { session: tx.session },
    );
  });
}

/** Works out what has become stale since the last time; of whom there is news meanwhile, the next time. */
export async function refreshStandards(): Promise<void> {
  const seen = new Set<string>();
  for (;;) {
    const rows = await native(Growers)
      .find({ stale: { $exists: true } }, { projection: { stale: 1 } })
      .limit(BATCH)
      .toArray();
    const fresh = rows.filter(({ _id }) => !seen.has(_id));
    if (fresh.length === 0) return;
    for (const { _id } of fresh) seen.add(_id);
    await workOutStandards(fresh);
  }
}

/**
 * Keeps everybody's standard as it was when the week before this Monday ended. Done again it changes nothing: what
 * was kept stands, whatever is told later, because a forecast is judged by what was known then.
 */
export async function takeSnapshots(): Promise<void> {
  const at = now();
  const day = mondayOf(shanghaiDay(at)) - 1;
  const book = await growthBook();
  let after = '';
  for (;;) {
    const rows = await native(Growers)
      .find({ score: { $exists: true }, _id: { $gt: after } }, { projection: { stage: 1 } })
      .sort({ _id: 1 })
      .limit(BATCH)
      .toArray();
    if (rows.length === 0) return;
    after = rows.at(-1)!._id;
    await snapshotOf(rows, day, book);
  }
}

async function snapshotOf(
  rows: readonly Pick<GrowerRow, '_id' | 'stage'>[],
  day: number,
  book: Awaited<ReturnType<typeof growthBook>>,
): Promise<void> {
  const end = shanghaiInstant(day + 1);
  const people = rows.map(({ _id }) => _id);
  const standards = await standardsOn(people, day, book);
  const clusters = await identitiesOfAll(people);
  const kocs = await kocsAmong([...clusters.values()].flat());
  const wasKoc = (id: string): boolean => {
    const koc = kocs.get(id);
    // Midnight itself belongs to the next day.
    return koc !== undefined && inOfficeAt(koc, new Date(end.getTime() - 1));
  };
  const snapshots: SnapshotRow[] = rows.map(({ _id, stage }) => ({
    _id: snapshotId(_id, day),
    personId: _id,
    day,
    at: end,
    stage,
    wasKoc: clusters.get(_id)!.some(wasKoc),
    ...standards.get(_id)!,
    outcomeDay: day + OUTCOME_DAYS + 1,
  }));
  await asSystem('growth.snapshots', async (tx) => {
    const ids = snapshots.map(({ _id }) => _id);
    const had = await rowsByIds(Snapshots, ids, { session: tx.session, projection: { _id: 1 } });
    const known = new Set(had.map(({ _id }) => _id));
    await insertRows(
      tx.session,
      Snapshots,
      snapshots.filter(({ _id }) => !known.has(_id)),
    );
  });
}

/** Writes to snapshots of 60 days ago what came of them. */
export async function settleOutcomes(): Promise<void> {
  const today = shanghaiDay(now());
  for (;;) {
    const rows = await native(Snapshots)
      .find({ outcomeDay: { $lte: today } })
      .limit(BATCH)
      .toArray();
    if (rows.length === 0) return;
    const outcomes = await Promise.all(rows.map(outcomeOf));
    await asSystem('growth.outcomes', async (tx) => {
      await changeRows(
        tx.session,
        Snapshots,
        rows.map(({ _id }, i) => ({
          q: { _id },
          u: { $set: { outcome: outcomes[i]! }, $unset: { outcomeDay: '' } },
        })),
      );
    });
  }
}

/** Orders and activated people of the days after a snapshot, whichever of their identities brought them. */
async function outcomeOf({ personId, day }: SnapshotRow): Promise<NonNullable<SnapshotRow['outcome']>> {
  const from = shanghaiInstant(day + 1);
  const to = shanghaiInstant(day + 1 + OUTCOME_DAYS);
  const selves = [...new Set([personId, ...(await identitiesOf(personId))])];
  const brought = [...(await broughtBetween(selves, { from, to })).values()];
  const reached = await native(Reached)
    .find({ kocId: { $in: selves }, activatedAt: { $gte: from, $lt: to } }, { projection: { counted: 1 } })
    .toArray();
  return {
    orders: brought.reduce((sum, { orders }) => sum + orders, 0),
    fen: brought.reduce((sum, { fen }) => sum + fen, 0),
    activated: reached.filter(({ counted }) => counted !== undefined).length,
  };
}
