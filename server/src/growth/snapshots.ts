import { inOfficeAt } from '@kouyi/shared/rules/attribution';
import { mondayOf, shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { broughtBetween } from '../commission';
import { now } from '../kernel/clock';
import { asSystem } from '../kernel/command';
import { changeRows, insertRows, native, rowsByIds } from '../kernel/store';
import { kocsAmong } from '../koc';
import { type GrowerRow, Growers, Reached, type SnapshotRow, Snapshots } from './model';
import { growthBook } from './rule-book';
import { standardsOn } from './standing';

/** What somebody brings is looked at for so long after a snapshot. */
export const OUTCOME_DAYS = 60;
const BATCH = 200;

const snapshotId = (personId: string, day: number): string => `${personId}:${day}`;

/** Works the standard out again for these people and keeps it for lists. */
export async function workOutStandards(personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return;
  const at = now();
  const standards = await standardsOn(personIds, shanghaiDay(at), await growthBook());
  await asSystem('growth.standards', async (tx) => {
    await changeRows(
      tx.session,
      Growers,
      [...standards].map(([_id, standard]) => ({
        q: { _id },
        u: {
          $set: { standard, score: standard.score, standardAt: at },
          $unset: { stale: '' },
        },
      })),
    );
  });
}

/** Works out what has become stale since the last time. */
export async function refreshStandards(): Promise<void> {
  for (;;) {
    const rows = await native(Growers)
      .find({ stale: true }, { projection: { _id: 1 } })
      .limit(BATCH)
      .toArray();
    if (rows.length === 0) return;
    await workOutStandards(rows.map(({ _id }) => _id));
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
  const standards = await standardsOn(
    rows.map(({ _id }) => _id),
    day,
    book,
  );
  const kocs = await kocsAmong(rows.map(({ _id }) => _id));
  const snapshots: SnapshotRow[] = rows.map(({ _id, stage }) => {
    const koc = kocs.get(_id);
    return {
      _id: snapshotId(_id, day),
      personId: _id,
      day,
      at: end,
      stage,
      // Midnight itself belongs to the next day.
      wasKoc: koc !== undefined && inOfficeAt(koc, new Date(end.getTime() - 1)),
      ...standards.get(_id)!,
      outcomeDay: day + OUTCOME_DAYS + 1,
    };
  });
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

/** Orders and activated people of the days after a snapshot. */
async function outcomeOf({ personId, day }: SnapshotRow): Promise<NonNullable<SnapshotRow['outcome']>> {
  const from = shanghaiInstant(day + 1);
  const to = shanghaiInstant(day + 1 + OUTCOME_DAYS);
  const brought = (await broughtBetween([personId], { from, to })).get(personId);
  const reached = await native(Reached)
    .find({ kocId: personId, activatedAt: { $gte: from, $lt: to } }, { projection: { counted: 1 } })
    .toArray();
  return {
    orders: brought?.orders ?? 0,
    fen: brought?.fen ?? 0,
    activated: reached.filter(({ counted }) => counted !== undefined).length,
  };
}
