import { closeActivity, createActivity, launchActivity } from '../activities';
import { SIMULATOR } from '../adapters/simulator';
import { bot } from '../bot';
import { groupDirectory } from '../groups';
import { MINUTE_MS } from '@kouyi/shared/rules/time';
import { now } from '../kernel/clock';
import { asSystem, type CommandContext } from '../kernel/command';
import { log } from '../kernel/log';
import { native } from '../kernel/store';
import { auditDaily } from '../ledger';
import { personIdOf } from '../people';
import { demoActivities } from './activities';
import { type DemoActivity, HISTORY_DAYS } from './activity-parts';
import { alarmChapters } from './alarms';
import { boxChapters } from './boxes';
import { DEMO_GROUPS, type DemoMember, isStaff } from './brand';
import { couponChapters } from './coupons';
import { daysBefore, operator, seedGroups, seedOrg, seedTags } from './ground';
import { keepFaces } from './faces';
import { friendChapters } from './friends';
import { growthChapters } from './growth';
import { demoHistory } from './history';
import { intakeChapters } from './intake';
import { learningChapters } from './learning';
import { Seeds } from './marks';
import { demoMembers } from './people';
import { payoutChapters } from './payouts';
import { shopChapters } from './shop';
import { signInChapters } from './sign-ins';
import { allToldAt, partsOf, talkChapters } from './talk';
import { trustChapters } from './trust';
import { twoPhonesChapters } from './two-phones';
import { tagEngine } from '../tags';
import { type Chapter, tellStory } from './story';

/**
 * Sets the demo brand up: org tree, staff, groups with people, activities, and eight weeks of talk and trade through
 * the same doors as everybody's. Safe at every start: a seed that was interrupted goes on, one that is done is left as
 * people have changed it since, one that was removed stays away. Only call it in demo mode, with the bot running.
 * `alone`: nobody else works on this database. Then the weeks are told by a clock that begins when they began;
 * otherwise only what the door still takes is told, all of it today.
 */
export async function seedDemo(context: CommandContext, { alone }: { alone: boolean }): Promise<void> {
  if (await native(Seeds).findOne({ _id: { $in: ['brand', 'removed'] } })) return;
  const began = performance.now();
  const { at, told } = await beginning();
  const members = demoMembers(HISTORY_DAYS);
  const people = customersOf(members);
  const history = demoHistory(members, at);
  const talk = partsOf(history, { at, alone });
  const story = [
    { at: daysBefore(at, HISTORY_DAYS), tell: () => theGround(context, members, at) },
    ...activityChapters(at, talk),
    ...talkChapters(talk),
    ...shopChapters(people, at),
    ...payoutChapters(people, at),
    ...intakeChapters(people, at),
    ...couponChapters(people, at),
    ...growthChapters(people, members, at),
    ...boxChapters(people, at),
    ...learningChapters(people, at),
    ...trustChapters(people, at),
    ...signInChapters(people, at),
    ...friendChapters(people, at),
    ...alarmChapters(people, at),
    ...twoPhonesChapters(people, at),
  ];
  await tagEngine.pause();
  try {
    await tellStory(story, { told, clockIsOurs: alone });
    await seedTags();
    await keepFaces(people, { members, history, at });
  } finally {
    tagEngine.resume();
  }
  await closeActivities(at);
  await auditDaily();
  await asSystem('demo.done', (tx) =>
    native(Seeds).insertOne({ _id: 'brand', at: tx.now }, { session: tx.session }),
  );
  log.info({ groups: DEMO_GROUPS.length, ms: Math.round(performance.now() - began) }, 'demo brand set up');
}

/** When the seed began: a seed that goes on after a crash must tell the same history, or it would tell two. */
const beginning = (): Promise<{ at: Date; told?: Date }> =>
  asSystem('demo.begin', async (tx) => {
    const had = await native(Seeds).findOne({ _id: 'begun' }, { session: tx.session });
    if (had) return had;
    await native(Seeds).insertOne({ _id: 'begun', at: tx.now }, { session: tx.session });
    return { at: tx.now };
  });

async function theGround(
  context: CommandContext,
  members: ReadonlyMap<string, readonly DemoMember[]>,
  today: Date,
): Promise<void> {
  const unitIds = await seedOrg(context);
  await seedGroups(context, members, { unitIds, since: daysBefore(today, HISTORY_DAYS), today });
  await groupDirectory.refresh();
}

/** Customers who have been there from the beginning, group by group. */
const customersOf = (members: ReadonlyMap<string, readonly DemoMember[]>): string[] => [
  ...new Set(
    [...members.values()]
      .flat()
      .filter(({ userId, joinedDaysAgo }) => !isStaff(userId) && joinedDaysAgo > HISTORY_DAYS)
      .map(({ userId }) => personIdOf(SIMULATOR, userId)),
  ),
];

/** Each is launched when it begins, those that are to come today; what was over by then is ended by hand. */
const activityChapters = (at: Date, talk: ReturnType<typeof partsOf>): Chapter[] =>
  demoActivities(at).flatMap((activity) => {
    const startAt = new Date(activity.rule.window.startAt);
    const endAt = new Date(activity.rule.window.endAt);
    return [
      { at: startAt < at ? new Date(startAt.getTime() + MINUTE_MS) : at, tell: () => launched(activity) },
      // After the last of what was said in time is told.
      ...(endAt < at
        ? [{ at: new Date(allToldAt(talk, endAt).getTime() + 1), tell: () => closed(activity) }]
        : []),
    ];
  });

async function launched(told: DemoActivity): Promise<void> {
  const { state, rule } = told;
  // Where the clock is not ours, some are over before they could begin: nobody misses them.
  if (state === 'closed' && new Date(rule.window.endAt) <= now()) return;
  const activity = await made(told);
  // A seed that goes on days later finds some windows past: those stay drafts.
  if (state === 'draft' || activity.state !== 'draft' || activity.endAt <= now()) return;
  await launchActivity(operator(), { id: activity._id, acceptConflicts: true });
}

/** The activity of the demo, with the prize that it gives; the same one each time. */
async function made({ key, rule, prize }: DemoActivity) {
  const reward = { ...rule.reward, ...(await prize?.()) };
  return createActivity(operator(), { rule: { ...rule, reward }, requestKey: key });
}

/** Ends what is over, once everything that was said is decided. */
async function closed(told: DemoActivity): Promise<void> {
  await bot().engine.drain();
  const activity = await made(told);
  if (activity.state === 'running') await closeActivity(operator(), { id: activity._id });
}

async function closeActivities(at: Date): Promise<void> {
  for (const activity of demoActivities(at))
    if (activity.state === 'closed' && new Date(activity.rule.window.endAt) > at) await closed(activity);
}
