import type { Job } from '../kernel/schedule';
import { native } from '../kernel/store';
import { People } from './model';
import { called } from './rules';

/** So many at once; the others follow in the next minute. */
const PER_TICK = 5_000;

/** Gives people whom an earlier version wrote the pieces of their names, so that a search finds them as well. */
export async function keepNameKeys(): Promise<void> {
  const rows = await native(People)
    .find({ nameKeys: null, deletedAt: { $exists: false } } as object, {
      projection: { nickname: 1, nicknameAt: 1 },
    })
    .limit(PER_TICK)
    .toArray();
  if (rows.length === 0) return;
  await native(People).bulkWrite(
    rows.map(({ _id, nickname, nicknameAt }) => ({
      // Whoever is called something else by now has the pieces of that.
      updateOne: { filter: { _id, nickname }, update: { $set: called(nickname, nicknameAt) } },
    })),
    { ordered: false },
  );
}

export const jobs: Job[] = [
  { name: 'people.keep-name-keys', everySeconds: 60, missed: 'skip', run: keepNameKeys },
];
