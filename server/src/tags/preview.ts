import { shanghaiDay } from '@kouyi/shared/rules/time';
import type { TagCondition } from '@kouyi/shared/types';
import { now } from '../kernel/clock';
import { indexBy } from '../kernel/collections';
import { native } from '../kernel/store';
import { entriesByKind, evaluate, type Person } from './evaluate';
import { type History, joined } from './history';
import { type ProfileDoc, Profiles } from './model';
import { neighbours } from './neighbours';
import { bookFor, groupPlace, namer } from './rule-book';
import { thingsIn } from './rules';
import { countsOf } from './counts';
import { inWords, why } from './words';

/** Who would match. */
export interface Previewed {
  readonly words: string;
  readonly people: number;
  readonly lookedAt: number;
  readonly total: number;
  readonly complete: boolean;
  readonly everybody: boolean;
  readonly sample: readonly { readonly personId: string; readonly why: string }[];
}

const CHUNK = 1_000;
/** As long as somebody waits for a preview. Ids are spread evenly, so those looked at by then are a fair sample. */
const PATIENCE_MS = 2_500;
const SAMPLE = 20;
/** Fewer people than this say nothing about everybody. */
const FEW = 3;

/** Asks a rule about everybody, in the order of ids, for as long as there is patience. Writes nothing. */
export async function previewRule(
  condition: TagCondition,
  readable: (personIds: readonly string[]) => Promise<ReadonlySet<string>> = (ids) =>
    Promise.resolve(new Set(ids)),
): Promise<Previewed> {
  const book = await bookFor();
  const things = await neighbours.namesOf(thingsIn(condition));
  const nameOf = namer(book, things);
  const sample: { personId: string; why: string }[] = [];
  let [people, lookedAt, complete] = [0, 0, false];
  for await (const { persons, last } of everybodyShown(nameOf)) {
    complete = last;
    lookedAt += persons.length;
    const matching = persons.filter(({ person }) => evaluate(condition, person).holds);
    people += matching.length;
    if (sample.length >= SAMPLE) continue;
    const allowed = await readable(matching.map(({ personId }) => personId));
    for (const { personId, person } of matching)
      if (sample.length < SAMPLE && allowed.has(personId))
        sample.push({ personId, why: why(condition, person) });
  }
  const total = complete ? lookedAt : ((await countsOf(['people'])).get('people') ?? lookedAt);
  return {
    words: inWords(condition, nameOf),
    people,
    lookedAt,
    total,
    complete,
    everybody: people === lookedAt && lookedAt >= FEW,
    sample,
  };
}

/**
 * How many people a rule matches that tells nobody from anybody; undefined: it does not match everybody, which the
 * first one says whom it leaves out.
 */
export async function everybodyMatching(condition: TagCondition): Promise<number | undefined> {
  let people = 0;
  for await (const { persons } of everybodyShown(namer(await bookFor()))) {
    if (persons.some(({ person }) => !evaluate(condition, person).holds)) return undefined;
    people += persons.length;
  }
  return people >= FEW ? people : undefined;
}

interface Looked {
  readonly personId: string;
  readonly person: Person;
}

/** Whom lists show, in the order of ids, for as long as there is patience; the first of them in any case. */
async function* everybodyShown(
  nameOf: (id: string) => string,
): AsyncGenerator<{ persons: readonly Looked[]; last: boolean }> {
  const began = performance.now();
  let after = '';
  for (let last = false; !last && (after === '' || performance.now() - began < PATIENCE_MS);) {
    const rows = await native(Profiles)
      .find(after === '' ? {} : { _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(CHUNK)
      .toArray();
    last = rows.length < CHUNK;
    after = rows.at(-1)?._id ?? after;
    const shown = rows.filter((row) => row.shown);
    const histories = await historiesOf(shown);
    const persons = shown.map((row) => ({
      personId: personIdOfProfile(row),
      person: personOf(row, histories.get(row._id)!, nameOf),
    }));
    yield { persons, last };
  }
}

/** Whose page a profile belongs to: a view stands for the first of its identities. */
export const personIdOfProfile = ({ _id, members }: Pick<ProfileDoc, '_id' | 'members'>): string =>
  members?.[0] ?? _id;

/** What each profile is worked out from; a view's is that of its members. */
async function historiesOf(rows: readonly ProfileDoc[]): Promise<Map<string, History>> {
  const memberIds = rows.flatMap(({ members }) => members ?? []);
  const members =
    memberIds.length === 0
      ? new Map<string, ProfileDoc>()
      : indexBy(
          await native(Profiles)
            .find({ _id: { $in: memberIds } })
            .toArray(),
          (row) => row._id,
        );
  return new Map(
    rows.map((row) => [
      row._id,
      row.members ? joined(row.members.flatMap((id) => members.get(id) ?? [])) : row,
    ]),
  );
}

function personOf(row: ProfileDoc, history: History, nameOf: (id: string) => string): Person {
  const has = new Set([...row.tags, ...row.segments].map(({ id }) => id));
  return {
    history,
    byKind: entriesByKind(history),
    today: shanghaiDay(now()),
    layer: { layer: row.layer, path: row.path },
    rfm: row.rfm,
    value: row.value,
    has: (id) => has.has(id),
    group: groupPlace,
    nameOf,
  };
}
