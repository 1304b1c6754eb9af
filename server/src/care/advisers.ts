import type { Actor } from '../kernel/actor';
import type { Tx } from '../kernel/command';
import { native } from '../kernel/store';
import { groupDirectory, groupsOfPerson } from '../groups';
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

/** Units of the groups a person is in, latest first; the root for who is in none. */
export async function unitsOfPerson(personId: string): Promise<string[]> {
  const groups = await groupsOfPerson(personId);
  const units = groups.flatMap(({ groupId }) => groupDirectory.get(groupId)?.unitId ?? []);
  return units.length > 0 ? [...new Set(units)].slice(0, 50) : [unitDirectory.rootId];
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
