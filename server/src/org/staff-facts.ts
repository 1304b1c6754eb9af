import type { Role } from '@kouyi/shared/types';
import { native } from '../kernel/store';
import { reachOfRoles } from './directories';
import { Staff } from './model';

/** A member of staff who holds a role. */
export interface StaffInRole {
  readonly id: string;
  readonly name: string;
  readonly unitIds: readonly string[];
  /** Units the role reaches; undefined: everywhere. */
  readonly reach: ReadonlySet<string> | undefined;
}

/** Active staff who hold a role anywhere; tens, in order of id. */
export async function activeStaffIn(role: Role): Promise<StaffInRole[]> {
  const rows = await native(Staff)
    .find({ active: true, 'roles.role': role }, { projection: { name: 1, roles: 1 } })
    .sort({ _id: 1 })
    .limit(2_000)
    .toArray();
  return rows.map(({ _id, name, roles }) => {
    const held = roles.filter((each) => each.role === role);
    return { id: _id, name, unitIds: held.map(({ unitId }) => unitId), reach: reachOfRoles(held) };
  });
}

/** Names by id; unknown ids are absent. */
export async function staffNames(ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await native(Staff)
    .find({ _id: { $in: [...new Set(ids)] } }, { projection: { name: 1 } })
    .toArray();
  return new Map(rows.map(({ _id, name }) => [_id, name]));
}
