import type { InputOf, OutputOf, contracts } from '@kouyi/shared/contracts';
import type { Actor } from '../kernel/actor';
import { indexBy } from '../kernel/collections';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { nicknames } from '../people';
import type { HeldTag } from './derive';
import { type ProfileDoc, Profiles, Segments, Tags } from './model';
import { readableAmong, readsEverybody } from './policy';
import { personIdOfProfile } from './preview';

type TagContracts = (typeof contracts)['tags'];
type SegmentContracts = (typeof contracts)['segments'];

/** Ids looked at together where only some people may be read about: their branch may be a small part of all. */
const LOOKED_AT = 1_000;

/** Profiles shown that match, by id; only of people whom the actor may read about. */
async function profilePage(
  actor: Actor,
  filter: Record<string, unknown>,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ rows: ProfileDoc[]; nextCursor?: string }> {
  const atOnce = readsEverybody(actor) ? limit + 1 : LOOKED_AT;
  const found: string[] = [];
  let after = cursor;
  for (let last = false; !last && found.length <= limit;) {
    const looked = await native(Profiles)
      .find(
        { ...filter, shown: true, ...(after === undefined ? {} : { _id: { $gt: after } }) },
        { projection: { members: 1 } },
      )
      .sort({ _id: 1 })
      .limit(atOnce)
      .toArray();
    const readable = await readableAmong(actor, looked.map(personIdOfProfile));
    found.push(...looked.filter((row) => readable.has(personIdOfProfile(row))).map(({ _id }) => _id));
    after = looked.at(-1)?._id;
    last = looked.length < atOnce;
  }
  const ids = found.slice(0, limit);
  // Whoever lost it in between is left out.
  const having = await native(Profiles)
    .find({ ...filter, _id: { $in: ids } })
    .toArray();
  const byId = indexBy(having, (row) => row._id);
  return {
    rows: ids.flatMap((id) => byId.get(id) ?? []),
    ...(found.length > limit ? { nextCursor: ids.at(-1)! } : {}),
  };
}

/** Who has a tag. @throws Refusal `not_found`. */
export async function peopleWithTag(
  actor: Actor,
  { id, ...page }: InputOf<TagContracts['people']>,
): Promise<OutputOf<TagContracts['people']>> {
  if (!(await native(Tags).findOne({ _id: id }))) throw refuseAnywhere('not_found');
  const { rows, nextCursor } = await profilePage(actor, { 'tags.id': id }, page);
  const names = await nicknames(rows.map(personIdOfProfile));
  return {
    items: rows.map((row) => {
      const personId = personIdOfProfile(row);
      const { reason, by, since, expiresAt } = strongest(row.tags.filter((tag) => tag.id === id))!;
      return {
        personId,
        nickname: names.get(personId) ?? '',
        since: since.toISOString(),
        reason,
        source: by,
        ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}),
      };
    }),
    ...(nextCursor ? { nextCursor } : {}),
  };
}

/** Of a tag that a rule and somebody gave, what somebody said. */
export const strongest = (tags: readonly HeldTag[]): HeldTag | undefined =>
  tags.find(({ given }) => given) ?? tags[0];

/** Who is in a segment. @throws Refusal `not_found`. */
export async function peopleInSegment(
  actor: Actor,
  { id, ...page }: InputOf<SegmentContracts['people']>,
): Promise<OutputOf<SegmentContracts['people']>> {
  if (!(await native(Segments).findOne({ _id: id }))) throw refuseAnywhere('not_found');
  const { rows, nextCursor } = await profilePage(actor, { 'segments.id': id }, page);
  const names = await nicknames(rows.map(personIdOfProfile));
  return {
    items: rows.map((row) => {
      const personId = personIdOfProfile(row);
      const why = row.segments.find((segment) => segment.id === id)?.why ?? '';
      return { personId, nickname: names.get(personId) ?? '', why };
    }),
    ...(nextCursor ? { nextCursor } : {}),
  };
}

/**
 * Those of the people who are in a segment now; one look by id (two for people with several identities). Unknown
 * segments have nobody.
 */
export async function segmentMembersAmong(
  segmentId: string,
  personIds: readonly string[],
): Promise<Set<string>> {
  const members = await membersOfSegmentsAmong([segmentId], personIds);
  return members.get(segmentId)!;
}

/** The same for several segments at once, for a batch of messages. */
export async function membersOfSegmentsAmong(
  segmentIds: readonly string[],
  personIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const members = new Map(segmentIds.map((id) => [id, new Set<string>()]));
  if (segmentIds.length === 0 || personIds.length === 0) return members;
  const projection = { 'segments.id': 1, viewId: 1 } as const;
  const own = await native(Profiles)
    .find({ _id: { $in: [...new Set(personIds)] } }, { projection })
    .toArray();
  const viewIds = own.flatMap(({ viewId }) => viewId ?? []);
  const views =
    viewIds.length === 0
      ? new Map<string, ProfileDoc>()
      : indexBy(
          await native(Profiles)
            .find({ _id: { $in: viewIds } }, { projection })
            .toArray(),
          (view) => view._id,
        );
  for (const profile of own) {
    const standing = (profile.viewId === undefined ? undefined : views.get(profile.viewId)) ?? profile;
    for (const { id } of standing.segments) members.get(id)?.add(profile._id);
  }
  return members;
}
