import { shanghaiInstant } from '@kouyi/shared/rules/time';
import { native } from '../kernel/store';
import { Facts, Profiles } from './model';
import { bookFor } from './rule-book';

/** Everything that tags keep about a person, for the export of their data. */
export async function tagDataOf(personId: string) {
  const [profile, facts, { names }] = await Promise.all([
    native(Profiles).findOne({ _id: personId }),
    native(Facts).find({ personId }).sort({ at: 1, _id: 1 }).toArray(),
    bookFor(),
  ]);
  if (!profile && facts.length === 0) return [];
  return {
    tags: profile?.tags.map(({ id, reason, by, since, expiresAt }) => ({
      name: names.get(id) ?? id,
      reason,
      by,
      since,
      expiresAt,
    })),
    segments: profile?.segments.map(({ id, why }) => ({ name: names.get(id) ?? id, why })),
    layer: profile?.layer,
    path: profile?.path.map(({ layer, day, why }) => ({ layer, at: shanghaiInstant(day), why })),
    rfm: profile?.rfm,
    value: profile?.value,
    facts: facts.map(({ at, title, parts, test, given, membership }) => ({
      at,
      title,
      counted: parts.map(({ kind, about, times, sum }) => ({ kind, about, times, sum })),
      test,
      given: given && {
        by: given.by,
        reason: given.reason,
        tags: given.tagIds.map((id) => names.get(id) ?? id),
      },
      membership,
    })),
  };
}
