import { native } from '../kernel/store';
import { Counts } from './model';

/** How many people shown have each of these things (ids of tags and segments, `layer:…`, `rfm:…`, `value:…`, `people`). */
export async function countsOf(of: readonly string[]): Promise<Map<string, number>> {
  const counts = new Map(of.map((each) => [each, 0]));
  if (of.length === 0) return counts;
  const rows = await native(Counts)
    .find({ of: { $in: [...of] } })
    .toArray();
  for (const row of rows) counts.set(row.of, (counts.get(row.of) ?? 0) + row.people);
  return counts;
}
