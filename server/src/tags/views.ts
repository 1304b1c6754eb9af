import type { InputOf, OutputOf, contracts } from '@kouyi/shared/contracts';
import { shanghaiInstant } from '@kouyi/shared/rules/time';
import { LAYERS } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { indexBy } from '../kernel/collections';
import { newestPage, searchPattern } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { nicknames } from '../people';
import { countsOf } from './counts';
import type { HeldTag } from './derive';
import {
  Facts,
  type ProfileDoc,
  Profiles,
  RULE_BOOK_ID,
  RuleBooks,
  type SegmentDoc,
  Segments,
  type TagDoc,
  Tags,
} from './model';
import { readableAmong } from './policy';
import { personIdOfProfile } from './preview';
import { bookFor, groupPlace } from './rule-book';
import { VALUE_STEPS } from './value';
import { inWords } from './words';

type TagContracts = (typeof contracts)['tags'];
type SegmentContracts = (typeof contracts)['segments'];
type LifecycleContracts = (typeof contracts)['lifecycle'];

/** Tags by name. */
export async function tagPage({
  q,
  kind,
  mode,
  cursor,
  limit,
}: InputOf<TagContracts['list']>): Promise<OutputOf<TagContracts['list']>> {
  const rows = await native(Tags)
    .find({
      $and: [
        cursor === undefined ? {} : { name: { $gt: cursor } },
        q ? { name: searchPattern(q) } : {},
        kind ? { kind } : {},
        mode ? { condition: { $exists: mode === 'computed' } } : {},
      ],
    })
    .sort({ name: 1, _id: 1 })
    .limit(limit + 1)
    .toArray();
  return pageByName(await tagViews(rows.slice(0, limit)), rows.length > limit);
}

/** Segments by name. */
export async function segmentPage({
  q,
  cursor,
  limit,
}: InputOf<SegmentContracts['list']>): Promise<OutputOf<SegmentContracts['list']>> {
  const rows = await native(Segments)
    .find({
      $and: [cursor === undefined ? {} : { name: { $gt: cursor } }, q ? { name: searchPattern(q) } : {}],
    })
    .sort({ name: 1, _id: 1 })
    .limit(limit + 1)
    .toArray();
  return pageByName(await segmentViews(rows.slice(0, limit)), rows.length > limit);
}

const pageByName = <T extends { name: string }>(items: T[], more: boolean) => ({
  items,
  ...(more ? { nextCursor: items.at(-1)!.name } : {}),
});

/** @throws Refusal `not_found`. */
export async function oneTag(id: string): Promise<OutputOf<TagContracts['get']>> {
  const row = await native(Tags).findOne({ _id: id });
  if (!row) throw refuseAnywhere('not_found');
  return (await tagViews([row]))[0]!;
}

/** @throws Refusal `not_found`. */
export async function oneSegment(id: string): Promise<OutputOf<SegmentContracts['get']>> {
  const row = await native(Segments).findOne({ _id: id });
  if (!row) throw refuseAnywhere('not_found');
  return (await segmentViews([row]))[0]!;
}

async function tagViews(rows: readonly TagDoc[]): Promise<OutputOf<TagContracts['get']>[]> {
  const common = await commonViews(rows);
  return rows.map((row, i) => ({ ...common[i]!, kind: row.kind }));
}

async function segmentViews(rows: readonly SegmentDoc[]): Promise<OutputOf<SegmentContracts['get']>[]> {
  const common = await commonViews(rows);
  return rows.map((row, i) => ({ ...common[i]!, condition: row.condition }));
}

async function commonViews(rows: readonly (TagDoc | SegmentDoc)[]) {
  const [counts, { names }, [furthestBehind]] = await Promise.all([
    countsOf(rows.map(({ _id }) => _id)),
    bookFor(),
    native(Profiles)
      .find({}, { projection: { book: 1 } })
      .sort({ book: 1 })
      .limit(1)
      .toArray(),
  ]);
  const nameOf = (id: string): string => names.get(id) ?? groupPlace(id)?.name ?? id;
  return rows.map((row) => ({
    id: row._id,
    version: row.version,
    name: row.name,
    note: row.note,
    ...(row.condition ? { condition: row.condition } : {}),
    words: row.condition ? inWords(row.condition, nameOf) : fromWords(row),
    people: counts.get(row._id) ?? 0,
    rollout:
      row.condition && furthestBehind && furthestBehind.book < row.since
        ? ('counting' as const)
        : ('ready' as const),
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
  }));
}

/** Where a tag without a rule comes from; nothing when it is given by hand alone. */
const fromWords = (row: TagDoc | SegmentDoc): string =>
  'from' in row && row.from !== undefined ? `来自「${row.from}」` : '';

