import type { Actor } from '../kernel/actor';
import type { Tx } from '../kernel/command';
import { type ClientSession, native } from '../kernel/store';
import { groupDirectory, groupsOfPeople } from '../groups';
import { identitiesOf } from '../people';
import { activeStaffIn, type StaffInRole, unitDirectory } from '../org';
import { Duty, Threads } from './model';
import { type Candidate, chooseAdviser } from './rules';

export type Adviser = Candidate & Pick<StaffInRole, 'name' | 'unitIds'>;

/** Everybody with the adviser's role: on duty or not, and how many threads they have open. */
export async function advisers(tx?: Tx): Promise<Adviser[]> {
  const options = tx ? { session: tx.session } : {};
  const staff = await activeStaffIn('adviser');
  const ids = staff.map(({ id }) => id);
  const off = await native(Duty)
    .find({ _id: { $in: ids }, onDuty: false }, { ...options, projection: { _id: 1 } })
    .toArray();
  const away = new Set(off.map(({ _id }) => _id));
  return Promise.all(
    staff.map(async (each) => ({
      ...each,
      onDuty: !away.has(each.id),
      open: await native(Threads).countDocuments(
        { adviserId: each.id, state: { $in: ['waiting', 'answered'] } },
        options,
      ),
    })),
  );
}

/**
 * Units of the groups a person is in by any of their identities, latest first; the root for who is in none. Who
 * answers on a phone is often known to the groups by another identity.
 */
export async function unitsOfPerson(personId: string, session?: ClientSession): Promise<string[]> {
  const groups = [...(await groupsOfPeople(await identitiesOf(personId, session))).values()].flat();
  const units = groups
    .filter(({ leftAt }) => leftAt === undefined)
    .sort((a, b) => b.joinedAt.getTime() - a.joinedAt.getTime())
    .flatMap(({ groupId }) => groupDirectory.get(groupId)?.unitId ?? []);
  return units.length > 0 ? [...new Set(units)].slice(0, 50) : [unitDirectory.rootId];
}

/** The filter for threads that somebody on duty may take, by `chooseAdviser`. */
export function takeable(all: readonly Adviser[]): Record<string, unknown> {
  const there = all.filter(({ onDuty }) => onDuty);
  if (there.some(({ reach }) => reach === undefined)) return {};
  const reached = there.flatMap(({ reach }) => [...(reach ?? [])]);
  // A person of no unit but the root may be anybody's.
  return { unitIds: { $in: [...new Set(there.length > 0 ? [...reached, unitDirectory.rootId] : [])] } };
}

/** Who answers a person of these units now; everybody chosen here counts at once for the next. */
export class Assignment {
  #advisers: Adviser[];

  constructor(all: readonly Adviser[]) {
    this.#advisers = [...all];
  }

  next(unitIds: readonly string[]): string | undefined {
    const nowhere = unitIds.every((unit) => unit === unitDirectory.rootId);
    const chosen = chooseAdviser(this.#advisers, nowhere ? [] : unitIds);
    if (!chosen) return undefined;
    this.#advisers = this.#advisers.map((each) =>
      each.id === chosen.id ? { ...each, open: each.open + 1 } : each,
    );
    return chosen.id;
  }
}

/** The staff id of an actor; undefined: nobody of staff. */
export const staffIdOf = (actor: Actor): string | undefined =>
  actor.kind === 'staff' ? actor.staffId : undefined;
