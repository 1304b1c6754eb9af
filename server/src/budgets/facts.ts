import { DAY_MS, shanghaiDay } from '@kouyi/shared/rules/time';
import { groupsOfPeople } from '../groups';
import { reachedAmong } from '../growth';
import type { Tx } from '../kernel/command';
import { anyOf, native, type ClientSession } from '../kernel/store';
import { identitiesOfAll, staffAmong } from '../people';
import { blacklistedAmong } from '../risk';
import { subGroupsOf } from '../subgroups';
import { type BudgetRow, Gifts } from './model';
import { type GiversTo, upstreamOf } from './rings';
import { type GiverFacts, type ReceiverFacts, RING_DAYS } from './rules';

/** Everybody who is seen as one with each of these; somebody unknown is only themself. */
const clusters = (ids: readonly string[], session?: ClientSession) => identitiesOfAll(ids, session);

/** What is known of the giver; read in a transaction that writes the budget, it is what the gift is decided by. */
export async function giverFacts(budget: BudgetRow, now: Date, session?: ClientSession): Promise<GiverFacts> {
  const options = session ? { session } : {};
  const selves = (await clusters([budget.kocId], session)).get(budget.kocId)!;
  const today = await native(Gifts)
    .find(
      { budgetId: budget._id, day: shanghaiDay(now), state: 'given' },
      { ...options, projection: { amount: 1 } },
    )
    .toArray();
  return {
    now,
    budget,
    blacklisted: (await blacklistedAmong(selves)).size > 0,
    givenToday: today.reduce((sum, { amount }) => sum + amount, 0),
  };
}

/**
 * What is known of people who might get something of a budget, but for what is looked up only when it is given
 * (shared phones and accounts).
 */
export async function receiverFacts(
  budget: BudgetRow,
  personIds: readonly string[],
  now: Date,
  session?: ClientSession,
): Promise<Map<string, ReceiverFacts>> {
  const { kocId } = budget;
  const selvesOf = await clusters([kocId, ...personIds], session);
  const own = selvesOf.get(kocId)!;
  const everybody = [...new Set(personIds.flatMap((id) => selvesOf.get(id)!))];
  const options = session ? { session } : {};
  const got = await native(Gifts)
    .find(
      { budgetId: budget._id, personId: { $in: everybody }, state: 'given' },
      { ...options, projection: { personId: 1, amount: 1 } },
    )
    .toArray();
  const [staff, blacklisted, mine, ring] = [
    await staffAmong(everybody),
    await blacklistedAmong(everybody),
    await mineAmong(budget, own, everybody),
    await upstreamOf(own, lateGivers(now, session)),
  ];
  return new Map(
    personIds.map((personId): [string, ReceiverFacts] => {
      const selves = selvesOf.get(personId)!;
      return [
        personId,
        {
          ...(personId === kocId
            ? { same: 'self' as const }
            : own.includes(personId)
              ? { same: 'identity' as const }
              : {}),
          isStaff: selves.some((id) => staff.has(id)),
          blacklisted: selves.some((id) => blacklisted.has(id)),
          mine: selves.some((id) => mine.has(id)),
          inRing: selves.some((id) => ring.has(id)),
          got: got.reduce((sum, gift) => sum + (selves.includes(gift.personId) ? gift.amount : 0), 0),
        },
      ];
    }),
  );
}

/** Those of these people who belong to whom the budget is for, now. */
async function mineAmong(
  { who, kocId }: BudgetRow,
  own: readonly string[],
  ids: readonly string[],
): Promise<Set<string>> {
  const mine = new Set<string>();
  if (who !== 'reached') {
    const groups = new Set((await subGroupsOf(own)).flatMap(({ groupId }) => groupId ?? []));
    if (groups.size > 0)
      for (const [personId, memberships] of await groupsOfPeople(ids))
        if (memberships.some(({ groupId, leftAt }) => !leftAt && groups.has(groupId))) mine.add(personId);
  }
  if (who !== 'sub_group') for (const id of await reachedAmong(kocId, ids)) mine.add(id);
  return mine;
}

/** Who gave these people something lately, with everybody who is seen as one with them. */
const lateGivers =
  (now: Date, session?: ClientSession): GiversTo =>
  async (people) => {
    const since = new Date(now.getTime() - RING_DAYS * DAY_MS);
    const givers = await native(Gifts).distinct(
      'kocId',
      { personId: anyOf(people), at: { $gte: since }, state: 'given' },
      session ? { session } : {},
    );
    return [...(await clusters(givers, session)).values()].flat();
  };

/** The same facts inside the transaction of one gift. */
export async function factsOfGift(tx: Tx, budget: BudgetRow, personId: string) {
  const giver = await giverFacts(budget, tx.now, tx.session);
  const receiver = (await receiverFacts(budget, [personId], tx.now, tx.session)).get(personId)!;
  return { giver, receiver };
}
