import type { TagKind } from '@kouyi/shared/types';
import { command, type Tx } from '../kernel/command';
import { refuseAnywhere } from '../kernel/refusals';
import { actorName } from '../kernel/actor';
import { newId } from '../kernel/ids';
import { native } from '../kernel/store';
import { applyFacts } from './apply';
import type { Fact } from './history';
import { KOC_TAG_ID, KOC_TAG_NAME } from './lifecycle';
import { type ProfileDoc, Profiles, TakenNames, type TagDoc, Tags } from './model';
import { turnPage } from './rule-book';
import { cleanName, refuse, typedName } from './rules';
import { assertTagsPerson } from './policy';

/** What a source says about a person. */
export interface TagsFromSource {
  readonly personId: string;
  /** Names of the tags that the source gives from now on; a name that is new becomes a tag given by hand. */
  readonly tags: readonly string[];
  /** Who says so: `kind` in code (`intake`), `id` of what it is about, `name` in Chinese for the console. */
  readonly source: { readonly kind: string; readonly id: string; readonly name: string };
  /** One Chinese line: 「测肤结果：干性敏感肌」. */
  readonly reason: string;
  /** What kind new tags are of; consumer where nothing is said. */
  readonly kind?: TagKind;
  /** When it happened; a later word of the same source stands, whatever the order of arrival. Default: now. */
  readonly at?: Date;
  readonly expiresAt?: Date;
}

/**
 * Tags a person on behalf of a source, in the open transaction. All that the same source said before is replaced, so
 * a second test takes the tags of the first away; without tags it takes back everything.
 *
 * @example await setTags(tx, { personId, tags: ['干性', '敏感'], source: { kind: 'intake', id: 'qst_1', name: '测肤' }, reason: '测肤结果：干性敏感肌' });
 */
export async function setTags(tx: Tx, input: TagsFromSource): Promise<void> {
  const names = [...new Set(input.tags.map(cleanName))].filter((name) => name !== '');
  const tagIds = await idsOf(tx, names, { kind: input.kind ?? 'consumer', from: input.source.name });
  await applyFacts(tx, [
    givenFact({
      personId: input.personId,
      at: input.at ?? tx.now,
      source: `${input.source.kind}:${input.source.id}`,
      by: input.source.name,
      tagIds,
      reason: input.reason,
      ...(input.expiresAt ? { expiresAt: input.expiresAt } : {}),
    }),
  ]);
}

/** The one tag that means something to the server itself exists from the first start. */
export const ensureKocTag = command('tags.ensure-koc', {
  async run(_input: Record<string, never>, tx): Promise<void> {
    await idsOf(tx, [KOC_TAG_NAME], { kind: 'sales', from: 'KOC 任命' });
  },
});

/**
 * Gives a person a tag by hand.
 * @throws Refusal `not_found`, `tag_computed`, `expiry_past` or `name_unclean` (of the reason).
 */
export const giveTag = command('tags.give', {
  may: (actor, { personId }: GiveTag) => assertTagsPerson(actor, personId),
  async run({ personId, tagId, reason, expiresAt }, tx) {
    const tag = await manualTag(tx, tagId);
    if (expiresAt && expiresAt <= tx.now) throw refuse('expiry_past', { field: 'expiresAt' });
    const source = `staff:${tagId}`;
    const why = typedName(reason, 'reason');
    const more = expiresAt ? { expiresAt } : {};
    const by = actorName(tx.actor);
    await applyFacts(tx, [
      givenFact({ personId, at: tx.now, source, by, tagIds: [tagId], reason: why, ...more }),
    ]);
    tx.audit({ subject: personId, after: { tag: tag.name, reason: why } });
  },
});

interface GiveTag {
  personId: string;
  tagId: string;
  reason: string;
  expiresAt?: Date | undefined;
}

/**
 * Takes a tag from a person, whoever gave it. The source may give it again with its next word.
 * @throws Refusal `not_found` or `tag_computed`.
 */
export const takeTag = command('tags.take', {
  may: (actor, { personId }: { personId: string; tagId: string }) => assertTagsPerson(actor, personId),
  async run({ personId, tagId }, tx) {
    const tag = await manualTag(tx, tagId);
    const identities = await identitiesOf(tx, personId);
    const facts = identities.flatMap((identity) =>
      identity.given
        .filter(({ tagIds }) => tagIds.includes(tagId))
        .map(({ id: _id, at, ...given }) =>
          givenFact({
            ...given,
            personId: identity._id,
            at: at >= tx.now ? new Date(at.getTime() + 1) : tx.now,
            tagIds: given.tagIds.filter((id) => id !== tagId),
          }),
        ),
    );
    if (facts.length === 0) throw refuseAnywhere('not_found');
    await applyFacts(tx, facts);
    tx.audit({ subject: personId, before: { tag: tag.name } });
  },
});

/** The profiles of everybody who is seen as one with this person. */
async function identitiesOf(tx: Tx, personId: string): Promise<ProfileDoc[]> {
  const options = { session: tx.session };
  const profile = await native(Profiles).findOne({ _id: personId }, options);
  if (!profile?.viewId) return profile ? [profile] : [];
  const view = await native(Profiles).findOne({ _id: profile.viewId }, options);
  return native(Profiles)
    .find({ _id: { $in: view?.members ?? [personId] } }, options)
    .toArray();
}

async function manualTag(tx: Tx, tagId: string): Promise<TagDoc> {
  const tag = await native(Tags).findOne({ _id: tagId }, { session: tx.session });
  if (!tag) throw refuseAnywhere('not_found');
  if (tag.condition) throw refuse('tag_computed', { details: { name: tag.name } });
  return tag;
}

/** A word of a source as a fact. That somebody becomes a KOC by it is part of their way through the layers. */
export function givenFact({
  personId,
  at,
  ...given
}: { personId: string; at: Date } & NonNullable<Fact['given']>): Fact {
  const koc = given.tagIds.includes(KOC_TAG_ID);
  const aboutKoc = koc || given.source.endsWith(KOC_TAG_ID) || given.source.startsWith('koc:');
  return {
    _id: newId('gvn'),
    personId,
    at,
    stamp: at,
    parts: aboutKoc ? [{ kind: 'koc', about: given.source, times: 1, sum: koc ? 1 : -1 }] : [],
    given,
  };
}

/** The tags of these names; those that are not known yet are made. */
async function idsOf(
  tx: Tx,
  names: readonly string[],
  { kind, from }: { kind: TagKind; from: string },
): Promise<string[]> {
  const options = { session: tx.session };
  const taken = await native(TakenNames)
    .find({ _id: { $in: names.map((name) => `tag:${name}`) } }, options)
    .toArray();
  const ids = new Map(taken.map((row) => [row._id.slice('tag:'.length), row.of]));
  const missing = names.filter((name) => !ids.has(name));
  if (missing.length > 0) {
    const since = await turnPage(tx, { everybody: false });
    const made = missing.map((name) => ({ name, _id: name === KOC_TAG_NAME ? KOC_TAG_ID : newId('tag') }));
    await native(Tags).insertMany(
      made.map(({ _id, name }) => ({
        _id,
        version: 1,
        name,
        kind,
        from,
        note: '',
        since,
        createdAt: tx.now,
        updatedAt: tx.now,
        updatedBy: '系统',
      })),
      options,
    );
    await native(TakenNames).insertMany(
      made.map(({ _id, name }) => ({ _id: `tag:${name}`, of: _id })),
      options,
    );
    for (const { _id, name } of made) ids.set(name, _id);
  }
  return names.map((name) => ids.get(name)!);
}
