import { shanghaiDay } from '@kouyi/shared/rules/time';
import type { GrowthMeasure } from '@kouyi/shared/types';
import { participated } from '../activities/events';
import type { Tx } from '../kernel/command';
import type { EventType } from '../kernel/events';
import { type Delivered, on, type Reaction } from '../kernel/outbox';
import { insertRows, rowsByIds } from '../kernel/store';
import { kocsAmong } from '../koc';
import { kocsChanged } from '../koc/events';
import { type OrderFact, orderPaid, orderRefunded } from '../orders/events';
import { identitiesOf, identitiesOfAll, personDeleted } from '../people';
import { peopleRegrouped } from '../people/events';
import { linkVisited } from '../products/events';
import { subGroupJoined } from '../subgroups/events';
import { setTags } from '../tags';
import { lessonPassed } from '../training/events';
import { suggestionAdopted, wishGranted } from '../wishes/events';
import { growthShared } from './events';
import { forgetPerson } from './forget';
import { Onces } from './model';
import { type Delta, deriveReach, keepActs, keepContacts, orderAct } from './reach';
import type { Contact } from './reach-rules';
import { growthBook } from './rule-book';
import { takeIn } from './take';

/** What carries a time in the future counts as of when it was told. */
const clipped = (at: Date, told: Date): Date => (at > told ? told : at);

/** Facts that are told by an id of their own: each adds one to a measure, once. Answers those that were new. */
async function countOnce(tx: Tx, measure: GrowthMeasure, facts: readonly Told[]): Promise<Told[]> {
  const byId = new Map(facts.map((fact) => [`${measure}:${fact.id}`, fact]));
  for (const { _id } of await rowsByIds(Onces, [...byId.keys()], { session: tx.session })) byId.delete(_id);
  const fresh = [...byId.values()];
  if (fresh.length === 0) return [];
  await insertRows(
    tx.session,
    Onces,
    [...byId].map(([_id, { personId, at }]) => ({ _id, personId, at })),
  );
  const deltas: Delta[] = fresh.map(({ personId, at }) => ({
    personId,
    measure,
    day: shanghaiDay(at),
    times: 1,
  }));
  await takeIn(tx, { deltas });
  return fresh;
}

interface Told {
  readonly id: string;
  readonly personId: string;
  readonly at: Date;
}

const learn = <P>(
  of: EventType<P>,
  measure: GrowthMeasure,
  factsOf: (event: Delivered<P>) => Told[],
): Reaction =>
  on(of, `growth.${measure}`, async (events, tx) => {
    await countOnce(tx, measure, events.flatMap(factsOf));
  });

export const reactions: readonly Reaction[] = [
  on(participated, 'growth.participations', async (events, tx) => {
    const acts = events.flatMap(({ payload, at: told }) =>
      payload.participations.map(({ personId, activityId, groupId, at }) => ({
        personId,
        activityId,
        groupId,
        at: clipped(at, told),
      })),
    );
    const book = await growthBook(tx.session);
    const deltas = await keepActs(
      tx,
      acts.map(({ personId, activityId: ref, at }) => ({ personId, kind: 'activity' as const, ref, at })),
      book,
    );
    await takeIn(tx, { acts, deltas });
  }),
  on(orderPaid, 'growth.orders-paid', (events, tx) => takeOrders(tx, events)),
  on(orderRefunded, 'growth.orders-refunded', (events, tx) => takeOrders(tx, events)),
  on(subGroupJoined, 'growth.sub-group-joins', (events, tx) =>
    meet(
      tx,
      events.flatMap(({ payload }) =>
        payload.joined.map(({ personId, kocId, at, subGroupId: ref }) => ({
          personId,
          kocId,
          at,
          way: 'sub_group' as const,
          ref,
        })),
      ),
    ),
  ),
  on(linkVisited, 'growth.link-visits', async (events, tx) => {
    const visits = events.flatMap(({ payload }) => payload.visits);
    await meet(
      tx,
      visits.map(({ personId, kocId, at, code: ref }) => ({
        personId,
        kocId,
        at,
        way: 'link' as const,
        ref,
      })),
    );
    // A share is a link on a day on which it brought anybody but its owner, whoever of their identities opened it.
    const owners = await identitiesOfAll(
      visits.map(({ kocId }) => kocId),
      tx.session,
    );
    const shares = await countOnce(
      tx,
      'shares',
      visits
        .filter(({ personId, kocId }) => !owners.get(kocId)!.includes(personId))
        .map(({ code, kocId: personId, at }) => ({ id: `${code}:${shanghaiDay(at)}`, personId, at })),
    );
    if (shares.length > 0) tx.emit(growthShared({ shares }));
  }),
  learn(wishGranted, 'wishes', ({ payload }) =>
    payload.wishes.map(({ wishId: id, personId, at }) => ({ id, personId, at })),
  ),
  learn(suggestionAdopted, 'suggestions', ({ payload }) =>
    payload.wishes.map(({ wishId: id, personId, at }) => ({ id, personId, at })),
  ),
  learn(lessonPassed, 'lessons', ({ payload }) =>
    payload.passes.map(({ lessonId, personId, at }) => ({ id: `${lessonId}:${personId}`, personId, at })),
  ),
  on(kocsChanged, 'growth.kocs-changed', async (events, tx) => {
    const deciders = new Map(
      events.flatMap(({ payload }) => payload.personIds.map((id) => [id, payload.by] as const)),
    );
    await takeIn(tx, { look: [...deciders.keys()], deciders });
    await tagKocs(tx, [...deciders.keys()]);
  }),
  on(peopleRegrouped, 'growth.see-as-one', async (events, tx) => {
    const roots = new Set(events.flatMap(({ payload }) => payload.roots));
    const ids = new Set<string>();
    for (const root of roots) for (const id of await identitiesOf(root, tx.session)) ids.add(id);
    const deltas = await deriveReach(tx, [...ids], await growthBook(tx.session));
    await takeIn(tx, { deltas, look: [...ids] });
  }),
  on(personDeleted, 'growth.forget-person', async (events, tx) => {
    for (const { payload } of events) await forgetPerson(tx, payload.personId);
  }),
];

async function meet(tx: Tx, contacts: readonly Contact[]): Promise<void> {
  await takeIn(tx, { deltas: await keepContacts(tx, contacts, await growthBook(tx.session)) });
}

async function takeOrders(tx: Tx, events: readonly Delivered<{ orders: OrderFact[] }>[]): Promise<void> {
  const orders = events.flatMap(({ payload, at: told }) =>
    payload.orders.flatMap(({ personId, orderId, at, paidFen, refundedFen }) =>
      personId === undefined ? [] : [{ personId, orderId, at: clipped(at, told), paidFen, refundedFen }],
    ),
  );
  const book = await growthBook(tx.session);
  const deltas = await keepActs(tx, orders.map(orderAct), book);
  await takeIn(tx, { acts: orders, deltas });
}

/** Whoever is a KOC has the tag that says so, which is what the layers of a customer look at. */
async function tagKocs(tx: Tx, ids: readonly string[]): Promise<void> {
  const kocs = await kocsAmong(ids, tx.session);
  for (const personId of ids) {
    const koc = kocs.get(personId);
    const isKoc = koc !== undefined && !koc.endedAt;
    await setTags(tx, {
      personId,
      tags: isKoc ? ['KOC'] : [],
      source: { kind: 'koc', id: 'appointed', name: 'KOC 任命' },
      reason: isKoc ? '任命为 KOC' : 'KOC 身份结束',
    });
  }
}