/** Profiles shown that match, by id; only of people whom the actor may read about. */
async function profilePage(
  actor: Actor,
  filter: Record<string, unknown>,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ rows: ProfileDoc[]; nextCursor?: string }> {
  const found: ProfileDoc[] = [];
  let after = cursor;
  for (;;) {
    const rows = await native(Profiles)
      .find({ ...filter, shown: true, ...(after === undefined ? {} : { _id: { $gt: after } }) })
      .sort({ _id: 1 })
      .limit(limit + 1)
      .toArray();
    const readable = await readableAmong(actor, rows.map(personIdOfProfile));
    found.push(...rows.filter((row) => readable.has(personIdOfProfile(row))));
    after = rows.at(-1)?._id;
    if (found.length > limit || rows.length <= limit) break;
  }
  const rows = found.slice(0, limit);
  return { rows, ...(found.length > limit ? { nextCursor: rows.at(-1)!._id } : {}) };
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
const strongest = (tags: readonly HeldTag[]): HeldTag | undefined =>
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

/** The profile that stands for a person: their own, or the view of those seen as one with them. */
async function standingFor(personId: string): Promise<{ profile?: ProfileDoc; tests: ProfileDoc['tests'] }> {
  const own = await native(Profiles).findOne({ _id: personId });
  if (!own) return { tests: [] };
  const view = own.viewId === undefined ? null : await native(Profiles).findOne({ _id: own.viewId });
  if (!view) return { profile: own, tests: own.tests };
  const members = await native(Profiles)
    .find({ _id: { $in: view.members ?? [] } }, { projection: { tests: 1 } })
    .toArray();
  return { profile: view, tests: members.flatMap(({ tests }) => tests) };
}

/** What is known of a person. @throws Refusal `not_found`, also outside the actor's branch. */
export async function profileOf(actor: Actor, id: string): Promise<OutputOf<LifecycleContracts['profile']>> {
  if (!(await readableAmong(actor, [id])).has(id)) throw refuseAnywhere('not_found');
  const { profile, tests } = await standingFor(id);
  const { blank, names } = await bookFor();
  const { tags, segments, layer, path, rfm, value } = profile ?? blank;
  const ids = [...new Set(tags.map((tag) => tag.id))];
  const kinds = indexBy(
    await native(Tags)
      .find({ _id: { $in: ids } })
      .toArray(),
    (tag) => tag._id,
  );
  return {
    tags: ids.flatMap((tagId) => {
      const tag = kinds.get(tagId);
      const held = strongest(tags.filter((each) => each.id === tagId));
      if (!tag || !held) return [];
      return {
        id: tagId,
        name: tag.name,
        kind: tag.kind,
        computed: !held.given,
        reason: held.reason,
        source: held.by,
        since: held.since.toISOString(),
        ...(held.expiresAt ? { expiresAt: held.expiresAt.toISOString() } : {}),
      };
    }),
    segments: segments.map((segment) => ({ id: segment.id, name: names.get(segment.id) ?? '' })),
    layer,
    path: path.map((move) => ({
      layer: move.layer,
      at: shanghaiInstant(move.day).toISOString(),
      why: move.why,
    })),
    ...(rfm
      ? {
          rfm: {
            recency: rfm.recency,
            frequency: rfm.frequency,
            money: rfm.money,
            lastOrderDays: rfm.lastOrderDays,
            orders: rfm.orders,
            paidFen: rfm.paidFen,
          },
        }
      : {}),
    value: {
      fen: value.fen,
      marginFen: value.marginFen,
      referralFen: value.referralFen,
      rewardCostFen: value.rewardCostFen,
      quality: value.quality,
    },
    tests: tests.map(({ questionnaireId, resultType, scores, at }) => ({
      questionnaireId,
      resultType,
      scores: { ...scores },
      at: at.toISOString(),
    })),
  };
}

/** How people spread; from counts that are kept as events arrive. */
export async function distributions(): Promise<OutputOf<LifecycleContracts['distributions']>> {
  const quintiles = [1, 2, 3, 4, 5];
  const cells = quintiles.flatMap((recency) => quintiles.map((frequency) => ({ recency, frequency })));
  const cellOf = ({ recency, frequency }: { recency: number; frequency: number }) =>
    `rfm:${recency}:${frequency}`;
  const counts = await countsOf([
    'people',
    ...LAYERS.map((layer) => `layer:${layer}`),
    ...cells.map(cellOf),
    ...VALUE_STEPS.map((_, step) => `value:${step}`),
  ]);
  const at = (of: string): number => counts.get(of) ?? 0;
  const book = await native(RuleBooks).findOne({ _id: RULE_BOOK_ID });
  return {
    people: at('people'),
    layers: LAYERS.map((layer) => ({ layer, people: at(`layer:${layer}`) })),
    rfm: cells.map((cell) => ({ ...cell, people: at(cellOf(cell)) })),
    ...(book?.scale && book.scaleAt
      ? {
          scale: {
            recencyDays: [...book.scale.recencyDays],
            orders: [...book.scale.orders],
            paidFen: [...book.scale.paidFen],
            at: book.scaleAt.toISOString(),
          },
        }
      : {}),
    value: VALUE_STEPS.map((from, step) => {
      const to = VALUE_STEPS[step + 1];
      return {
        fromFen: Number.isFinite(from) ? from : -1_000_000_000,
        ...(to === undefined ? {} : { toFen: to }),
        people: at(`value:${step}`),
      };
    }),
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

/** What happened to people, the latest first; with `groupIds`, of what happened in groups only that in those. */
export async function happeningsOf(
  personIds: readonly string[],
  page: { cursor?: string | undefined; limit: number },
  groupIds?: ReadonlySet<string>,
) {
  return newestPage(
    Facts,
    'at',
    {
      $and: [
        { personId: { $in: [...personIds] }, title: { $exists: true } },
        groupIds ? { $or: [{ groupId: { $exists: false } }, { groupId: { $in: [...groupIds] } }] } : {},
      ],
    },
    page,
    (shown) =>
      shown.map(({ _id, at, title, parts, groupId }) => ({
        id: _id,
        at: at.toISOString(),
        kind: parts.find(({ kind }) => kind !== 'activity')?.kind ?? 'other',
        title: title ?? '',
        ...(groupId ? { groupId } : {}),
      })),
  );
}

/** Name and id of every tag and segment. */
export const definedNames = async (): Promise<[name: string, id: string][]> =>
  [...(await bookFor()).names].map(([id, name]) => [name, id]);
