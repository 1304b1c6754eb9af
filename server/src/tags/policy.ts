import type { Actor } from '../kernel/actor';
import { refuseAnywhere } from '../kernel/refusals';
import { assertEverywhere, reachFor } from '../org';
import { peopleWithin, personExists } from '../people';

/**
 * Rules hold for everybody, so only those define them who reach everybody. A new one changes nothing that others use:
 * whoever proposes may make it; one that exists may already be asked for by activities.
 * @throws Refusal `not_allowed`.
 */
export const assertDefines = (actor: Actor, right: 'tags.create' | 'tags.write'): void =>
  assertEverywhere(actor, right);

/** @throws Refusal `not_found` unless the person is known and within the actor's branch. */
export async function assertTagsPerson(actor: Actor, personId: string): Promise<void> {
  const within = await peopleWithin(reachFor(actor, 'people.write'), [personId]);
  if (!within.has(personId) || !(await personExists(personId))) throw refuseAnywhere('not_found');
}

/** Whether an actor reads about everybody, whatever group they are in. */
export const readsEverybody = (actor: Actor): boolean => reachFor(actor, 'people.read') === undefined;

/** Those of the people whom the actor may read about; undefined reach: all of them. */
export const readableAmong = (actor: Actor, personIds: readonly string[]): Promise<Set<string>> =>
  peopleWithin(reachFor(actor, 'people.read'), personIds);
