import { shanghaiDay } from '@kouyi/shared/rules/time';
import { groupBy, indexBy } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { changeRows, insertRows, native, rowsByIds } from '../kernel/store';
import { type Change, countChanges } from './counts';
import { derive, type Derived, type Key, type Surroundings } from './derive';
import { emptyHistory, type Fact, type History, joined, withFacts } from './history';
import { Facts, Forgotten, type ProfileDoc, Profiles } from './model';
import { surroundings } from './rule-book';

/** What a batch did, for metrics. */
export interface Applied {
  /** Facts that were new or said something new. */
  readonly facts: number;
  /** Rules that were asked. */
  readonly evaluations: number;
}

/** A profile on its way: what it was, what it is worked out from, and what changed. */
interface Working {
  readonly id: string;
  readonly before: ProfileDoc | undefined;
  history: History;
  readonly keys: Set<Key>;
}

/**
 * Takes facts in and works out what follows for the people they are about, in the open transaction: once per fact,
 * in whatever order and however often they come. Call it with at most a few hundred facts.
 */
export async function applyFacts(tx: Tx, facts: readonly Fact[]): Promise<Applied> {
  const { fresh, corrected, rebuild } = await sortOut(tx, facts);
  if (fresh.length + corrected.length === 0) return { facts: 0, evaluations: 0 };
  await writeFacts(tx, fresh, corrected);
  const byPerson = groupBy(fresh, ({ personId }) => personId);
  const known = await profiles(tx, [...byPerson.keys(), ...rebuild]);
  const working: Working[] = [];
  const today = shanghaiDay(tx.now);
  for (const [id, ofPerson] of byPerson) {
    if (rebuild.has(id)) continue;
    const before = known.get(id);
    const history = withFacts(before ?? emptyHistory(), ofPerson, today);
    working.push({ id, before, history, keys: new Set(ofPerson.flatMap(keysOfFact)) });
  }
  for (const id of rebuild) {
    const rows = await native(Facts).find({ personId: id }, { session: tx.session }).toArray();
    const before = known.get(id);
    const history = withFacts(emptyHistory(), rows, today);
    const keys = new Set([...keysOfHistory(before ?? emptyHistory()), ...keysOfHistory(history)]);
    working.push({ id, before, history, keys });
  }
  const evaluations = await workOut(tx, working);
  return { facts: fresh.length + corrected.length, evaluations };
}

/** Works out anew what follows for these people (or views) by the clock, by changed rules, or because of `keys`. */
export async function lookAgain(tx: Tx, ids: readonly string[], keys: readonly Key[] = []): Promise<number> {
  const known = await profiles(tx, ids);
  const ofMembers = await profiles(
    tx,
    [...known.values()].flatMap(({ members }) => members ?? []),
  );
  return workOut(
    tx,
    [...known.values()].map((before) => ({
      id: before._id,
      before,
      history: before.members ? joined(before.members.flatMap((id) => ofMembers.get(id) ?? [])) : before,
      keys: new Set(keys),
    })),
    { withViews: false },
  );
}

/** Begins a view of these identities, or changes who is in it; with fewer than two it is forgotten. */
export async function setView(tx: Tx, viewId: string, memberIds: readonly string[]): Promise<void> {
  const options = { session: tx.session };
  const had = (await profiles(tx, [viewId])).get(viewId);
  const around = await surroundings(tx);
  const known = await profiles(tx, [...memberIds, ...(had?.members ?? [])]);
  const is = new Set(memberIds.length < 2 ? [] : memberIds);
  const changes: Change[] = [];
  for (const before of known.values()) {
    const isMember = is.has(before._id);
    const { viewId: was, ...rest } = before;
    if (!isMember && was !== viewId) continue;
    changes.push({ before, after: { ...rest, shown: !isMember, ...(isMember ? { viewId } : {}) } });
  }
  if (is.size > 0) {
    for (const id of is)
      if (!known.has(id)) changes.push({ after: { ...blank(id, around), shown: false, viewId } });
    const history = joined([...is].flatMap((id) => known.get(id) ?? []));
    const derived = derive(history, around, undefined, keysOfHistory(history));
    const after = { _id: viewId, ...emptyHistory(), ...derived, members: [...is], shown: true };
    changes.push({ before: had, after });
  }
  await writeChanges(tx, changes);
  if (is.size > 0 || !had) return;
  await native(Profiles).deleteOne({ _id: viewId }, options);
  await countChanges(tx, [{ before: had, after: undefined }]);
}

/** Removes everything that is kept about a person; their view goes on without them. */
export async function forget(tx: Tx, personId: string, at: Date): Promise<void> {
  const options = { session: tx.session };
  await native(Forgotten).replaceOne({ _id: personId }, { at }, { ...options, upsert: true });
  await native(Facts).deleteMany({ personId, at: { $lte: at } }, options);
  const profile = await native(Profiles).findOne({ _id: personId }, options);
  if (!profile) return;
  if (profile.viewId) {
    const view = (await profiles(tx, [profile.viewId])).get(profile.viewId);
    const others = (view?.members ?? []).filter((id) => id !== personId);
    await setView(tx, profile.viewId, others);
  }
  const last = (await native(Profiles).findOne({ _id: personId }, options)) ?? profile;
  await native(Profiles).deleteOne({ _id: personId }, options);
  await countChanges(tx, [{ before: last, after: undefined }]);
}

