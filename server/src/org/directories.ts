import type { Right, Role } from '@kouyi/shared/types';
import type { StaffActor } from '../kernel/actor';
import { indexBy } from '../kernel/collections';
import { log } from '../kernel/log';
import { native } from '../kernel/store';
import { Staff, type StaffRow, type UnitRow, Units } from './model';
import { brand, setBrand } from './brand';
import { rightsOf } from './rules';

/** Id of the root unit. There is one root in a database. */
export const ROOT_UNIT_ID = 'unt_root';

const REFRESH_MS = 30_000;

let units: ReadonlyMap<string, UnitRow> = new Map();
let staffNames: ReadonlyMap<string, string> = new Map();
let staffByChannelUser: ReadonlyMap<string, StaffActor> = new Map();

/**
 * The org tree in memory: hundreds of units, asked on every request. Fresh at once after a change in this
 * process, within 30 s after one in another.
 */
export const unitDirectory = {
  rootId: ROOT_UNIT_ID,
  /** From the root to the unit; empty for an unknown unit. */
  pathOf: (unitId: string): string[] => units.get(unitId)?.path ?? [],
  /** The unit's name; its id for an unknown unit. */
  nameOf: (unitId: string): string => units.get(unitId)?.name ?? unitId,
  has: (unitId: string): boolean => units.has(unitId),
  all: (): Iterable<UnitRow> => units.values(),
  /** The units and everything below them. */
  below(unitIds: Iterable<string>): Set<string> {
    const tops = new Set(unitIds);
    const found = new Set<string>();
    for (const unit of units.values()) if (unit.path.some((id) => tops.has(id))) found.add(unit._id);
    return found;
  },
};

/** Who stands behind an actor's id in a record, as a person reads it; somebody who is gone has no name any more. */
export function nameOfActor(id: string): string {
  if (id.startsWith('system:')) return '系统';
  if (id.startsWith('key_')) return '接口密钥';
  return staffNames.get(id) ?? '一位离开的同事';
}

/** Staff by their user id in the groups, so that the bot knows whose commands to take. Active staff only. */
export const staffDirectory = {
  byChannelUser: (userId: string): StaffActor | undefined => staffByChannelUser.get(userId),
  isStaffUser: (userId: string): boolean => staffByChannelUser.has(userId),
};

/** Units that hold one of the roles, with everything below; undefined: all. */
export function reachOfRoles(roles: readonly { unitId: string }[]): ReadonlySet<string> | undefined {
  if (roles.some(({ unitId }) => unitId === ROOT_UNIT_ID)) return undefined;
  return unitDirectory.below(roles.map(({ unitId }) => unitId));
}

/** A member of staff as an actor of this session. */
export function actorOf(
  staff: { _id: string; name: string; roles: readonly { role: Role; unitId: string }[] },
  sessionId: string,
): StaffActor {
  const rights: Right[] = rightsOf(staff.roles);
  return {
    kind: 'staff',
    staffId: staff._id,
    name: staff.name,
    roles: staff.roles,
    rights,
    sessionId,
  };
}

/** Reads both directories anew. */
export async function loadDirectories(): Promise<void> {
  units = indexBy(await native(Units).find().toArray(), (unit) => unit._id);
  const root = units.get(ROOT_UNIT_ID);
  if (root?.named) setBrand({ ...brand(), name: root.name, named: true });
  const staff = await native(Staff).find().toArray();
  staffNames = new Map(staff.map(({ _id, name }) => [_id, name]));
  staffByChannelUser = new Map(
    staff
      .filter((row: StaffRow) => row.active && row.channelUserId !== undefined)
      .map((row) => [row.channelUserId!, actorOf(row, `channel:${row.channelUserId!}`)]),
  );
}

let timer: NodeJS.Timeout | undefined;

/** Loads the directories and keeps them fresh until `stopOrg`. Call after the store is connected. */
export async function startOrg(): Promise<void> {
  await loadDirectories();
  clearInterval(timer);
  timer = setInterval(() => {
    loadDirectories().catch((error: unknown) =>
      log.error({ err: error }, 'org directories not refreshed; the next round tries again'),
    );
  }, REFRESH_MS);
  timer.unref();
}

/** Stops refreshing the directories; they keep what they know. */
export const stopOrg = (): void => clearInterval(timer);
