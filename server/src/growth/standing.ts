import { DAY_MS, shanghaiInstant } from '@kouyi/shared/rules/time';
import { ranBetween } from '../activities';
import { groupDirectory, groupsOfPeople } from '../groups';
import { groupBy } from '../kernel/collections';
import { keptAnswers } from '../kernel/kept';
import { native } from '../kernel/store';
import { identitiesOfAll } from '../people';
import { Acts, Growers, Reached, type ReachRow } from './model';
import { percentileOf, type Standard, standardOf } from './standard';
import { type Book, rulesOn } from './stages';

/** Of one person's people the latest so many are looked at. */
const PEOPLE_LOOKED_AT = 5_000;

type Ran = Awaited<ReturnType<typeof ranBetween>>;

/**
 * The standard of these people as it was at the end of a Shanghai day: worked out from contacts and acts alone, so
 * that a day long past comes to the same as it did then, but for what was told late.
 */
export async function standardsOn(
  personIds: readonly string[],
  day: number,
  book: Book,
): Promise<Map<string, Standard>> {
  const { rules } = rulesOn(book, day);
  const end = shanghaiInstant(day + 1);
  const ran = await ranBetween(new Date(end.getTime() - rules.reuseDays * DAY_MS), end);
  const clusters = await identitiesOfAll(personIds);
  const standards = new Map<string, Standard>();
  for (const personId of personIds) {
    const selves = clusters.get(personId) ?? [personId];
    const people = await peopleOf(selves, day);
    const covered = people.filter(({ counted }) => counted!.reachedDay > day - rules.coverageDays);
    const activated = people.filter(
      ({ counted }) =>
        counted!.activatedDay !== undefined &&
        counted!.activatedDay <= day &&
        counted!.activatedDay > day - rules.coverageDays,
    );
    const acted = await campaignsOf(people, { from: day - rules.reuseDays + 1, to: day });
    const open = await openTo(selves, ran);
    const ids = new Set([...open, ...acted.keys()]);
    standards.set(
      personId,
      standardOf(
        {
          reached: covered.length,
          activated: activated.length,
          campaigns: [...ids].map((activityId) => ({ activityId, people: acted.get(activityId) ?? 0 })),
        },
        rules,
      ),
    );
  }
  return standards;
}

/** Whom somebody reached first until a day; only what counts. */
async function peopleOf(selves: readonly string[], day: number): Promise<ReachRow[]> {
  const rows = await native(Reached)
    .find({ kocId: { $in: [...selves] } })
    .sort({ at: -1 })
    .limit(PEOPLE_LOOKED_AT)
    .toArray();
  return rows.filter(({ counted }) => counted && counted.reachedDay <= day);
}

/** How many of these people acted again in each campaign of some days, after what had activated them. */
async function campaignsOf(
  people: readonly ReachRow[],
  { from, to }: { from: number; to: number },
): Promise<Map<string, number>> {
  const activated = people.filter(({ activatedAt }) => activatedAt !== undefined);
  const clusters = await identitiesOfAll(activated.map(({ _id }) => _id));
  const acts = groupBy(
    await native(Acts)
      .find({
        personId: { $in: [...clusters.values()].flat() },
        day: { $gte: from, $lte: to },
      })
      .toArray(),
    ({ personId }) => personId,
  );
  const byCampaign = new Map<string, number>();
  for (const { _id, activatedAt, activatedBy } of activated) {
    const again = new Set<string>();
    for (const identity of clusters.get(_id)!)
      for (const { kind, ref, to: latest } of acts.get(identity) ?? [])
        if (kind === 'activity' && latest > activatedAt! && `activity:${ref}` !== activatedBy) again.add(ref);
    for (const ref of again) byCampaign.set(ref, (byCampaign.get(ref) ?? 0) + 1);
  }
  return byCampaign;
}

/** Campaigns that ran in a group in which this person is. */
async function openTo(selves: readonly string[], ran: Ran): Promise<string[]> {
  const memberships = await groupsOfPeople([...selves]);
  const groups = [...memberships.values()]
    .flat()
    .filter(({ leftAt }) => leftAt === undefined)
    .flatMap(({ groupId }) => groupDirectory.get(groupId) ?? []);
  return ran.filter(({ runsIn }) => groups.some((group) => runsIn(group))).map(({ id }) => id);
}

/** How many people have which score; a score is one of a thousand and one. */
const spreadKept = keptAnswers<{ _id: number; people: number }[]>(1);

const spread = () =>
  spreadKept('all', () =>
    native(Growers)
      .aggregate<{ _id: number; people: number }>([
        { $match: { score: { $exists: true } } },
        { $group: { _id: '$score', people: { $sum: 1 } } },
      ])
      .toArray(),
  );

/**
 * Somebody's place among all who have a score; undefined percentile: too few others. Whoever looks, everybody is
 * counted once in a while and not each time.
 */
export async function amongPeers(score: number): Promise<{ percentile?: number; peers: number }> {
  const scores = await spread();
  const count = (which: (other: number) => boolean): number =>
    scores.reduce((sum, { _id, people }) => sum + (which(_id) ? people : 0), 0);
  const same = count((other) => other === score);
  const all = count(() => true);
  const percentile = percentileOf({
    below: count((other) => other < score),
    same: Math.max(0, same - 1),
    others: all - 1,
  });
  return { ...(percentile === undefined ? {} : { percentile }), peers: all };
}
