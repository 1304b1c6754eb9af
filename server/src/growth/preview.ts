import { shanghaiDay } from '@kouyi/shared/rules/time';
import { GROWTH_STANDING_NAMES, type GrowthRules, type GrowthStanding } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { native } from '../kernel/store';
import { assertEverywhere } from '../org';
import { identitiesOfAll, nicknames } from '../people';
import { together } from './history';
import { type GrowerRow, Growers } from './model';
import { assertRules, direction } from './rules';
import { growthBook } from './rule-book';
import { type Book, metInWords, missingInWords, standingOn } from './stages';

/** So many people are looked at, whoever moved last first: a look must not hold up the server. */
const MOST_LOOKED_AT = 5_000;
const SHOWN = 50;
const ALIVE: readonly GrowthStanding[] = ['none', 'active', 'sharing', 'exclusive', 'koc'];

interface Found {
  id: string;
  from: GrowthStanding;
  to: GrowthStanding;
  when: 'now' | 'later';
  why: string;
}

/**
 * Who would move by other rules, and why: people of every branch, so only for who may save such rules. Writes nothing.
 * @throws Refusal `not_allowed` or `growth_rules_contradict`.
 */
export async function previewRules(actor: Actor, rules: GrowthRules) {
  assertEverywhere(actor, 'koc.write');
  assertRules(rules);
  const today = shanghaiDay(now());
  const book = await growthBook();
  const then: Book = [
    ...book.filter(({ fromDay }) => fromDay < today),
    { version: book.length, fromDay: today, rules },
  ] as unknown as Book;
  const rows = await native(Growers)
    .find({ oneWith: { $exists: false }, stage: { $in: [...ALIVE] } })
    .sort({ since: -1 })
    .limit(MOST_LOOKED_AT + 1)
    .toArray();
  const looked = rows.slice(0, MOST_LOOKED_AT);
  const histories = await historiesOf(looked);
  const found = looked.flatMap((row) => moveOf(row, histories.get(row._id)!, book, then, today) ?? []);
  const shown = [...found]
    .sort((a, b) => direction(b.to, b.from) - direction(a.to, a.from) || (a.when < b.when ? 1 : -1))
    .slice(0, SHOWN);
  const names = await nicknames(shown.map(({ id }) => id));
  return {
    looked: looked.length,
    sampled: rows.length > MOST_LOOKED_AT,
    up: found.filter(({ when }) => when === 'now').length,
    later: found.filter(({ when }) => when === 'later').length,
    people: shown.map((one) => ({ ...one, nickname: names.get(one.id) ?? '' })),
  };
}

/** Of whoever stands for several identities the sum of all. */
async function historiesOf(rows: readonly GrowerRow[]) {
  const clusters = await identitiesOfAll(rows.map(({ _id }) => _id));
  const others = [...clusters.values()].flatMap((cluster) => cluster.slice(1));
  const more = new Map(
    (others.length === 0
      ? []
      : await native(Growers)
          .find({ _id: { $in: others } })
          .toArray()
    ).map((row) => [row._id, row.history]),
  );
  return new Map(
    rows.map(({ _id, history }) => [
      _id,
      together([history, ...(clusters.get(_id) ?? []).slice(1).flatMap((id) => more.get(id) ?? [])]),
    ]),
  );
}

/**
 * How somebody would move. Compared is what the rules make of them, now and then: that somebody is a KOC already, or
 * was put where they are by staff, is not the rules' doing. Who goes down does so when the days of grace are over.
 */
function moveOf(
  { _id: id }: GrowerRow,
  history: GrowerRow['history'],
  book: Book,
  then: Book,
  today: number,
): Found | undefined {
  const { rules } = then.at(-1)!;
  const before = standingOn(history, book, today);
  const after = standingOn(history, then, today);
  if (direction(before.stage, after.stage) > 0 && after.stage !== 'none')
    return {
      id,
      from: before.stage,
      to: after.stage,
      when: 'now',
      why: metInWords(history, rules.stages[after.stage], today),
    };
  // What would be left if the grace were over: only the stages that are met today count.
  const bare = standingOn(history, [{ version: 0, fromDay: 0, rules: { ...rules, graceDays: 0 } }], today);
  const was = standingOn(
    history,
    [{ version: 0, fromDay: 0, rules: { ...book.at(-1)!.rules, graceDays: 0 } }],
    today,
  );
  const down = direction(before.stage, after.stage) < 0;
  if (!down && direction(was.stage, bare.stage) >= 0) return undefined;
  const to = down ? after.stage : bare.stage;
  const lost = bare.states.find(({ met }) => !met)!.stage;
  return {
    id,
    from: before.stage,
    to,
    when: down ? 'now' : 'later',
    why: `「${GROWTH_STANDING_NAMES[lost]}」还差：${missingInWords(history, rules.stages[lost], today)}`,
  };
}
