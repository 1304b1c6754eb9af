import { closeActivity, createActivity, launchActivity } from '../activities';
import { SIMULATOR } from '../adapters/simulator';
import { bot } from '../bot';
import { createGroup, groupDirectory } from '../groups';
import { now } from '../kernel/clock';
import { asSystem, type CommandContext } from '../kernel/command';
import { log } from '../kernel/log';
import { native } from '../kernel/store';
import { personIdOf } from '../people';
import { createStaff, createUnit, staffDirectory, unitDirectory } from '../org';
import { demoActivities } from './activities';
import { seedBoxes } from './boxes';
import { seedCoupons } from './coupons';
import { DEMO_GROUPS, DEMO_STAFF, DEMO_UNITS, staffUserId } from './brand';
import { demoHistory } from './history';
import { Seeds } from './marks';
import { createSegment, createTag, definedNames } from '../tags';
import { seedIntake } from './intake';
import { demoMembers } from './people';
import { seedShop } from './shop';
import { DEMO_SEGMENTS, DEMO_TAGS } from './tags';

const DAY_MS = 86_400_000;
const EVENTS_AT_ONCE = 500;

/**
 * Sets the demo brand up: org tree, staff, groups with people, activities, and four weeks of talk through the same
 * door as everybody's. Safe at every start: a seed that was interrupted goes on, one that is done is left as
 * people have changed it since, one that was removed stays away. Only call it in demo mode, with the bot running.
 */
export async function seedDemo(context: CommandContext): Promise<void> {
  if (await native(Seeds).findOne({ _id: { $in: ['brand', 'removed'] } })) return;
  const begun = Date.now();
  const at = await seedMoment();
  const unitIds = await seedUnits(context);
  await seedStaff(context, unitIds);
  const members = await seedGroups(context, unitIds, at);
  await seedTags();
  await seedActivities(at);
  const messages = await seedHistory(members, at);
  await closeActivities(at);
  await seedIntake(operator(), staffContext('guwen'), customersOf(members));
  await seedShop(operator());
  await seedBoxes(operator(), customersOf(members), at);
  await seedCoupons(operator(), customersOf(members), at);
  await asSystem('demo.done', (tx) =>
    native(Seeds).insertOne({ _id: 'brand', at: tx.now }, { session: tx.session }),
  );
  log.info({ groups: DEMO_GROUPS.length, messages, ms: Date.now() - begun }, 'demo brand set up');
}

/** When the seed began: a seed that goes on after a crash must tell the same history, or it would tell two. */
const seedMoment = (): Promise<Date> =>
  asSystem('demo.begin', async (tx) => {
    const had = await native(Seeds).findOne({ _id: 'begun' }, { session: tx.session });
    if (had) return had.at;
    await native(Seeds).insertOne({ _id: 'begun', at: tx.now }, { session: tx.session });
    return tx.now;
  });

type UnitIds = ReadonlyMap<string | undefined, string>;

async function seedUnits(context: CommandContext): Promise<UnitIds> {
  const ids = new Map<string | undefined, string>([[undefined, unitDirectory.rootId]]);
  for (const { name, kind, below } of DEMO_UNITS) {
    const parentId = ids.get(below)!;
    const had = [...unitDirectory.all()].find((unit) => unit.name === name && unit.parentId === parentId);
    ids.set(name, had?._id ?? (await createUnit(context, { name, kind, parentId }))._id);
  }
  return ids;
}

async function seedStaff(context: CommandContext, unitIds: UnitIds): Promise<void> {
  // Hashing a password takes long and is done beside the others.
  await Promise.all(
    DEMO_STAFF.map(async ({ login, name, role, at }) => {
      const channelUserId = staffUserId(login);
      if (staffDirectory.isStaffUser(channelUserId)) return;
      const roles = [{ role, unitId: unitIds.get(at)! }];
      await createStaff(context, { login, name, roles, channelUserId, demo: true });
    }),
  );
}

async function seedGroups(context: CommandContext, unitIds: UnitIds, at: Date) {
  const members = demoMembers();
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
        members: members.get(group.room)!.map(({ userId, name, joinedDaysAgo }) => ({
          userId,
          name,
          joinedAt: new Date(at.getTime() - Math.floor(joinedDaysAgo * DAY_MS)),
        })),
      }),
    ),
  );
  return members;
}

/** The activities are the operator's: their name stands in the record. */
const operator = (): CommandContext => staffContext(DEMO_STAFF[0]!.login);

function staffContext(login: string): CommandContext {
  const actor = staffDirectory.byChannelUser(staffUserId(login));
  if (!actor) throw new Error(`${login} of the demo is missing`);
  return { actor };
}

/** Customers of the first group, in the order in which they are in it. */
const customersOf = (members: ReturnType<typeof demoMembers>): string[] =>
  members
    .get(DEMO_GROUPS[0]!.room)!
    .filter(({ userId }) => userId.startsWith('demo-') && !userId.startsWith('demo-staff-'))
    .map(({ userId }) => personIdOf(SIMULATOR, userId));

/** A seed that goes on finds some of them there already. */
async function seedTags(): Promise<void> {
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

async function seedActivities(at: Date): Promise<void> {
  for (const { key, state, rule } of demoActivities(at)) {
    const activity = await createActivity(operator(), { rule, requestKey: key });
    // A seed that goes on days later finds some windows past: those stay drafts.
    if (state === 'draft' || activity.state !== 'draft' || activity.endAt <= now()) continue;
    await launchActivity(operator(), { id: activity._id, acceptConflicts: true });
  }
}

/** Ends what is over, once everything that was said is decided. */
async function closeActivities(at: Date): Promise<void> {
  await bot().engine.drain();
  for (const { key, state, rule } of demoActivities(at)) {
    if (state !== 'closed') continue;
    const activity = await createActivity(operator(), { rule, requestKey: key });
    if (activity.state === 'running') await closeActivity(operator(), { id: activity._id });
  }
}

/** Answers how many messages were said. The door knows which of them it has already. */
async function seedHistory(members: ReturnType<typeof demoMembers>, at: Date): Promise<number> {
  const history = demoHistory(members, at);
  await groupDirectory.refresh();
  for (let i = 0; i < history.length; i += EVENTS_AT_ONCE) {
    const { refused } = await bot().door.accept(SIMULATOR, history.slice(i, i + EVENTS_AT_ONCE));
    if (refused.length > 0) throw new Error(`the demo's history was refused: ${refused[0]!.message}`);
  }
  return history.length;
}
