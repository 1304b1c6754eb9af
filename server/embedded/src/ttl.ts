import { BREATH, Budget } from './language';
import { accessOf } from './plan/access';
import { matches } from './plan/scan';
import { KIND, keyOf } from './storage/keys';
import type { Engine } from './engine';
import type { Collection, Index } from './storage/catalog';
import { Blocked } from './storage/locks';

const CHUNK = 200;

/** Removes documents whose time has come, for every TTL index; returns how many. */
export async function expireDocuments(engine: Engine, now: Date): Promise<number> {
  let removed = 0;
  for (const c of [...engine.catalog.byNs.values()]) {
    for (const index of c.indexes) {
      if (index.expireAfterSeconds !== undefined) removed += await expireIndex(engine, c, index, now);
    }
  }
  return removed;
}

async function expireIndex(engine: Engine, c: Collection, index: Index, now: Date): Promise<number> {
  let removed = 0;
  for (;;) {
    const n = await engine.committer.submit((store) => {
      if (c.dropped || !c.indexes.includes(index)) return 0;
      const limit = new Date(now.getTime() - index.expireAfterSeconds! * 1000);
      // Only dates expire: from the first date to the limit.
      const dates = { from: Buffer.from([KIND.date]), to: keyOf(limit), point: false };
      const access = accessOf(c, index, [
        { path: index.paths[0]!, intervals: [dates], exact: true, excludesMissing: true },
      ]);
      const plan = {
        kind: 'IXSCAN' as const,
        access,
        branches: [],
        reverse: false,
        sorted: true,
        covered: false,
      };
      const due: { id: Buffer; bytes: Buffer }[] = [];
      for (const row of matches(store, c, plan, undefined, new Budget({}))) {
        if (row === BREATH) continue;
        due.push(row);
        if (due.length >= CHUNK) break;
      }
      let done = 0;
      for (const row of due) {
        try {
          store.remove(c, row.id, row.bytes);
          done++;
        } catch (error) {
          // A transaction is at work on it; the next round comes soon enough.
          if (!(error instanceof Blocked)) throw error;
        }
      }
      return done;
    });
    removed += n;
    if (n < CHUNK) return removed;
  }
}
