import type { Actor } from '../kernel/actor';
import { refuseAnywhere } from '../kernel/refusals';
import { assertEverywhere, reachFor } from '../org';
import { peopleWithin, personExists } from '../people';

/** @throws Refusal `not_allowed`: rules hold for everybody, so only those define them who reach everybody. */
export const assertDefines = (actor: Actor): void => assertEverywhere(actor, 'tags.write');

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