const blank = (id: string, { book, now }: Surroundings): ProfileDoc => ({
  _id: id,
  ...emptyHistory(),
  ...book.blank,
  tags: book.blank.tags.map((tag) => ({ ...tag, since: now })),
  shown: true,
});

/** Which facts are new, which correct an earlier telling, and whose history has to be added up again for that. */
async function sortOut(
  tx: Tx,
  facts: readonly Fact[],
): Promise<{ fresh: Fact[]; corrected: Fact[]; rebuild: Set<string> }> {
  const latest = new Map<string, Fact>();
  for (const fact of facts) {
    const had = latest.get(fact._id);
    if (!had || fact.stamp > had.stamp) latest.set(fact._id, fact);
  }
  const options = { session: tx.session };
  const [known, forgotten] = [
    indexBy(
      await rowsByIds(Facts, [...latest.keys()], { ...options, projection: { stamp: 1, personId: 1 } }),
      (row) => row._id,
    ),
    indexBy(
      await rowsByIds(Forgotten, [...new Set([...latest.values()].map(({ personId }) => personId))], options),
      (row) => row._id,
    ),
  ];
  const fresh: Fact[] = [];
  const corrected: Fact[] = [];
  const rebuild = new Set<string>();
  for (const fact of latest.values()) {
    const gone = forgotten.get(fact.personId);
    if (gone && fact.at <= gone.at) continue;
    const had = known.get(fact._id);
    if (!had) fresh.push(fact);
    else if (fact.stamp > had.stamp) {
      corrected.push(fact);
      rebuild.add(had.personId).add(fact.personId);
    }
  }
  return { fresh, corrected, rebuild };
}

async function writeFacts(tx: Tx, fresh: readonly Fact[], corrected: readonly Fact[]): Promise<void> {
  await insertRows(tx.session, Facts, fresh);
  await changeRows(
    tx.session,
    Facts,
    corrected.map(({ _id, ...u }) => ({ q: { _id }, u })),
  );
}

const profiles = async (tx: Tx, ids: readonly string[]): Promise<Map<string, ProfileDoc>> =>
  indexBy<string, ProfileDoc>(
    await rowsByIds(Profiles, [...new Set(ids)], { session: tx.session }),
    (row) => row._id,
  );

function keysOfFact({ parts, test, membership }: Fact): Key[] {
  return [
    ...parts.map(({ kind }) => `fact:${kind}`),
    ...(test ? ['test'] : []),
    ...(membership ? ['group'] : []),
  ];
}

const keysOfHistory = ({ entries }: History): Set<Key> =>
  new Set(['test', 'group', ...entries.map(({ k }) => `fact:${k}`)]);

async function workOut(
  tx: Tx,
  working: readonly Working[],
  { withViews } = { withViews: true },
): Promise<number> {
  const around = await surroundings(tx);
  let evaluations = 0;
  const asked = (): void => void (evaluations += 1);
  const changes: Change[] = working.map(({ id, before, history, keys }) => ({
    before,
    after: profileWith(
      id,
      before?.members ? emptyHistory() : history,
      derive(history, around, before, keys, asked),
      before,
    ),
  }));
  if (withViews) changes.push(...(await changesOfViews(tx, working, around, asked)));
  await writeChanges(tx, changes);
  return evaluations;
}

const profileWith = (
  id: string,
  { entries, tests, given, groups }: History,
  derived: Derived,
  before: ProfileDoc | undefined,
): ProfileDoc => ({
  _id: id,
  entries,
  tests,
  given,
  groups,
  ...derived,
  shown: before?.shown ?? true,
  ...(before?.viewId ? { viewId: before.viewId } : {}),
  ...(before?.members ? { members: before.members } : {}),
});

/** Who is seen together with others is worked out for themself and for the view. */
async function changesOfViews(
  tx: Tx,
  working: readonly Working[],
  around: Surroundings,
  asked: () => void,
): Promise<Change[]> {
  const byView = groupBy(
    working.filter(({ before }) => before?.viewId !== undefined),
    ({ before }) => before!.viewId!,
  );
  if (byView.size === 0) return [];
  const views = await profiles(tx, [...byView.keys()]);
  const members = await profiles(
    tx,
    [...views.values()].flatMap((view) => view.members ?? []),
  );
  const now = new Map(working.map(({ id, history }) => [id, history]));
  return [...views.values()].map((before) => {
    const history = joined((before.members ?? []).flatMap((id) => now.get(id) ?? members.get(id) ?? []));
    const keys = new Set(byView.get(before._id)!.flatMap((each) => [...each.keys]));
    const derived = derive(history, around, before, keys, asked);
    return { before, after: profileWith(before._id, emptyHistory(), derived, before) };
  });
}

async function writeChanges(tx: Tx, changes: readonly Change[]): Promise<void> {
  const written = changes.flatMap(({ before, after }) => (after ? [{ before, after }] : []));
  const added = written.filter(({ before }) => !before).map(({ after }) => after);
  const moved = written.filter(({ before }) => before).map(({ after }) => after);
  await insertRows(tx.session, Profiles, added);
  await changeRows(
    tx.session,
    Profiles,
    moved.map(({ _id, ...u }) => ({ q: { _id }, u })),
  );
  await countChanges(tx, changes);
}
