import type { TagKind } from '@kouyi/shared/types';
import type { Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { native } from '../kernel/store';
import { applyFacts } from './apply';
import type { Fact } from './history';
import { KOC_TAG_ID, KOC_TAG_NAME } from './lifecycle';
import { TakenNames, Tags } from './model';
import { turnPage } from './rule-book';
import { cleanName } from './rules';

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
  const tagIds = await idsOf(tx, names, input.kind ?? 'consumer');
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
async function idsOf(tx: Tx, names: readonly string[], kind: TagKind): Promise<string[]> {
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
