import { groupBy } from '../kernel/collections';
import { native } from '../kernel/store';
import { Decisions } from './model';

/** What somebody took part in in a group since a moment. */
export interface TakenPart {
  readonly times: number;
  /** Different Shanghai days. */
  readonly days: number;
  readonly lastAt: Date;
}

/** So many people are asked for at once: each of them is a walk of its own in the index. */
const CHUNK = 200;

/** Who of these people took part in something in a group since a moment, and how often; who did not is absent. */
export async function takenPartIn(
  groupId: string,
  personIds: readonly string[],
  since: Date,
): Promise<Map<string, TakenPart>> {
  const found = new Map<string, TakenPart>();
  for (let from = 0; from < personIds.length; from += CHUNK) {
    const rows = await native(Decisions)
      .find(
        {
          personId: { $in: personIds.slice(from, from + CHUNK) },
          at: { $gte: since },
          groupId,
          outcome: 'counted',
        },
        { projection: { personId: 1, at: 1, day: 1 } },
      )
      .toArray();
    for (const [personId, ofPerson] of groupBy(rows, (row) => row.personId))
      found.set(personId, {
        times: ofPerson.length,
        days: new Set(ofPerson.map(({ day }) => day)).size,
        lastAt: new Date(Math.max(...ofPerson.map(({ at }) => at.getTime()))),
      });
  }
  return found;
}
