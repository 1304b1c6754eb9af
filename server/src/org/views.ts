import type { InputOf, OutputOf, StaffMe, contracts } from '@kouyi/shared/contracts';
import { type Right, ROLE_RIGHTS, ROLES } from '@kouyi/shared/types';
import type { Filter } from 'mongodb';
import type { Actor, StaffActor } from '../kernel/actor';
import { newestPage, searchPattern } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { brand } from './brand';
import { reachOfRoles, unitDirectory } from './directories';
import { Keys, Staff, type StaffRow, type UnitRow } from './model';
import { assertEverywhere, reachFor } from './policy';
import { rightsOf } from './rules';
import { activeStaffIn } from './staff-facts';

type Org = (typeof contracts)['org'];
type StaffSession = (typeof contracts)['staffSession'];

/** Who is signed in, as the console shows it. @throws Refusal `not_signed_in` if they no longer exist. */
export async function meOf(actor: StaffActor): Promise<StaffMe> {
  const row = await native(Staff).findOne({ _id: actor.staffId });
  if (!row) throw refuseAnywhere('not_signed_in');
  return {
    id: row._id,
    login: row.login,
    name: row.name,
    roles: row.roles.map((each) => ({ ...each, unitName: unitDirectory.nameOf(each.unitId) })),
    rights: rightsOf(row.roles),
    brandName: brand().name,
    brandNamed: brand().named ?? false,
    demo: brand().demo,
  };
}

/** As many names as one reads before one walks over to somebody. */
const GIVERS_SHOWN = 5;

/** Who can give the actor a right: staff who change the org where the actor works and hold the right themselves. */
export async function whoGives(actor: StaffActor, right: Right): Promise<OutputOf<StaffSession['whoGives']>> {
  const giving = ROLES.filter(
    (role) => ROLE_RIGHTS[role].includes('org.write') && ROLE_RIGHTS[role].includes(right),
  );
  const staff = (await Promise.all(giving.map(activeStaffIn))).flat();
  const near = staff.filter(
    ({ id, reach }) =>
      id !== actor.staffId && (reach === undefined || actor.roles.some(({ unitId }) => reach.has(unitId))),
  );
  return {
    items: near
      .slice(0, GIVERS_SHOWN)
      .map(({ name, unitIds }) => ({ name, unitName: unitDirectory.nameOf(unitIds[0]!) })),
  };
}

/** What the sign-in pages need. Accounts only in demo mode, and only while their password was not changed. */
export async function welcome(): Promise<OutputOf<StaffSession['welcome']>> {
  const { name: brandName, demo } = brand();
  if (!demo) return { brandName, demo, demoStaff: [] };
  const rows = await native(Staff)
    .find({ active: true, demoPassword: { $exists: true } })
    .sort({ createdAt: 1, _id: 1 })
    .limit(20)
    .toArray();
  return {
    brandName,
    demo,
    demoStaff: rows.map(({ login, demoPassword, name, roles }) => ({
      login,
      password: demoPassword!,
      name,
      role: roles[0]!.role,
    })),
  };
}

let countGroups: () => ReadonlyMap<string, number> = () => new Map();

/** The groups domain says how many groups stand directly at each unit; org knows no groups itself. */
export const useGroupCounts = (count: () => ReadonlyMap<string, number>): void => {
  countGroups = count;
};

/** A unit as the console shows it. `groups` counts its own and those of everything below. */
export function unitView(unit: UnitRow): OutputOf<Org['createUnit']> {
  return unitViews([unit])[0]!;
}

/** The units the actor reaches, and those above them so that the tree hangs together. */
export function visibleUnits(actor: StaffActor): OutputOf<Org['units']> {
  const reach = reachOfRoles(actor.roles);
  const above = new Set(actor.roles.flatMap(({ unitId }) => unitDirectory.pathOf(unitId)));
  const shown = [...unitDirectory.all()].filter(
    (unit) => reach === undefined || reach.has(unit._id) || above.has(unit._id),
  );
  return { items: unitViews(shown) };
}

function unitViews(units: readonly UnitRow[]): OutputOf<Org['units']>['items'] {
  const total = new Map<string, number>();
  for (const [unitId, count] of countGroups())
    for (const id of unitDirectory.pathOf(unitId)) total.set(id, (total.get(id) ?? 0) + count);
  return units.map(({ _id, name, kind, parentId }) => ({
    id: _id,
    name,
    kind,
    ...(parentId ? { parentId } : {}),
    groups: total.get(_id) ?? 0,
  }));
}

type StaffView = OutputOf<Org['updateStaff']>;

/** A member of staff as the console shows them. */
export const staffView = (row: StaffRow): StaffView => ({
  id: row._id,
  login: row.login,
  name: row.name,
  roles: row.roles,
  active: row.active,
  ...(row.channelUserId ? { channelUserId: row.channelUserId } : {}),
  ...(row.lastSeenAt ? { lastSeenAt: row.lastSeenAt.toISOString() } : {}),
});

/** Staff with a role in the actor's branch, the first first. @throws Refusal `cursor_invalid` (400). */
export async function staffPage(
  actor: Actor,
  { q, ids, inGroups, ...page }: InputOf<Org['staff']>,
): Promise<OutputOf<Org['staff']>> {
  const reach = reachFor(actor, 'org.read');
  const text = q?.trim();
  const filter: Filter<StaffRow> = {
    $and: [
      reach === undefined ? {} : { 'roles.unitId': { $in: [...reach] } },
      text ? { $or: [{ name: searchPattern(text) }, { login: searchPattern(text) }] } : {},
      ids === undefined ? {} : { _id: { $in: ids.split(',') } },
      inGroups === undefined ? {} : { active: true, channelUserId: { $exists: true } },
    ],
  };
  return newestPage(Staff, 'createdAt', filter, page, (shown) => shown.map(staffView), 'oldest');
}

/** All keys, without secrets. Keys have no branch, so only who reads everywhere sees them. */
export async function keyList(actor: Actor): Promise<OutputOf<Org['keys']>> {
  assertEverywhere(actor, 'org.read');
  const rows = await native(Keys).find().sort({ createdAt: -1, _id: -1 }).toArray();
  return {
    items: rows.map(({ _id, name, rights, createdAt, revokedAt }) => ({
      id: _id,
      name,
      rights,
      createdAt: createdAt.toISOString(),
      ...(revokedAt ? { revokedAt: revokedAt.toISOString() } : {}),
    })),
  };
}
