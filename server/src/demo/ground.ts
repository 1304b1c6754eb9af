import { SIMULATOR } from '../adapters/simulator';
import { createGroup } from '../groups';
import type { CommandContext } from '../kernel/command';
import { Refusal } from '../kernel/refusals';
import { createStaff, createUnit, staffDirectory, unitDirectory } from '../org';
import { createSegment, createTag, definedNames } from '../tags';
import { DEMO_GROUPS, DEMO_STAFF, DEMO_UNITS, type DemoMember, staffUserId } from './brand';
import { DEMO_SEGMENTS, DEMO_TAGS } from './tags';

const DAY_MS = 86_400_000;

/** Ids of the demo brand's units by name. */
export type UnitIds = ReadonlyMap<string | undefined, string>;

/** The org tree of the demo brand and its staff. What is there already is left as it is. */
export async function seedOrg(context: CommandContext): Promise<UnitIds> {
  const unitIds = await seedUnits(context);
  // Hashing a password takes long and is done beside the others.
  await Promise.all(
    DEMO_STAFF.map(async ({ login, name, role, at }) => {
      const channelUserId = staffUserId(login);
      if (staffDirectory.isStaffUser(channelUserId)) return;
      const roles = [{ role, unitId: unitIds.get(at)! }];
      await createStaff(context, { login, name, roles, channelUserId, demo: true });
    }),
  );
  return unitIds;
}

async function seedUnits(context: CommandContext): Promise<UnitIds> {
  const ids = new Map<string | undefined, string>([[undefined, unitDirectory.rootId]]);
  for (const { name, kind, below } of DEMO_UNITS) {
    const parentId = ids.get(below)!;
    const had = [...unitDirectory.all()].find((unit) => unit.name === name && unit.parentId === parentId);
    ids.set(name, had?._id ?? (await createUnit(context, { name, kind, parentId }))._id);
  }
  return ids;
}

/** The groups with whoever is in them at `since`; who comes later joins in the history. `today` is the story's end. */
export async function seedGroups(
  context: CommandContext,
  members: ReadonlyMap<string, readonly DemoMember[]>,
  { unitIds, since, today }: { unitIds: UnitIds; since: Date; today: Date },
): Promise<void> {
  // All at once: each is a transaction of its own, and the database writes them to disk together.
  await Promise.all(
    DEMO_GROUPS.map((group) =>
      createGroup(context, {
        channel: SIMULATOR,
        channelGroupId: group.room,
        name: group.name,
        unitId: unitIds.get(group.at)!,
        tags: group.tags,
        capabilities: { read: group.bot, post: group.bot },
        members: members
          .get(group.room)!
          .map(({ userId, name, joinedDaysAgo }) => ({
            userId,
            name,
            joinedAt: daysBefore(today, joinedDaysAgo),
          }))
          .filter(({ joinedAt }) => joinedAt <= since),
      }),
    ),
  );
}

/** So many days, whole and parts, before an instant. */
export const daysBefore = (at: Date, days: number): Date =>
  new Date(at.getTime() - Math.floor(days * DAY_MS));

/** The operator of the demo brand: their name stands in the record. */
export const operator = (): CommandContext => staffContext(DEMO_STAFF[0]!.login);

/** A member of the demo brand's staff. @throws Error before `seedOrg` */
export function staffContext(login: string): CommandContext {
  const actor = staffDirectory.byChannelUser(staffUserId(login));
  if (!actor) throw new Error(`${login} of the demo is missing`);
  return { actor };
}

/** A story that goes on after a crash tells its last day again: what was done then is refused, by this name. */
export async function unlessDone(refusal: string, told: Promise<unknown>): Promise<void> {
  try {
    await told;
  } catch (error) {
    if (!(error instanceof Refusal && error.code === refusal)) throw error;
  }
}

/** Tags and segments; a seed that goes on finds some of them there already. */
export async function seedTags(): Promise<void> {
  const known = new Map(await definedNames());
  const meant = { acceptEverybody: true };
  for (const tag of DEMO_TAGS)
    if (!known.has(tag.name)) known.set(tag.name, (await createTag(operator(), { ...tag, ...meant }))._id);
  for (const { condition, ...segment } of DEMO_SEGMENTS) {
    if (known.has(segment.name)) continue;
    const made = condition((name) => known.get(name)!);
    await createSegment(operator(), { ...segment, condition: made, ...meant });
  }
}
